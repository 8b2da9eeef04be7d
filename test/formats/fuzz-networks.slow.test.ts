/** 100,000 damaged copies of networks in the files of other programs. */
import { expect, test } from 'vitest';
import { fuzz } from '../data/fuzz.ts';
import { fuzzedNetworks } from './fuzzed-networks.ts';

const readers = await fuzzedNetworks();
/** Those that take longest are asked least. */
const shares: readonly (readonly [name: RegExp, count: number])[] = [
  [/^HDF5/, 30_000],
  [/^\.keras/, 15_000],
  [/^the weights/, 10_000],
  [/^the config/, 5_000],
  [/^model\.json/, 9_000],
];
const countOf = (name: string): number => shares.find(([known]) => known.test(name))?.[1] ?? 0;

test('there are 100,000 of them', () => {
  expect(readers.reduce((sum, { name }) => sum + countOf(name), 0)).toBeGreaterThanOrEqual(100_000);
});

test.each(readers)('$name', { timeout: 3_600_000 }, async (reader) => {
  const { read, refused } = await fuzz(reader, countOf(reader.name), 3);
  expect([read > 50, refused > 500, read + refused]).toEqual([true, true, countOf(reader.name)]);
});
