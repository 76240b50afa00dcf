// What every page carries: GOV.UK's components, and forms whose questions follow the answers.

import { initAll } from 'govuk-frontend/dist/govuk/all.mjs';

import { followAnswers } from './live_form.js';

initAll();

for (const questions of document.querySelectorAll('[data-questions]')) {
  followAnswers(questions);
}

// A link to something folded away unfolds it, as newer browsers do by themselves.
function unfoldTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (let fold = target && target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  if (target) target.scrollIntoView();
}
addEventListener('hashchange', unfoldTarget);
unfoldTarget();
