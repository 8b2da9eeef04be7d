/** Records in a row: checksums against those that others published, and what is cut off or damaged. */
import { describe, expect, test } from 'vitest';
import { crc32c, readRecords, toRecord } from '../../../src/formats/tensorboard/records.ts';
import { errorOfSync } from '../../error-of.ts';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe('CRC-32C', () => {
  // RFC 3720, appendix B.4, where the bytes of the sums stand in the order of a wire
  test.each([
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['counting up', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['counting down', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ['nothing', new Uint8Array(0), 0],
    // the check value of the catalogue of CRC algorithms
    ['123456789', bytes('123456789'), 0xe3069283],
  ])('%s', (_, data, expected) => expect(crc32c(data)).toBe(expected));
});

test('a record: length, masked sum, bytes, masked sum', () => {
  const record = toRecord(bytes('123456789'));
  const view = new DataView(record.buffer);
  expect(record.length).toBe(9 + 16);
  expect(view.getBigUint64(0, true)).toBe(9n);
  const crc = 0xe3069283;
  expect(view.getUint32(21, true)).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  expect(readRecords(record)).toEqual({ records: [{ offset: 0, data: bytes('123456789') }], end: 25 });
});

test('a file cut off anywhere gives its whole records', () => {
  const parts = ['first', '', 'the third'].map((text) => toRecord(bytes(text)));
  const file = joined(...parts);
  const ends = [0, parts[0].length, parts[0].length + parts[1].length, file.length];
  for (let length = 0; length <= file.length; length++) {
    const { records, end } = readRecords(file.slice(0, length));
    const whole = ends.filter((at) => at > 0 && at <= length).length;
    expect([records.length, end]).toEqual([whole, ends[whole]]);
  }
});

test('a changed byte anywhere is noticed, with the record it lies in', () => {
  const first = toRecord(bytes('first'));
  const file = joined(first, toRecord(bytes('second')));
  for (let at = 0; at < file.length; at++) {
    const damaged = file.slice();
    damaged[at] ^= 0x10;
    const error = errorOfSync(() => readRecords(damaged));
    const begin = at < first.length ? 0 : first.length;
    expect(error).toMatch(new RegExp(`^CORRUPT_FILE: the record at byte ${begin} is damaged`));
  }
});

test('a length that reaches far past the end is a record that is not there yet', () => {
  // a length of 2⁶³ − 1 with the sum that belongs to it
  const huge = new Uint8Array(64).fill(0xff, 0, 7);
  huge[7] = 0x7f;
  const crc = crc32c(huge.subarray(0, 8));
  new DataView(huge.buffer).setUint32(8, (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0, true);
  expect(readRecords(huge)).toEqual({ records: [], end: 0 });
});

test('a window on a larger block of memory', () => {
  const record = toRecord(bytes('here'));
  const block = joined(new Uint8Array(5), record, new Uint8Array(3));
  expect(readRecords(block.subarray(5, 5 + record.length)).records[0].data).toEqual(bytes('here'));
});
