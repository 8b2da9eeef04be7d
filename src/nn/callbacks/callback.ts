/**
 * What a callback is: methods that are called while a model trains, is evaluated or predicts. All are optional;
 * those of batches make training come back after every step, so that only who needs them pays. It knows no
 * concrete callback.
 */
import type { Model } from '../models/model.ts';
import type { CallbackState, Snapshot } from '../models/snapshot.ts';

/** Metrics by name; callbacks may add to them. */
export type Logs = Record<string, number>;

/** What a run is made of. */
export interface CallbackParams {
  readonly epochs: number;
  /** Batches of an epoch; null while it is not known. */
  readonly steps: number | null;
  readonly verbose: number;
}

/**
 * Extend it, or give `fit` a record of the same methods.
 *
 * @example
 * class Say extends Callback {
 *   onEpochEnd(epoch, logs) { console.log(epoch, logs.loss); }
 * }
 */
export abstract class Callback {
  #model: Model | undefined;
  #params: CallbackParams = { epochs: 0, steps: null, verbose: 0 };

  /** The model that is trained. */
  get model(): Model {
    if (this.#model === undefined) throw new Error('a callback has no model before fit');
    return this.#model;
  }

  get params(): CallbackParams {
    return this.#params;
  }

  setModel(model: Model): void {
    this.#model = model;
  }

  setParams(params: CallbackParams): void {
    this.#params = params;
  }

  onTrainBegin?(logs: Logs): Awaitable;
  onTrainEnd?(logs: Logs): Awaitable;
  onEpochBegin?(epoch: number, logs: Logs): Awaitable;
  onEpochEnd?(epoch: number, logs: Logs): Awaitable;
  onTrainBatchBegin?(batch: number, logs: Logs): Awaitable;
  onTrainBatchEnd?(batch: number, logs: Logs): Awaitable;
  onTestBegin?(logs: Logs): Awaitable;
  onTestEnd?(logs: Logs): Awaitable;
  onTestBatchBegin?(batch: number, logs: Logs): Awaitable;
  onTestBatchEnd?(batch: number, logs: Logs): Awaitable;
  onPredictBegin?(logs: Logs): Awaitable;
  onPredictEnd?(logs: Logs): Awaitable;
  onPredictBatchBegin?(batch: number, logs: Logs): Awaitable;
  onPredictBatchEnd?(batch: number, logs: unknown): Awaitable;
  /** Now and then: so many batches of this epoch, evaluation or prediction are done. It slows nothing down. */
  onProgress?(done: number, logs: () => Logs): Awaitable;
  /** What it keeps from epoch to epoch, so that a training can be brought back with it: plain data and tensors. */
  getState?(): CallbackState;
  /** Put it where it was when `getState` was called. */
  setState?(state: CallbackState): Awaitable;
  /** Once all callbacks have begun: where an earlier training was, so that this one goes on from there. */
  onRestore?(): Promise<Snapshot | undefined>;
  /**
   * Nothing is under way: before the first epoch, and after all other callbacks of an epoch, or of a batch where some
   * hear of batches. What is taken now can be gone on from.
   */
  onRest?(take: () => Snapshot, place: { readonly epoch: number; readonly batch: number }): Awaitable;
}

/** Callbacks may take their time. */
export type Awaitable = void | Promise<void>;
