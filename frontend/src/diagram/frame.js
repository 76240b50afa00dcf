// The parts around a drawing: buttons, the drawing itself, a panel beside it, the key to its marks.

import { DEPARTED, MAP_MARKS, STANDINGS, badge } from './marks.js';

const BUTTONS = {
  whole: 'Show all',
  standing: 'Show where it stands',
  closer: 'Zoom in',
  further: 'Zoom out'
};

export function frame(place) {
  const controls = make('div', 'rd-diagram__controls');
  const stage = make('div', 'rd-diagram__stage');
  const canvas = make('div', 'rd-diagram__canvas');
  const details = make('div', 'rd-diagram__details');
  const message = make('p', 'govuk-body', 'The diagram is being drawn.');

  controls.setAttribute('data-diagram-controls', '');
  controls.setAttribute('role', 'group');
  controls.setAttribute('aria-label', 'What the diagram shows');

  for (const [ name, words ] of Object.entries(BUTTONS)) {
    const onMap = name === 'standing' && place.dataset.key === 'map';
    const button = make('button', 'govuk-button govuk-button--secondary', onMap ? 'Show where cases stand' : words);

    button.type = 'button';
    button.dataset.diagramDo = name;
    controls.append(button);
  }

  message.setAttribute('role', 'status');
  details.setAttribute('aria-live', 'polite');
  details.setAttribute('data-diagram-details', '');
  details.append(make('p', 'govuk-body-s', 'Choose a step on the diagram to read here what the list ' +
    'below says of it. By keyboard: Tab to the diagram, arrow keys from step to step, Enter to choose.'));

  stage.append(canvas, details);
  place.append(message, controls, stage, ...keyOf(place.dataset.key));

  return { controls, canvas, details, message };
}

// A page says with data-key what its marks are: those of a map, none at all, or those of a case.
function keyOf(kind) {
  return kind === 'none' ? [] : [ key(kind === 'map' ? MAP_MARKS : STANDINGS, kind !== 'map') ];
}

function key(marks, ofCase) {
  const list = make('ul', 'rd-diagram__key');

  for (const [ name, { badge: text, words } ] of Object.entries(marks)) {
    const item = make('li', '');

    item.append(badge(text, name), ` ${ words }`);
    list.append(item);
  }

  if (ofCase) {
    const departed = make('li', '');
    const way = make('li', '');

    departed.append(badge(DEPARTED.badge, 'departed'), ` ${ DEPARTED.words }`);
    way.append(make('span', 'rd-diagram__taken'), 'way it went');
    list.append(departed, way);
  }

  list.setAttribute('aria-label', 'What the marks mean');

  return list;
}

export function make(tag, className, text = '') {
  const element = document.createElement(tag);

  if (className) {
    element.className = className;
  }

  element.textContent = text;

  return element;
}
