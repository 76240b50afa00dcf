// The buttons above a diagram: all of it, where it stands, closer, further. A case opens where it stands, at a size
// that can be read; a diagram of the protocol opens whole.

import { standingOf } from './marks.js';

const STEP = 1.3;
const READABLE = 0.9;
const STILL_READABLE = 0.6;
const AROUND = 90;
const WIDE = 2;
const MARGIN = 40;
const LEAST = 420;
const MOST = 0.75;
const URGENT_FIRST = [ 'attention', 'late', 'waiting' ];

export function addControls(buttons, viewer, state, opensWhereItStands) {
  const canvas = viewer.get('canvas');
  const here = standsAt(viewer, state);
  const stands = here.length > 0;

  const actions = {
    whole: () => canvas.zoom('fit-viewport', 'auto'),
    standing: () => closeUp(canvas, here),
    closer: () => canvas.zoom(Math.min(canvas.zoom() * STEP, 4)),
    further: () => canvas.zoom(Math.max(canvas.zoom() / STEP, 0.15))
  };

  fitHeight(canvas);
  actions[stands && opensWhereItStands ? 'standing' : 'whole']();

  buttons.querySelector('[data-diagram-do="standing"]').hidden = !stands;
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

// The most urgent first; a gateway that waits for others to arrive counts only where nothing else does.
function standsAt(viewer, state) {
  const elements = viewer.get('elementRegistry');

  const found = URGENT_FIRST
    .flatMap((standing) => Object.keys(state.elements).filter((id) => standingOf(state.elements[id]) === standing))
    .filter((id) => elements.get(id));

  const steps = found.filter((id) => !(state.elements[id].kind || '').endsWith('_gateway'));

  return (steps.length ? steps : found).map((id) => elements.get(id));
}

// Shows every step where it stands, or the most urgent one where all of them together would be too small to read.
function closeUp(canvas, here) {
  const { width, height } = canvas.viewbox().outer;

  const scaleOf = (box) => Math.min(READABLE, width / (box.width + 2 * AROUND), height / (box.height + 2 * AROUND));

  const all = around(here);
  const box = scaleOf(all) < STILL_READABLE ? around(here.slice(0, 1)) : all;
  const scale = Math.max(scaleOf(box), STILL_READABLE);

  canvas.viewbox({
    x: box.x + box.width / 2 - width / scale / 2,
    y: box.y + box.height / 2 - height / scale / 2,
    width: width / scale,
    height: height / scale
  });
}

function around(elements) {
  const left = Math.min(...elements.map(({ x }) => x));
  const top = Math.min(...elements.map(({ y }) => y));
  const right = Math.max(...elements.map(({ x, width }) => x + width));
  const bottom = Math.max(...elements.map(({ y, height }) => y + height));

  return { x: left, y: top, width: right - left, height: bottom - top };
}
