// A diagram on paper. A screen shows the part in view; paper shows all of it: where it is too wide to be read on a page,
// once small, with numbers, and then in parts from left to right. Of a case, only the parts that it has come to.
//
// It is made of what is on the screen when somebody prints, and of nothing that is fetched: the same shapes and marks.

import { make } from './frame.js';
import { STANDINGS, standingOf } from './marks.js';

const SVG = 'http://www.w3.org/2000/svg';

// So many units across a page of A4, and a step's name is read: about 5 points.
const WIDEST = 1250;

// As wide as a step: what one part cuts off, the next shows whole.
const OVERLAP = 120;
const MARGIN = 35;
const BADGE = { height: 18, beside: 8 };

export function letPaperIn(place, viewer, state, badges) {
  let laid = false;

  const lay = () => {
    if (!laid) {
      laid = true;
      place.append(paper(viewer, state, badges, place.dataset.key));
    }
  };

  const prints = window.matchMedia('print');

  window.addEventListener('beforeprint', lay);
  prints.addEventListener('change', lay);

  if (prints.matches) {
    lay();
  }
}

function paper(viewer, state, badges, key) {
  const whole = roomy(viewer.get('canvas').viewbox().inner);
  const parts = cut(whole);
  const printed = key ? parts : parts.filter((part) => holdsAny(part, viewer, state));
  const sheets = make('div', 'rd-paper');
  const drawing = create('g', { id: 'rd-paper-drawing' });

  drawing.append(...layersOf(viewer), ...badges.map((each) => badgeOf(each)));

  const first = picture(whole, parts.length > 1 ? 'The whole diagram' : 'The diagram');
  const defs = create('defs', {});

  defs.append(drawing);
  first.querySelector('svg').prepend(defs);
  sheets.append(first);

  if (parts.length > 1) {
    number(first.querySelector('svg'), whole, parts);

    for (const part of printed) {
      const sheet = picture(part, `Part ${ part.number } of ${ parts.length }`);

      if (part.number > 1) {
        sheet.querySelector('svg').append(...lanesOf(viewer, part));
      }

      sheets.append(sheet);
    }
  }

  if (printed.length < parts.length) {
    sheets.append(make('p', 'govuk-body-s', 'Parts that the case has not come to are shown in the whole diagram only.'));
  }

  return sheets;
}

function roomy({ x, y, width, height }) {
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

function cut({ x, y, width, height }) {
  const count = Math.ceil((width - OVERLAP) / (WIDEST - OVERLAP));
  const step = (width - OVERLAP) / count;

  return Array.from({ length: count }, (_, index) => ({
    number: index + 1, x: x + index * step, y, width: step + OVERLAP, height
  }));
}

function holdsAny(part, viewer, state) {
  const elements = viewer.get('elementRegistry');

  return Object.keys(state.elements).some((id) => {
    const element = elements.get(id);

    return element && STANDINGS[standingOf(state.elements[id])] && !element.waypoints &&
      element.x < part.x + part.width && part.x < element.x + element.width;
  });
}

// What is drawn, without what is there for a pointer.
function layersOf(viewer) {
  const layer = viewer.get('canvas').getActiveLayer().cloneNode(true);

  layer.querySelectorAll('.djs-hit, .djs-outline').forEach((each) => each.remove());

  for (const each of layer.querySelectorAll('[tabindex], [role], [aria-label]')) {
    [ 'tabindex', 'role', 'aria-label' ].forEach((name) => each.removeAttribute(name));
  }

  return [ layer ];
}

function badgeOf({ element, position, text, kind }) {
  const left = (element.waypoints ? Math.min(...element.waypoints.map((point) => point.x)) : element.x) + position.left;
  const top = (element.waypoints ? Math.min(...element.waypoints.map((point) => point.y)) : element.y) + position.top;
  const width = widthOf(text) + 2 * BADGE.beside;
  const group = create('g', { class: `rd-paper__badge rd-paper__badge--${ kind }` });
  const words = create('text', { x: left + width / 2, y: top + 13, 'text-anchor': 'middle' });

  words.textContent = text;
  group.append(create('rect', { x: left, y: top, width, height: BADGE.height }), words);

  return group;
}

let ruler;

function widthOf(text) {
  ruler = ruler || document.createElement('canvas').getContext('2d');
  ruler.font = `700 12px ${ getComputedStyle(document.querySelector('.rd-badge')).fontFamily }`;

  return ruler.measureText(text).width;
}

// Whose lanes they are, where the names at the left are cut off.
function lanesOf(viewer, part) {
  const lanes = viewer.get('elementRegistry').filter(({ type }) => type === 'bpmn:Lane');

  return lanes.map((lane) => {
    const name = create('text', { class: 'rd-paper__lane', x: part.x + 8, y: lane.y + 16 });

    name.textContent = lane.businessObject.name || '';

    return name;
  });
}

// Over the whole diagram, where each part begins and ends.
function number(svg, whole, parts) {
  const size = whole.width / 60;
  const [ x, y, width, height ] = [ whole.x, whole.y - 1.6 * size, whole.width, whole.height + 1.6 * size ];

  svg.setAttribute('viewBox', [ x, y, width, height ].join(' '));

  for (const part of parts) {
    const words = create('text', { class: 'rd-paper__number', x: part.x + part.width / 2, y: whole.y - size / 3 });

    words.setAttribute('font-size', size);
    words.setAttribute('text-anchor', 'middle');
    words.textContent = `Part ${ part.number }`;
    svg.append(words);

    if (part.number > 1) {
      const at = part.x + OVERLAP / 2;

      svg.append(create('line', { class: 'rd-paper__cut', x1: at, x2: at, y1: y, y2: y + height }));
    }
  }
}

function picture({ x, y, width, height }, words) {
  const figure = make('figure', 'rd-paper__part');
  const svg = create('svg', { viewBox: [ x, y, width, height ].join(' '), role: 'img', 'aria-label': words });

  svg.append(create('use', { href: '#rd-paper-drawing' }));
  figure.append(make('figcaption', 'govuk-body-s', words), svg);

  return figure;
}

function create(tag, attributes) {
  const element = document.createElementNS(SVG, tag);

  for (const [ name, value ] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }

  return element;
}
