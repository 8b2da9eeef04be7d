/** Many damaged event files. */
import { expect, test } from 'vitest';
import { fuzz } from '../../data/fuzz.ts';
import { fuzzedEvents } from './fuzzed-events.ts';

const count = 20_000;

test.each(await fuzzedEvents())(`$name: ${count} damaged copies`, async (reader) => {
  const { read, refused } = await fuzz(reader, count, 2);
  expect([read > 500, refused > 500, read + refused]).toEqual([true, true, count]);
});
