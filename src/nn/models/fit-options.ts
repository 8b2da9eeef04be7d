/** What `fit`, `evaluate` and `predict` may be told, and the rules for it. */
import {
  anyOf,
  boolean,
  integer,
  listOf,
  matching,
  nullable,
  oneOf,
  type Rule,
  real,
} from '../../core/options.ts';
import type { Callback } from '../callbacks/callback.ts';
import type { ClassWeights, DataSource } from './data-set.ts';

/** `[x, y]` or `[x, y, sampleWeight]`. */
export type Batches = readonly [x: DataSource, y?: DataSource, sampleWeight?: DataSource];

/** Batches that come one by one, so that the whole need not be in memory; a function begins them anew. */
export type StreamSource =
  | AsyncIterable<Batches>
  | Iterable<Batches>
  | (() => AsyncIterable<Batches> | Iterable<Batches>);

/** How much is shown. */
export type Verbose = 'auto' | 0 | 1 | 2;

interface RunOptions {
  /** Rows of a batch, where x is no stream of batches. Default 32. */
  readonly batchSize?: number | null;
  /** Told of what happens, in order. */
  readonly callbacks?: readonly (Callback | Partial<CallbackMethods>)[] | null;
  /** Stops the work between two batches. */
  readonly signal?: AbortSignal | null;
  /**
   * 0: silent. 1: on a terminal a live line, with bar, rate and time left. 2: a line for each epoch, as 1 gives
   * where there is no terminal. Default `'auto'`: 1; `evaluate` and `predict` are then silent without a terminal.
   */
  readonly verbose?: Verbose;
}

/** The methods of a callback. */
export type CallbackMethods = Omit<Callback, 'model' | 'params' | 'setModel' | 'setParams'>;

export interface FitOptions extends RunOptions {
  /** Passes over the data. Default 1. */
  readonly epochs?: number;
  /** The epoch to begin with, of those. Default 0. */
  readonly initialEpoch?: number;
  /** The share of the rows, the last ones, that only validate. Default 0. */
  readonly validationSplit?: number;
  /** `[x, y]`, `[x, y, sampleWeight]`, or a stream of batches. */
  readonly validationData?: Batches | StreamSource | null;
  /** Default: `batchSize`. */
  readonly validationBatchSize?: number | null;
  /** Batches of a validation. Default: all. */
  readonly validationSteps?: number | null;
  /** Validate after every so many epochs. Default 1. */
  readonly validationFreq?: number;
  /** One order of rows for each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Of the order of rows, and of dropout: the same seed gives the same bits. Default: a random one. */
  readonly seed?: number | null;
  /** A weight for each class number. */
  readonly classWeight?: ClassWeights | null;
  /** A weight for each row; for several outputs a list or record of such. */
  readonly sampleWeight?: DataSource | null;
  /** Batches of an epoch. Default: all. */
  readonly stepsPerEpoch?: number | null;
}

export interface EvaluateOptions extends RunOptions {
  readonly sampleWeight?: DataSource | null;
  /** Batches that are evaluated. Default: all. */
  readonly steps?: number | null;
  /** Metrics by name in place of a list. Default false. */
  readonly returnDict?: boolean;
}

export interface PredictOptions extends RunOptions {
  /** Batches that are predicted. Default: all. */
  readonly steps?: number | null;
}

export interface OnBatchOptions {
  readonly sampleWeight?: DataSource | null;
  readonly classWeight?: ClassWeights | null;
  /** Metrics by name in place of a list. Default false. */
  readonly returnDict?: boolean;
}

const anything: Rule = matching('data', () => true);
const count: Rule = nullable(integer({ min: 1 }));

const runRules: Readonly<Record<string, Rule>> = {
  batchSize: count,
  callbacks: nullable(listOf(matching('a callback', (value) => typeof value === 'object' && value !== null))),
  signal: nullable(matching('an AbortSignal', (value) => value instanceof AbortSignal)),
  verbose: oneOf('auto', 0, 1, 2),
};

export const fitRules: Readonly<Record<string, Rule>> = {
  ...runRules,
  epochs: integer({ min: 0 }),
  initialEpoch: integer({ min: 0 }),
  validationSplit: real({ min: 0, below: 1 }),
  validationData: nullable(anything),
  validationBatchSize: count,
  validationSteps: count,
  validationFreq: integer({ min: 1 }),
  shuffle: boolean,
  seed: nullable(integer({ min: 0, max: 2 ** 32 - 1 })),
  classWeight: nullable(anyOf(matching('weights by class number', (value) => typeof value === 'object'))),
  sampleWeight: nullable(anything),
  stepsPerEpoch: count,
};

export const evaluateRules: Readonly<Record<string, Rule>> = {
  ...runRules,
  sampleWeight: nullable(anything),
  steps: count,
  returnDict: boolean,
};

export const predictRules: Readonly<Record<string, Rule>> = { ...runRules, steps: count };

export const onBatchRules: Readonly<Record<string, Rule>> = {
  sampleWeight: nullable(anything),
  classWeight: nullable(anything),
  returnDict: boolean,
};
