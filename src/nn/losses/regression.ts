/**
 * Losses of predicted numbers. Each is the mean along the last axis, over the outputs of a sample.
 */
import { integer, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { epsilon, type Loss } from './loss.ts';

/** Where the Huber loss turns from a parabola into a line. Default 1. */
export interface HuberOptions {
  readonly delta?: number;
}

/** Along which axis the vectors lie. Default −1, the last. */
export interface CosineSimilarityOptions {
  readonly axis?: number;
}

/**
 * @example
 * computeLoss(meanSquaredError, [[0], [2]], [[1], [5]]).item(); // close to 5
 */
export const meanSquaredError: Loss = {
  name: 'mean_squared_error',
  aliases: ['mse'],
  formula: 'mean (y − ŷ)²',
  source: 'C. F. Gauss, A.-M. Legendre: least squares, 1805–1809',
  perSample: (yTrue, yPred) => yTrue.sub(yPred).square().mean(-1),
};

/**
 * @example
 * computeLoss(meanAbsoluteError, [[0], [2]], [[1], [5]]).item(); // close to 2
 */
export const meanAbsoluteError: Loss = {
  name: 'mean_absolute_error',
  aliases: ['mae'],
  formula: 'mean |y − ŷ|',
  source: 'R. J. Boscovich, P.-S. Laplace: least absolute deviations, 1757–1793',
  perSample: (yTrue, yPred) => yTrue.sub(yPred).abs().mean(-1),
};

/**
 * @example
 * computeLoss(meanAbsolutePercentageError, [[4], [2]], [[5], [1]]).item(); // close to 37.5
 */
export const meanAbsolutePercentageError: Loss = {
  name: 'mean_absolute_percentage_error',
  aliases: ['mape'],
  formula: '100 · mean |y − ŷ| / max(|y|, ε), with ε = 10⁻⁷',
  source: 'S. Makridakis, International Journal of Forecasting 9(4), 1993',
  perSample: (yTrue, yPred) => yTrue.sub(yPred).div(yTrue.abs().maximum(epsilon)).abs().mean(-1).mul(100),
};

/**
 * @example
 * computeLoss(meanSquaredLogarithmicError, [[0]], [[1]]).item(); // close to 0.48045
 */
export const meanSquaredLogarithmicError: Loss = {
  name: 'mean_squared_logarithmic_error',
  aliases: ['msle'],
  formula: 'mean (log(1 + max(y, ε)) − log(1 + max(ŷ, ε)))², with ε = 10⁻⁷',
  source: 'least squares of logarithms, for what grows by factors',
  perSample: (yTrue, yPred) =>
    yTrue.maximum(epsilon).log1p().sub(yPred.maximum(epsilon).log1p()).square().mean(-1),
};

/**
 * @example
 * computeLoss(huber, [[0], [3]], [[0.5], [1]]).item(); // close to 0.8125
 */
export const huber: Loss<HuberOptions> = {
  name: 'huber',
  aliases: ['huber_loss'],
  formula: 'mean of e² / 2 where |e| ≤ delta, delta · (|e| − delta / 2) beyond; e = ŷ − y',
  source: 'P. J. Huber, "Robust estimation of a location parameter", 1964',
  rules: { delta: real({ above: 0 }) },
  perSample(yTrue, yPred, { delta = 1 }) {
    const error = yPred.sub(yTrue).abs();
    const line = error.sub(delta / 2).mul(delta);
    return error.lessEqual(delta).where(error.square().mul(0.5), line).mean(-1);
  },
};

/**
 * @example
 * computeLoss(logCosh, [[0]], [[1]]).item(); // close to 0.43378
 */
export const logCosh: Loss = {
  name: 'log_cosh',
  aliases: ['logcosh'],
  formula: 'mean log cosh(ŷ − y)',
  source: 'like least squares near 0, like absolute errors far from it: Q. Wang et al., 2022',
  perSample(yTrue, yPred) {
    // log cosh e = |e| + log(1 + e^(−2|e|)) − log 2, without overflow; written with e itself, it is smooth at 0.
    const error = yPred.sub(yTrue);
    return error.add(error.mul(-2).softplus()).sub(Math.LN2).mean(-1);
  },
};

/**
 * @example
 * computeLoss(poisson, [[2]], [[1]]).item(); // close to 1.00000
 */
export const poisson: Loss = {
  name: 'poisson',
  formula: 'mean ŷ − y log(ŷ + ε), with ε = 10⁻⁷',
  source: 'the negative logarithm of Poisson’s probability of y, but for what ŷ does not change',
  perSample: (yTrue, yPred) => yPred.sub(yTrue.mul(yPred.add(epsilon).log())).mean(-1),
};

/**
 * @example
 * computeLoss(cosineSimilarity, [[1, 0]], [[3, 4]]).item(); // close to -0.6
 */
export const cosineSimilarity: Loss<CosineSimilarityOptions> = {
  name: 'cosine_similarity',
  formula: '−Σ y ŷ / (‖y‖ ‖ŷ‖) along an axis: −1 for the same direction, 1 for the opposite one',
  source: 'G. Salton, A. Wong, C. S. Yang, "A vector space model for automatic indexing", 1975',
  rules: { axis: integer() },
  perSample: (yTrue, yPred, { axis = -1 }) => unit(yTrue, axis).mul(unit(yPred, axis)).sum(axis).neg(),
};

/** x / ‖x‖ along an axis; shorter than ε counts as ε long. */
function unit(x: Tensor, axis: number): Tensor {
  const squares = x.square().sum(axis, { keepDims: true });
  return x.div(squares.maximum(epsilon * epsilon).sqrt());
}
