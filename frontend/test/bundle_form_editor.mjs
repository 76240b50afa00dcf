// Bundles the form editor for a test into the folder named on the command line: `node bundle_form_editor.mjs FOLDER`.

import path from 'node:path';
import { fileURLToPath } from 'node:url';

import * as esbuild from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

await esbuild.build({
  absWorkingDir: path.resolve(here, '..'),
  entryPoints: { editor: 'test/open_form.js' },
  bundle: true,
  format: 'iife',
  target: 'es2020',
  loader: { '.css': 'empty' },
  outdir: path.resolve(process.argv[2]),
  logLevel: 'warning'
});
