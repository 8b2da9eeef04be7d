/**
 * Losses of predicted probabilities, and of the logits they come from. Probabilities are kept ε = 10⁻⁷ from 0 and
 * 1 before their logarithm is taken, and have no gradient where that moved them; logits need no such care.
 */
import { anyOf, boolean, integer, listOf, nullable, type Rule, real } from '../../core/options.ts';
import { resolveAxis, type Shape } from '../../core/shape.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { alongAxis } from '../activations.ts';
import { epsilon, type Loss } from './loss.ts';

interface LogitOptions {
  /** Are the predictions logits, before sigmoid or softmax? Default false: probabilities. */
  readonly fromLogits?: boolean;
  /** Along which axis: of the mean for binary losses, of the classes for categorical ones. Default −1. */
  readonly axis?: number;
}

export interface CrossentropyOptions extends LogitOptions {
  /** How much of each label is spread evenly over all classes, 0 … 1. Default 0. */
  readonly labelSmoothing?: number;
}

export interface BinaryFocalOptions extends CrossentropyOptions {
  /** How strongly easy examples count less. Default 2. */
  readonly gamma?: number;
  /** Weight of class 1 when classes are balanced; class 0 has 1 − alpha. Default 0.25. */
  readonly alpha?: number;
  /** Default false. */
  readonly applyClassBalancing?: boolean;
}

export interface CategoricalFocalOptions extends CrossentropyOptions {
  /** How strongly easy examples count less. Default 2. */
  readonly gamma?: number;
  /** Weight of all classes, or of each one. Default 0.25. */
  readonly alpha?: number | readonly number[];
}

export interface SparseCrossentropyOptions extends LogitOptions {
  /** Samples of this class do not count. Default null: all do. */
  readonly ignoreClass?: number | null;
}

/** The exponent of the generalized loss, between 0 (cross-entropy) and 1 (absolute error). Default 0.5. */
export interface GeneralizedOptions {
  readonly q?: number;
}

const logitRules: Readonly<Record<string, Rule>> = { fromLogits: boolean, axis: integer() };
const rules: Readonly<Record<string, Rule>> = { ...logitRules, labelSmoothing: real({ min: 0, max: 1 }) };
const focalRules: Readonly<Record<string, Rule>> = { ...rules, gamma: real({ min: 0 }) };

/**
 * @example
 * computeLoss(binaryCrossentropy, [[1]], [[0.5]]).item(); // close to 0.69315
 */
export const binaryCrossentropy: Loss<CrossentropyOptions> = {
  name: 'binary_crossentropy',
  aliases: ['bce'],
  formula: 'mean −y log p − (1 − y) log(1 − p)',
  source: 'the negative logarithm of Bernoulli’s probability of y: D. R. Cox, 1958',
  rules,
  perSample(yTrue, yPred, { fromLogits = false, labelSmoothing = 0, axis = -1 }) {
    const y = smoothBinary(yTrue, labelSmoothing);
    return (fromLogits ? binaryFromLogits(y, yPred) : binary(y, yPred)).mean(axis);
  },
};

/**
 * @example
 * computeLoss(binaryFocalCrossentropy, [[1]], [[0.5]]).item(); // close to 0.17329
 */
export const binaryFocalCrossentropy: Loss<BinaryFocalOptions> = {
  name: 'binary_focal_crossentropy',
  formula:
    'mean (1 − q)^gamma · cross-entropy, q = y p + (1 − y)(1 − p); balanced: · (y alpha + (1 − y)(1 − alpha))',
  source: 'T.-Y. Lin et al., "Focal loss for dense object detection", ICCV 2017, arXiv:1708.02002',
  rules: { ...focalRules, alpha: real({ min: 0, max: 1 }), applyClassBalancing: boolean },
  perSample(yTrue, yPred, options) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1 } = options;
    const { gamma = 2, alpha = 0.25, applyClassBalancing = false } = options;
    const y = smoothBinary(yTrue, labelSmoothing);
    const p = fromLogits ? yPred.sigmoid() : yPred;
    const wrong = y.add(p).sub(y.mul(p).mul(2));
    const focal = wrong.pow(gamma).mul(binary(y, p));
    const balanced = y.mul(2 * alpha - 1).add(1 - alpha);
    return (applyClassBalancing ? focal.mul(balanced) : focal).mean(axis);
  },
};

/**
 * @example
 * computeLoss(categoricalCrossentropy, [[0, 1]], [[0.5, 0.5]]).item(); // close to 0.69315
 */
export const categoricalCrossentropy: Loss<CrossentropyOptions> = {
  name: 'categorical_crossentropy',
  formula: '−Σ y log(p / Σ p)',
  source: 'I. J. Good, "Rational decisions", 1952; J. S. Bridle, 1989',
  rules,
  perSample(yTrue, yPred, { fromLogits = false, labelSmoothing = 0, axis = -1 }) {
    const logs = fromLogits ? logSoftmax(yPred, axis) : normalised(yPred, axis).log();
    return smooth(yTrue, labelSmoothing).mul(logs).sum(axis).neg();
  },
};

/**
 * @example
 * computeLoss(categoricalFocalCrossentropy, [[0, 1]], [[0.5, 0.5]]).item(); // close to 0.04332
 */
export const categoricalFocalCrossentropy: Loss<CategoricalFocalOptions> = {
  name: 'categorical_focal_crossentropy',
  formula: '−Σ alpha (1 − p)^gamma y log p, p divided by its sum',
  source: 'T.-Y. Lin et al., "Focal loss for dense object detection", ICCV 2017, arXiv:1708.02002',
  rules: { ...focalRules, alpha: anyOf(real({ min: 0 }), listOf(real({ min: 0 }))) },
  perSample(yTrue, yPred, options) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1, gamma = 2, alpha = 0.25 } = options;
    const raw = fromLogits ? alongAxis(yPred, axis, (rows) => rows.softmax()) : yPred;
    const p = normalised(raw, axis);
    const factor = p.neg().add(1).pow(gamma);
    const weighted =
      typeof alpha === 'number'
        ? factor.mul(alpha)
        : factor.mul(fromTyped(Float64Array.from(alpha), [alpha.length]).cast(yPred.dtype));
    return smooth(yTrue, labelSmoothing).mul(p.log()).mul(weighted).sum(axis).neg();
  },
};

/**
 * @example
 * computeLoss(sparseCategoricalCrossentropy, [1], [[0.5, 0.5]]).item(); // close to 0.69315
 */
export const sparseCategoricalCrossentropy: Loss<SparseCrossentropyOptions> = {
  name: 'sparse_categorical_crossentropy',
  formula: '−log(p of the class / Σ p), the class being given by its number',
  source: 'categorical cross-entropy without the zeros',
  rules: { ...logitRules, ignoreClass: nullable(integer()) },
  targetShape: (shape, { axis = -1 }) => without(shape, axis),
  perSample(yTrue, yPred, { fromLogits = false, ignoreClass, axis = -1 }) {
    const logs = fromLogits ? logSoftmax(yPred, axis) : normalised(yPred, axis).log();
    if (ignoreClass === undefined || ignoreClass === null) return ofClass(yTrue, logs, axis).neg();
    const counts = yTrue.notEqual(ignoreClass);
    return counts.where(ofClass(counts.where(yTrue, 0), logs, axis).neg(), 0);
  },
  mask: (yTrue, _, { ignoreClass }) =>
    ignoreClass === undefined || ignoreClass === null ? undefined : yTrue.notEqual(ignoreClass),
};

/**
 * @example
 * computeLoss(categoricalGeneralizedCrossEntropy, [1], [[0.5, 0.5]], { q: 0.5 }).item(); // close to 0.58579
 */
export const categoricalGeneralizedCrossEntropy: Loss<GeneralizedOptions> = {
  name: 'categorical_generalized_cross_entropy',
  formula: '(1 − (p of the class)^q) / q, the class being given by its number',
  source: 'Z. Zhang, M. R. Sabuncu, NeurIPS 2018, arXiv:1805.07836',
  rules: { q: real({ above: 0, below: 1 }) },
  targetShape: (shape) => without(shape, -1),
  perSample: (yTrue, yPred, { q = 0.5 }) => ofClass(yTrue, yPred, -1).pow(q).neg().add(1).div(q),
};

/**
 * @example
 * computeLoss(klDivergence, [[0.5, 0.5]], [[0.25, 0.75]]).item(); // close to 0.14384
 */
export const klDivergence: Loss = {
  name: 'kl_divergence',
  aliases: ['kld', 'kullback_leibler_divergence'],
  formula: 'Σ y log(y / p), both kept within ε … 1',
  source: 'S. Kullback, R. A. Leibler, "On information and sufficiency", 1951',
  perSample(yTrue, yPred) {
    const y = yTrue.clip(epsilon, 1);
    return y.mul(y.div(yPred.clip(epsilon, 1)).log()).sum(-1);
  },
};

function binary(y: Tensor, probabilities: Tensor): Tensor {
  const p = probabilities.clip(epsilon, 1 - epsilon);
  return y
    .mul(p.log())
    .add(y.neg().add(1).mul(p.neg().add(1).log()))
    .neg();
}

/** −y log σ(x) − (1 − y) log σ(−x), both logarithms being softplus of the opposite. */
function binaryFromLogits(y: Tensor, x: Tensor): Tensor {
  return y.mul(x.neg().softplus()).add(y.neg().add(1).mul(x.softplus()));
}

function logSoftmax(x: Tensor, axis: number): Tensor {
  return alongAxis(x, axis, (rows) => rows.logSoftmax());
}

/** Divided by their sum, and kept from 0 and 1. */
function normalised(p: Tensor, axis: number): Tensor {
  return p.div(p.sum(axis, { keepDims: true })).clip(epsilon, 1 - epsilon);
}

function smoothBinary(y: Tensor, smoothing: number): Tensor {
  return smoothing === 0 ? y : y.mul(1 - smoothing).add(smoothing / 2);
}

function smooth(y: Tensor, smoothing: number): Tensor {
  return smoothing === 0 ? y : y.mul(1 - smoothing).add(smoothing / y.shape[y.rank - 1]);
}

function without(shape: Shape, axis: number): Shape {
  const at = resolveAxis(axis, shape.length);
  return shape.filter((_, k) => k !== at);
}

/** Along `axis`, the element that the class number names; NaN where it names none. */
function ofClass(classes: Tensor, values: Tensor, axis: number): Tensor {
  const at = resolveAxis(axis, values.rank);
  const count = values.shape[at];
  const numbers = fromTyped(
    Float64Array.from({ length: count }, (_, i) => i),
    values.shape.map((_, k) => (k === at ? count : 1)),
  ).cast(values.dtype);
  const picked = classes.expandDims(at).equal(numbers).where(values, 0).sum(at);
  const isClass = classes.greaterEqual(0).and(classes.less(count)).and(classes.equal(classes.floor()));
  return isClass.where(picked, Number.NaN);
}
