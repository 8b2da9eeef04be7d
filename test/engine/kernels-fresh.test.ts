// The committed WebAssembly module is the one its sources give.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Build {
  compileKernels: () => Promise<Uint8Array>;
  kernelsSource: (bytes: Uint8Array) => string;
}

test('src/engine/wasm/kernels.ts matches kernels/ (else: npm run kernels)', async () => {
  const build: Build = await import(new URL('../../kernels/build.mjs', import.meta.url).href);
  const committed = await readFile(new URL('../../src/engine/wasm/kernels.ts', import.meta.url), 'utf8');
  expect(committed === build.kernelsSource(await build.compileKernels())).toBe(true);
});
