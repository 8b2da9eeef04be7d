/**
 * Activation functions that are straight lines with corners (and tanh_shrink, which belongs to the family), one
 * record each: cheap stand-ins for the smooth ones, and the shrinking functions of sparse coding. The
 * derivative at a corner is that of one side or the mean of both.
 */
import { checkOptions, real } from '../core/options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Activation } from './activations.ts';

/** Half the width of the interval that becomes 0. Default 0.5. */
export interface ShrinkOptions {
  readonly threshold?: number;
}

export interface ThresholdOptions {
  /** Values above it pass. Default 0. */
  readonly threshold?: number;
  /** What the others become. Default 0. */
  readonly defaultValue?: number;
}

/** 0 below −3, 1 above 3, a line between. */
function ramp(x: Tensor): Tensor {
  return x.add(3).clip(0, 6).div(6);
}

function shrinkThreshold(name: string, options: ShrinkOptions): number {
  checkOptions(name, options, { threshold: real({ min: 0 }) });
  return options.threshold ?? 0.5;
}

/**
 * @example
 * hardSigmoid.apply(tensor([-3, 0, 3])).toArray(); // [0, 0.5, 1]
 */
export const hardSigmoid: Activation = {
  name: 'hard_sigmoid',
  formula: 'min(max(0, x + 3), 6) / 6',
  source: 'M. Courbariaux, Y. Bengio, J.-P. David, "BinaryConnect", NIPS 2015',
  apply: ramp,
};

/**
 * @example
 * hardTanh.apply(tensor([-2, 0.5, 2])).toArray(); // [-1, 0.5, 1]
 */
export const hardTanh: Activation = {
  name: 'hard_tanh',
  formula: 'min(max(−1, x), 1)',
  source: 'R. Collobert, "Large scale machine learning", thesis, 2004',
  apply: (x) => x.clip(-1, 1),
};

/**
 * @example
 * hardSilu.apply(tensor([-3, 0, 3])).toArray(); // close to [0, 0, 3]
 */
export const hardSilu: Activation = {
  name: 'hard_silu',
  aliases: ['hard_swish'],
  formula: 'x · min(max(0, x + 3), 6) / 6',
  source: 'A. Howard et al., "Searching for MobileNetV3", ICCV 2019, arXiv:1905.02244',
  apply: (x) => x.mul(ramp(x)),
};

/**
 * @example
 * sparseSigmoid.apply(tensor([-1, 0, 1])).toArray(); // [0, 0.5, 1]
 */
export const sparseSigmoid: Activation = {
  name: 'sparse_sigmoid',
  formula: 'min(max(0, x + 1), 2) / 2',
  source: 'the first component of sparsemax for two classes: A. Martins, R. Astudillo, ICML 2016',
  apply: (x) => x.add(1).clip(0, 2).mul(0.5),
};

/**
 * @example
 * hardShrink.apply(tensor([-1, 0.25, 1])).toArray(); // [-1, 0, 1]
 */
export const hardShrink: Activation<ShrinkOptions> = {
  name: 'hard_shrink',
  formula: 'x if |x| > threshold, 0 otherwise',
  source: 'D. L. Donoho, I. M. Johnstone, Biometrika 81(3), 1994',
  apply(x, options = {}) {
    const threshold = shrinkThreshold('hard_shrink', options);
    return x.abs().lessEqual(threshold).where(0, x);
  },
};

/**
 * @example
 * softShrink.apply(tensor([-1, 0.25, 1])).toArray(); // [-0.5, 0, 0.5]
 */
export const softShrink: Activation<ShrinkOptions> = {
  name: 'soft_shrink',
  formula: 'x − threshold if x > threshold, x + threshold if x < −threshold, 0 otherwise',
  source: 'D. L. Donoho, I. M. Johnstone, Biometrika 81(3), 1994',
  apply(x, options = {}) {
    const threshold = shrinkThreshold('soft_shrink', options);
    return x
      .abs()
      .lessEqual(threshold)
      .where(0, x.sub(x.sign().mul(threshold)));
  },
};

/**
 * @example
 * tanhShrink.apply(tensor([0, 0.5])).toArray(); // close to [0, 0.03788]
 */
export const tanhShrink: Activation = {
  name: 'tanh_shrink',
  formula: 'x − tanh x',
  source: 'the remainder that tanh leaves; a shrinking function without corners',
  apply: (x) => x.sub(x.tanh()),
};

/**
 * @example
 * threshold.apply(tensor([0, 2]), { threshold: 1, defaultValue: -1 }).toArray(); // [-1, 2]
 */
export const threshold: Activation<ThresholdOptions> = {
  name: 'threshold',
  formula: 'x if x > threshold, defaultValue otherwise',
  source: 'K. Konda, R. Memisevic, D. Krueger, ICLR 2015, arXiv:1402.3337',
  apply(x, options = {}) {
    checkOptions('threshold', options, { threshold: real(), defaultValue: real() });
    return x.lessEqual(options.threshold ?? 0).where(options.defaultValue ?? 0, x);
  },
};
