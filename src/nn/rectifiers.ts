/**
 * The successors of ReLU, one record each: linear far to the right, and bent in some way around 0. The branch
 * that is not taken is kept from overflowing, since its derivative would turn 0 · ∞ into NaN.
 */
import { boolean, checkOptions, type Rule, real } from '../core/options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Activation } from './activations.ts';
import { normalShareBelow } from './normal-distribution.ts';

/** Slope for negative x. Default 0.2. */
export interface LeakyReluOptions {
  readonly negativeSlope?: number;
}

/** Where the curve levels off for negative x: at −alpha. Default 1. */
export interface AlphaOptions {
  readonly alpha?: number;
}

/** Whether `gelu` uses the tanh formula. Default false: the exact one. */
export interface GeluOptions {
  readonly approximate?: boolean;
}

/** How far the curve stays from its corner. Default 4. */
export interface SquareplusOptions {
  readonly b?: number;
}

const alphaRule: Readonly<Record<string, Rule>> = { alpha: real({ above: 0 }) };

/** x where it is negative or NaN, else 0. */
function negativePart(x: Tensor): Tensor {
  return x.greater(0).where(0, x);
}

/** x to the right of 0, scale · (e^(x / width) − 1) to the left. */
function exponentialUnit(x: Tensor, scale: number, width: number): Tensor {
  return x.greater(0).where(x, negativePart(x).div(width).expm1().mul(scale));
}

/**
 * @example
 * relu6.apply(tensor([-1, 3, 9])).toArray(); // [0, 3, 6]
 */
export const relu6: Activation = {
  name: 'relu6',
  formula: 'min(max(0, x), 6)',
  source: 'A. Krizhevsky, "Convolutional deep belief networks on CIFAR-10", 2010',
  apply: (x) => x.clip(0, 6),
};

/**
 * @example
 * leakyRelu.apply(tensor([-1, 2]), { negativeSlope: 0.5 }).toArray(); // [-0.5, 2]
 */
export const leakyRelu: Activation<LeakyReluOptions> = {
  name: 'leaky_relu',
  formula: 'x if x > 0, negativeSlope · x otherwise',
  source: 'A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities …", ICML 2013',
  apply(x, options = {}) {
    checkOptions('leaky_relu', options, { negativeSlope: real() });
    return x.greater(0).where(x, x.mul(options.negativeSlope ?? 0.2));
  },
};

/**
 * @example
 * elu.apply(tensor([-1, 2])).toArray(); // close to [-0.63212, 2]
 */
export const elu: Activation<AlphaOptions> = {
  name: 'elu',
  formula: 'x if x > 0, alpha · (eˣ − 1) otherwise',
  source: 'D.-A. Clevert, T. Unterthiner, S. Hochreiter, ICLR 2016, arXiv:1511.07289',
  apply(x, options = {}) {
    checkOptions('elu', options, alphaRule);
    return exponentialUnit(x, options.alpha ?? 1, 1);
  },
};

/**
 * @example
 * celu.apply(tensor([-1, 2])).toArray(); // close to [-0.63212, 2]
 */
export const celu: Activation<AlphaOptions> = {
  name: 'celu',
  formula: 'x if x > 0, alpha · (e^(x / alpha) − 1) otherwise',
  source: 'J. T. Barron, "Continuously differentiable exponential linear units", 2017, arXiv:1704.07483',
  apply(x, options = {}) {
    checkOptions('celu', options, alphaRule);
    const { alpha = 1 } = options;
    return exponentialUnit(x, alpha, alpha);
  },
};

/** The fixed point that keeps mean 0 and variance 1 (section 2 of the paper). */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/**
 * @example
 * selu.apply(tensor([0, 1])).toArray(); // close to [0, 1.05070]
 */
export const selu: Activation = {
  name: 'selu',
  formula: '1.0507… · (x if x > 0, 1.6733… · (eˣ − 1) otherwise)',
  source: 'G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, NIPS 2017, arXiv:1706.02515',
  apply: (x) => exponentialUnit(x, seluAlpha, 1).mul(seluScale),
};

/**
 * @example
 * gelu.apply(tensor([0, 1])).toArray(); // close to [0, 0.84134]
 */
export const gelu: Activation<GeluOptions> = {
  name: 'gelu',
  formula: 'x Φ(x) = x (1 + erf(x / √2)) / 2; approximately x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2',
  source: 'D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016, arXiv:1606.08415',
  apply(x, options = {}) {
    checkOptions('gelu', options, { approximate: boolean });
    if (options.approximate !== true) return x.mul(normalShareBelow(x));
    const bent = x.mul(x.square().mul(0.044715).add(1)).mul(Math.sqrt(2 / Math.PI));
    return x.mul(bent.tanh().add(1)).mul(0.5);
  },
};

/**
 * @example
 * silu.apply(tensor([0, 1])).toArray(); // close to [0, 0.73106]
 */
export const silu: Activation = {
  name: 'silu',
  aliases: ['swish'],
  formula: 'x / (1 + e⁻ˣ)',
  source: 'P. Ramachandran, B. Zoph, Q. V. Le, "Searching for activation functions", 2017, arXiv:1710.05941',
  apply: (x) => x.mul(x.sigmoid()),
};

/**
 * @example
 * mish.apply(tensor([0, 1])).toArray(); // close to [0, 0.86510]
 */
export const mish: Activation = {
  name: 'mish',
  formula: 'x tanh(log(1 + eˣ))',
  source: 'D. Misra, BMVC 2020, arXiv:1908.08681',
  apply: (x) => x.mul(x.softplus().tanh()),
};

/**
 * @example
 * squareplus.apply(tensor([0])).toArray(); // [1]
 */
export const squareplus: Activation<SquareplusOptions> = {
  name: 'squareplus',
  formula: '(x + √(x² + b)) / 2',
  source: 'J. T. Barron, "Squareplus: a softplus-like algebraic rectifier", 2021, arXiv:2112.11687',
  apply(x, options = {}) {
    checkOptions('squareplus', options, { b: real({ min: 0 }) });
    const { b = 4 } = options;
    const total = x.square().add(b).sqrt().add(x.abs());
    // To the left the same number as b / (√(x² + b) − x) / 2, in which nothing cancels.
    return x.greaterEqual(0).where(total.mul(0.5), total.reciprocal().mul(b / 2));
  },
};

/**
 * @example
 * sparsePlus.apply(tensor([-1, 0, 2])).toArray(); // [0, 0.25, 2]
 */
export const sparsePlus: Activation = {
  name: 'sparse_plus',
  formula: '0 if x ≤ −1, (x + 1)² / 4 if −1 < x < 1, x if x ≥ 1',
  source: 'the rectifier that belongs to sparsemax as softplus belongs to softmax (JAX, 2023)',
  apply(x) {
    const bend = x.clip(-1, 1).add(1).square().mul(0.25);
    return x.greaterEqual(1).where(x, bend);
  },
};
