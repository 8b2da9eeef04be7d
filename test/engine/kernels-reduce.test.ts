// Reductions against plain JS: sums against their error bound, the rest exactly.

import { describe, expect, it } from 'vitest';
import { floats, KernelMemory, testNumbers } from './kernel-memory.ts';

const shapes: readonly (readonly [number, number, number])[] = [
  [1, 0, 1],
  [1, 0, 5],
  [3, 1, 1],
  [5, 2, 1],
  [4, 3, 1],
  [3, 4, 1],
  [7, 10, 1],
  [2, 17, 1],
  [3, 100, 1],
  [2, 513, 1],
  [1, 4099, 1],
  [1, 100_003, 1],
  [1, 7, 2],
  [1, 200, 3],
  [1, 129, 10],
  [1, 300, 16],
  [1, 257, 37],
  [2, 5, 100],
  [3, 20_000, 5],
  [4, 1, 9],
];

function extremum(values: readonly number[], op: 'max' | 'min'): number {
  if (values.some(Number.isNaN)) return Number.NaN;
  return op === 'max'
    ? values.reduce((best, x) => Math.max(best, x), Number.NEGATIVE_INFINITY)
    : values.reduce((best, x) => Math.min(best, x), Number.POSITIVE_INFINITY);
}

function position(values: readonly number[], op: 'max' | 'min'): number {
  const odd = values.findIndex(Number.isNaN);
  return Math.max(0, odd >= 0 ? odd : values.indexOf(extremum(values, op)));
}

function columns(
  values: ArrayLike<number>,
  [outer, n, inner]: readonly [number, number, number],
): number[][] {
  const lists: number[][] = [];
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < inner; c++) {
      lists.push(Array.from({ length: n }, (_, i) => values[(o * n + i) * inner + c]));
    }
  }
  return lists;
}

const memory = new KernelMemory();

for (const { dtype, type, epsilon } of floats) {
  describe(`${dtype} reductions`, () => {
    for (const shape of shapes) {
      const [outer, n, inner] = shape;
      const numbers = testNumbers(outer * 31 + n * 7 + inner);
      const fill = (next: () => number) => {
        const input = memory.place(type, outer * n * inner, n % 3);
        for (let i = 0; i < input.array.length; i++) input.array[i] = next();
        return input;
      };

      it(`sums [${shape}] within the error of a blocked sum`, () => {
        const input = fill(() => numbers() * 2 - 0.5);
        const out = memory.place(type, outer * inner);
        memory.kernels[`reduce_sum_${dtype}`](input.at, out.at, outer, n, inner);
        columns(input.array, shape).forEach((list, i) => {
          const magnitude = list.reduce((sum, x) => sum + Math.abs(x), 0);
          const error = Math.abs(out.array[i] - list.reduce((sum, x) => sum + x, 0));
          // Blocked sums err by at most (128 + 128 + 2) roundings; the plain f64 sum by n of its own.
          expect(error).toBeLessThanOrEqual(magnitude * (260 * epsilon + n * 2 ** -53));
        });
        memory.reset();
      });

      it(`finds extrema of [${shape}] and their first positions`, () => {
        // Few distinct values, so that ties happen.
        const input = fill(() => Math.floor(numbers() * 50) - 25);
        if (input.array.length > 8) input.array[input.array.length >> 1] = Number.NaN;
        const lists = columns(input.array, shape);
        for (const op of ['max', 'min'] as const) {
          const out = memory.place(type, outer * inner);
          memory.kernels[`reduce_${op}_${dtype}`](input.at, out.at, outer, n, inner);
          expect([...out.array]).toEqual(lists.map((list) => extremum(list, op)));
          const where = memory.place(Int32Array, outer * inner);
          memory.kernels[`argreduce_${op}_${dtype}`](input.at, where.at, outer, n, inner);
          expect([...where.array]).toEqual(lists.map((list) => position(list, op)));
        }
        memory.reset();
      });
    }

    it('lets no number hide what is not one, wherever it stands', () => {
      for (const inner of [1, 3, 4, 9]) {
        for (let n = 1; n < 20; n++) {
          for (let odd = 0; odd < n; odd++) {
            const input = memory.place(type, n * inner);
            input.array.fill(1);
            input.array[odd * inner + (inner >> 1)] = Number.NaN;
            for (const op of ['sum', 'max', 'min']) {
              const out = memory.place(type, inner);
              memory.kernels[`reduce_${op}_${dtype}`](input.at, out.at, 1, n, inner);
              out.array.forEach((value, c) => {
                expect(Number.isNaN(value)).toBe(c === inner >> 1);
              });
            }
            memory.reset();
          }
        }
      }
    });

    it('keeps infinities', () => {
      for (const inner of [1, 5]) {
        const input = memory.place(type, 40 * inner);
        input.array.fill(Number.NEGATIVE_INFINITY);
        const out = memory.place(type, inner);
        for (const op of ['sum', 'max', 'min']) {
          memory.kernels[`reduce_${op}_${dtype}`](input.at, out.at, 1, 40, inner);
          expect(out.array.every((x) => x === Number.NEGATIVE_INFINITY)).toBe(true);
        }
        memory.reset();
      }
    });

    it('adds in an order that depends on n alone', () => {
      const numbers = testNumbers(9);
      const [n, inner] = [777, 45];
      const input = memory.place(type, n * inner);
      for (let i = 0; i < input.array.length; i++) input.array[i] = numbers() - 0.5;
      const whole = memory.place(type, inner);
      memory.kernels[`reduce_sum_${dtype}`](input.at, whole.at, 1, n, inner);
      const narrow = memory.place(type, n * 7, 1);
      const part = memory.place(type, 7);
      for (let c = 0; c + 7 <= inner; c++) {
        for (let i = 0; i < n; i++)
          for (let j = 0; j < 7; j++) narrow.array[i * 7 + j] = input.array[i * inner + c + j];
        memory.kernels[`reduce_sum_${dtype}`](narrow.at, part.at, 1, n, 7);
        expect([...part.array]).toEqual([...whole.array.subarray(c, c + 7)]);
      }
      const first = memory.place(type, 1);
      for (const shift of [0, 1, 2, 3]) {
        const row = memory.place(type, n, shift);
        row.array.set(input.array.subarray(0, n));
        const out = memory.place(type, 1);
        memory.kernels[`reduce_sum_${dtype}`](row.at, out.at, 1, n, 1);
        if (shift === 0) first.array[0] = out.array[0];
        expect(out.array[0]).toBe(first.array[0]);
      }
      memory.reset();
    });
  });
}
