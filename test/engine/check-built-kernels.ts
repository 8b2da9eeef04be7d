/**
 * The committed WebAssembly modules against a fresh build of their sources, in a process of its own: the compiler changes
 * `Array.prototype.sort` and leaves names behind.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const build = new URL('../../kernels/build.mjs', import.meta.url).href;

/** Every file that is built of these shapes of tiles, or of all, is committed as it is built (else: npm run kernels). */
export async function checkBuiltKernels(files: number, shapes?: readonly string[]): Promise<void> {
  const program = `
    const { kernelSources } = await import(${JSON.stringify(build)});
    process.stdout.write(JSON.stringify([...(await kernelSources(${JSON.stringify(shapes)}))]));
  `;
  const words = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 2 ** 26 });
  const sources = JSON.parse(stdout) as readonly (readonly [name: string, source: string])[];
  expect(sources).toHaveLength(files);
  for (const [name, source] of sources) {
    const committed = await readFile(new URL(`../../src/engine/wasm/${name}`, import.meta.url), 'utf8');
    expect(committed === source, name).toBe(true);
  }
}
