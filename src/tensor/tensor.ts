/**
 * `Tensor`: a recipe (an operation and its inputs) until somebody looks at its numbers. Tensors are immutable
 * and own no memory of an engine: nothing has to be disposed of. This file is vocabulary: each method applies
 * one operation, or composes a few. It knows neither engines nor plans; `evaluate.ts` does.
 */
import { allocate, type DType, dtypeOf, isFloat, promote, type TypedArray } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { range } from '../core/range.ts';
import { checkShape, resolveAxis, type Shape, sameShape, showShape, sizeOf } from '../core/shape.ts';
import { ArrayOfNumbers, checkTensor } from './array-of-numbers.ts';
import { evaluate } from './evaluate.ts';
import type { Attributes, Operation, Source } from './operation.ts';
import * as elementwise from './operations/elementwise.ts';
import { checkRows, gather, scatterAdd, withinRows } from './operations/indexing.ts';
import { matmul } from './operations/matmul.ts';
import { concat, fillIn, pad, reshape, rows, slice, transpose } from './operations/movement.ts';
import * as reduce from './operations/reduce.ts';
import { logSoftmax, softmax } from './operations/softmax.ts';

/** A tensor, or a number that is read as a scalar of the other operand's type. */
export type Operand = Tensor | number;

/**
 * An n-dimensional array of numbers of one type, computed when first looked at.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]);
 * x.matmul(x).add(1).toArray(); // [[8, 11], [16, 23]]
 */
export class Tensor extends ArrayOfNumbers implements Iterable<number | TypedArray | Tensor> {
  readonly source: Source;

  constructor(shape: Shape, dtype: DType, source: Source) {
    super(shape, dtype);
    this.source = source;
  }

  protected override compute(): TypedArray {
    if (this.source.kind === 'values') return this.source.values;
    return this.source.kind === 'variable' ? this.source.initial : evaluate(this);
  }

  /** Along axis 0: numbers of a vector, typed arrays of a matrix, tensors of anything larger. */
  *[Symbol.iterator](): Generator<number | TypedArray | Tensor> {
    const { values, dtype } = this;
    if (this.rank === 0)
      throw new HebbError('SHAPE_MISMATCH', 'a scalar tensor has no rows to iterate over.');
    const [count, ...shape] = this.shape;
    const width = sizeOf(shape);
    for (let i = 0; i < count; i++) {
      const row = values.subarray(i * width, (i + 1) * width);
      if (shape.length === 0) yield values[i];
      else yield shape.length === 1 ? row : new Tensor(shape, dtype, { kind: 'values', values: row });
    }
  }

  /**
   * The given rows (positions along axis 0), in that order, as a tensor with numbers of its own.
   * @throws HebbError `INVALID_VALUE` for a position that is not there
   */
  take(indices: ArrayLike<number>): Tensor {
    const { values, shape, dtype } = this;
    const width = sizeOf(shape.slice(1));
    checkRows(indices, shape[0] ?? 0);
    const out = allocate(dtype, indices.length * width);
    for (let i = 0; i < indices.length; i++) {
      out.set(values.subarray(indices[i] * width, (indices[i] + 1) * width), i * width);
    }
    return new Tensor([indices.length, ...shape.slice(1)], dtype, { kind: 'values', values: out });
  }

  /** Apply an operation to tensors: how every method below makes its result. */
  static override apply(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: Attributes = {},
  ): Tensor {
    const { shape, dtype } = operation.result(inputs, attributes);
    return new Tensor(shape, dtype, { kind: 'operation', operation, inputs, attributes });
  }

  /** A scalar of `dtype`. */
  static scalar(value: number, dtype: DType): Tensor {
    return new Tensor([], dtype, { kind: 'values', values: allocate(dtype, 1).fill(value) });
  }

  /** Tensors one after the other along `axis`, in the type they meet in. */
  static concat(tensors: readonly Tensor[], axis = 0): Tensor {
    if (tensors.length === 0) throw new HebbError('EMPTY_DATA', 'concat needs at least one tensor.');
    const dtype = tensors.map((part) => part.dtype).reduce(promote);
    const parts = tensors.map((part) => part.cast(dtype));
    return Tensor.apply(concat, parts, { axis: resolveAxis(axis, parts[0].rank) });
  }

  /** An operand beside `like`: a number becomes a scalar of its type, or of float64 beside integers if it is none. */
  static operand(value: Operand, like: Tensor): Tensor {
    if (typeof value !== 'number') return checkTensor(value);
    const own = like.dtype === 'bool' ? 'int32' : like.dtype;
    return Tensor.scalar(value, isFloat(own) || Number.isInteger(value) ? own : 'float64');
  }

  #unary(operation: Operation): Tensor {
    return Tensor.apply(operation, [this]);
  }

  #binary(operation: Operation, other: Operand): Tensor {
    return Tensor.apply(operation, [this, Tensor.operand(other, this)]);
  }

  // Arithmetic, with broadcasting.
  add(other: Operand): Tensor {
    return this.#binary(elementwise.add, other);
  }
  sub(other: Operand): Tensor {
    return this.#binary(elementwise.sub, other);
  }
  mul(other: Operand): Tensor {
    return this.#binary(elementwise.mul, other);
  }
  div(other: Operand): Tensor {
    return this.#binary(elementwise.div, other);
  }
  pow(exponent: Operand): Tensor {
    return this.#binary(elementwise.pow, exponent);
  }
  maximum(other: Operand): Tensor {
    return this.#binary(elementwise.maximum, other);
  }
  minimum(other: Operand): Tensor {
    return this.#binary(elementwise.minimum, other);
  }
  /** Limited to [low, high]. */
  clip(low: Operand, high: Operand): Tensor {
    return this.maximum(low).minimum(high);
  }

  // Functions of each element.
  neg(): Tensor {
    return this.#unary(elementwise.neg);
  }
  abs(): Tensor {
    return this.#unary(elementwise.abs);
  }
  /** −1, 0 or 1. */
  sign(): Tensor {
    return this.greater(0).cast(this.dtype).sub(this.less(0).cast(this.dtype));
  }
  square(): Tensor {
    return this.mul(this);
  }
  reciprocal(): Tensor {
    return Tensor.operand(1, this).div(this);
  }
  sqrt(): Tensor {
    return this.#unary(elementwise.sqrt);
  }
  exp(): Tensor {
    return this.#unary(elementwise.exp);
  }
  /** eˣ − 1, exact near 0. */
  expm1(): Tensor {
    return this.#unary(elementwise.expm1);
  }
  log(): Tensor {
    return this.#unary(elementwise.log);
  }
  /** log(1 + x), exact near 0. */
  log1p(): Tensor {
    return this.#unary(elementwise.log1p);
  }
  sin(): Tensor {
    return this.#unary(elementwise.sin);
  }
  cos(): Tensor {
    return this.#unary(elementwise.cos);
  }
  tanh(): Tensor {
    return this.#unary(elementwise.tanh);
  }
  erf(): Tensor {
    return this.#unary(elementwise.erf);
  }
  /** 1 / (1 + e⁻ˣ) */
  sigmoid(): Tensor {
    return this.#unary(elementwise.sigmoid);
  }
  /** log(1 + eˣ) */
  softplus(): Tensor {
    return this.#unary(elementwise.softplus);
  }
  floor(): Tensor {
    return this.#unary(elementwise.floor);
  }
  ceil(): Tensor {
    return this.#unary(elementwise.ceil);
  }
  /** To the nearest integer, halves to the even one. */
  round(): Tensor {
    return this.#unary(elementwise.round);
  }
  /** Towards zero. */
  trunc(): Tensor {
    return this.#unary(elementwise.trunc);
  }

  // Comparisons and choices; the results are bool.
  equal(other: Operand): Tensor {
    return this.#binary(elementwise.equal, other);
  }
  notEqual(other: Operand): Tensor {
    return this.#binary(elementwise.notEqual, other);
  }
  less(other: Operand): Tensor {
    return this.#binary(elementwise.less, other);
  }
  lessEqual(other: Operand): Tensor {
    return this.#binary(elementwise.lessEqual, other);
  }
  greater(other: Operand): Tensor {
    return this.#binary(elementwise.greater, other);
  }
  greaterEqual(other: Operand): Tensor {
    return this.#binary(elementwise.greaterEqual, other);
  }
  and(other: Tensor): Tensor {
    return this.#binary(elementwise.and, other);
  }
  or(other: Tensor): Tensor {
    return this.#binary(elementwise.or, other);
  }
  not(): Tensor {
    return this.#unary(elementwise.not);
  }
  /** x where this condition holds, else y. */
  where(x: Operand, y: Operand): Tensor {
    const like = x instanceof Tensor ? x : y instanceof Tensor ? y : Tensor.scalar(0, 'float64');
    return Tensor.apply(elementwise.where, [this, Tensor.operand(x, like), Tensor.operand(y, like)]);
  }

  /** The same numbers in another type; itself when it has that type already. */
  cast(dtype: DType): Tensor {
    if (dtype === this.dtype) return this;
    if (dtype === 'bool') return this.notEqual(0);
    const { toFloat32, toFloat64, toInt32 } = elementwise;
    return this.#unary(dtype === 'float32' ? toFloat32 : dtype === 'float64' ? toFloat64 : toInt32);
  }

  /** Matrix product (m × k) · (k × n); either factor may be read transposed. */
  matmul(other: Tensor, options: { transposeA?: boolean; transposeB?: boolean } = {}): Tensor {
    const { transposeA = false, transposeB = false } = options;
    const met = promote(this.dtype, checkTensor(other).dtype);
    const dtype = isFloat(met) ? met : 'float64';
    return Tensor.apply(matmul, [this.cast(dtype), other.cast(dtype)], { transposeA, transposeB });
  }

  // Reductions.
  sum(axis?: reduce.Axes, options?: reduce.ReduceOptions): Tensor {
    return this.#reduce(reduce.sum, axis, options);
  }
  max(axis?: reduce.Axes, options?: reduce.ReduceOptions): Tensor {
    return this.#reduce(reduce.max, axis, options);
  }
  min(axis?: reduce.Axes, options?: reduce.ReduceOptions): Tensor {
    return this.#reduce(reduce.min, axis, options);
  }
  mean(axis?: reduce.Axes, options?: reduce.ReduceOptions): Tensor {
    const x = isFloat(this.dtype) ? this : this.cast('float64');
    const total = x.sum(axis, options);
    return total.div(this.size / total.size);
  }
  /** Population variance: the mean squared distance from the mean. */
  variance(axis?: reduce.Axes, options?: reduce.ReduceOptions): Tensor {
    return this.sub(this.mean(axis, { keepDims: true }))
      .square()
      .mean(axis, options);
  }
  /** Position of the first largest element along an axis (the last by default), int32. */
  argMax(axis = -1, options?: reduce.ReduceOptions): Tensor {
    return this.#reduce(reduce.argMax, axis, options);
  }
  /** Position of the first smallest element along an axis (the last by default), int32. */
  argMin(axis = -1, options?: reduce.ReduceOptions): Tensor {
    return this.#reduce(reduce.argMin, axis, options);
  }

  #reduce(operation: Operation, axis: reduce.Axes, { keepDims = false }: reduce.ReduceOptions = {}): Tensor {
    if (!isFloat(this.dtype)) {
      return this.cast('float64').#reduce(operation, axis, { keepDims }).cast('int32');
    }
    const axes = reduce.resolveAxes(axis, this.rank);
    if (axes.length === 0) return this;
    const kept = this.shape.map((size, k) => (axes.includes(k) ? 1 : size));
    const shape = keepDims ? kept : this.shape.filter((_, k) => !axes.includes(k));
    const [first, last] = [axes[0], axes[axes.length - 1]];
    if (last - first === axes.length - 1) {
      return Tensor.apply(operation, [this], { first, last }).reshape(shape);
    }
    const order = [...this.shape.keys()].filter((k) => !axes.includes(k)).concat(axes);
    const attributes = { first: this.rank - axes.length, last: this.rank - 1 };
    return Tensor.apply(operation, [this.transpose(order)], attributes).reshape(shape);
  }

  /** Summed over what broadcasting from `shape` would stretch: the reverse of `broadcastTo`. */
  sumTo(shape: Shape): Tensor {
    if (sameShape(shape, this.shape)) return this;
    const lead = this.rank - shape.length;
    const axes = [...this.shape.keys()].filter(
      (k) => k < lead || (shape[k - lead] === 1 && this.shape[k] !== 1),
    );
    return this.sum(axes).reshape(shape);
  }

  // Movement.
  /** The same elements under another shape; one size may be −1 and is computed. */
  reshape(shape: Shape): Tensor {
    const whole = fillIn(shape, this.size);
    return sameShape(whole, this.shape) ? this : Tensor.apply(reshape, [this], { shape: whole });
  }
  flatten(): Tensor {
    return this.reshape([this.size]);
  }
  /** A new axis of size 1 at `axis`. */
  expandDims(axis: number): Tensor {
    const at = resolveAxis(axis, this.rank + 1);
    return this.reshape([...this.shape.slice(0, at), 1, ...this.shape.slice(at)]);
  }
  broadcastTo(shape: Shape): Tensor {
    return sameShape(checkShape(shape), this.shape)
      ? this
      : Tensor.apply(elementwise.broadcastTo, [this], { shape });
  }
  /** Axes in another order; reversed by default. */
  transpose(axes: readonly number[] = [...this.shape.keys()].reverse()): Tensor {
    const resolved = axes.map((axis) => resolveAxis(axis, this.rank));
    if (resolved.length !== this.rank || new Set(resolved).size !== this.rank) {
      throw new HebbError(
        'INVALID_VALUE',
        `transpose needs each of ${this.rank} axes once, got [${axes.join(', ')}].`,
      );
    }
    if (resolved.every((axis, k) => axis === k)) return this;
    return Tensor.apply(transpose, [this], { axes: resolved });
  }
  /** The window of `size` elements that starts at `begin`, per axis; axes left out are whole. */
  slice(begin: Shape, size: Shape = []): Tensor {
    const from = this.shape.map((_, axis) => begin[axis] ?? 0);
    const extent = this.shape.map((length, axis) => size[axis] ?? length - from[axis]);
    if (Math.max(begin.length, size.length) > this.rank) {
      throw new HebbError('SHAPE_MISMATCH', `slice names more axes than shape ${showShape(this.shape)} has.`);
    }
    const whole = extent.every((length, axis) => axis === 0 || length === this.shape[axis]);
    return Tensor.apply(whole ? rows : slice, [this], { begin: from, size: extent });
  }
  /** `value` added around the elements: [before, after] per axis. */
  pad(widths: readonly (readonly [number, number] | readonly number[])[], value = 0): Tensor {
    const [before, after] = [widths.map((pair) => pair[0]), widths.map((pair) => pair[1])];
    const padded = Tensor.apply(pad, [this], { before, after, value });
    return sameShape(padded.shape, this.shape) ? this : padded;
  }

  // Indexing.
  /** Rows of this tensor by number: int32 indices of any shape. Computed indices are clamped to the rows there are. */
  gather(indices: Tensor): Tensor {
    return Tensor.apply(gather, [this, withinRows(indices, this.shape[0])]);
  }
  /** Zeros of `count` rows, to whose row indices[i] row i of this tensor is added. Indices as for `gather`. */
  scatterAdd(indices: Tensor, count: number): Tensor {
    return Tensor.apply(scatterAdd, [this, withinRows(indices, count)], { rows: count });
  }
  /** int32 of any shape → (…, depth) with a one at each number and zeros elsewhere. */
  oneHot(depth: number, dtype: DType = 'float64'): Tensor {
    const positions = fromTyped(range(depth), [depth]);
    return this.expandDims(-1).equal(positions).cast(dtype);
  }

  // Along the last axis.
  softmax(): Tensor {
    return this.#unary(softmax);
  }
  logSoftmax(): Tensor {
    return this.#unary(logSoftmax);
  }
}

/** A tensor of numbers that are there already, without a copy. */
export function fromTyped(data: TypedArray, shape: Shape): Tensor {
  const dtype = dtypeOf(data);
  if (data?.length !== sizeOf(checkShape(shape))) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `${data?.length} elements do not fill shape ${showShape(shape)}, which holds ${sizeOf(shape)}.`,
    );
  }
  return new Tensor(shape, dtype, { kind: 'values', values: data });
}
