// Gathers, scatters, strided copies and fills against plain JS loops; all of them exact.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floats, KernelMemory, testNumbers } from './kernel-memory.ts';

const memory = new KernelMemory();

describe('gather and scatter', () => {
  it('gathers rows of any length', () => {
    for (const words of [1, 2, 3, 4, 5, 7, 16, 21, 33, 784]) {
      for (const count of [0, 1, 6]) {
        const input = memory.place(Int32Array, 9 * words);
        input.array.forEach((_, i) => {
          input.array[i] = i * 2654435;
        });
        const indices = memory.place(Int32Array, count);
        indices.array.forEach((_, i) => {
          indices.array[i] = (i * 5 + 3) % 9;
        });
        const out = memory.place(Int32Array, count * words, 1);
        memory.kernels.gather_rows(input.at, indices.at, out.at, count, words * 4);
        const expected = [...indices.array].flatMap((row) => [
          ...input.array.subarray(row * words, (row + 1) * words),
        ]);
        expect([...out.array]).toEqual(expected);
        memory.reset();
      }
    }
  });

  for (const { dtype, type } of floats) {
    it(`adds ${dtype} rows back in order`, () => {
      const numbers = testNumbers(3);
      for (const length of [1, 2, 3, 4, 5, 11, 64]) {
        const input = memory.place(type, 8 * length);
        for (let i = 0; i < input.array.length; i++) input.array[i] = numbers() * 10 - 5;
        const indices = memory.place(Int32Array, 8);
        indices.array.set([2, 0, 2, 2, 1, 0, 2, 4]);
        const out = memory.place(type, 5 * length);
        out.array.fill(0);
        const expected = dtype === 'f32' ? new Float32Array(5 * length) : new Float64Array(5 * length);
        indices.array.forEach((row, i) => {
          for (let j = 0; j < length; j++) expected[row * length + j] += input.array[i * length + j];
        });
        memory.kernels[`scatter_add_rows_${dtype}`](input.at, indices.at, out.at, 8, length);
        expect([...out.array]).toEqual([...expected]);
        memory.reset();
      }
    });
  }
});

/** The reference: one element at a time. */
function copyPlain(
  input: ArrayLike<number>,
  out: { [index: number]: number },
  shape: readonly number[],
  inStrides: readonly number[],
  outStrides: readonly number[],
  axis = 0,
  from = 0,
  to = 0,
): void {
  if (axis === shape.length) {
    out[to] = input[from];
    return;
  }
  for (let i = 0; i < shape[axis]; i++) {
    copyPlain(
      input,
      out,
      shape,
      inStrides,
      outStrides,
      axis + 1,
      from + i * inStrides[axis],
      to + i * outStrides[axis],
    );
  }
}

function denseStrides(shape: readonly number[], order: readonly number[]): number[] {
  const strides = shape.map(() => 0);
  let step = 1;
  for (const axis of [...order].reverse()) {
    strides[axis] = step;
    step *= Math.max(1, shape[axis]);
  }
  return strides;
}

function checkCopy(
  bytes: 4 | 8,
  shape: readonly number[],
  inStrides: readonly number[],
  outStrides: readonly number[],
): void {
  const type = bytes === 4 ? Int32Array : Float64Array;
  const extent = (strides: readonly number[]) =>
    shape.reduce((sum, size, axis) => sum + Math.max(0, size - 1) * strides[axis], 1);
  const meta = memory.place(Int32Array, 3 * shape.length);
  meta.array.set([...shape, ...inStrides, ...outStrides]);
  const input = memory.place<Int32Array | Float64Array>(type, extent(inStrides));
  for (let i = 0; i < input.array.length; i++) input.array[i] = i + 1;
  const out = memory.place<Int32Array | Float64Array>(type, extent(outStrides));
  out.array.fill(-1);
  const expected = Array.from(out.array, () => -1);
  copyPlain(input.array, expected, shape, inStrides, outStrides);
  memory.kernels[`copy_strided_${bytes}`](input.at, out.at, shape.length, meta.at);
  expect([...out.array]).toEqual(expected);
  memory.reset();
}

describe('strided copies and fills', () => {
  for (const bytes of [4, 8] as const) {
    it(`transposes matrices of ${bytes}-byte elements`, () => {
      for (const [rows, columns] of [
        [1, 1],
        [2, 3],
        [4, 4],
        [5, 7],
        [33, 31],
        [64, 32],
        [100, 65],
        [1, 9],
        [9, 1],
      ]) {
        checkCopy(bytes, [rows, columns], [1, rows], [columns, 1]);
        checkCopy(bytes, [rows, columns], [columns, 1], [1, rows]);
        checkCopy(bytes, [3, rows, columns], [rows * columns, 1, rows], [rows * columns, columns, 1]);
        checkCopy(bytes, [rows, columns], [1, rows + 5], [columns + 2, 1]);
      }
    });

    it(`follows any strides of ${bytes}-byte elements: permuted, repeated, padded`, () => {
      const axes = fc.integer({ min: 0, max: 5 });
      const view = axes.chain((rank) =>
        fc.record({
          shape: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: rank, maxLength: rank }),
          inOrder: fc.shuffledSubarray([...Array(rank).keys()], { minLength: rank, maxLength: rank }),
          outOrder: fc.shuffledSubarray([...Array(rank).keys()], { minLength: rank, maxLength: rank }),
          repeat: fc.array(fc.boolean(), { minLength: rank, maxLength: rank }),
          stretch: fc.integer({ min: 1, max: 2 }),
        }),
      );
      fc.assert(
        fc.property(view, ({ shape, inOrder, outOrder, repeat, stretch }) => {
          const inStrides = denseStrides(shape, inOrder).map((stride, axis) => (repeat[axis] ? 0 : stride));
          const outStrides = denseStrides(shape, outOrder).map((stride) => stride * stretch);
          checkCopy(bytes, shape, inStrides, outStrides);
        }),
        { numRuns: 200, seed: 7 },
      );
    });

    it(`broadcasts rows, columns and scalars of ${bytes}-byte elements`, () => {
      checkCopy(bytes, [40, 21], [0, 1], [21, 1]);
      checkCopy(bytes, [40, 21], [1, 0], [21, 1]);
      checkCopy(bytes, [40, 21], [0, 0], [21, 1]);
      checkCopy(bytes, [], [], []);
    });

    it(`fills ${bytes}-byte elements`, () => {
      for (const n of [0, 1, 2, 3, 4, 7, 100]) {
        const out = memory.place<Int32Array | BigInt64Array>(bytes === 4 ? Int32Array : BigInt64Array, n, 1);
        memory.kernels[`fill_${bytes}`](out.at, bytes === 4 ? -77 : -77n, n);
        expect([...out.array].every((value) => Number(value) === -77)).toBe(true);
        memory.reset();
      }
    });
  }
});
