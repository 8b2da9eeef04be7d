/**
 * The options of `Perceptron`, `SGDClassifier` and `SGDRegressor`: names, defaults and constraints of
 * scikit-learn 1.9. It knows nothing of what they do.
 */
import { HebbError, type HebbWarning } from '../../core/errors.ts';
import {
  anyOf,
  boolean,
  type Checked,
  callback,
  checkOptions,
  integer,
  nullable,
  oneOf,
  type Rule,
  real,
  type Spelled,
} from '../../core/options.ts';
import { type RandomSeed, randomStateRule } from '../../random/random-state.ts';
import { type ClassWeight, classWeightRule } from '../row-weights.ts';
import { type LinearLossName, linearLoss, type RegressionLoss } from './linear-loss.ts';
import type { SgdRules } from './sgd-epoch.ts';

export type Penalty = 'l2' | 'l1' | 'elasticnet' | null;
export type LearningRate = 'constant' | 'optimal' | 'invscaling' | 'adaptive' | 'pa1' | 'pa2';

/** The options that all linear models trained by stochastic gradient descent share. */
export interface SgdOptions {
  /** Penalty on the weights (not the intercept). Default 'l2'; null for `Perceptron`. */
  readonly penalty?: Penalty;
  /** Strength of the penalty; the schedule 'optimal' uses it too. Default 1e-4. */
  readonly alpha?: number;
  /** Share of L1 in the penalty 'elasticnet'. Default 0.15. */
  readonly l1Ratio?: number | null;
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Epochs at most. Default 1000. */
  readonly maxIter?: number;
  /** Smallest improvement that counts; null goes through all epochs. Default 1e-3. */
  readonly tol?: number | null;
  /** Shuffle the rows before each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Above 0: print lines with `console.log`. Default 0. */
  readonly verbose?: number | boolean;
  /** Learning rate at first, or for 'pa1' and 'pa2' the aggressiveness. Default 0.01; 1 for `Perceptron`. */
  readonly eta0?: number;
  /** Seed, or a generator to draw from; null draws a seed. Default null; 0 for `Perceptron`. */
  readonly randomState?: RandomSeed;
  /** Hold out rows and stop when their score no longer improves. Default false. */
  readonly earlyStopping?: boolean;
  /** Share of rows held out. Default 0.1. */
  readonly validationFraction?: number;
  /** Epochs without improvement before stopping. Default 5. */
  readonly nIterNoChange?: number;
  /** Start from the last fit's weights. Default false. */
  readonly warmStart?: boolean;
  /** Beyond scikit-learn: where warnings go, besides the attribute `warnings`. Default `console.warn`. */
  readonly onWarning?: (warning: HebbWarning) => void;
}

export interface PerceptronOptions extends SgdOptions {
  /** How much each class counts. Default null: all the same. */
  readonly classWeight?: ClassWeight | null;
  /** Has no effect: classes are learned one after the other, with the same result. */
  readonly nJobs?: number | null;
}

/** What the two general models have beyond the perceptron. */
export interface ScheduleOptions {
  /** The error up to which 'huber' is square, or which an epsilon-insensitive loss lets pass. Default 0.1. */
  readonly epsilon?: number;
  /** Schedule of the learning rate. Default 'optimal' for classes, 'invscaling' for numbers. */
  readonly learningRate?: LearningRate;
  /** Exponent of 'invscaling'. Default 0.5 for classes, 0.25 for numbers. */
  readonly powerT?: number;
  /** Use the average of the weights over all steps, or from that step on. Default false. */
  readonly average?: boolean | number;
}

export interface SGDClassifierOptions extends PerceptronOptions, ScheduleOptions {
  /** Default 'hinge', a linear support vector machine; 'log_loss' is logistic regression. */
  readonly loss?: Spelled<LinearLossName>;
}

export interface SGDRegressorOptions extends SgdOptions, ScheduleOptions {
  /** Default 'squared_error'. */
  readonly loss?: Spelled<RegressionLoss>;
}

/** Options of `fit`. */
export interface LinearFitOptions {
  /** One weight a row. */
  readonly sampleWeight?: ArrayLike<number> | null;
  /** Stops after the running epoch; what was learned so far is kept. */
  readonly signal?: AbortSignal | null;
}

/** Options of `fit` where it may start from given weights. */
export interface SgdFitOptions extends LinearFitOptions {
  /** Weights to start from, shaped as the attribute `coef`. */
  readonly coefInit?: Iterable<number | Iterable<number>> | null;
  /** Intercepts to start from. */
  readonly interceptInit?: Iterable<number> | number | null;
}

/** The classes that these options are for. */
export type SgdOwner = 'Perceptron' | 'SGDClassifier' | 'SGDRegressor';

/** All options of stochastic gradient descent with their values. */
export type ResolvedSgdOptions = Required<Checked<Omit<SGDClassifierOptions, 'nJobs'>>>;

const sgdRules = {
  penalty: nullable(oneOf('l2', 'l1', 'elasticnet')),
  alpha: real({ min: 0 }),
  l1Ratio: nullable(real({ min: 0, max: 1 })),
  fitIntercept: boolean,
  maxIter: integer({ min: 1 }),
  tol: nullable(real({ min: 0 })),
  shuffle: boolean,
  verbose: anyOf(integer({ min: 0 }), boolean),
  eta0: real({ above: 0 }),
  randomState: randomStateRule,
  earlyStopping: boolean,
  validationFraction: real({ above: 0, below: 1 }),
  nIterNoChange: integer({ min: 1 }),
  warmStart: boolean,
  onWarning: callback,
};

const scheduleRules = {
  epsilon: real({ min: 0 }),
  learningRate: oneOf('constant', 'optimal', 'invscaling', 'adaptive', 'pa1', 'pa2'),
  powerT: real({ min: 0 }),
  average: anyOf(boolean, integer({ min: 1 })),
};

const regressionLosses = ['squared_error', 'huber', 'epsilon_insensitive', 'squared_epsilon_insensitive'];
const classificationLosses = ['hinge', 'squared_hinge', 'perceptron', 'log_loss', 'modified_huber'];

const perceptronRules: Readonly<Record<keyof PerceptronOptions, Rule>> = {
  ...sgdRules,
  l1Ratio: real({ min: 0, max: 1 }),
  classWeight: classWeightRule,
  nJobs: nullable(integer()),
};

const classifierRules: Readonly<Record<keyof SGDClassifierOptions, Rule>> = {
  ...perceptronRules,
  ...scheduleRules,
  l1Ratio: sgdRules.l1Ratio,
  loss: oneOf(...classificationLosses, ...regressionLosses),
};

const regressorRules: Readonly<Record<keyof SGDRegressorOptions, Rule>> = {
  ...sgdRules,
  ...scheduleRules,
  loss: oneOf(...regressionLosses),
};

const classifierDefaults: ResolvedSgdOptions = {
  loss: 'hinge',
  penalty: 'l2',
  alpha: 1e-4,
  l1Ratio: 0.15,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-3,
  shuffle: true,
  verbose: 0,
  epsilon: 0.1,
  randomState: null,
  learningRate: 'optimal',
  eta0: 0.01,
  powerT: 0.5,
  earlyStopping: false,
  validationFraction: 0.1,
  nIterNoChange: 5,
  classWeight: null,
  warmStart: false,
  average: false,
  onWarning: ({ message }) => console.warn(message),
};

const defaults: Readonly<Record<SgdOwner, ResolvedSgdOptions>> = {
  Perceptron: {
    ...classifierDefaults,
    loss: 'perceptron',
    penalty: null,
    learningRate: 'constant',
    eta0: 1,
    randomState: 0,
  },
  SGDClassifier: classifierDefaults,
  SGDRegressor: { ...classifierDefaults, loss: 'squared_error', learningRate: 'invscaling', powerT: 0.25 },
};

/** The rules of the options of each class. */
export const sgdOptionRules: Readonly<Record<SgdOwner, Readonly<Record<string, Rule>>>> = {
  Perceptron: perceptronRules,
  SGDClassifier: classifierRules,
  SGDRegressor: regressorRules,
};

/**
 * All options with their values, checked.
 *
 * @param incremental for `partialFit`
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 */
export function resolveSgdOptions(
  owner: SgdOwner,
  options: SGDClassifierOptions,
  incremental: boolean,
): ResolvedSgdOptions {
  const given = checkOptions(owner, options, sgdOptionRules[owner]);
  const resolved = { ...defaults[owner], ...given } as ResolvedSgdOptions;
  checkCombination(owner, resolved, incremental);
  return resolved;
}

/** Refuse options that contradict each other. */
function checkCombination(owner: SgdOwner, options: ResolvedSgdOptions, incremental: boolean): void {
  const { learningRate, alpha, loss, penalty, l1Ratio, earlyStopping, classWeight } = options;
  const refuse = (message: string): never => {
    throw new HebbError('INVALID_OPTION', `${owner}: ${message}`);
  };
  if (incremental && earlyStopping) refuse('earlyStopping must be false with partialFit.');
  if (incremental && classWeight === 'balanced') {
    refuse(
      "classWeight 'balanced' does not work with partialFit, which never sees all rows; pass a weight for each class.",
    );
  }
  if (learningRate === 'optimal' && alpha === 0) {
    refuse("alpha must be > 0 since learningRate is 'optimal', which computes its rates from alpha.");
  }
  const passiveAggressive = owner === 'SGDRegressor' ? 'epsilon_insensitive' : 'hinge';
  if ((learningRate === 'pa1' || learningRate === 'pa2') && loss !== passiveAggressive) {
    refuse(`learningRate '${learningRate}' only works with loss '${passiveAggressive}', not '${loss}'.`);
  }
  if (penalty === 'elasticnet' && l1Ratio === null)
    refuse("l1Ratio must be set when penalty is 'elasticnet'.");
}

/** What the options say of how to descend. */
export function descentRules(options: ResolvedSgdOptions): SgdRules {
  const { loss, epsilon, penalty, l1Ratio, average } = options;
  const shares = { l2: 0, l1: 1, elasticnet: l1Ratio ?? 0 };
  return {
    ...options,
    loss: linearLoss(loss, epsilon),
    l1Ratio: penalty === null ? 0 : shares[penalty],
    average: Number(average),
  };
}
