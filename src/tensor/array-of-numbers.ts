/**
 * What a tensor is to those who look at its numbers: shape, type, and the numbers in several forms, computed
 * at the first look. It knows no operations; `tensor.ts` adds them.
 */
import type { DType, TypedArray } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import type { Matrix, MatrixSource } from '../core/matrix.ts';
import { type Shape, showShape, sizeOf } from '../core/shape.ts';
import { type Nested, nest } from './nested.ts';

export abstract class ArrayOfNumbers implements MatrixSource {
  readonly shape: Shape;
  readonly dtype: DType;
  #values: TypedArray | undefined;

  constructor(shape: Shape, dtype: DType) {
    this.shape = shape;
    this.dtype = dtype;
  }

  /** The numbers, row-major: called once, at the first look. */
  protected abstract compute(): TypedArray;

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /**
   * The numbers, row-major; computed at the first look and kept. Treat them as read-only.
   * @throws HebbError `INVALID_VALUE` when the recipe contains a placeholder
   */
  get values(): TypedArray {
    this.#values ??= this.compute();
    return this.#values;
  }

  /** The numbers, if somebody has looked at them before. */
  get known(): TypedArray | undefined {
    return this.#values;
  }

  /** The numbers as a typed array, row-major. */
  async data(): Promise<TypedArray> {
    return this.values;
  }

  /** The numbers as nested arrays of this shape (a number for a scalar). */
  toArray(): Nested {
    return nest(this.values, this.shape, this.dtype);
  }

  /** The one number of an array with one element. @throws HebbError `SHAPE_MISMATCH` when there are more */
  item(): number {
    if (this.size !== 1) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `item() needs one element, this tensor has shape ${showShape(this.shape)}.`,
      );
    }
    return this.values[0];
  }

  /** The numbers as a matrix, for estimators. @throws HebbError `SHAPE_MISMATCH` unless the rank is 2 */
  toMatrix(): Matrix {
    if (this.rank !== 2) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `expected a tensor of rank 2, got shape ${showShape(this.shape)}.`,
      );
    }
    const { values } = this;
    const data = values instanceof Int32Array ? Float64Array.from(values) : values;
    return { data, rows: this.shape[0], columns: this.shape[1] };
  }
}

/** The tensor itself; `INVALID_VALUE` for what is none. */
export function checkTensor<T extends ArrayOfNumbers>(value: T): T {
  if (value instanceof ArrayOfNumbers) return value;
  throw new HebbError('INVALID_VALUE', `expected a Tensor, got ${show(value)}.`);
}
