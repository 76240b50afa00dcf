// The buttons above a diagram: all of it, where it stands, closer, further.

import { standingOf } from './marks.js';

const STEP = 1.3;
const READABLE = 0.9;
const WIDE = 2;
const MARGIN = 40;
const LEAST = 420;
const MOST = 0.75;
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

  fitHeight(canvas);
  actions.whole();

  buttons.querySelector('[data-diagram-do="standing"]').hidden = !here;
  buttons.addEventListener('click', (event) => {
    const button = event.target.closest('[data-diagram-do]');

    if (button) {
      actions[button.dataset.diagramDo]();
    }
  });
}

// A drawing much wider than high gets the whole width, and no more height than it can use.
function fitHeight(canvas) {
  const { inner } = canvas.viewbox();
  const container = canvas.getContainer().closest('.rd-diagram__canvas');

  container.parentElement.classList.toggle('rd-diagram__stage--wide', inner.width / inner.height > WIDE);

  const wanted = container.clientWidth * inner.height / inner.width + MARGIN;

  container.style.height = `${ Math.round(Math.min(Math.max(wanted, LEAST), window.innerHeight * MOST)) }px`;
  canvas.resized();
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
