/** A program may end at any moment, also while the engine's workers load the machine's BLAS. */
import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { host } from '../../src/node/host.ts';

const door = new URL('../../dist/bundle/tensor/index.js', import.meta.url).href;

/** Works until workers are started, and ends so many milliseconds later. */
const program = (wait: number): string => `
  import { compile, createEngine, ones } from ${JSON.stringify(door)};
  const product = compile((a, b) => a.matmul(b), { engine: createEngine('blas', { threads: 4 }) });
  const a = ones([200, 200]);
  for (let i = 0; i < 40; i++) await product(a, a);
  const begin = performance.now();
  while (performance.now() - begin < ${wait});
  process.exit(0);`;

function exitCode(script: string): Promise<number | null> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  return new Promise((resolve) => child.on('exit', resolve));
}

describe.skipIf(typeof host.blas() === 'string')('a program that ends early (needs a BLAS)', () => {
  test('ends as it meant to', async () => {
    for (let wait = 10; wait < 60; wait++) expect(await exitCode(program(wait)), `after ${wait} ms`).toBe(0);
  });
});
