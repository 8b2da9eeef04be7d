/** A few hundred damaged copies for every reader and for the model file; fuzz.slow.test.ts reads many more. */
import { expect, test } from 'vitest';
import { fuzzedModels } from '../formats/fuzzed-models.ts';
import { fuzz, fuzzedReaders } from './fuzz.ts';

const models = await fuzzedModels();

test.each(fuzzedReaders)('$name: 300 damaged copies', async (reader) => {
  const { read, refused } = await fuzz(reader, 300, 1);
  expect(read).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(5);
});

test.each(models)('$name: 50 damaged copies', async (reader) => {
  const { read, refused } = await fuzz(reader, 50, 1);
  expect(read).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(5);
});
