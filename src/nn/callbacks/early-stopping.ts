/** Stops a training that gets no better, and may bring the best weights back. */
import { boolean, checkOptions, integer, matching, nullable, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallbackState } from '../models/snapshot.ts';
import { Callback, type Logs } from './callback.ts';
import { isBetter, type Mode, modeRule, monitored } from './monitor.ts';

export interface EarlyStoppingOptions {
  /** The metric that is watched. Default `'val_loss'`. */
  readonly monitor?: string;
  /** By how much it must improve to count. Default 0. */
  readonly minDelta?: number;
  /** Epochs without improvement after which training stops. Default 0. */
  readonly patience?: number;
  /** Default `'auto'`. */
  readonly mode?: Mode;
  /** A value that must be passed as well. Default: none. */
  readonly baseline?: number | null;
  /** End with the weights of the best epoch, even where training ran to its end. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this one do not count. Default 0. */
  readonly startFromEpoch?: number;
}

const rules = {
  monitor: matching('the name of a metric', (value) => typeof value === 'string'),
  minDelta: real(),
  patience: integer({ min: 0 }),
  mode: modeRule,
  baseline: nullable(real()),
  restoreBestWeights: boolean,
  startFromEpoch: integer({ min: 0 }),
};

interface KeptState {
  readonly wait: number;
  readonly best?: number;
  readonly bestWeights?: Tensor[];
  readonly bestEpoch: number;
  readonly stoppedEpoch: number;
}

/**
 * @example
 * const stop = new EarlyStopping({ monitor: 'loss', patience: 1, restoreBestWeights: true });
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse', optimizer: 'sgd' });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 5, callbacks: [stop], verbose: 0 });
 * stop.bestEpoch; // 4
 */
export class EarlyStopping extends Callback {
  readonly options: EarlyStoppingOptions;
  #wait = 0;
  #best: number | undefined;
  #bestWeights: Tensor[] | undefined;
  #bestEpoch = 0;
  #stoppedEpoch = 0;

  /** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
  constructor(options: EarlyStoppingOptions = {}) {
    super();
    this.options = checkOptions('EarlyStopping', options, rules);
  }

  /** The best value so far; undefined before there is one. */
  get best(): number | undefined {
    return this.#best;
  }

  /** The epoch it came from, counted from 0. */
  get bestEpoch(): number {
    return this.#bestEpoch;
  }

  /** The epoch after which training was stopped; 0 where it was not. */
  get stoppedEpoch(): number {
    return this.#stoppedEpoch;
  }

  override getState(): CallbackState {
    return {
      wait: this.#wait,
      best: this.#best,
      bestWeights: this.#bestWeights,
      bestEpoch: this.#bestEpoch,
      stoppedEpoch: this.#stoppedEpoch,
    };
  }

  override setState(state: CallbackState): void {
    const { wait, best, bestWeights, bestEpoch, stoppedEpoch } = state as unknown as KeptState;
    this.#wait = wait;
    this.#best = best;
    this.#bestWeights = bestWeights;
    this.#bestEpoch = bestEpoch;
    this.#stoppedEpoch = stoppedEpoch;
  }

  override onTrainBegin(): void {
    this.#wait = 0;
    this.#best = undefined;
    this.#bestWeights = undefined;
    this.#bestEpoch = 0;
    this.#stoppedEpoch = 0;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const {
      monitor = 'val_loss',
      patience = 0,
      baseline,
      restoreBestWeights,
      startFromEpoch = 0,
    } = this.options;
    const current = monitored('EarlyStopping', monitor, logs);
    if (current === undefined || epoch < startFromEpoch) return;
    if (restoreBestWeights && this.#bestWeights === undefined) this.#keep(epoch);
    this.#wait++;
    if (this.#isBetter(current, this.#best)) {
      this.#best = current;
      this.#bestEpoch = epoch;
      if (restoreBestWeights) this.#keep(epoch);
      if (this.#isBetter(current, baseline ?? undefined)) this.#wait = 0;
      return;
    }
    if (this.#wait < patience || epoch === 0) return;
    this.#stoppedEpoch = epoch;
    this.model.stopTraining = true;
  }

  override onTrainEnd(): void {
    if (this.#bestWeights !== undefined) this.model.setWeights(this.#bestWeights);
  }

  #isBetter(value: number, other: number | undefined): boolean {
    const { monitor = 'val_loss', mode = 'auto', minDelta = 0 } = this.options;
    return other === undefined || isBetter(value, other, monitor, mode, minDelta);
  }

  #keep(epoch: number): void {
    this.#bestWeights = this.model.getWeights();
    this.#bestEpoch = epoch;
  }
}
