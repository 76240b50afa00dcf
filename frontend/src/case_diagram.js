// Draws a diagram with what happened marked on it: where it is now, what was done, what is late, which flows were
// taken. Marks are words and shapes as well as colours. Each marked element can be reached by keyboard, and choosing
// one shows what the list on the page says about it: who, and when.
//
// The page holds <div data-case-diagram data-source="address">, with data-opens="standing" where it is to open close to
// where the case stands. The address answers
// {xml, flows: [id], elements: {id: {standing, label, attention?, departures?: [kind]}}}, and the list on the page has one
// element with the id "step-<element>" for each step. A map answers besides {words, badges: [{at, text, kind}]} of an
// element, and numbers: {flow: {text, weight}}.

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { addControls } from './diagram/controls.js';
import { Details } from './diagram/details.js';
import { frame } from './diagram/frame.js';
import { letKeyboardIn } from './diagram/keyboard.js';
import { mark } from './diagram/marks.js';
import { letPaperIn } from './diagram/paper.js';

for (const place of document.querySelectorAll('[data-case-diagram]')) {
  show(place);
}

async function show(place) {
  const parts = frame(place);

  try {
    const state = await (await answer(place.dataset.source)).json();
    const drawing = await (await answer(state.xml)).text();
    const viewer = new NavigatedViewer({
      container: parts.canvas,

      // The wheel scrolls the page, as everywhere else; the buttons zoom.
      zoomScroll: { enabled: false }
    });

    await viewer.importXML(drawing);

    enhance(viewer, place, parts, state);
    parts.message.remove();
    place.dataset.drawn = 'yes';
  } catch (error) {
    parts.canvas.remove();
    parts.details.remove();
    parts.message.textContent = 'The diagram could not be drawn. The list on this page says the same in words.';
    place.dataset.drawn = 'failed';
    console.error(error);
  }
}

async function answer(address) {
  const response = await fetch(address, { credentials: 'same-origin' });

  if (!response.ok) {
    throw new Error(`${ address } answered ${ response.status }`);
  }

  return response;
}

function enhance(viewer, place, parts, state) {
  const details = new Details(parts.details, state);

  const select = (element) => {
    viewer.get('selection').select(element);
    details.show(element);
  };

  addControls(parts.controls, viewer, state, place.dataset.opens === 'standing');

  const badges = mark(viewer, state);

  letKeyboardIn(viewer, state, select);
  letPaperIn(place, viewer, state, badges);

  viewer.on('element.click', ({ element }) => {
    const step = element.labelTarget || element;

    if (step.parent && !step.waypoints) {
      select(step);
    }
  });
}
