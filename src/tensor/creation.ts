/**
 * How tensors come to be: from numbers, as variables that a program changes, as placeholders it is fed.
 */
import { allocate, type DType, type TypedArray } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import { type Shape, showShape, sizeOf } from '../core/shape.ts';
import { fromTyped, Tensor } from './tensor.ts';

/** Numbers or truth values, nested as deep as the tensor has axes; or a typed array. */
export type TensorLike = number | boolean | TypedArray | readonly TensorLike[];

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
  const nested = shapeOf(values);
  const shape = options.shape ?? nested;
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
  const dtype = options.dtype ?? (typeof firstOf(values) === 'boolean' ? 'bool' : 'float64');
  const data = allocate(dtype, sizeOf(shape));
  flatten(values, nested, data, dtype === 'bool');
  return new Tensor(shape, dtype, { kind: 'values', values: data });
}

/** A tensor of one repeated number. */
export function full(shape: Shape, value: number, dtype: DType = 'float64'): Tensor {
  return new Tensor(shape, dtype, { kind: 'values', values: allocate(dtype, sizeOf(shape)).fill(value) });
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
export function variable(values: TensorLike | Tensor, options: TensorOptions = {}): Tensor {
  const start = values instanceof Tensor ? values : tensor(values, options);
  return new Tensor(start.shape, start.dtype, { kind: 'variable', initial: start.values.slice() });
}

/** A tensor whose numbers a program is given at run time. */
export function placeholder(shape: Shape, dtype: DType = 'float64'): Tensor {
  return new Tensor(shape, dtype, { kind: 'placeholder' });
}

function isTyped(values: unknown): values is TypedArray {
  return values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array;
}

function firstOf(values: TensorLike): unknown {
  return Array.isArray(values) ? firstOf(values[0]) : values;
}

function shapeOf(values: TensorLike): number[] {
  if (isTyped(values)) return [values.length];
  if (!Array.isArray(values)) return [];
  return values.length === 0 ? [0] : [values.length, ...shapeOf(values[0])];
}

function flatten(values: TensorLike, shape: Shape, out: TypedArray, truth: boolean): void {
  let position = 0;
  const visit = (value: TensorLike, axis: number, path: string): void => {
    if (axis === shape.length) {
      if (typeof value !== 'number' && typeof value !== 'boolean') {
        throw new HebbError('INVALID_VALUE', `a tensor holds numbers; element ${path} is ${show(value)}.`);
      }
      out[position++] = truth ? Number(Boolean(value)) : Number(value);
      return;
    }
    const list = value as readonly TensorLike[];
    if (list?.length !== shape[axis] || typeof value !== 'object') {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `ragged nesting: element ${path} should have ${shape[axis]} entries, got ${show(value)}.`,
      );
    }
    for (let i = 0; i < list.length; i++) visit(list[i], axis + 1, `${path}[${i}]`);
  };
  visit(values, 0, '');
}
