/**
 * How tensors come to be: from numbers, as variables that a program changes, as placeholders it is fed.
 */
import { allocate, type DType, type TypedArray } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { checkOptionNames } from '../core/options.ts';
import { checkShape, type Shape, showShape, sizeOf } from '../core/shape.ts';
import { flattenNested, shapeOfNested, startsWithTruth, type TensorLike } from './nested.ts';
import { fromTyped, Tensor } from './tensor.ts';

/** A tensor, or numbers that become one. */
export type TensorInput = Tensor | TensorLike;

/** How numbers become a tensor. */
export interface TensorOptions {
  /** Element type; by default float64 for numbers, bool for truth values, a typed array's own. */
  readonly dtype?: DType;
  /** Shape, where the values are a flat list; by default that of the nesting. */
  readonly shape?: Shape;
}

/**
 * A constant tensor.
 *
 * @param values nested arrays of one depth and equal lengths, a number, or a typed array (used without a copy)
 * @throws HebbError `SHAPE_MISMATCH` for ragged nesting, `INVALID_VALUE` for anything that is no number
 * @example
 * tensor([[1, 2], [3, 4]]).sum().item(); // 10
 */
export function tensor(values: TensorLike, options: TensorOptions = {}): Tensor {
  checkOptionNames('tensor', options, ['dtype', 'shape']);
  const nested = shapeOfNested(values);
  const shape = checkShape(options.shape ?? nested);
  if (isTyped(values)) {
    const taken = fromTyped(values, shape);
    return options.dtype === undefined ? taken : taken.cast(options.dtype);
  }
  if (sizeOf(shape) !== sizeOf(nested)) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `${sizeOf(nested)} values do not fill shape ${showShape(shape)}, which holds ${sizeOf(shape)}.`,
    );
  }
  const dtype = options.dtype ?? (startsWithTruth(values) ? 'bool' : 'float64');
  return new Tensor(shape, dtype, { kind: 'values', values: flattenNested(values, dtype) });
}

/** Itself if it is a tensor, else a constant tensor of the numbers. */
export function asTensor(values: TensorInput): Tensor {
  return values instanceof Tensor ? values : tensor(values);
}

/** A tensor of one repeated number. */
export function full(shape: Shape, value: number, dtype: DType = 'float64'): Tensor {
  return new Tensor(shape, dtype, {
    kind: 'values',
    values: allocate(dtype, sizeOf(checkShape(shape))).fill(value),
  });
}

/** A tensor of zeros. */
export function zeros(shape: Shape, dtype: DType = 'float64'): Tensor {
  return full(shape, 0, dtype);
}

/** A tensor of ones. */
export function ones(shape: Shape, dtype: DType = 'float64'): Tensor {
  return full(shape, 1, dtype);
}

/** A tensor that a program may change. It starts with the given numbers and keeps a copy of them. */
export function variable(values: TensorInput, options: TensorOptions = {}): Tensor {
  const start = values instanceof Tensor ? values : tensor(values, options);
  return new Tensor(start.shape, start.dtype, { kind: 'variable', initial: start.values.slice() });
}

/** A tensor whose numbers a program is given at run time. */
export function placeholder(shape: Shape, dtype: DType = 'float64'): Tensor {
  return new Tensor(checkShape(shape), dtype, { kind: 'placeholder' });
}

function isTyped(values: unknown): values is TypedArray {
  return values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array;
}
