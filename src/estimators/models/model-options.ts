/** What estimators around models may be told, and the rules for it. */
import type { Label } from '../../core/labels.ts';
import {
  anyOf,
  boolean,
  callback,
  integer,
  listOf,
  matching,
  nullable,
  oneOf,
  type Rule,
  real,
} from '../../core/options.ts';
import type { FitOptions as ModelFitOptions } from '../../nn/models/fit-options.ts';
import type { LossName } from '../../nn/models/loss-name.ts';
import { Model } from '../../nn/models/model.ts';
import { type RandomState, randomStateRule } from '../../random/random-state.ts';

/** What there is to learn, for a function that builds a model for it. */
export interface ModelTask {
  /** Numbers in a row of X. */
  readonly nFeatures: number;
  /** Numbers that the model should give for it: 1 for two classes, else one for each class, label or target. */
  readonly nOutputs: number;
  /** The activation of these: `'sigmoid'` or `'softmax'` for probabilities, `'linear'` for numbers. */
  readonly outputActivation: 'linear' | 'sigmoid' | 'softmax';
  /** A loss that fits. */
  readonly loss: LossName;
  /** The labels in ascending order; null where numbers are learned. */
  readonly classes: readonly Label[] | null;
}

/** Builds a model; one that is not compiled is compiled with 'adam' and the loss of the task. */
export type BuildNetwork<Params> = (params: Params, task: ModelTask) => Model | Promise<Model>;

/** Callbacks of `model.fit`. */
export type Callbacks = NonNullable<ModelFitOptions['callbacks']>;

export interface ModelEstimatorOptions<Params extends object = Record<string, never>>
  extends TrainingOptions {
  /**
   * What is trained: a function that builds it, or a model that is copied. The copy has the same layers, new weights,
   * and is compiled alike.
   */
  readonly model: BuildNetwork<Params> | Model;
  /** What the function is given; searches set `modelParams__units`. Default {}. */
  readonly modelParams?: Params;
}

/** The same of whatever parameters. */
export interface AnyModelOptions extends TrainingOptions {
  readonly model: BuildNetwork<never> | Model;
  readonly modelParams?: object;
}

interface TrainingOptions {
  /** Passes over the rows. Default 1. */
  readonly epochs?: number;
  /** Rows of a batch. Default 32. */
  readonly batchSize?: number;
  /** One order of rows for each epoch. Default true. */
  readonly shuffle?: boolean;
  /** 1 prints a line for each epoch. Default 0. */
  readonly verbose?: 0 | 1 | 2;
  /** Callbacks of the training, or a function that makes new ones for each. Default none. */
  readonly callbacks?: Callbacks | (() => Callbacks);
  /** Share of the rows that only validate, for callbacks that watch `val_loss`. Default 0. */
  readonly validationFraction?: number;
  /** Of initial weights, dropout, the order of rows and the rows that validate. Default null: a random one. */
  readonly randomState?: number | RandomState | null;
}

/** Options of `fit`. */
export interface ModelEstimatorFitOptions {
  /** One weight a row. */
  readonly sampleWeight?: ArrayLike<number> | null;
  /** Stops between two batches; what was learned so far is kept. */
  readonly signal?: AbortSignal | null;
  /** [X, y] to validate with, in place of `validationFraction`. */
  readonly validationData?: readonly [X: unknown, y: unknown] | null;
}

/** The options that are plain data. */
export const plainRules: Readonly<Record<string, Rule>> = {
  modelParams: matching('an object', (value) => typeof value === 'object' && value !== null),
  epochs: integer({ min: 1 }),
  batchSize: integer({ min: 1 }),
  shuffle: boolean,
  verbose: oneOf(0, 1, 2),
  validationFraction: real({ min: 0, below: 1 }),
  randomState: randomStateRule,
};

export const modelRules: Readonly<Record<keyof ModelEstimatorOptions, Rule>> = {
  ...(plainRules as Record<keyof ModelEstimatorOptions, Rule>),
  model: anyOf(
    callback,
    matching('a model', (value) => value instanceof Model),
  ),
  callbacks: anyOf(
    callback,
    listOf(matching('a callback', (value) => typeof value === 'object' && value !== null)),
  ),
};

export const fitRules: Readonly<Record<keyof ModelEstimatorFitOptions, Rule>> = {
  sampleWeight: nullable(matching('one weight a row', (value) => typeof value === 'object')),
  signal: nullable(matching('an AbortSignal', (value) => value instanceof AbortSignal)),
  validationData: nullable(matching('a pair [X, y]', (value) => Array.isArray(value) && value.length === 2)),
};
