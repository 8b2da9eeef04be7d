/**
 * The committed WebAssembly modules are the ones their sources give. They are compiled in a process of their own: the
 * compiler changes `Array.prototype.sort` and leaves names behind.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const build = new URL('../../kernels/build.mjs', import.meta.url).href;
const program = `
  const { kernelSources } = await import(${JSON.stringify(build)});
  process.stdout.write(JSON.stringify([...(await kernelSources())]));
`;

test('the built files of src/engine/wasm/ match kernels/ (else: npm run kernels)', async () => {
  const words = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 2 ** 26 });
  const sources = JSON.parse(stdout) as readonly (readonly [name: string, source: string])[];
  expect(sources.map(([name]) => name)).toContain('kernels.ts');
  for (const [name, source] of sources) {
    const committed = await readFile(new URL(`../../src/engine/wasm/${name}`, import.meta.url), 'utf8');
    expect(committed === source, name).toBe(true);
  }
});
