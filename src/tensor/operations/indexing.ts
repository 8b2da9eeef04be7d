/**
 * Operations that pick rows by number, and the random numbers that dropout and initializers draw.
 */
import { type FloatDType, isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { type Shape, sameShape, showShape, sizeOf } from '../../core/shape.ts';
import { checkTensor } from '../array-of-numbers.ts';
import type { KernelOperation } from '../operation.ts';
import type { Tensor } from '../tensor.ts';

function requireInt32(name: string, dtype: string): void {
  if (dtype !== 'int32') throw new HebbError('INVALID_VALUE', `${name} takes int32 indices, got ${dtype}.`);
}

/** Refuse what names none of `rows` rows. */
export function checkRows(indices: ArrayLike<number>, rows: number): void {
  for (let i = 0; i < indices.length; i++) {
    if (!(Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < rows)) {
      throw new HebbError(
        'INVALID_VALUE',
        `index ${indices[i]} at position ${i} is not one of ${rows} rows.`,
      );
    }
  }
}

/** Indices that surely name one of `rows` rows: constants are checked, what is computed later is clamped. */
export function withinRows(indices: Tensor, rows: number | undefined): Tensor {
  checkTensor(indices);
  if (rows === undefined)
    throw new HebbError('SHAPE_MISMATCH', 'a scalar has no rows that an index could name.');
  if (rows === 0 && indices.size > 0) {
    throw new HebbError('INVALID_VALUE', 'there are no rows that an index could name.');
  }
  if (indices.source.kind !== 'values') return indices.clip(0, rows - 1);
  checkRows(indices.source.values, rows);
  return indices;
}

/** table (N × …), indices (any shape) → indices.shape + (…): row indices[i] of the table. */
export const gather: KernelOperation = {
  kind: 'kernel',
  name: 'gather',
  result([table, indices]) {
    requireInt32('gather', indices.dtype);
    return { shape: [...indices.shape, ...table.shape.slice(1)], dtype: table.dtype };
  },
  gradient: ({ inputs: [table, indices] }, g) => [g.scatterAdd(indices, table.shape[0]), null],
  cut: ([, indices]) =>
    indices.shape.length === 1
      ? { rows: indices.shape[0], reach: ['all', 'rows'] }
      : { rows: 1, reach: ['all', 'all'] },
  kernels: ([table, indices], out) => [
    {
      kind: 'gather',
      dtype: out.dtype,
      table: table.offset,
      tableRows: table.shape[0],
      indices: indices.offset,
      out: out.offset,
      count: sizeOf(indices.shape),
      rowLength: sizeOf(table.shape.slice(1)),
    },
  ],
};

/** The gradient of `gather`: row i of the input is added to row indices[i] of zeros (rows × …). */
export const scatterAdd: KernelOperation<Readonly<{ rows: number }>> = {
  kind: 'kernel',
  name: 'scatterAdd',
  result([x, indices], { rows }) {
    requireInt32('scatterAdd', indices.dtype);
    if (!isFloat(x.dtype)) throw new HebbError('INVALID_VALUE', `scatterAdd takes floats, got ${x.dtype}.`);
    if (!sameShape(x.shape.slice(0, indices.shape.length), indices.shape)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `scatterAdd: shape ${showShape(x.shape)} does not begin with the indices' shape ${showShape(indices.shape)}.`,
      );
    }
    return { shape: [rows, ...x.shape.slice(indices.shape.length)], dtype: x.dtype };
  },
  gradient: ({ inputs: [, indices] }, g) => [g.gather(indices), null],
  cut: () => ({ rows: 1, reach: ['all', 'all'] }),
  kernels: ([x, indices], out, { rows }) => [
    {
      kind: 'scatterAdd',
      dtype: out.dtype as FloatDType,
      input: x.offset,
      indices: indices.offset,
      out: out.offset,
      count: sizeOf(indices.shape),
      rowLength: sizeOf(out.shape.slice(1)),
      tableRows: rows,
    },
  ],
};

export type RandomAttributes = Readonly<{ shape: Shape; dtype: FloatDType; seed: number; salt: number }>;

/** Uniform numbers in [0, 1): a function of seed, salt, the int32 step and the position, of nothing else. */
export const randomUniform: KernelOperation<RandomAttributes> = {
  kind: 'kernel',
  name: 'randomUniform',
  result([step], { shape, dtype }) {
    requireInt32('randomUniform', step.dtype);
    return { shape, dtype };
  },
  cut: (_, out) => ({ rows: out.shape[0] ?? 1, reach: ['all'] }),
  kernels: ([step], out, { seed, salt }) => [
    {
      kind: 'random',
      dtype: out.dtype as FloatDType,
      seed,
      salt,
      step: step.offset,
      out: out.offset,
      count: out.shape[0] ?? 1,
      rowLength: sizeOf(out.shape.slice(1)),
    },
  ],
};
