// The buttons above a diagram: all of it, where it stands, closer, further.

import { standingOf } from './marks.js';

const STEP = 1.3;
const READABLE = 0.9;
const URGENT_FIRST = [ 'attention', 'late', 'waiting' ];

export function addControls(buttons, viewer, state) {
  const canvas = viewer.get('canvas');
  const here = standsAt(viewer, state);

  const actions = {
    whole: () => canvas.zoom('fit-viewport', 'auto'),
    standing: () => closeUp(canvas, here),
    closer: () => canvas.zoom(Math.min(canvas.zoom() * STEP, 4)),
    further: () => canvas.zoom(Math.max(canvas.zoom() / STEP, 0.15))
  };

  actions.whole();

  buttons.querySelector('[data-diagram-do="standing"]').hidden = !here;
  buttons.addEventListener('click', (event) => {
    const button = event.target.closest('[data-diagram-do]');

    if (button) {
      actions[button.dataset.diagramDo]();
    }
  });
}

function standsAt(viewer, state) {
  const elements = viewer.get('elementRegistry');

  return URGENT_FIRST
    .flatMap((standing) => Object.keys(state.elements).filter((id) => standingOf(state.elements[id]) === standing))
    .map((id) => elements.get(id))
    .find(Boolean);
}

function closeUp(canvas, element) {
  const { width, height } = canvas.viewbox().outer;

  canvas.viewbox({
    x: element.x + element.width / 2 - width / READABLE / 2,
    y: element.y + element.height / 2 - height / READABLE / 2,
    width: width / READABLE,
    height: height / READABLE
  });
}
