// Builds the style sheets and scripts of the pages into web/static/dist, and manifest.json beside them, which
// says under which digested name each is found. Nothing is fetched when a page is shown.

import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import * as esbuild from 'esbuild';
import * as sass from 'sass';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, '../web/static/dist');

const SCRIPTS = {
  // Runs before the page is drawn, so that nothing shown without scripts flickers.
  'supported.js': 'src/supported.js',
  'site.js': 'src/site.js',
  'case-diagram.js': 'src/case_diagram.js',
  'decision-table.js': 'src/decision_table.js'
};

const STYLES = {
  'site.css': 'src/site.scss',
  'case-diagram.css': 'src/case_diagram.scss',
  'decision-table.css': 'src/decision_table.scss'
};

const files = new Map();

for (const [ name, source ] of Object.entries(SCRIPTS)) {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: [ source ],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    legalComments: 'inline',
    logLevel: 'warning'
  });
  files.set(name, result.outputFiles[0].text);
}

for (const [ name, source ] of Object.entries(STYLES)) {
  const { css } = sass.compile(path.join(here, source), {
    loadPaths: [ path.join(here, 'node_modules') ],
    style: 'compressed',
    quietDeps: true
  });
  if (/url\((?!["']?data:)/.test(css) || /GDS Transport/.test(css)) {
    throw new Error(`${source} loads a file or names a font that pages may not use: look for url( and GDS Transport`);
  }
  files.set(name, css);
}

await mkdir(out, { recursive: true });

const manifest = {};

for (const [ name, text ] of files) {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 10);
  const { name: stem, ext } = path.parse(name);
  manifest[name] = `${stem}.${digest}${ext}`;
  await writeFile(path.join(out, manifest[name]), text);
}

await writeFile(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');

// What earlier builds left is removed last, so that a running server always finds what its pages name.
const wanted = new Set([ 'manifest.json', ...Object.values(manifest) ]);

for (const file of await readdir(out)) {
  if (!wanted.has(file)) {
    await rm(path.join(out, file));
  }
}

for (const [ name, built ] of Object.entries(manifest)) {
  console.log(`${name} -> ${built} (${Math.round(files.get(name).length / 1024)} KB)`);
}
