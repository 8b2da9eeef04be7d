/**
 * Elements of other programs' arrays, little-endian, as Hebb's: floats of 16 bits become float32, integers int32
 * where they fit and float64 where not. It knows no file format.
 */
import { allocate, type DType, type TypedArray } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';

/** Numbers as they come out of a file. */
export interface Decoded {
  readonly dtype: DType;
  readonly values: TypedArray;
}

/** How elements of a type lie in a file. */
export interface ElementFormat {
  /** Bytes of one element. */
  readonly bytes: number;
  /** The elements in so many bytes: copies. @throws HebbError `UNSUPPORTED` for integers beyond 2^53 */
  decode(bytes: Uint8Array): Decoded;
}

type Reader = (view: DataView, offset: number) => number;

function format(width: number, dtype: DType, read: Reader): ElementFormat {
  return {
    bytes: width,
    decode(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const values = allocate(dtype, bytes.byteLength / width);
      for (let i = 0; i < values.length; i++) values[i] = read(view, i * width);
      return { dtype, values };
    },
  };
}

/** Integers that may be larger than int32. */
function wide(width: number, read: (view: DataView, offset: number) => number | bigint): ElementFormat {
  return {
    bytes: width,
    decode(bytes) {
      const { values } = format(width, 'float64', (view, offset) => exact(read(view, offset))).decode(bytes);
      const fits = values.every((value: number) => value === (value | 0));
      return fits ? { dtype: 'int32', values: Int32Array.from(values) } : { dtype: 'float64', values };
    },
  };
}

function exact(value: number | bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new HebbError('UNSUPPORTED', `the integer ${value} is beyond 2^53.`);
}

/** A float of 16 bits: sign, so many bits of exponent, and the rest fraction (IEEE 754, and its bfloat16). */
function small(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits & 0x7fff) >> fractionBits;
  const fraction = bits & (2 ** fractionBits - 1);
  if (exponent === 2 * bias + 1) return fraction === 0 ? sign * Infinity : Number.NaN;
  const unit = 2 ** (Math.max(exponent, 1) - bias - fractionBits);
  return sign * (exponent === 0 ? fraction : 2 ** fractionBits + fraction) * unit;
}

/** Names of types as numpy has them. */
export type ElementName =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

export const elementFormats: Readonly<Record<ElementName, ElementFormat>> = {
  float64: format(8, 'float64', (view, offset) => view.getFloat64(offset, true)),
  float32: format(4, 'float32', (view, offset) => view.getFloat32(offset, true)),
  float16: format(2, 'float32', (view, offset) => small(view.getUint16(offset, true), 5)),
  bfloat16: format(2, 'float32', (view, offset) => small(view.getUint16(offset, true), 8)),
  int8: format(1, 'int32', (view, offset) => view.getInt8(offset)),
  uint8: format(1, 'int32', (view, offset) => view.getUint8(offset)),
  int16: format(2, 'int32', (view, offset) => view.getInt16(offset, true)),
  uint16: format(2, 'int32', (view, offset) => view.getUint16(offset, true)),
  int32: format(4, 'int32', (view, offset) => view.getInt32(offset, true)),
  uint32: wide(4, (view, offset) => view.getUint32(offset, true)),
  int64: wide(8, (view, offset) => view.getBigInt64(offset, true)),
  uint64: wide(8, (view, offset) => view.getBigUint64(offset, true)),
  bool: format(1, 'bool', (view, offset) => Number(view.getUint8(offset) !== 0)),
};
