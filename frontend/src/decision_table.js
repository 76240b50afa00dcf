// Draws decision tables as they run, and marks the rows that answered, by a word as well as a colour.

import Viewer from 'dmn-js/lib/Viewer';

for (const figure of document.querySelectorAll('[data-decision-table]')) {
  show(figure);
}

async function show(figure) {
  const state = JSON.parse(figure.dataset.decisionTable);
  const message = figure.querySelector('[data-table-message]');
  const viewer = new Viewer({ container: figure.querySelector('[data-table-canvas]') });

  try {
    const response = await fetch(state.xml, { credentials: 'same-origin' });

    if (!response.ok) {
      throw new Error(`The table answered ${ response.status }`);
    }

    await viewer.importXML(await response.text(), { open: false });

    const view = viewer.getViews().find(({ element }) => element.id === state.decision);

    await viewer.open(view);
    describe(figure);
    markRows(figure, viewer, view.element, state.matched || []);
  } catch (error) {
    message.textContent = 'The table could not be drawn. The list on this page says the same in words.';
    figure.dataset.drawn = 'failed';

    return;
  }

  message.hidden = true;
  figure.dataset.drawn = 'yes';
}

// dmn-js leaves the heading of the row numbers empty, and its scrolling part out of reach of the keyboard.
function describe(figure) {
  const heading = document.createElement('span');

  heading.className = 'govuk-visually-hidden';
  heading.textContent = 'Row';

  figure.querySelector('th.index-column').append(heading);
  figure.querySelector('.tjs-table-container').tabIndex = 0;
}

// A row is named by the id of its rule or by its code, which stands in the annotation column `row`.
function markRows(figure, viewer, decision, matched) {
  const rules = decision.decisionLogic.rule || [];

  for (const rule of rules) {
    const code = (rule.annotationEntry || []).map(({ text }) => text).find((text) => matched.includes(text));

    if (!matched.includes(rule.id) && !code) {
      continue;
    }

    const cell = figure.querySelector(`[data-row-id="${ CSS.escape(rule.id) }"]`);
    const row = cell && cell.closest('tr');

    if (row) {
      const word = document.createElement('span');

      word.className = 'rd-badge rd-badge--answered';
      word.textContent = '✓';
      word.title = 'This row answered';

      row.classList.add('rd-answered');
      row.querySelector('td').append(' ', word);
    }
  }
}
