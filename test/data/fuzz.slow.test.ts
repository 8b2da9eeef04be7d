/** More than 100,000 damaged copies, of files for every reader and of model files of every kind. */
import { expect, test } from 'vitest';
import { fuzzedModels } from '../formats/fuzzed-models.ts';
import { fuzz, fuzzedReaders } from './fuzz.ts';

const models = await fuzzedModels();
const perReader = 10_000;
const perModel = Math.ceil(20_000 / models.length);

test('there are 100,000 of them', () => {
  expect(fuzzedReaders.length * perReader + models.length * perModel).toBeGreaterThanOrEqual(100_000);
});

test.each(fuzzedReaders)('$name', async (reader) => {
  const { read, refused } = await fuzz(reader, perReader, 2);
  expect([read > 500, refused > 500, read + refused]).toEqual([true, true, perReader]);
});

test.each(models)('$name', async (reader) => {
  const { read, refused } = await fuzz(reader, perModel, 2);
  expect([read > 20, refused > 500, read + refused]).toEqual([true, true, perModel]);
});
