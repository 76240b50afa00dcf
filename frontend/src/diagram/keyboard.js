// One tab stop for the whole diagram; arrow keys go from step to step in reading order, Enter or Space choose.

import { inFull } from './marks.js';

const NEXT = [ 'ArrowRight', 'ArrowDown' ];
const PREVIOUS = [ 'ArrowLeft', 'ArrowUp' ];

export function letKeyboardIn(viewer, state, select) {
  const elements = viewer.get('elementRegistry');
  const svg = viewer.get('canvas').getContainer().querySelector('svg');

  // Whatever the page tells of, by a mark or by an entry of its list or table.
  const stops = elements
    .filter((element) => element.parent && !element.waypoints && !element.labelTarget)
    .filter(({ id }) => state.elements[id] || document.getElementById(`step-${ id }`))
    .sort((one, other) => one.x - other.x || one.y - other.y);

  svg.setAttribute('role', 'group');
  svg.setAttribute('aria-label', 'Diagram. Arrow keys go from step to step, Enter reads about one.');
  svg.setAttribute('tabindex', '-1');

  stops.forEach((element, index) => {
    const graphics = elements.getGraphics(element);

    graphics.setAttribute('role', 'button');
    graphics.setAttribute('tabindex', index === 0 ? '0' : '-1');
    graphics.setAttribute('aria-label', inFull(element, state.elements[element.id] || {}));

    // Focus must be seen (WCAG 2.4.11): a step outside the view is brought in.
    graphics.addEventListener('focus', () => viewer.get('canvas').scrollToElement(element, 60));

    graphics.addEventListener('keydown', (event) => {
      const target = neighbour(stops, index, event.key);

      if (target) {
        move(elements, element, target);
      } else if (event.key === 'Enter' || event.key === ' ') {
        select(element);
      } else {
        return;
      }

      event.preventDefault();
      event.stopPropagation();
    });
  });
}

function neighbour(stops, index, key) {
  if (NEXT.includes(key)) {
    return stops[Math.min(index + 1, stops.length - 1)];
  }

  if (PREVIOUS.includes(key)) {
    return stops[Math.max(index - 1, 0)];
  }

  return { Home: stops[0], End: stops[stops.length - 1] }[key];
}

function move(elements, from, to) {
  const graphics = elements.getGraphics(to);

  elements.getGraphics(from).setAttribute('tabindex', '-1');
  graphics.setAttribute('tabindex', '0');
  graphics.focus({ preventScroll: true });
}
