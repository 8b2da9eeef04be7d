/**
 * Activation functions of a whole vector, like softmax: each result depends on every element along an axis.
 */

import { HebbError } from '../core/errors.ts';
import { boolean, checkOptions, integer } from '../core/options.ts';
import { resolveAxis, showShape } from '../core/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Activation, type AxisOptions, alongAxis } from './activations.ts';

export interface SparsemaxOptions extends AxisOptions {
  /**
   * Whether the result is the projection of the paper, whose elements sum to 1. Default false: the numbers of
   * Keras 3.15, which takes too much away where more than one element stays (its issue 23425).
   */
  readonly exact?: boolean;
}

/**
 * max(x − τ, 0) for each row. Element i is in the support when Σⱼ max(xⱼ − xᵢ, 0) < 1: for n numbers this takes n²
 * comparisons, and no sorting. Exactly, τ = (Σ over the support − 1) / its size. Keras 3.15 sums the running sums
 * of the sorted support instead, in which the r-th smallest element comes r times (equal ones share).
 */
function projectOnSimplex(x: Tensor, exact: boolean): Tensor {
  const gaps = x.expandDims(-2).sub(x.expandDims(-1));
  const support = gaps.greater(0).where(gaps, 0).sum(-1).less(1).cast(x.dtype);
  const times = exact ? support : support.mul(rankWithin(support, gaps));
  const tau = sumOfRow(x.mul(times)).sub(1).div(sumOfRow(support));
  const rest = x.sub(tau);
  return rest.less(0).where(0, rest);
}

/** 1 for the smallest element of the support, 2 for the next …; gaps[i, j] = xⱼ − xᵢ. */
function rankWithin(support: Tensor, gaps: Tensor): Tensor {
  const below = gaps.sign().add(1).mul(0.5);
  return support.expandDims(-1).mul(below).sum(-2).add(0.5);
}

function sumOfRow(x: Tensor): Tensor {
  return x.sum(-1, { keepDims: true });
}

/**
 * @example
 * sparsemax.apply(tensor([[2, 0]])).toArray(); // [[1, 0]]
 */
export const sparsemax: Activation<SparsemaxOptions> = {
  name: 'sparsemax',
  formula: 'max(xᵢ − τ, 0) along an axis; with exact, τ makes the sum 1: the probabilities nearest to x',
  source: 'A. Martins, R. Astudillo, "From softmax to sparsemax", ICML 2016, arXiv:1602.02068',
  apply(x, options = {}) {
    checkOptions('sparsemax', options, { axis: integer(), exact: boolean });
    const { axis, exact = false } = options;
    return alongAxis(x, axis, (rows) => projectOnSimplex(rows, exact));
  },
};

/**
 * Halves the axis. @throws HebbError `SHAPE_MISMATCH` when its length is odd
 *
 * @example
 * glu.apply(tensor([4, 0])).toArray(); // [2]
 */
export const glu: Activation<AxisOptions> = {
  name: 'glu',
  formula: 'a · σ(b), a and b being the first and second half along an axis, which becomes half as long',
  source: 'Y. N. Dauphin, A. Fan, M. Auli, D. Grangier, ICML 2017, arXiv:1612.08083',
  apply(x, options = {}) {
    checkOptions('glu', options, { axis: integer() });
    const axis = resolveAxis(options.axis ?? -1, x.rank);
    const half = x.shape[axis] / 2;
    if (!Number.isInteger(half)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `glu halves axis ${axis}, which is odd in ${showShape(x.shape)}.`,
      );
    }
    const size = x.shape.map((length, k) => (k === axis ? half : length));
    const second = x.shape.map((_, k) => (k === axis ? half : 0));
    return x.slice([], size).mul(x.slice(second, size).sigmoid());
  },
};
