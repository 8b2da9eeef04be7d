/**
 * The options of both multilayer perceptrons: names, defaults and constraints of scikit-learn 1.9, and the
 * ones Hebb adds. It knows nothing of what they do.
 */

import type { HebbWarning } from '../../core/errors.ts';
import { HebbError } from '../../core/errors.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import {
  anyOf,
  boolean,
  callback,
  checkOptions,
  integer,
  listOf,
  matching,
  nullable,
  oneOf,
  type Rule,
  real,
  type Spelled,
} from '../../core/options.ts';
import type { Engine } from '../../engine/contract.ts';
import { type EngineChoice, engineRule } from '../../engine/select.ts';
import { RandomState } from '../../random/random-state.ts';

export type HiddenActivation = 'identity' | 'logistic' | 'tanh' | 'relu';
export type OutputActivation =
  | 'identity'
  | 'relu'
  | 'softplus'
  | 'logistic'
  | 'sigmoid'
  | 'tanh'
  | 'exp'
  | 'softmax';
export type Loss = 'squared_error' | 'absolute_error' | 'huber' | 'poisson' | 'log_loss';
export type Solver = 'adam' | 'sgd' | 'lbfgs';
export type Schedule = 'constant' | 'invscaling' | 'adaptive' | 'one_cycle';

/** What is known at the end of an epoch. */
export interface EpochLogs {
  /** Epochs done in this fit, from 1. */
  readonly epoch: number;
  readonly maxIter: number;
  /** Training loss of the epoch, with the L2 term. */
  readonly loss: number;
  /** R² or accuracy on the validation rows, where there are any. */
  readonly validationScore?: number;
}

/** What is known within an epoch. */
export interface Progress {
  /** The epoch that runs, from 1. */
  readonly epoch: number;
  readonly maxIter: number;
  /** Batches done and batches in all. */
  readonly batch: number;
  readonly batches: number;
}

/** What is known at the end of a step: one batch. */
export interface StepLogs {
  /** Steps done in this fit, from 1. */
  readonly step: number;
  /** Loss of the batch before the step, with the L2 term. */
  readonly loss: number;
  /** The learning rate of the step, schedule included. */
  readonly learningRate: number;
}

/** Functions that training calls. `fit` waits for promises they return. */
export interface TrainingCallback {
  onTrainBegin?(): void | Promise<void>;
  /** Called some forty times a second at most. */
  onProgress?(progress: Progress): void;
  /**
   * Called after each step, which makes training slower. Return a number for a learning rate to go on with in
   * place of `learningRateInit`, `false` to stop. For 'sgd' and 'adam'.
   */
  onStepEnd?(logs: StepLogs): unknown;
  /** Return `false` to stop after this epoch. */
  onEpochEnd?(logs: EpochLogs): unknown;
  onTrainEnd?(): void | Promise<void>;
}

/** The options that `MLPRegressor` and `MLPClassifier` share. */
export interface MlpOptions {
  /** Units of each hidden layer. Default [100]. */
  readonly hiddenLayerSizes?: number | readonly number[];
  /** Activation of the hidden layers. Default 'relu'. */
  readonly activation?: HiddenActivation;
  /** Default 'adam'. 'lbfgs' takes all rows at once and does best on small data. */
  readonly solver?: Solver;
  /** Strength of the L2 penalty on the weights (not the biases). Default 1e-4. */
  readonly alpha?: number;
  /** Rows per step; 'auto' is min(200, rows). Default 'auto'. */
  readonly batchSize?: 'auto' | number;
  /**
   * Schedule of the learning rate. 'invscaling' and 'adaptive' are for solver 'sgd' only. Beyond scikit-learn, for
   * 'sgd' and 'adam': 'one_cycle' rises from a tenth of `learningRateInit` to all of it at 45 % of `maxIter`
   * epochs, falls back to a tenth, and in the last tenth of them to a thousandth. Default 'constant'.
   */
  readonly learningRate?: Spelled<Schedule>;
  /** Initial learning rate, for 'one_cycle' the highest; for 'sgd' and 'adam'. Default 0.001. */
  readonly learningRateInit?: number;
  /** Exponent of 'invscaling'. Default 0.5. */
  readonly powerT?: number;
  /** Epochs at most (iterations for 'lbfgs'). Default 200. */
  readonly maxIter?: number;
  /** Draw the rows in a new order each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Seed, or a generator to draw from; null draws a seed. The same seed gives the same network. Default null. */
  readonly randomState?: number | RandomState | null;
  /** Smallest improvement that counts. Default 1e-4. */
  readonly tol?: number;
  /** Print a line per epoch with `console.log`. Default false. */
  readonly verbose?: boolean;
  /** Start from the last fit's weights. Default false. */
  readonly warmStart?: boolean;
  /** Momentum of 'sgd'. Default 0.9. */
  readonly momentum?: number;
  /** Nesterov's momentum for 'sgd'. Default true. */
  readonly nesterovsMomentum?: boolean;
  /**
   * Hold out rows, stop when their score no longer improves, and keep the best weights. Default false. Solver
   * 'lbfgs' does not look at it.
   */
  readonly earlyStopping?: boolean;
  /** Share of rows held out. Default 0.1. */
  readonly validationFraction?: number;
  /** Decay of the first moment of 'adam'. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment of 'adam'. Default 0.999. */
  readonly beta2?: number;
  /** Keeps 'adam' from dividing by zero. Default 1e-8. */
  readonly epsilon?: number;
  /** Epochs without improvement before stopping. Default 10. */
  readonly nIterNoChange?: number;
  /** Function evaluations of 'lbfgs' at most. Default 15000. */
  readonly maxFun?: number;

  /** Beyond scikit-learn: loss to minimise. Default 'squared_error' (regressor), 'log_loss' (classifier). */
  readonly loss?: Spelled<Loss>;
  /** Beyond scikit-learn: where 'huber' turns from square to straight line. Default 1. */
  readonly huberDelta?: number;
  /** Beyond scikit-learn: activation of the output layer. By default what the loss and targets ask for. */
  readonly outputActivation?: OutputActivation | null;
  /** Beyond scikit-learn: steps over which the learning rate rises evenly to its value; 'sgd', 'adam'. Default 0. */
  readonly warmupSteps?: number;
  /** Beyond scikit-learn: layers, counted from the input, that stay as they are. Default 0. */
  readonly frozenLayers?: number;
  /** Beyond scikit-learn: share of hidden units switched off in each training step. Default 0. */
  readonly dropout?: number;
  /** Beyond scikit-learn: float type of all arithmetic. Default: that of X. */
  readonly dtype?: 'float32' | 'float64' | null;
  /** Beyond scikit-learn: what computes: 'auto', 'js', 'wasm', or an engine of `createEngine`. Default 'auto'. */
  readonly engine?: EngineChoice | Engine;
  /**
   * Beyond scikit-learn: [X, y] to score after each epoch, instead of held-out rows. Default null. Solver
   * 'lbfgs' does not look at it.
   */
  readonly validationData?: readonly [X: unknown, y: unknown] | null;
  /** Beyond scikit-learn: called while training. Default none. */
  readonly callbacks?: readonly TrainingCallback[];
  /** Beyond scikit-learn: where warnings go, besides the attribute `warnings`. Default `console.warn`. */
  readonly onWarning?: (warning: HebbWarning) => void;
}

const pair = matching('a pair [X, y]', (value) => Array.isArray(value) && value.length === 2);

/** Options of `fit`. */
export interface FitOptions {
  /** One weight a row. */
  readonly sampleWeight?: ArrayLike<number> | null;
  /** Stops after the running batch; what was learned so far (with early stopping: the best) is kept. */
  readonly signal?: AbortSignal | null;
  /** [X, y] to score after each epoch; goes before the constructor's option of that name. */
  readonly validationData?: readonly [X: unknown, y: unknown] | null;
  /**
   * Weights to start from, for as many layers as are given, counted from the input: `other.coefs.slice(0, 2)`.
   * The other layers are drawn.
   */
  readonly coefsInit?: readonly MatrixLike[] | null;
  /** Biases to start from, likewise: `other.intercepts.slice(0, 2)`. */
  readonly interceptsInit?: readonly ArrayLike<number>[] | null;
}

export const fitRules: Readonly<Record<keyof FitOptions, Rule>> = {
  sampleWeight: nullable(matching('one weight a row', (value) => typeof value === 'object')),
  signal: nullable(
    matching('an AbortSignal', (value) => typeof value === 'object' && value !== null && 'aborted' in value),
  ),
  validationData: nullable(pair),
  coefsInit: nullable(matching('an array of weights, one a layer', Array.isArray)),
  interceptsInit: nullable(matching('an array of biases, one a layer', Array.isArray)),
};

/** All options with their values. */
export type MlpSettings = {
  readonly [K in keyof MlpOptions]-?: K extends 'loss'
    ? Loss
    : K extends 'learningRate'
      ? Schedule
      : Exclude<MlpOptions[K], undefined>;
};

const isRandomState = matching('a RandomState', (value) => value instanceof RandomState);
const outputActivations = ['identity', 'relu', 'softplus', 'logistic', 'sigmoid', 'tanh', 'exp', 'softmax'];
const callbacks = listOf(
  matching('an object with callbacks', (value) => typeof value === 'object' && value !== null),
);

export const mlpRules: Readonly<Record<keyof MlpOptions, Rule>> = {
  hiddenLayerSizes: anyOf(integer({ min: 1 }), listOf(integer({ min: 1 }))),
  activation: oneOf('identity', 'logistic', 'tanh', 'relu'),
  solver: oneOf('adam', 'sgd', 'lbfgs'),
  alpha: real({ min: 0 }),
  batchSize: anyOf(oneOf('auto'), integer({ min: 1 })),
  learningRate: oneOf('constant', 'invscaling', 'adaptive', 'one_cycle'),
  learningRateInit: real({ above: 0 }),
  powerT: real({ min: 0 }),
  maxIter: integer({ min: 1 }),
  shuffle: boolean,
  randomState: nullable(integer({ min: 0, max: 2 ** 32 - 1 }), isRandomState),
  tol: real({ min: 0 }),
  verbose: boolean,
  warmStart: boolean,
  momentum: real({ min: 0, max: 1 }),
  nesterovsMomentum: boolean,
  earlyStopping: boolean,
  validationFraction: real({ min: 0, below: 1 }),
  beta1: real({ min: 0, below: 1 }),
  beta2: real({ min: 0, below: 1 }),
  epsilon: real({ above: 0 }),
  nIterNoChange: anyOf(integer({ min: 1 }), oneOf(Number.POSITIVE_INFINITY)),
  maxFun: integer({ min: 1 }),
  loss: oneOf('squared_error', 'absolute_error', 'huber', 'poisson', 'log_loss'),
  huberDelta: real({ above: 0 }),
  outputActivation: nullable(oneOf(...outputActivations)),
  warmupSteps: integer({ min: 0 }),
  frozenLayers: integer({ min: 0 }),
  dropout: real({ min: 0, below: 1 }),
  dtype: nullable(oneOf('float32', 'float64')),
  engine: engineRule,
  validationData: nullable(pair),
  callbacks,
  onWarning: callback,
};

const defaults: Omit<MlpSettings, 'loss'> = {
  hiddenLayerSizes: [100],
  activation: 'relu',
  solver: 'adam',
  alpha: 1e-4,
  batchSize: 'auto',
  learningRate: 'constant',
  learningRateInit: 0.001,
  powerT: 0.5,
  maxIter: 200,
  shuffle: true,
  randomState: null,
  tol: 1e-4,
  verbose: false,
  warmStart: false,
  momentum: 0.9,
  nesterovsMomentum: true,
  earlyStopping: false,
  validationFraction: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  nIterNoChange: 10,
  maxFun: 15000,
  huberDelta: 1,
  outputActivation: null,
  warmupSteps: 0,
  frozenLayers: 0,
  dropout: 0,
  dtype: null,
  engine: 'auto',
  validationData: null,
  callbacks: [],
  onWarning: ({ message }) => console.warn(message),
};

/** All options with their values: checked by `rules`, defaults filled in. */
export function resolveOptions(
  options: MlpOptions,
  loss: Loss,
  owner: string,
  rules: Readonly<Record<string, Rule>>,
): MlpSettings {
  return { ...defaults, loss, ...(checkOptions(owner, options, rules) as Partial<MlpSettings>) };
}

/** `hiddenLayerSizes` as a list. */
export function hiddenSizes({ hiddenLayerSizes }: MlpSettings): readonly number[] {
  return typeof hiddenLayerSizes === 'number' ? [hiddenLayerSizes] : hiddenLayerSizes;
}

/** Refuse options that contradict each other. */
export function checkCombination(options: MlpSettings, owner: string): void {
  const { solver, dropout, loss, outputActivation, frozenLayers } = options;
  const refuse = (message: string): never => {
    throw new HebbError('INVALID_OPTION', `${owner}: ${message}`);
  };
  if (frozenLayers > hiddenSizes(options).length) {
    refuse(
      `frozenLayers ${frozenLayers} leaves no layer to train: there are ${hiddenSizes(options).length + 1}.`,
    );
  }
  if (solver === 'lbfgs' && dropout > 0) {
    refuse("dropout needs solver 'adam' or 'sgd'; 'lbfgs' wants the same loss at every evaluation.");
  }
  if (outputActivation === null) return;
  if (loss === 'log_loss' && !['softmax', 'logistic', 'sigmoid'].includes(outputActivation)) {
    refuse(
      `loss 'log_loss' needs probabilities: outputActivation 'softmax' or 'sigmoid', not '${outputActivation}'.`,
    );
  }
  if (
    loss === 'poisson' &&
    !['exp', 'softplus', 'softmax', 'logistic', 'sigmoid'].includes(outputActivation)
  ) {
    refuse(
      `loss 'poisson' needs positive outputs: outputActivation 'exp' or 'softplus', not '${outputActivation}'.`,
    );
  }
}
