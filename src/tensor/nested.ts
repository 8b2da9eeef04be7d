/**
 * Between nested arrays and flat, row-major numbers. It knows shapes and nothing of tensors.
 */
import { allocate, type DType, type TypedArray } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import { type Shape, sizeOf } from '../core/shape.ts';

/** Numbers or truth values, nested as deep as the tensor has axes; or a typed array. */
export type TensorLike = number | boolean | TypedArray | readonly TensorLike[];

/** Nested arrays of a tensor's numbers; bools come as true and false. */
export type Nested = number | boolean | Nested[];

function isList(value: unknown): value is readonly TensorLike[] {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** The shape of a nesting, read along its first entries. */
export function shapeOfNested(values: TensorLike): Shape {
  const shape: number[] = [];
  for (let level = values; isList(level); level = level[0]) shape.push(level.length);
  return shape;
}

/** Is the first entry true or false? */
export function startsWithTruth(values: TensorLike): boolean {
  let first = values;
  while (isList(first)) first = first[0];
  return typeof first === 'boolean';
}

/** The numbers one after the other. @throws HebbError `SHAPE_MISMATCH` where ragged, `INVALID_VALUE` for what is no number */
export function flattenNested(values: TensorLike, dtype: DType): TypedArray {
  const shape = shapeOfNested(values);
  const out = allocate(dtype, sizeOf(shape));
  let position = 0;
  const visit = (value: TensorLike, axis: number, path: string): void => {
    if (axis === shape.length) {
      if (typeof value !== 'number' && typeof value !== 'boolean') {
        throw new HebbError('INVALID_VALUE', `a tensor holds numbers, got ${show(value)}${at(path)}.`);
      }
      out[position++] = dtype === 'bool' ? Number(Boolean(value)) : Number(value);
      return;
    }
    if (!isList(value) || value.length !== shape[axis]) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `ragged nesting: expected ${shape[axis]} entries${at(path)}, got ${show(value)}.`,
      );
    }
    for (let i = 0; i < value.length; i++) visit(value[i], axis + 1, `${path}[${i}]`);
  };
  visit(values, 0, '');
  return out;
}

function at(path: string): string {
  return path === '' ? '' : ` at ${path}`;
}

/** Flat numbers as nested arrays of a shape. */
export function nest(values: TypedArray, shape: Shape, dtype: DType): Nested {
  let next = 0;
  const level = (axis: number): Nested => {
    if (axis < shape.length) return Array.from({ length: shape[axis] }, () => level(axis + 1));
    const value = values[next++];
    return dtype === 'bool' ? value !== 0 : value;
  };
  return level(0);
}
