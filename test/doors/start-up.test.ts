/** What Node loads of the bundle, and when. `npm test` builds it first. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const bundle = fileURLToPath(new URL('../../dist/bundle/', import.meta.url));

/** What a program prints as JSON. `opened` are the files of the bundle that were loaded so far. */
async function answer(program: string): Promise<unknown> {
  const script = `
    const { statSync } = require('node:fs');
    const bundle = ${JSON.stringify(bundle)};
    const opened = () => Object.keys(require.cache).filter((file) => file.startsWith(bundle));
    const say = (value) => console.log(JSON.stringify(value));
    ${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script]);
  return JSON.parse(stdout);
}

test('of the bundle, hebb loads a few files with what it exports', async () => {
  const { files, size } = (await answer(`
    import(bundle + 'index.js').then(() => say({
      files: opened().length,
      size: opened().reduce((size, file) => size + statSync(file).size, 0),
    }));`)) as { files: number; size: number };
  expect(files).toBeLessThanOrEqual(5);
  expect(size).toBeLessThan(420_000);
});

test('what reading a table needs is loaded when one is read', async () => {
  const [before, after] = (await answer(`
    import(bundle + 'index.js').then(({ parseCsv }) => {
      const before = opened();
      parseCsv('a,b\\n1,2\\n');
      say([before, opened()]);
    });`)) as string[][];
  expect(before.join()).not.toMatch(/papaparse/);
  expect(after.join()).toMatch(/papaparse/);
});

test('every chunk can be the first to be loaded', async () => {
  const chunks = await readdir(`${bundle}chunks`);
  expect(chunks.length).toBeGreaterThan(20);
  const failed = await answer(`
    const failed = {};
    for (const chunk of ${JSON.stringify(chunks)}) {
      for (const file of opened()) delete require.cache[file];
      try {
        require(bundle + 'chunks/' + chunk);
      } catch (error) {
        failed[chunk] = error.message;
      }
    }
    say(failed);`);
  expect(failed).toEqual({});
});

test('the licences of the packages that became part of the bundle lie beside it', async () => {
  const licences = await readFile(`${bundle}licences.md`, 'utf8');
  const names = Array.from(licences.matchAll(/^# (\S+) /gm), ([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(['papaparse', 'd3-scale', 'd3-array']));
});
