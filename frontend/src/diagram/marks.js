// Marks on a diagram. A standing has a class for its shape and colour, and a word for its badge.

export const STANDINGS = {
  attention: { badge: '! Stopped', words: 'needs attention' },
  late: { badge: 'Late', words: 'waiting, and late' },
  waiting: { badge: 'Now', words: 'waiting now' },
  withdrawn: { badge: 'Withdrawn', words: 'withdrawn' },
  done: { badge: '✓', words: 'done' }
};

// Beside how it stands: the case departed from the protocol there.
export const DEPARTED = { badge: '◆ Departed', words: 'departed from the protocol' };

export function standingOf(about) {
  return about.attention ? 'attention' : about.standing;
}

export function mark(viewer, state) {
  const canvas = viewer.get('canvas');
  const elements = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');

  for (const id of state.flows) {
    if (elements.get(id)) {
      canvas.addMarker(id, 'rd-taken');
    }
  }

  for (const [ id, about ] of Object.entries(state.elements)) {
    const element = elements.get(id);
    const standing = standingOf(about);

    if (!element || !STANDINGS[standing]) {
      continue;
    }

    canvas.addMarker(id, `rd-is-${ standing }`);
    overlays.add(id, {
      position: { top: -11, left: element.width > 60 ? 8 : -6 },
      html: badge(about.count ? inWords(about) : STANDINGS[standing].badge, standing)
    });

    if (about.departures && about.departures.length) {
      overlays.add(id, {
        position: { top: -30, left: element.width > 60 ? 8 : -6 },
        html: badge(DEPARTED.badge, 'departed')
      });
    }
  }
}

// What an element is called, and how it stands, for somebody who does not see the badge.
export function inFull(element, about) {
  const name = element.businessObject.name || about.label || element.id;
  const standing = STANDINGS[standingOf(about)];

  const stands = about.count ? inWords(about) : standing && standing.words;
  const departed = (about.departures || []).join(', ');
  const words = [ stands, departed && `${ DEPARTED.words } (${ departed })` ].filter(Boolean).join('; ');

  return words ? `${ name }${ name.endsWith('?') ? '' : ':' } ${ words }` : name;
}

export function inWords({ count, late }) {
  const cases = `${ count } ${ count === 1 ? 'case' : 'cases' }`;

  return late ? `${ cases }, ${ late } late` : cases;
}

export function badge(text, standing) {
  const element = document.createElement('span');

  element.className = `rd-badge rd-badge--${ standing }`;
  element.textContent = text;
  element.setAttribute('aria-hidden', 'true');

  return element;
}
