// What every page carries: GOV.UK's components, and forms whose questions follow the answers.

import { initAll } from 'govuk-frontend/dist/govuk/all.mjs';

import { followAnswers } from './live_form.js';

initAll();

for (const questions of document.querySelectorAll('[data-questions]')) {
  followAnswers(questions);
}
