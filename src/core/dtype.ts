/**
 * The element types of a tensor and the typed arrays that hold them.
 * A bool is kept as an int32 0 or 1, so that every element is 4 or 8 bytes wide.
 */
import { HebbError, show } from './errors.ts';

export type DType = 'float32' | 'float64' | 'int32' | 'bool';
export type FloatDType = 'float32' | 'float64';
export type FloatArray = Float32Array | Float64Array;
export type TypedArray = Float32Array | Float64Array | Int32Array;

const kinds = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Int32Array };

/** Bytes of one element. */
export function bytesOf(dtype: DType): 4 | 8 {
  return dtype === 'float64' ? 8 : 4;
}

export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64';
}

/** The type of the numbers in a typed array. */
export function dtypeOf(values: FloatArray): FloatDType;
export function dtypeOf(values: TypedArray): DType;
export function dtypeOf(values: TypedArray): DType {
  return values instanceof Float32Array ? 'float32' : values instanceof Float64Array ? 'float64' : 'int32';
}

/** A zeroed typed array of `length` elements. */
export function allocate(dtype: 'float32', length: number): Float32Array;
export function allocate(dtype: 'float64', length: number): Float64Array;
export function allocate(dtype: FloatDType, length: number): FloatArray;
export function allocate(dtype: DType, length: number): TypedArray;
export function allocate(dtype: DType, length: number): TypedArray {
  const Kind = kinds[dtype];
  if (Kind === undefined) {
    throw new HebbError('INVALID_VALUE', `there is no type ${show(dtype)} of numbers.`);
  }
  try {
    return new Kind(length);
  } catch (cause) {
    throw new HebbError('UNSUPPORTED', `there is no memory for ${length} numbers in ${dtype}.`, { cause });
  }
}

/** Numbers in the type asked for; the same array if they are already. */
export function inType(values: ArrayLike<number>, dtype: FloatDType): FloatArray;
export function inType(values: ArrayLike<number>, dtype: DType): TypedArray;
export function inType(values: ArrayLike<number>, dtype: DType): TypedArray {
  if (values instanceof kinds[dtype]) return values;
  const out = allocate(dtype, values.length);
  out.set(values);
  return out;
}

/** A window of `length` elements at `byteOffset` of a buffer. */
export function windowOn(
  dtype: DType,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): TypedArray {
  const Kind: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray = kinds[dtype];
  return new Kind(buffer, byteOffset, length);
}

/** The type two operands meet in: float64 over float32 over int32 over bool. */
export function promote(a: DType, b: DType): DType {
  const order: readonly DType[] = ['bool', 'int32', 'float32', 'float64'];
  return order[Math.max(order.indexOf(a), order.indexOf(b))];
}
