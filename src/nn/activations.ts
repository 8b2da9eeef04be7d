/**
 * Activation functions, one record each: what it is called, its formula, who proposed it, and how it is
 * computed. Here are the classical ones; `rectifiers.ts`, `piecewise-activations.ts` and
 * `vector-activations.ts` hold the others. Their derivatives are those of the operations they are made of,
 * unless convention or economy asks for another one. They know neither layers nor estimators.
 */
import { checkOptions, integer, nullable, type Rule, real } from '../core/options.ts';
import { resolveAxis } from '../core/shape.ts';
import type { CompositeOperation } from '../tensor/operation.ts';
import { Tensor } from '../tensor/tensor.ts';

/**
 * An activation function.
 *
 * @example
 * relu.apply(tensor([-1, 2, 9]), { maxValue: 6 }).toArray(); // [0, 2, 6]
 * console.log(relu.formula, relu.source);
 */
export interface Activation<Options extends object = object> {
  /** Keras's name for it. */
  readonly name: string;
  /** Other names it is known by. */
  readonly aliases?: readonly string[];
  readonly formula: string;
  /** Who proposed it, and where to read about it. */
  readonly source: string;
  /**
   * f(x), elementwise unless the record says otherwise; shape and type stay.
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  apply(x: Tensor, options?: Options): Tensor;
}

/** How `relu` may bend. */
export interface ReluOptions {
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** Largest value. Default null: none. */
  readonly maxValue?: number | null;
  /** Where the line begins. Default 0. */
  readonly threshold?: number;
}

/** Along which axis a vector lies. Default −1, the last. */
export interface AxisOptions {
  readonly axis?: number;
}

const reluRules: Readonly<Record<string, Rule>> = {
  negativeSlope: real({ min: 0 }),
  maxValue: nullable(real({ min: 0 })),
  threshold: real(),
};

const axisRule: Readonly<Record<string, Rule>> = { axis: integer() };

/** max(0, x); the derivative at 0 is 0, as in scikit-learn and Keras. NaN stays NaN. */
const rectify: CompositeOperation = {
  kind: 'composite',
  name: 'relu',
  result: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
  forward: ([x]) => x.less(0).where(0, x),
  gradient: ({ output: y }, g) => [y.greater(0).where(g, 0)],
};

/** A function of the last axis, along any other: the two axes change places for as long as it takes. */
export function alongAxis(x: Tensor, axis = -1, apply: (rows: Tensor) => Tensor): Tensor {
  const at = resolveAxis(axis, x.rank);
  const last = x.rank - 1;
  if (at === last) return apply(x);
  const swapped = x.shape.map((_, k) => (k === at ? last : k === last ? at : k));
  return apply(x.transpose(swapped)).transpose(swapped);
}

/**
 * @example
 * identity.apply(tensor([-1, 2])).toArray(); // [-1, 2]
 */
export const identity: Activation = {
  name: 'linear',
  aliases: ['identity'],
  formula: 'x',
  source: 'no activation at all: the weighted sum itself',
  apply: (x) => x,
};

/**
 * @example
 * heaviside.apply(tensor([-1, 2])).toArray(); // [0, 1]
 */
export const heaviside: Activation = {
  name: 'heaviside',
  aliases: ['step'],
  formula: '0 if x < 0, 1 if x ≥ 0; the derivative is 0 wherever it exists',
  source: 'W. S. McCulloch, W. Pitts, "A logical calculus of the ideas immanent in nervous activity", 1943',
  apply: (x) => x.greaterEqual(0).cast(x.dtype),
};

/**
 * @example
 * sign.apply(tensor([-3, 0, 2])).toArray(); // [-1, 0, 1]
 */
export const sign: Activation = {
  name: 'sign',
  formula: '−1 if x < 0, 0 if x = 0, 1 if x > 0; the derivative is 0 wherever it exists',
  source: 'F. Rosenblatt, "The perceptron", Psychological Review 65(6), 1958',
  apply: (x) => x.sign(),
};

/**
 * @example
 * sigmoid.apply(tensor([0])).toArray(); // [0.5]
 */
export const sigmoid: Activation = {
  name: 'sigmoid',
  aliases: ['logistic'],
  formula: '1 / (1 + e⁻ˣ)',
  source: 'D. E. Rumelhart, G. E. Hinton, R. J. Williams, Nature 323, 1986',
  apply: (x) => x.sigmoid(),
};

/**
 * @example
 * logSigmoid.apply(tensor([0])).toArray(); // close to [-0.69315]
 */
export const logSigmoid: Activation = {
  name: 'log_sigmoid',
  formula: '−log(1 + e⁻ˣ)',
  source: 'the logarithm of the sigmoid, without its loss of digits',
  apply: (x) => x.neg().softplus().neg(),
};

/**
 * @example
 * tanh.apply(tensor([0, 0.5])).toArray(); // close to [0, 0.46212]
 */
export const tanh: Activation = {
  name: 'tanh',
  formula: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)',
  source: 'Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp", 1998',
  apply: (x) => x.tanh(),
};

/**
 * @example
 * relu.apply(tensor([-1, 0, 2])).toArray(); // [0, 0, 2]
 */
export const relu: Activation<ReluOptions> = {
  name: 'relu',
  formula: 'max(0, x); in general negativeSlope · (x − threshold) up to the threshold, then min(x, maxValue)',
  source: 'X. Glorot, A. Bordes, Y. Bengio, "Deep sparse rectifier neural networks", AISTATS 2011',
  apply(x, options = {}) {
    checkOptions('relu', options, reluRules);
    const { negativeSlope = 0, threshold = 0, maxValue } = options;
    const unlimited = maxValue === undefined || maxValue === null;
    if (negativeSlope === 0 && threshold === 0 && unlimited) return Tensor.apply(rectify, [x]);
    const above = unlimited ? x : x.clip(0, maxValue);
    return x.lessEqual(threshold).where(x.sub(threshold).mul(negativeSlope), above);
  },
};

/**
 * @example
 * softplus.apply(tensor([0])).toArray(); // close to [0.69315]
 */
export const softplus: Activation = {
  name: 'softplus',
  formula: 'log(1 + eˣ)',
  source: 'C. Dugas et al., "Incorporating second-order functional knowledge …", NIPS 2000',
  apply: (x) => x.softplus(),
};

/**
 * @example
 * softsign.apply(tensor([-1, 1, 3])).toArray(); // [-0.5, 0.5, 0.75]
 */
export const softsign: Activation = {
  name: 'softsign',
  formula: 'x / (1 + |x|)',
  source: 'J. Bergstra et al., "Quadratic polynomials learn better image features", 2009',
  apply: (x) => x.div(x.abs().add(1)),
};

/**
 * @example
 * exponential.apply(tensor([0, 1])).toArray(); // close to [1, 2.71828]
 */
export const exponential: Activation = {
  name: 'exponential',
  aliases: ['exp'],
  formula: 'eˣ',
  source: 'the inverse link of Poisson regression',
  apply: (x) => x.exp(),
};

/**
 * @example
 * softmax.apply(tensor([0, 0, 0, 0])).toArray(); // [0.25, 0.25, 0.25, 0.25]
 */
export const softmax: Activation<AxisOptions> = {
  name: 'softmax',
  formula: 'eˣⁱ / Σⱼ eˣʲ along an axis',
  source: 'J. S. Bridle, "Training stochastic model recognition algorithms …", NIPS 1989',
  apply(x, options = {}) {
    checkOptions('softmax', options, axisRule);
    return alongAxis(x, options.axis, (rows) => rows.softmax());
  },
};

/**
 * @example
 * logSoftmax.apply(tensor([0, 0])).toArray(); // close to [-0.69315, -0.69315]
 */
export const logSoftmax: Activation<AxisOptions> = {
  name: 'log_softmax',
  formula: 'xᵢ − log Σⱼ eˣʲ along an axis',
  source: 'the logarithm of softmax, without its overflow',
  apply(x, options = {}) {
    checkOptions('log_softmax', options, axisRule);
    return alongAxis(x, options.axis, (rows) => rows.logSoftmax());
  },
};
