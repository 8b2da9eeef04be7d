/** 100,000 damaged copies of networks in the files of other programs. */
import { expect, test } from 'vitest';
import { fuzz } from '../data/fuzz.ts';
import { fuzzedNetworks } from './fuzzed-networks.ts';

const readers = await fuzzedNetworks();
const perReader = Math.ceil(100_000 / readers.length);

test.each(readers)('$name', { timeout: 3_600_000 }, async (reader) => {
  const { read, refused } = await fuzz(reader, perReader, 3);
  expect([read > 50, refused > 500, read + refused]).toEqual([true, true, perReader]);
});
