/**
 * Shapes: lists of sizes, row-major, outermost first. A scalar's shape is [].
 * Broadcasting follows NumPy: sizes are compared from the right, 1 stretches.
 */
import { HebbError, show } from './errors.ts';

export type Shape = readonly number[];

/** Is it a list of whole numbers ≥ 0? */
export function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** The shape itself, or `INVALID_VALUE`. */
export function checkShape(shape: Shape): Shape {
  if (isShape(shape)) return shape;
  throw new HebbError('INVALID_VALUE', `a shape is a list of sizes ≥ 0, got ${show(shape)}.`);
}

/** How many elements a shape holds; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** The same, or the same but for a last axis of size 1 that one of them has more. */
export function sameUpToLastOne(a: Shape, b: Shape): boolean {
  return sameShape(a, b) || sameShape([...a, 1], b) || sameShape(a, [...b, 1]);
}

/** `(2, 3)`, as it is written in messages. */
export function showShape(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Elements between neighbours along each axis of a dense row-major array. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** The shape that `a` and `b` stretch to, or `SHAPE_MISMATCH`. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const result = new Array<number>(rank);
  for (let k = 1; k <= rank; k++) {
    const x = a[a.length - k] ?? 1;
    const y = b[b.length - k] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `shapes ${showShape(a)} and ${showShape(b)} do not broadcast: ${x} against ${y} on axis -${k}.`,
      );
    }
    result[rank - k] = x === 1 ? y : x;
  }
  return result;
}

/** Turns a possibly negative axis into 0 … rank−1, or `INVALID_VALUE`. */
export function resolveAxis(axis: number, rank: number): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= rank) {
    throw new HebbError('INVALID_VALUE', `axis ${axis} does not exist in a tensor of rank ${rank}.`);
  }
  return resolved;
}
