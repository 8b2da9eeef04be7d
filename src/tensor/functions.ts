/**
 * The operations as functions: `add(x, y)` is `x.add(y)` for whatever can become a tensor. Nothing is computed
 * here; each function names the method it stands for.
 */
import type { DType } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import { boolean, checkOptions } from '../core/options.ts';
import type { Shape } from '../core/shape.ts';
import { checkTensor } from './array-of-numbers.ts';
import { asTensor, type TensorInput } from './creation.ts';
import type { Axes, ReduceOptions } from './operations/reduce.ts';
import { type Operand, Tensor } from './tensor.ts';

type Unary = (x: TensorInput) => Tensor;
type Binary = (x: TensorInput, y: TensorInput) => Tensor;
type Reduction = (x: TensorInput, axis?: Axes, options?: ReduceOptions) => Tensor;
type Position = (x: TensorInput, axis?: number, options?: ReduceOptions) => Tensor;

/** A number stays one, so that it takes the type of what it meets. */
function asOperand(x: TensorInput): Operand {
  return typeof x === 'number' ? x : asTensor(x);
}

function unary(method: (x: Tensor) => Tensor): Unary {
  return (x) => method(asTensor(x));
}

function binary(method: (x: Tensor, y: Operand) => Tensor): Binary {
  return (x, y) => {
    const [left, right] = [asOperand(x), asOperand(y)];
    return method(right instanceof Tensor ? Tensor.operand(left, right) : asTensor(left), right);
  };
}

function reduction(method: (x: Tensor, axis: Axes, options?: ReduceOptions) => Tensor): Reduction {
  return (x, axis, options) => method(asTensor(x), axis, checked(options));
}

function position(method: (x: Tensor, axis?: number, options?: ReduceOptions) => Tensor): Position {
  return (x, axis, options) => method(asTensor(x), axis, checked(options));
}

function checked(options: ReduceOptions = {}): ReduceOptions {
  return checkOptions('a reduction', options, { keepDims: boolean });
}

/** `INVALID_VALUE` for what is no list. */
function listed<L extends readonly unknown[]>(values: L, what: string): L {
  if (Array.isArray(values)) return values;
  throw new HebbError(
    'INVALID_VALUE',
    `${what} must be a list with an entry for each axis, got ${show(values)}.`,
  );
}

// Arithmetic, with broadcasting.
export const add: Binary = binary((x, y) => x.add(y));
export const sub: Binary = binary((x, y) => x.sub(y));
export const mul: Binary = binary((x, y) => x.mul(y));
export const div: Binary = binary((x, y) => x.div(y));
export const pow: Binary = binary((x, y) => x.pow(y));
export const maximum: Binary = binary((x, y) => x.maximum(y));
export const minimum: Binary = binary((x, y) => x.minimum(y));
/** Limited to [low, high]. */
export function clip(x: TensorInput, low: TensorInput, high: TensorInput): Tensor {
  return asTensor(x).clip(asOperand(low), asOperand(high));
}

// Functions of each element.
export const neg: Unary = unary((x) => x.neg());
export const abs: Unary = unary((x) => x.abs());
/** −1, 0 or 1. */
export const sign: Unary = unary((x) => x.sign());
export const square: Unary = unary((x) => x.square());
export const reciprocal: Unary = unary((x) => x.reciprocal());
export const sqrt: Unary = unary((x) => x.sqrt());
export const exp: Unary = unary((x) => x.exp());
/** eˣ − 1, exact near 0. */
export const expm1: Unary = unary((x) => x.expm1());
export const log: Unary = unary((x) => x.log());
/** log(1 + x), exact near 0. */
export const log1p: Unary = unary((x) => x.log1p());
export const sin: Unary = unary((x) => x.sin());
export const cos: Unary = unary((x) => x.cos());
export const tanh: Unary = unary((x) => x.tanh());
export const erf: Unary = unary((x) => x.erf());
/** 1 / (1 + e⁻ˣ) */
export const sigmoid: Unary = unary((x) => x.sigmoid());
/** log(1 + eˣ) */
export const softplus: Unary = unary((x) => x.softplus());
export const floor: Unary = unary((x) => x.floor());
export const ceil: Unary = unary((x) => x.ceil());
/** To the nearest integer, halves to the even one. */
export const round: Unary = unary((x) => x.round());
/** Towards zero. */
export const trunc: Unary = unary((x) => x.trunc());
/** Along the last axis. */
export const softmax: Unary = unary((x) => x.softmax());
/** Along the last axis. */
export const logSoftmax: Unary = unary((x) => x.logSoftmax());

// Comparisons and choices; the results are bool.
export const equal: Binary = binary((x, y) => x.equal(y));
export const notEqual: Binary = binary((x, y) => x.notEqual(y));
export const less: Binary = binary((x, y) => x.less(y));
export const lessEqual: Binary = binary((x, y) => x.lessEqual(y));
export const greater: Binary = binary((x, y) => x.greater(y));
export const greaterEqual: Binary = binary((x, y) => x.greaterEqual(y));
export const and: Binary = binary((x, y) => x.and(asTensor(y)));
export const or: Binary = binary((x, y) => x.or(asTensor(y)));
export const not: Unary = unary((x) => x.not());
/** x where the condition holds, else y. */
export function where(condition: TensorInput, x: TensorInput, y: TensorInput): Tensor {
  return asTensor(condition).where(asOperand(x), asOperand(y));
}

/** The same numbers in another type. */
export function cast(x: TensorInput, dtype: DType): Tensor {
  return asTensor(x).cast(dtype);
}

/** Matrix product (m × k) · (k × n); either factor may be read transposed. */
export function matmul(
  a: TensorInput,
  b: TensorInput,
  options: { transposeA?: boolean; transposeB?: boolean } = {},
): Tensor {
  const rules = { transposeA: boolean, transposeB: boolean };
  return asTensor(a).matmul(asTensor(b), checkOptions('matmul', options, rules));
}

// Reductions over some axes, by default all.
export const sum: Reduction = reduction((x, axis, options) => x.sum(axis, options));
export const mean: Reduction = reduction((x, axis, options) => x.mean(axis, options));
export const max: Reduction = reduction((x, axis, options) => x.max(axis, options));
export const min: Reduction = reduction((x, axis, options) => x.min(axis, options));
/** Population variance. */
export const variance: Reduction = reduction((x, axis, options) => x.variance(axis, options));
/** Position of the first largest element along an axis (the last by default), int32. */
export const argMax: Position = position((x, axis, options) => x.argMax(axis, options));
/** Position of the first smallest element along an axis (the last by default), int32. */
export const argMin: Position = position((x, axis, options) => x.argMin(axis, options));

// Movement.
/** The same elements under another shape; one size may be −1 and is computed. */
export function reshape(x: TensorInput, shape: Shape): Tensor {
  return asTensor(x).reshape(shape);
}
export const flatten: Unary = unary((x) => x.flatten());
/** A new axis of size 1. */
export function expandDims(x: TensorInput, axis: number): Tensor {
  return asTensor(x).expandDims(axis);
}
export function broadcastTo(x: TensorInput, shape: Shape): Tensor {
  return asTensor(x).broadcastTo(shape);
}
/** Axes in another order; reversed by default. */
export function transpose(x: TensorInput, axes?: readonly number[]): Tensor {
  return asTensor(x).transpose(axes === undefined ? axes : listed(axes, 'axes'));
}
/** The window of `size` elements that starts at `begin`, per axis; axes left out are whole. */
export function slice(x: TensorInput, begin: Shape, size?: Shape): Tensor {
  return asTensor(x).slice(listed(begin, 'begin'), size === undefined ? size : listed(size, 'size'));
}
/** `value` added around the elements: [before, after] per axis. */
export function pad(x: TensorInput, widths: readonly (readonly number[])[], value?: number): Tensor {
  for (const pair of listed(widths, 'widths')) listed(pair, 'each of the widths');
  return asTensor(x).pad(widths, value);
}
/** Tensors one after the other along `axis`. */
export function concat(tensors: readonly TensorInput[], axis?: number): Tensor {
  return Tensor.concat([tensors].flat().map(asTensor), axis);
}

// Indexing.
/** Rows of a table by number: int32 indices of any shape. */
export function gather(table: TensorInput, indices: Tensor): Tensor {
  return asTensor(table).gather(indices);
}
/** Zeros of `count` rows, to whose row indices[i] row i of x is added. */
export function scatterAdd(x: TensorInput, indices: Tensor, count: number): Tensor {
  return asTensor(x).scatterAdd(indices, count);
}
/** int32 of any shape → (…, depth) with a one at each number and zeros elsewhere. */
export function oneHot(indices: Tensor, depth: number, dtype?: DType): Tensor {
  return checkTensor(indices).oneHot(depth, dtype);
}
