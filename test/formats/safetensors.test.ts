/**
 * The safetensors container: exact bytes of a small file written out by hand from the format's description,
 * round trips, and every way a hostile header can lie.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { fromTyped, Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';

/** A file of this header and so many bytes of data. */
function fileOf(header: string | object, dataLength = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const refusal = (header: string | object, dataLength = 0): string =>
  errorOfSync(() => readSafetensors(fileOf(header, dataLength)));

test('the bytes of a file with one number', () => {
  const header = '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const expected = [
    padded.length,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...new TextEncoder().encode(padded),
    0,
    0,
    0x80,
    0x3f,
  ];
  const bytes = writeSafetensors({ a: fromTyped(Float32Array.of(1), [1]) }, { k: 'v' });
  expect(Array.from(bytes)).toEqual(expected);
});

test('all types, shapes and names come back; float64 comes first in the file', () => {
  const tensors = {
    'steps/0/größe': fromTyped(Int32Array.of(-1, 2 ** 31 - 1), [2, 1]),
    __proto: fromTyped(Float32Array.of(0.1, Number.NaN, -0), [3]),
    f64: fromTyped(Float64Array.of(0.1, -0, Infinity, 5e-324), [2, 2]),
    scalar: fromTyped(Float64Array.of(7), []),
    empty: fromTyped(new Float64Array(0), [0, 3]),
    truth: fromTyped(Float64Array.of(0, 5), [2]).cast('bool'),
  };
  const bytes = writeSafetensors(tensors);
  const back = readSafetensors(bytes);
  expect(back.metadata).toEqual({});
  expect(Object.keys(back.tensors).sort()).toEqual(Object.keys(tensors).sort());
  for (const [name, tensor] of Object.entries(tensors)) {
    expect(back.tensors[name].shape).toEqual(tensor.shape);
    expect(back.tensors[name].dtype).toBe(tensor.dtype);
    expect(back.tensors[name].values).toEqual(tensor.values);
  }
  const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  expect(headerLength % 8).toBe(0);
  for (const { dtype, data_offsets } of Object.values(header) as {
    dtype: string;
    data_offsets: number[];
  }[]) {
    expect(data_offsets[0] % { F64: 8, F32: 4, I32: 4, BOOL: 1 }[dtype]!).toBe(0);
  }
});

test('write then read is the identity (law)', () => {
  const tensor = fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.boolean())
    .chain(([rows, columns, wide]) =>
      fc
        .array(fc.double(), { minLength: rows * columns, maxLength: rows * columns })
        .map((numbers) =>
          fromTyped(wide ? Float64Array.from(numbers) : Float32Array.from(numbers), [rows, columns]),
        ),
    );
  const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__metadata__');
  const metadata = fc.dictionary(fc.string(), fc.string());
  fc.assert(
    fc.property(fc.dictionary(name, tensor), metadata, (tensors, texts) => {
      const back = readSafetensors(writeSafetensors(tensors, texts));
      expect(Object.entries(back.metadata)).toEqual(Object.entries(texts));
      expect(Object.keys(back.tensors).sort()).toEqual(Object.keys(tensors).sort());
      for (const [key, { shape, values }] of Object.entries(tensors)) {
        expect(back.tensors[key].shape).toEqual(shape);
        expect(back.tensors[key].values).toEqual(values);
      }
    }),
  );
});

test('a view into a larger buffer is read', () => {
  const bytes = writeSafetensors({ a: fromTyped(Float64Array.of(1.5), [1]) });
  const larger = new Uint8Array(bytes.length + 8).fill(0xff);
  larger.set(bytes, 3);
  expect(readSafetensors(larger.subarray(3, 3 + bytes.length)).tensors.a.values).toEqual(
    Float64Array.of(1.5),
  );
});

test('a tensor may not take the name of the metadata', () => {
  expect(errorOfSync(() => writeSafetensors({ __metadata__: Tensor.scalar(1, 'float64') }))).toMatch(
    'INVALID_VALUE',
  );
});

describe('hostile files', () => {
  const f32 = (begin: number, end: number, shape: unknown = [(end - begin) / 4]): object => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });

  test('too short, cut off, too long', () => {
    expect(errorOfSync(() => readSafetensors(new Uint8Array(0)))).toMatch(
      'CORRUPT_FILE: Not a valid safetensors file: it has only 0 bytes',
    );
    expect(errorOfSync(() => readSafetensors(new Uint8Array(8)))).toMatch("does not begin with '{'");
    const cut = writeSafetensors({ a: fromTyped(Float64Array.of(1, 2), [2]) });
    expect(errorOfSync(() => readSafetensors(cut.subarray(0, 20)))).toMatch('as if it were cut off');
    expect(errorOfSync(() => readSafetensors(cut.subarray(0, -1)))).toMatch('is the file cut off?');
    const huge = fileOf('{}');
    huge.fill(0xff, 0, 8);
    expect(errorOfSync(() => readSafetensors(huge))).toMatch(
      'header should be 18446744073709551615 bytes long',
    );
    expect(refusal('{}', 5)).toMatch('5 bytes at its end belong to no tensor');
  });

  test('headers that are no JSON objects', () => {
    expect(refusal('[]')).toMatch("does not begin with '{'");
    expect(refusal(' {}')).toMatch("does not begin with '{'");
    expect(refusal('{"a":')).toMatch('not valid JSON');
    const notText = fileOf('{"a":1}');
    notText[10] = 0xff;
    expect(errorOfSync(() => readSafetensors(notText))).toMatch('its header is not UTF-8 text');
    expect(refusal(`{"a":${'['.repeat(100_000)}`)).toMatch('CORRUPT_FILE');
    expect(refusal(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toMatch('CORRUPT_FILE');
  });

  test('names given twice', () => {
    const entry = JSON.stringify(f32(0, 4));
    expect(refusal(`{"a":${entry},"a":${entry}}`, 4)).toMatch("header has 'a' twice");
    expect(refusal(`{"a":${entry},"\\u0061":${entry}}`, 4)).toMatch("header has 'a' twice");
    expect(refusal('{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4)).toMatch(
      "'dtype' twice",
    );
    expect(refusal('{"__metadata__":{"k":"\\"{:","k":""}}')).toMatch("'k' twice");
  });

  test('offsets that overlap, leave holes, or lie outside', () => {
    expect(refusal({ a: f32(0, 8), b: f32(4, 12) }, 12)).toMatch("'b' overlaps");
    expect(refusal({ a: f32(0, 4), b: f32(0, 4) }, 4)).toMatch('overlaps');
    expect(refusal({ a: f32(0, 4), b: f32(8, 12) }, 12)).toMatch('bytes 4 to 8 belong to no tensor');
    expect(refusal({ a: f32(4, 8) }, 8)).toMatch('bytes 0 to 4 belong to no tensor');
    expect(refusal({ a: f32(0, 400) }, 4)).toMatch('should lie at bytes 0 to 400 of 4');
    expect(refusal({ a: f32(4, 0, [1]) }, 4)).toMatch('should lie at bytes 4 to 0');
    expect(refusal({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4, 8] } }, 4)).toMatch(
      'offsets [0, 4, 8]',
    );
    expect(refusal({ a: { dtype: 'F32', shape: [1], data_offsets: [-4, 0] } }, 4)).toMatch('offsets [-4, 0]');
    expect(refusal({ a: { dtype: 'F32', shape: [1] } }, 4)).toMatch('offsets undefined');
  });

  test('shapes and types that do not fit', () => {
    expect(refusal({ a: f32(0, 4, [2]) }, 4)).toMatch('has 4 bytes, which do not fill shape (2,) of F32');
    expect(refusal({ a: f32(0, 4, [2 ** 52, 2 ** 52]) }, 4)).toMatch('do not fill shape');
    expect(refusal({ a: f32(0, 4, [-1]) }, 4)).toMatch('has the shape [-1]');
    expect(refusal({ a: f32(0, 4, [1.5]) }, 4)).toMatch('has the shape [1.5]');
    expect(refusal({ a: f32(0, 4, '1') }, 4)).toMatch("has the shape '1'");
    expect(refusal({ a: { ...f32(0, 4), dtype: 'F33' } }, 4)).toMatch("unknown dtype 'F33'");
    expect(refusal({ a: { ...f32(0, 4), dtype: 'constructor' } }, 4)).toMatch('unknown dtype');
    expect(refusal({ a: { shape: [], data_offsets: [0, 4] } }, 4)).toMatch('has no dtype');
    expect(refusal({ a: { ...f32(0, 4), dtype: 'BF16' } }, 4)).toMatch(/^UNSUPPORTED.*BF16/);
    expect(refusal({ a: { dtype: 'BOOL', shape: [4], data_offsets: [0, 4] } }, 4)).toBe('nothing thrown');
    const lie = fileOf({ a: { dtype: 'BOOL', shape: [1], data_offsets: [0, 1] } }, 1);
    lie[lie.length - 1] = 2;
    expect(errorOfSync(() => readSafetensors(lie))).toMatch('truth values other than 0 and 1');
    expect(refusal({ a: 3 })).toMatch('is described by 3');
    expect(refusal({ a: null })).toMatch('is described by null');
  });

  test('metadata that is not texts', () => {
    expect(refusal({ __metadata__: [] })).toMatch('__metadata__ is []');
    expect(refusal({ __metadata__: { k: 1 } })).toMatch("the metadata 'k' is 1, not a text");
  });
});
