// Marks on a diagram. A standing has a class for its shape and colour, and a word for its badge. A map says itself what
// its badges say, and where: above a step, below it, or at its side.

export const STANDINGS = {
  attention: { badge: '! Stopped', words: 'needs attention' },
  late: { badge: 'Late', words: 'waiting, and late' },
  waiting: { badge: 'Now', words: 'waiting now' },
  withdrawn: { badge: 'Withdrawn', words: 'withdrawn' },
  done: { badge: '✓', words: 'done' }
};

// Beside how it stands: the case departed from the protocol there.
export const DEPARTED = { badge: '◆ Departed', words: 'departed from the protocol' };

// On a map: what a badge looks like, with an example of it.
export const MAP_MARKS = {
  late: { badge: '3 cases, 1 late', words: 'cases stand here, some late' },
  waiting: { badge: '3 cases', words: 'cases stand here' },
  within: { badge: '✓ 2 of 3 days', words: 'stayed on average, of the target; most in time' },
  over: { badge: '▲ 4 of 3 days', words: 'most were late' },
  departed: { badge: '◆ 2', words: 'departures' },
  number: { badge: '12', words: 'how often a way was taken, in its line’s thickness too' }
};

const CLOSE_UP = { show: { minZoom: 0.45 } };

const PLACES = {
  over: (element) => ({ top: -30, left: element.width > 60 ? 8 : -6 }),
  top: (element) => ({ top: -11, left: element.width > 60 ? 8 : -6 }),
  bottom: (element) => ({ top: element.height - 9, left: element.width > 60 ? 8 : -6 }),
  side: (element) => ({ top: element.height / 2 - 9, left: element.width - 12 })
};

export function standingOf(about) {
  return about.attention ? 'attention' : about.standing;
}

// Marks the drawing, and returns the badges: each with its element, its place from there, its text and kind.
export function mark(viewer, state) {
  const canvas = viewer.get('canvas');
  const elements = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  const badges = [];

  const add = (element, position, { text, kind }, scaling) => {
    overlays.add(element.id, { position, html: badge(text, kind), ...scaling });
    badges.push({ element, position, text, kind });
  };

  for (const id of state.flows) {
    if (elements.get(id)) {
      canvas.addMarker(id, 'rd-taken');
    }
  }

  for (const [ id, about ] of Object.entries(state.elements)) {
    const element = elements.get(id);
    const standing = standingOf(about);

    if (!element || !(about.badges || STANDINGS[standing])) {
      continue;
    }

    canvas.addMarker(id, `rd-is-${ standing }`);

    const shown = about.badges || badgesOf(about, standing);

    for (const each of shown) {
      add(element, PLACES[placeOf(each, element, shown)](element), each, about.badges ? sizeOf(each) : {});
    }
  }

  for (const [ id, { text, weight } ] of Object.entries(state.numbers || {})) {
    const flow = elements.get(id);

    if (flow) {
      canvas.addMarker(id, `rd-weight-${ weight }`);
      add(flow, middleOf(flow.waypoints), { text, kind: 'number' }, CLOSE_UP);
    }
  }

  return badges;
}

// How a case stands at a step, and above it whether it departed from the protocol there.
function badgesOf(about, standing) {
  const badges = [ { at: 'top', text: STANDINGS[standing].badge, kind: standing } ];

  if (about.departures && about.departures.length) {
    badges.push({ at: 'over', text: DEPARTED.badge, kind: 'departed' });
  }

  return badges;
}

// At the foot of a step stand the events that end it, where it has any: what would stand there stands above the step.
function placeOf({ at }, element, shown) {
  const foot = element.y + element.height;
  const taken = (element.attachers || []).some(({ y, height }) => y < foot && y + height > foot);

  if (at !== 'bottom' || !taken) {
    return at;
  }

  return shown.some((other) => other.at === 'top') ? 'over' : 'top';
}

// A whole diagram is small on a screen: where cases stand can be read all the same, the rest of a map closer up.
function sizeOf({ at }) {
  return at === 'top' ? { scale: { min: 0.7 } } : CLOSE_UP;
}

// The middle of a line's longest stretch, from the corner of the box around it, as bpmn-js counts.
function middleOf(points) {
  const left = Math.min(...points.map(({ x }) => x));
  const top = Math.min(...points.map(({ y }) => y));
  let [ longest, middle ] = [ -1, points[0] ];

  for (let index = 1; index < points.length; index += 1) {
    const [ from, to ] = [ points[index - 1], points[index] ];
    const length = Math.hypot(to.x - from.x, to.y - from.y);

    if (length > longest) {
      [ longest, middle ] = [ length, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } ];
    }
  }

  return { left: middle.x - left - 8, top: middle.y - top - 8 };
}

// What an element is called, and how it stands, for somebody who does not see the badge.
export function inFull(element, about) {
  const name = element.businessObject.name || about.label || element.id;
  const standing = STANDINGS[standingOf(about)];

  const departed = (about.departures || []).join(', ');
  const stands = about.words || (standing && standing.words);
  const words = [ stands, departed && `${ DEPARTED.words } (${ departed })` ].filter(Boolean).join('; ');

  return words ? `${ name }${ name.endsWith('?') ? '' : ':' } ${ words }` : name;
}

export function badge(text, standing) {
  const element = document.createElement('span');

  element.className = `rd-badge rd-badge--${ standing }`;
  element.textContent = text;
  element.setAttribute('aria-hidden', 'true');

  return element;
}
