/**
 * The numbers that new weights begin with: what an initializer draws. While a model is made for numbers from a file,
 * nothing is drawn, and no more weights are made than the file has numbers for.
 */
import { allocate, type DType, isFloat, type TypedArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { type Shape, showShape, sizeOf } from '../../core/shape.ts';
import { type InitializerOption, initializerOf } from '../initializers/initializer-named.ts';
import { nextSeed } from './seeds.ts';

let awaited: { left: number } | undefined;

/**
 * @throws HebbError `CORRUPT_FILE` within `awaitingNumbers`, for more than the file has
 */
export function firstValues(shape: Shape, dtype: DType, initializer: InitializerOption): TypedArray {
  if (awaited !== undefined) {
    awaited.left -= sizeOf(shape);
    if (awaited.left >= 0) return allocate(dtype, sizeOf(shape));
    throw new HebbError(
      'CORRUPT_FILE',
      `the file does not have the numbers for a weight of shape ${showShape(shape)}.`,
    );
  }
  return isFloat(dtype)
    ? initializerOf(initializer).draw(shape, dtype, nextSeed())
    : allocate(dtype, sizeOf(shape));
}

/** What `work` gives, while all weights that are made begin with zeros, and have at most `count` numbers together. */
export function awaitingNumbers<T>(count: number, work: () => T): T {
  const before = awaited;
  awaited = { left: count };
  try {
    return work();
  } finally {
    awaited = before;
  }
}
