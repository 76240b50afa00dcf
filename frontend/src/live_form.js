// Shows and hides questions as answers change. What is asked is decided on the server, by the same rules that
// check the answers: the form is sent with `_do=update`, and the parts that changed are taken from the page
// that comes back. Where that fails, the buttons "Update the questions" are there as without scripts.

import { initAll } from 'govuk-frontend/dist/govuk/all.mjs';

const WAIT = 150;

export function followAnswers(questions) {
  const form = questions.closest('form');

  if (!form || !questions.querySelector('[data-controls]')) {
    return;
  }

  const status = form.querySelector('[data-questions-status]');
  let timer = null;
  let request = null;

  form.classList.add('rd-live');

  questions.addEventListener('change', (event) => {
    if (event.target.closest('[data-controls]')) {
      questions.setAttribute('aria-busy', 'true');
      clearTimeout(timer);
      timer = setTimeout(update, WAIT);
    }
  });

  async function update() {
    if (request) {
      request.abort();
    }

    const asked = request = new AbortController();

    try {
      const page = await fetchQuestions(form, asked.signal);

      if (asked === request) {
        announce(status, replaceParts(questions, page));
        questions.removeAttribute('aria-busy');
      }
    } catch (error) {
      if (error.name !== 'AbortError') {
        form.classList.remove('rd-live');
        questions.removeAttribute('aria-busy');
      }
    }
  }
}

async function fetchQuestions(form, signal) {
  const body = new FormData(form);

  body.set('_do', 'update');

  // Files are sent with the form itself, and never with a question about it.
  for (const [ name, value ] of [ ...body ]) {
    if (value instanceof File) {
      body.delete(name);
    }
  }

  // Not `form.action`: a question may be called "action".
  const response = await fetch(form.getAttribute('action') || window.location.href, {
    method: 'POST',
    body: new URLSearchParams(body),
    credentials: 'same-origin',
    redirect: 'error',
    signal
  });

  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const found = page.querySelector('[data-questions]');

  if (!response.ok || !found) {
    throw new Error('The page that came back holds no questions');
  }

  return found;
}

// Only parts whose state differs are replaced, so that what is being typed elsewhere, and the focus, stay.
function replaceParts(questions, page) {
  let changed = 0;

  for (const fresh of page.querySelectorAll('[data-part]')) {
    const part = questions.querySelector(`[data-part="${ CSS.escape(fresh.dataset.part) }"]`);

    if (part && part.dataset.state !== fresh.dataset.state) {
      const copy = document.importNode(fresh, true);

      part.replaceWith(copy);
      initAll({ scope: copy });
      changed++;
    }
  }

  return changed;
}

function announce(status, changed) {
  if (status && changed) {
    status.textContent = '';
    setTimeout(() => {
      status.textContent = 'The questions below have changed to follow your answer.';
    }, 50);
  }
}
