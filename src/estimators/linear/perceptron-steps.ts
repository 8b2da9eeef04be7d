/**
 * Rosenblatt's learning rule to look at: every instance, what the unit says of it, and how the weights change;
 * and the bound on its mistakes. `Perceptron` is the estimator; this is one unit and no penalties.
 */
import { HebbError } from '../../core/errors.ts';
import type { Labels } from '../../core/labels.ts';
import { boolean, checkOptions, integer, type Rule, real } from '../../core/options.ts';
import { range } from '../../core/range.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { checkRandomState, type RandomSeed, randomStateRule } from '../../random/random-state.ts';
import { readClassTargets } from '../class-targets.ts';
import { checkSameLength, type DoubleMatrix, readFeatureRows } from './linear-model.ts';
import { checkAnswerable } from './questions.ts';

export interface PerceptronStepOptions {
  /** Learning rate η. Default 1. */
  readonly eta0?: number;
  /** Learn a bias too. Default true. */
  readonly fitIntercept?: boolean;
  /** Epochs at most; separable rows need fewer. Default 1000. */
  readonly maxIter?: number;
  /** Take the rows in a new order each epoch. Default false. */
  readonly shuffle?: boolean;
  /** Of the order. Default 0. */
  readonly randomState?: RandomSeed;
}

/** One instance that the unit is shown. */
export interface PerceptronStep {
  /** From 1. */
  readonly epoch: number;
  /** The instance's row in X. */
  readonly row: number;
  readonly instance: readonly number[];
  /** 1 for the larger of the two labels, else 0. */
  readonly target: 0 | 1;
  /** w · x + b */
  readonly activation: number;
  /** 1 where the activation is 0 or more, else 0. */
  readonly prediction: 0 | 1;
  readonly weightsBefore: readonly number[];
  readonly biasBefore: number;
  /** η (target − prediction) x */
  readonly weightChange: readonly number[];
  /** η (target − prediction) */
  readonly biasChange: number;
  /** Mistakes so far, this one included. */
  readonly mistakes: number;
}

const optionRules: Readonly<Record<keyof PerceptronStepOptions, Rule>> = {
  eta0: real({ above: 0 }),
  fitIntercept: boolean,
  maxIter: integer({ min: 1 }),
  shuffle: boolean,
  randomState: randomStateRule,
};

/**
 * The perceptron at work: w ← w + η (y − ŷ) x for one instance after the other, from weights of zero, until an
 * epoch goes by without a mistake. Rows that no line separates never come to that: they end after `maxIter`
 * epochs.
 *
 * @param X rows × features
 * @param y one label a row, two of them
 * @throws HebbError as `Perceptron.fit`; `INVALID_VALUE` for more than two labels
 * @example
 * const AND = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * for (const step of perceptronSteps(AND, [0, 0, 0, 1])) {
 *   if (step.prediction !== step.target) console.log(step.instance, step.weightsBefore, step.weightChange);
 * }
 */
export function perceptronSteps(
  X: TableLike,
  y: Labels,
  options: PerceptronStepOptions = {},
): IterableIterator<PerceptronStep> {
  checkOptions('perceptronSteps', options, optionRules);
  const { matrix, targets } = readTwoClasses(X, y, 'perceptronSteps');
  return steps(matrix, targets, options);
}

function* steps(
  { data, rows, columns }: DoubleMatrix,
  targets: Int32Array,
  { eta0 = 1, fitIntercept = true, maxIter = 1000, shuffle = false, randomState = 0 }: PerceptronStepOptions,
): IterableIterator<PerceptronStep> {
  const order = range(rows);
  const random = checkRandomState(randomState);
  let weights: readonly number[] = new Array<number>(columns).fill(0);
  let bias = 0;
  let mistakes = 0;
  for (let epoch = 1; epoch <= maxIter; epoch++) {
    if (shuffle) random.shuffle(order);
    const mistakesBefore = mistakes;
    for (const row of order) {
      const instance = Array.from(data.subarray(row * columns, (row + 1) * columns));
      const activation = instance.reduce((sum, x, j) => sum + weights[j] * x, 0) + bias;
      const prediction = activation >= 0 ? 1 : 0;
      const target = targets[row] === 1 ? 1 : 0;
      if (prediction !== target) mistakes++;
      const change = eta0 * (target - prediction);
      const weightChange = instance.map((x) => change * x);
      const biasChange = fitIntercept ? change : 0;
      const before = { weightsBefore: weights, biasBefore: bias };
      yield {
        epoch,
        row,
        instance,
        target,
        activation,
        prediction,
        ...before,
        weightChange,
        biasChange,
        mistakes,
      };
      weights = weights.map((weight, j) => weight + weightChange[j]);
      bias += biasChange;
    }
    if (mistakes === mistakesBefore) return;
  }
}

/** Weights and bias of a line (plane, hyperplane) between two classes. */
export interface Separator {
  readonly weights: ArrayLike<number>;
  /** Default 0. */
  readonly bias?: number;
}

/** (R/γ)² and what it is made of. */
export interface MistakeBound {
  /** R: length of the longest instance. */
  readonly radius: number;
  /** γ: least distance of an instance from the separator. */
  readonly margin: number;
  /** The perceptron makes no more mistakes than this, however often it goes through the rows. */
  readonly bound: number;
}

/**
 * The convergence theorem's bound on the perceptron's mistakes, (R/γ)² (A. Novikoff, On convergence proofs for
 * perceptrons, 1962). Instances and separator have one component more, 1 and the bias, as the rule learns the
 * bias like a weight. The wider the margin of the separator, the better the bound.
 *
 * @param separator any line that separates the two classes
 * @throws HebbError as `perceptronSteps`; `INVALID_VALUE` when the line does not separate them, with the row
 */
export function perceptronMistakeBound(X: TableLike, y: Labels, separator: Separator): MistakeBound {
  const { matrix, targets } = readTwoClasses(X, y, 'perceptronMistakeBound');
  const { data, rows, columns } = matrix;
  const { weights, bias = 0 } = separator;
  if (weights.length !== columns) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `X has ${columns} features, but the separator has ${weights.length} weights.`,
    );
  }
  const length = Math.hypot(...Array.from(weights), bias);
  let radius = 0;
  let margin = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const instance = data.subarray(row * columns, (row + 1) * columns);
    const activation = instance.reduce((sum, x, j) => sum + weights[j] * x, bias);
    const distance = (targets[row] === 1 ? activation : -activation) / length;
    if (!(distance > 0)) {
      throw new HebbError('INVALID_VALUE', `the separator has row ${row} on the wrong side, or on the line.`);
    }
    margin = Math.min(margin, distance);
    radius = Math.max(radius, Math.hypot(...instance, 1));
  }
  return { radius, margin, bound: (radius / margin) ** 2 };
}

function readTwoClasses(
  X: TableLike,
  y: Labels,
  owner: string,
): { matrix: DoubleMatrix; targets: Int32Array } {
  const { matrix } = readFeatureRows(X, owner, undefined);
  const targets = readClassTargets(y, undefined, owner);
  checkAnswerable(targets, owner);
  const { classes, codes, rows, multilabel } = targets;
  checkSameLength(matrix.rows, rows);
  if (multilabel || classes.length !== 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `${owner} shows one unit, which tells two labels apart, not ${classes.length}.`,
    );
  }
  return { matrix, targets: codes };
}
