/** The one cycle of learning rates: up, down, and far down at the end. */

import { integer, nullable, real } from '../../core/options.ts';
import type { OptionTable } from '../configured.ts';
import { cycleAt } from './cycle.ts';
import { LearningRateSchedule, nameOption } from './learning-rate-schedule.ts';

export interface OneCycleOptions {
  /** The peak, half way. */
  readonly maxLearningRate: number;
  /** How many steps there are in all. */
  readonly totalSteps: number;
  /** The rate of the first step, and before the last fall. Default null: a tenth of the peak. */
  readonly initialLearningRate?: number | null;
  /** The rate of the last step. Default null: a thousandth of the peak. */
  readonly finalLearningRate?: number | null;
  /** Share of the steps that the last fall takes. Default 0.1. */
  readonly lastFall?: number;
  readonly name?: string;
}

/**
 * Evenly from the initial rate to the peak, back, and over the last steps to the final rate. Smith, "A disciplined
 * approach to neural network hyper-parameters", 2018. Keras has none.
 *
 * @example
 * const schedule = new OneCycle({ maxLearningRate: 1, totalSteps: 201 });
 * [0, 90, 180, 200].map((step) => schedule.rate(step)); // [0.1, 1, 0.1, 0.001]
 */
export class OneCycle extends LearningRateSchedule<OneCycleOptions> {
  readonly className: string = 'OneCycle';
  protected readonly table: OptionTable<OneCycleOptions> = {
    maxLearningRate: [undefined, real({ min: 0 })],
    totalSteps: [undefined, integer({ min: 1 })],
    initialLearningRate: [null, nullable(real({ min: 0 }))],
    finalLearningRate: [null, nullable(real({ min: 0 }))],
    lastFall: [0.1, real({ min: 0, below: 1 })],
    name: nameOption('OneCycle'),
  };

  rate(step: number): number {
    const { maxLearningRate: peak, totalSteps, lastFall, ...ends } = this.settings;
    const start = ends.initialLearningRate ?? peak / 10;
    const end = ends.finalLearningRate ?? peak / 1000;
    const done = totalSteps === 1 ? 0 : Math.min(1, step / (totalSteps - 1));
    return cycleAt(done, { start, peak, end, lastFall });
  }
}
