// The committed WebAssembly modules are the ones their sources give.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Build {
  kernelSources: () => Promise<Map<string, string>>;
}

test('the built files of src/engine/wasm/ match kernels/ (else: npm run kernels)', async () => {
  const build: Build = await import(new URL('../../kernels/build.mjs', import.meta.url).href);
  const sources = await build.kernelSources();
  expect([...sources.keys()]).toContain('kernels.ts');
  for (const [name, source] of sources) {
    const committed = await readFile(new URL(`../../src/engine/wasm/${name}`, import.meta.url), 'utf8');
    expect(committed === source, name).toBe(true);
  }
}, 60_000);
