// Draws decision tables as they run and marks in them what the page says in words: rows that answered or nearly
// did, rows that overlap, and the rows that are missing. Each mark is a word and a kind of line, not a colour alone.

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

    noteAnnotations(view.element);
    await viewer.open(view);
    describe(figure);
    addCodes(figure, view.element);
    markRows(figure, state.rows || {});
    addMissing(figure, view.element, state.missing || []);
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

// dmn-js shows the description of a row in its column of annotations, and not the annotations themselves.
function noteAnnotations({ decisionLogic }) {
  for (const rule of decisionLogic.rule || []) {
    rule.description = rule.description || (rule.annotationEntry || []).map(({ text }) => text).join(': ');
  }
}

// Rows are known by their codes, which stand far from their numbers.
function addCodes(figure, decision) {
  const { annotation = [], rule = [] } = decision.decisionLogic;
  const place = annotation.findIndex(({ name }) => name === 'row');

  for (const { id, annotationEntry = [] } of rule) {
    const row = rowOf(figure, id);

    if (row && annotationEntry[place]) {
      row.querySelector('td').append(` ${ annotationEntry[place].text }`);
    }
  }
}

const LOOKS = { answered: 'answered', nearly: 'withdrawn', wrong: 'attention', note: 'note' };

function markRows(figure, rows) {
  const fromCase = location.hash.startsWith('#row-') ? decodeURIComponent(location.hash.slice(5)) : '';

  for (const [ rule, marks ] of Object.entries(rows)) {
    for (const { kind, words, sentence } of marks) {
      mark(rowOf(figure, rule), kind, badge(words, LOOKS[kind], sentence));
    }
  }

  if (fromCase) {
    mark(rowOf(figure, fromCase), 'answered', badge('Answered in the case', 'answered', 'The row you came for'));
  }
}

function rowOf(figure, rule) {
  const cell = figure.querySelector(`[data-row-id="${ CSS.escape(rule) }"]`);

  return cell && cell.closest('tr');
}

function mark(row, kind, word) {
  if (row) {
    row.classList.add(`rd-marked--${ kind }`);
    row.querySelector('td').append(' ', word);
  }
}

// A combination that no row answers is drawn as the row that is missing, below the others.
function addMissing(figure, decision, missing) {
  const body = document.createElement('tbody');
  const table = figure.querySelector('.tjs-table');

  for (const { words, sentence, cells } of missing) {
    const row = body.insertRow();

    row.className = 'rd-marked--gap';
    row.insertCell().append(badge(words, 'attention', sentence));

    for (const cell of cells) {
      row.insertCell().textContent = cell;
    }

    const answer = row.insertCell();

    answer.colSpan = decision.decisionLogic.output.length + (decision.decisionLogic.annotation || []).length;
    answer.textContent = words === 'Gap' ? 'No row answers' : 'Perhaps no row answers';
  }

  if (missing.length) {
    table.append(body);
  }
}

function badge(words, look, sentence) {
  const word = document.createElement('span');

  word.className = `rd-badge rd-badge--${ look }`;
  word.textContent = words;
  word.title = sentence;

  return word;
}
