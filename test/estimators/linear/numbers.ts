/** Comparing the numbers of linear models, whatever they come in. */
import { expect } from 'vitest';
import type { Tensor } from '../../../src/tensor/tensor.ts';

type Numbers = number | ArrayLike<number> | readonly (readonly number[])[] | Tensor;

/** All numbers, one after the other. */
export function flat(numbers: Numbers | readonly unknown[]): number[] {
  if (typeof numbers === 'number') return [numbers];
  const isTensor = 'toMatrix' in numbers;
  return Array.from(isTensor ? numbers.values : (numbers as ArrayLike<number>)).flat() as number[];
}

/** Equal to 1e-9, or to another tolerance: absolute below 1, else relative. */
export function expectClose(actual: Numbers, expected: Numbers, tolerance = 1e-9): void {
  const [came, should] = [flat(actual), flat(expected)];
  expect(came.length).toBe(should.length);
  for (const [i, value] of should.entries()) {
    const error = Math.abs(came[i] - value) / Math.max(1, Math.abs(value));
    expect(error, `element ${i}: ${came[i]} against ${value}`).toBeLessThanOrEqual(tolerance);
  }
}
