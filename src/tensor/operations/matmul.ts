/**
 * The matrix product, with either factor read as its transpose. Both gradients are matrix products again,
 * so nothing is ever transposed in memory.
 */
import { type FloatDType, isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import type { KernelOperation } from '../operation.ts';

export type MatmulAttributes = Readonly<{ transposeA: boolean; transposeB: boolean }>;

/** (m × k) · (k × n) → (m × n) */
export const matmul: KernelOperation<MatmulAttributes> = {
  kind: 'kernel',
  name: 'matmul',
  result([a, b], { transposeA, transposeB }) {
    if (a.shape.length !== 2 || b.shape.length !== 2) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `matmul takes two matrices, got shapes ${showShape(a.shape)} and ${showShape(b.shape)}.`,
      );
    }
    const [m, k] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
    const [k2, n] = transposeB ? [b.shape[1], b.shape[0]] : b.shape;
    if (k !== k2) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `matmul: inner sizes differ, ${showShape([m, k])} · ${showShape([k2, n])}.`,
      );
    }
    if (a.dtype !== b.dtype || !isFloat(a.dtype)) {
      throw new HebbError('INVALID_VALUE', `matmul takes floats of one type, got ${a.dtype} and ${b.dtype}.`);
    }
    return { shape: [m, n], dtype: a.dtype };
  },
  gradient({ inputs: [a, b], attributes: { transposeA, transposeB } }, g) {
    return [
      transposeA
        ? b.matmul(g, { transposeA: transposeB, transposeB: true })
        : g.matmul(b, { transposeB: !transposeB }),
      transposeB
        ? g.matmul(a, { transposeA: true, transposeB: transposeA })
        : a.matmul(g, { transposeA: !transposeA }),
    ];
  },
  cut(_, { shape: [rows] }, { transposeA }) {
    return { rows, reach: [transposeA ? 'all' : 'rows', 'all'] };
  },
  kernels([a, b], out, { transposeA, transposeB }) {
    return [
      {
        kind: 'matmul',
        dtype: out.dtype as FloatDType,
        a: a.offset,
        b: b.offset,
        out: out.offset,
        m: out.shape[0],
        n: out.shape[1],
        k: transposeA ? a.shape[0] : a.shape[1],
        transposeA,
        transposeB,
      },
    ];
  },
};
