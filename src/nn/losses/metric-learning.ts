/**
 * Losses of distances between the samples of a batch: embeddings of one class should lie close together.
 */
import { boolean, real } from '../../core/options.ts';
import { range } from '../../core/range.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { Loss } from './loss.ts';

export interface CircleOptions {
  /** Scale of the similarities. Default 80. */
  readonly gamma?: number;
  /** The relaxation factor m. Default 0.4. */
  readonly margin?: number;
  /** Is a sample no pair with itself? Default true. */
  readonly removeDiagonal?: boolean;
}

/** Stands for −∞ in a sum of exponentials, without the NaN that ∞ − ∞ would be. */
const farBelow = -1e30;

/**
 * @example
 * const embeddings = [[1, 0], [1, 0], [-1, 0], [-1, 0]];
 * computeLoss(circle, [0, 0, 1, 1], embeddings).item(); // close to 0.0000
 */
export const circle: Loss<CircleOptions> = {
  name: 'circle',
  formula:
    'log(1 + Σ e^(−γ max(m + d, 0) (m − d)) · Σ e^(γ max(1 + m − d, 0) (1 − m − d))): distances d = max(1 − cosine, 0) ' +
    'to samples of the same class in the first sum, of others in the second; samples that lose nothing do not count',
  source: 'Y. Sun et al., "Circle loss", CVPR 2020, arXiv:2002.10857',
  rules: { gamma: real({ min: 0 }), margin: real(), removeDiagonal: boolean },
  targetShape: ([batch]) => [batch],
  perSample(yTrue, yPred, { gamma = 80, margin = 0.4, removeDiagonal = true }) {
    const distances = yPred.matmul(yPred, { transposeB: true }).neg().add(1).maximum(0);
    const sameClass = yTrue.expandDims(1).equal(yTrue.expandDims(0));
    const pairs = removeDiagonal ? sameClass.and(offDiagonal(yTrue.size)) : sameClass;
    const near = distances.add(margin).maximum(0).mul(distances.sub(margin)).mul(gamma);
    const far = distances
      .neg()
      .add(1 + margin)
      .maximum(0)
      .mul(distances.neg().add(1 - margin))
      .mul(gamma);
    return logSumExp(pairs, near).add(logSumExp(sameClass.not(), far)).softplus();
  },
  mask: (_, losses) => losses.greater(0),
};

/** log Σ eˣ over the columns where the condition holds. */
function logSumExp(condition: Tensor, x: Tensor): Tensor {
  const chosen = condition.where(x, farBelow);
  const largest = chosen.max(-1, { keepDims: true });
  return chosen
    .sub(largest)
    .exp()
    .sum(-1)
    .log()
    .add(largest.reshape([x.shape[0]]));
}

function offDiagonal(n: number): Tensor {
  const numbers = fromTyped(range(n), [n]);
  return numbers.expandDims(1).notEqual(numbers.expandDims(0));
}
