/** The better network of docs/models.md keeps its promise: more than 90.5 % of the test images of Fashion-MNIST. */
import { expect, vi } from 'vitest';
import { sharedData, testWithSharedData } from '../shared-data.ts';

testWithSharedData('batch normalization, dropout and a schedule pass 90.5 %', async () => {
  vi.stubEnv('HEBB_DATA_MIRROR', sharedData());
  const script = new URL('../../docs/models/better-mlp.mjs', import.meta.url).href;
  const { betterMlp } = (await import(/* @vite-ignore */ script)) as { betterMlp(): Promise<number> };
  expect(await betterMlp()).toBeGreaterThan(0.905);
});
