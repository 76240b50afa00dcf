// What is said beside the diagram about the step that was chosen: the same as the list on the page says, taken
// from there, so that the two cannot differ. The panel is a live region.

import { make } from './frame.js';
import { inFull } from './marks.js';

// What a list entry begins with: the panel has said it in its own first line.
const HEADLINE = '.govuk-tag, .rd-badge, .rd-step__label';

export class Details {
  constructor(panel, state) {
    this.panel = panel;
    this.state = state;
  }

  show(element) {
    const about = this.state.elements[element.id];
    const step = document.getElementById(`step-${ element.id }`);
    const name = element.businessObject.name || (about && about.label) || element.id;
    const parts = [ make('p', 'govuk-heading-s', about ? inFull(element, about) : name) ];

    if (step) {
      parts.push(...(step.matches('tr') ? fromTable(step) : fromList(step)));
    } else {
      parts.push(make('p', 'govuk-body-s', 'Nothing has happened here yet.'));
    }

    this.panel.replaceChildren(...parts);
    this.panel.dataset.element = element.id;
  }
}

function fromList(step) {
  return [ ...step.children ].filter((each) => !each.matches(HEADLINE)).map(copy);
}

function fromTable(row) {
  const headings = [ ...row.closest('table').querySelectorAll('thead th') ].map((each) => each.textContent.trim());

  return [ ...row.cells ].slice(1).flatMap((cell, index) => {
    if (!cell.textContent.trim()) {
      return [];
    }

    const part = make('div', 'govuk-body-s');

    part.append(make('strong', '', `${ headings[index + 1] }: `), ...[ ...cell.childNodes ].map(copy));

    return [ part ];
  });
}

// An id may stand once on a page only.
function copy(node) {
  const made = node.cloneNode(true);

  if (made.nodeType === Node.ELEMENT_NODE) {
    [ made, ...made.querySelectorAll('[id]') ].forEach((each) => each.removeAttribute('id'));
  }

  return made;
}
