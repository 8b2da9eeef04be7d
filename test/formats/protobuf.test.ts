/**
 * Messages of Protocol Buffers: bytes written out by hand from the encoding's own documentation, both forms of
 * lists, unknown fields, and damage of every kind.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HebbError } from '../../src/core/errors.ts';
import { decodeMessage, encodeMessage, type Schema } from '../../src/formats/protobuf.ts';
import { errorOfSync } from '../error-of.ts';

interface Inner {
  readonly a?: number;
}
interface Outer {
  readonly text?: string;
  readonly inner?: Inner;
  readonly numbers?: readonly number[];
  readonly doubles?: readonly number[];
  readonly names?: readonly string[];
  readonly inners?: readonly Inner[];
  readonly raw?: Uint8Array;
  readonly yes?: boolean;
  readonly half?: number;
}

const inner: Schema<Inner> = { a: [1, 'int32'] };
const outer: Schema<Outer> = {
  text: [2, 'string'],
  inner: [3, inner],
  numbers: [6, 'int64', 'repeated'],
  doubles: [7, 'double', 'repeated'],
  names: [8, 'string', 'repeated'],
  inners: [9, inner, 'repeated'],
  raw: [10, 'bytes'],
  yes: [11, 'bool'],
  half: [12, 'float'],
};
const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.split(' ').map((byte) => Number.parseInt(byte, 16)));
const read = (text: string): Outer => decodeMessage(outer, hex(text), 'The file');
const refusal = (text: string): string => errorOfSync(() => read(text));

test("the examples of the encoding's documentation", () => {
  expect(encodeMessage(inner, { a: 150 })).toEqual(hex('08 96 01'));
  expect(encodeMessage(outer, { text: 'testing' })).toEqual(hex('12 07 74 65 73 74 69 6e 67'));
  expect(encodeMessage(outer, { inner: { a: 150 } })).toEqual(hex('1a 03 08 96 01'));
  expect(encodeMessage(outer, { numbers: [3, 270, 86942] })).toEqual(hex('32 06 03 8e 02 9e a7 05'));
  expect(encodeMessage(inner, { a: -2 })).toEqual(hex('08 fe ff ff ff ff ff ff ff ff 01'));
});

test('lists are read packed and one by one, unknown fields are passed over', () => {
  expect(read('32 03 03 8e 02').numbers).toEqual([3, 270]);
  expect(read('30 03 30 8e 02').numbers).toEqual([3, 270]);
  expect(read('f8 01 05 fa 01 02 61 62 0d 00 00 00 00 12 01 61')).toEqual({ text: 'a' });
});

test('what is written is read again', () => {
  const numbers = fc.array(fc.maxSafeInteger());
  const message = fc.record(
    {
      text: fc.string({ unit: 'grapheme' }),
      inner: fc.record({ a: fc.integer() }),
      numbers: numbers.filter((list) => list.length > 0),
      doubles: fc.array(fc.double(), { minLength: 1 }),
      names: fc.array(fc.string(), { minLength: 1 }),
      inners: fc.array(fc.record({ a: fc.integer() }), { minLength: 1 }),
      raw: fc.uint8Array(),
      yes: fc.boolean(),
      half: fc.float(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(message, (given) => {
      expect(decodeMessage(outer, encodeMessage<Outer>(outer, given), 'The file')).toEqual(given);
    }),
  );
});

test('damage is refused', () => {
  expect(refusal('12 07 74')).toContain('CORRUPT_FILE: The file is damaged');
  expect(refusal('12 01 ff')).toContain('CORRUPT_FILE');
  expect(refusal('1a ff ff ff ff 0f')).toContain('bytes should follow byte');
  expect(refusal('1a 02 08 ff 01')).toContain('CORRUPT_FILE');
  expect(refusal('10 05')).toContain("the field 'text' has wire type 0, not 2");
  expect(refusal('30 ff ff ff ff ff ff ff ff 7f')).toContain('beyond 2^53');
  expect(refusal('3a 03 00 00 00')).toContain('CORRUPT_FILE');
});

test('no bytes bring anything but a message or a typed error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        decodeMessage(outer, bytes, 'The file');
      } catch (error) {
        expect(error).toBeInstanceOf(HebbError);
      }
    }),
    { numRuns: 2000 },
  );
});
