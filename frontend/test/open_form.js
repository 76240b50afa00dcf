// Opens a form in the form editor and in the form viewer, for a test: `await openForm(schema)` returns what either
// of them complained about, and the schema as the editor would save it.

import { Form, FormEditor } from '@bpmn-io/form-js';

window.openForm = async function(schema) {
  const complaints = [];
  const container = document.createElement('div');
  const editor = new FormEditor({ container });
  const form = new Form({ container: document.createElement('div') });
  let saved = null;

  document.body.replaceChildren(container);

  try {
    const opened = await editor.importSchema(structuredClone(schema));

    complaints.push(...(opened.warnings || []).map(String));
    saved = editor.saveSchema();

    const shown = await form.importSchema(structuredClone(schema), {});

    complaints.push(...(shown.warnings || []).map(String));
  } catch (error) {
    complaints.push(`${ error.message } ${ (error.warnings || []).join(' ') }`);
  }

  editor.destroy();
  form.destroy();

  return { complaints, saved };
};
