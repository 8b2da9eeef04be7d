/**
 * Losses of overlap, for masks of images: one number for the whole batch, unless axes say otherwise.
 */
import { anyOf, integer, listOf, nullable, type Rule, real } from '../../core/options.ts';
import { epsilon, type Loss } from './loss.ts';

export interface DiceOptions {
  /** Over which axes to sum. Default null: all, which leaves one loss. */
  readonly axis?: number | readonly number[] | null;
}

export interface TverskyOptions extends DiceOptions {
  /** What (1 − ŷ) y counts in the denominator. Default 0.5. */
  readonly alpha?: number;
  /** What (1 − y) ŷ counts in the denominator. Default 0.5. */
  readonly beta?: number;
}

const axisRule: Readonly<Record<string, Rule>> = { axis: nullable(anyOf(integer(), listOf(integer()))) };

/**
 * @example
 * computeLoss(dice, [[1], [0]], [[1], [1]]).item(); // close to 0.33333
 */
export const dice: Loss<DiceOptions> = {
  name: 'dice',
  formula: '1 − 2 Σ y ŷ / (Σ y + Σ ŷ + ε), with ε = 10⁻⁷',
  source: 'L. R. Dice, Ecology 26(3), 1945; F. Milletari, N. Navab, S.-A. Ahmadi, 2016, arXiv:1606.04797',
  rules: axisRule,
  perSample(yTrue, yPred, { axis }) {
    const axes = axis ?? undefined;
    const sizes = yTrue.sum(axes).add(yPred.sum(axes)).add(epsilon);
    return yTrue.mul(yPred).sum(axes).mul(2).div(sizes).neg().add(1);
  },
};

/**
 * @example
 * computeLoss(tversky, [[1], [0]], [[1], [1]]).item(); // close to 0.33333
 */
export const tversky: Loss<TverskyOptions> = {
  name: 'tversky',
  formula: '1 − Σ y ŷ / (Σ y ŷ + alpha Σ y (1 − ŷ) + beta Σ ŷ (1 − y) + ε), with ε = 10⁻⁷',
  source: 'S. S. M. Salehi, D. Erdogmus, A. Gholipour, 2017, arXiv:1706.05721',
  rules: { ...axisRule, alpha: real(), beta: real() },
  perSample(yTrue, yPred, { axis, alpha = 0.5, beta = 0.5 }) {
    const axes = axis ?? undefined;
    const common = yTrue.mul(yPred).sum(axes);
    const missed = yTrue.sum(axes).sub(common).mul(alpha);
    const extra = yPred.sum(axes).sub(common).mul(beta);
    return common.div(common.add(missed).add(extra).add(epsilon)).neg().add(1);
  },
};
