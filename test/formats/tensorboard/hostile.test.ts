/** Event files that are cut off, damaged, or made to hurt: typed errors, or what the whole records hold. */
import { expect, test } from 'vitest';
import { readEvents } from '../../../src/formats/tensorboard/read-events.ts';
import { readRecords, toRecord } from '../../../src/formats/tensorboard/records.ts';
import { fuzz } from '../../data/fuzz.ts';
import { errorOfSync } from '../../error-of.ts';
import { eventFile, fuzzedEvents, joined } from './fuzzed-events.ts';

const file = await eventFile();
const [version] = readRecords(file).records;

/** A file with one event behind its version. */
function withEvent(...bytes: readonly number[]): Uint8Array {
  return joined([toRecord(version.data), toRecord(Uint8Array.from(bytes))]);
}

test('cut off at every byte: what the whole records hold, as TensorBoard shows it', () => {
  const whole = readEvents(file);
  expect(whole.isWhole).toBe(true);
  const ends = readRecords(file).records.map(({ offset, data }) => offset + data.length + 16);
  for (let length = ends[0]; length < file.length; length++) {
    const { values, isWhole } = readEvents(file.subarray(0, length));
    const records = ends.filter((end) => end <= length).length;
    // each record holds one value, but the first, which holds the version
    expect([values.length, isWhole]).toEqual([records - 1, ends.includes(length)]);
    expect(values).toEqual(whole.values.slice(0, values.length));
  }
});

test('without a whole first record it is no event file', () => {
  for (let length = 0; length < version.data.length + 16; length++) {
    const sentence = errorOfSync(() => readEvents(file.subarray(0, length)));
    expect(sentence).toMatch(/^CORRUPT_FILE: this is no event file/);
  }
  const other = toRecord(new TextEncoder().encode('x'));
  expect(errorOfSync(() => readEvents(other))).toMatch(/^CORRUPT_FILE: the event at byte 0 is damaged/);
});

test('every byte changed: refused, with the place', () => {
  for (let at = 0; at < file.length; at++) {
    const damaged = file.slice();
    damaged[at] ^= 1;
    expect(errorOfSync(() => readEvents(damaged))).toMatch(
      /^CORRUPT_FILE: the record at byte \d+ is damaged/,
    );
  }
});

test.each<[string, readonly number[], RegExp]>([
  ['a summary longer than its event', [0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f], /event at byte \d+ is damaged/],
  ['a value of another wire type', [0x2d, 0, 0, 0, 0], /wire type/],
  ['a step beyond 2⁵³', [0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], /beyond 2\^53/],
  // summary { value { tag: 'a' tensor { dtype: 1 } metadata { plugin_data { plugin_name: 'scalars' } } } }
  [
    'a scalar without a number',
    [
      0x2a,
      22,
      0x0a,
      20,
      0x0a,
      1,
      0x61,
      0x42,
      2,
      0x08,
      1,
      0x4a,
      11,
      0x0a,
      9,
      0x0a,
      7,
      ...Buffer.from('scalars'),
    ],
    /the summary 'a' is damaged: it has no numbers/,
  ],
  [
    'a scalar of texts',
    [
      0x2a,
      22,
      0x0a,
      20,
      0x0a,
      1,
      0x61,
      0x42,
      2,
      0x08,
      7,
      0x4a,
      11,
      0x0a,
      9,
      0x0a,
      7,
      ...Buffer.from('scalars'),
    ],
    /the summary 'a' is damaged: its numbers are of type 7, not floats/,
  ],
])('%s', (_, bytes, sentence) => {
  const error = errorOfSync(() => readEvents(withEvent(...bytes)));
  expect(error).toMatch(/^CORRUPT_FILE: /);
  expect(error).toMatch(sentence);
});

test('a shape is not believed: a histogram of a billion buckets has those that are there', () => {
  // tensor { dtype: 2 tensor_shape { dim { size: 2³⁰ } } double_val: three numbers }
  const numbers = [1, 2, 3].flatMap((n) => [...new Uint8Array(Float64Array.of(n).buffer)]);
  const shape = [0x12, 8, 0x12, 6, 0x08, 0x80, 0x80, 0x80, 0x80, 0x04];
  const tensor = [0x08, 2, ...shape, 0x32, 24, ...numbers];
  const plugin = [0x4a, 14, 0x0a, 12, 0x0a, 10, ...Buffer.from('histograms')];
  const value = [0x0a, 1, 0x61, 0x42, tensor.length, ...tensor, ...plugin];
  const { values } = readEvents(withEvent(0x2a, value.length + 2, 0x0a, value.length, ...value));
  expect(values).toMatchObject([{ plugin: 'histograms', value: [{ left: 1, right: 2, count: 3 }] }]);
});

test.each(await fuzzedEvents())('$name: 300 damaged copies', async (reader) => {
  const { read, refused } = await fuzz(reader, 300, 1);
  expect([read > 5, refused > 5]).toEqual([true, true]);
});
