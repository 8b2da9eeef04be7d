/** Callbacks that change the learning rate between epochs: by a rule, or when a metric gets no better. */
import { HebbError, show } from '../../core/errors.ts';
import { checkOptions, integer, matching, real } from '../../core/options.ts';
import type { Model } from '../models/model.ts';
import type { CallbackState } from '../models/snapshot.ts';
import { Callback, type Logs } from './callback.ts';
import { isBetter, type Mode, modeRule, monitored } from './monitor.ts';

/** @throws HebbError `UNSUPPORTED` where a schedule sets the rate */
function rateOf({ optimizer }: Model, owner: string): number {
  const { learningRate } = optimizer;
  if (typeof learningRate === 'number') return learningRate;
  throw new HebbError(
    'UNSUPPORTED',
    `${owner} cannot set a learning rate that follows ${learningRate.className}.`,
  );
}

/**
 * Sets the learning rate at the beginning of every epoch.
 *
 * @example
 * new LearningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * 0.9));
 */
export class LearningRateScheduler extends Callback {
  readonly #schedule: (epoch: number, rate: number) => number;

  /** @param schedule the rate of an epoch, counted from 0, given the rate so far */
  constructor(schedule: (epoch: number, rate: number) => number) {
    super();
    this.#schedule = schedule;
  }

  /** @throws HebbError `INVALID_VALUE` when the schedule gives no number */
  override onEpochBegin(epoch: number): void {
    const rate = this.#schedule(epoch, rateOf(this.model, 'LearningRateScheduler'));
    if (typeof rate !== 'number') {
      throw new HebbError(
        'INVALID_VALUE',
        `the schedule of LearningRateScheduler gave ${show(rate)}, no number.`,
      );
    }
    this.model.optimizer.learningRate = rate;
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = rateOf(this.model, 'LearningRateScheduler');
  }
}

export interface ReduceLROnPlateauOptions {
  /** The metric that is watched. Default `'val_loss'`. */
  readonly monitor?: string;
  /** What the rate is multiplied by. Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which it is. Default 10. */
  readonly patience?: number;
  /** Default `'auto'`. */
  readonly mode?: Mode;
  /** By how much the metric must improve to count. Default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a cut that do not count. Default 0. */
  readonly cooldown?: number;
  /** Smallest rate. Default 0. */
  readonly minLr?: number;
}

const rules = {
  monitor: matching('the name of a metric', (value) => typeof value === 'string'),
  factor: real({ above: 0, below: 1 }),
  patience: integer({ min: 0 }),
  mode: modeRule,
  minDelta: real(),
  cooldown: integer({ min: 0 }),
  minLr: real({ min: 0 }),
};

/**
 * Cuts the learning rate when a metric gets no better. The logs hold the rate that this epoch was trained with.
 *
 * @example
 * new ReduceLROnPlateau({ monitor: 'val_loss', factor: 0.5, patience: 2 });
 */
export class ReduceLROnPlateau extends Callback {
  readonly options: ReduceLROnPlateauOptions;
  #best: number | undefined;
  #wait = 0;
  #resting = 0;

  /** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
  constructor(options: ReduceLROnPlateauOptions = {}) {
    super();
    this.options = checkOptions('ReduceLROnPlateau', options, rules);
  }

  override getState(): CallbackState {
    return { best: this.#best, wait: this.#wait, resting: this.#resting };
  }

  override setState(state: CallbackState): void {
    const { best, wait, resting } = state as { best?: number; wait: number; resting: number };
    this.#best = best;
    this.#wait = wait;
    this.#resting = resting;
  }

  override onTrainBegin(): void {
    this.#best = undefined;
    this.#wait = 0;
    this.#resting = 0;
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    const { monitor = 'val_loss', mode = 'auto', minDelta = 1e-4, patience = 10, ...rest } = this.options;
    const { factor = 0.1, cooldown = 0, minLr = 0 } = rest;
    const rate = rateOf(this.model, 'ReduceLROnPlateau');
    logs.learning_rate = rate;
    const current = monitored('ReduceLROnPlateau', monitor, logs);
    if (current === undefined) return;
    if (this.#resting > 0) {
      this.#resting--;
      this.#wait = 0;
    }
    if (this.#best === undefined || isBetter(current, this.#best, monitor, mode, minDelta)) {
      this.#best = current;
      this.#wait = 0;
      return;
    }
    if (this.#resting > 0) return;
    this.#wait++;
    if (this.#wait < patience || rate <= minLr) return;
    this.model.optimizer.learningRate = Math.max(rate * factor, minLr);
    this.#resting = cooldown;
    this.#wait = 0;
  }
}
