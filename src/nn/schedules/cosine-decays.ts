/** Learning rates that fall like a cosine, once or again and again. Loshchilov and Hutter, "SGDR", 2017. */
import { integer, nullable, real } from '../../core/options.ts';
import type { OptionTable } from '../configured.ts';
import { LearningRateSchedule, nameOption } from './learning-rate-schedule.ts';

export interface CosineDecayOptions {
  /** The rate of step 0. */
  readonly initialLearningRate: number;
  /** How many steps the fall takes. */
  readonly decaySteps: number;
  /** The rate at its end, as a share of where it began. Default 0. */
  readonly alpha?: number;
  /** The rate before the fall, to which it rises evenly first. Default null: no rise. */
  readonly warmupTarget?: number | null;
  /** How many steps the rise takes. Default 0. */
  readonly warmupSteps?: number;
  readonly name?: string;
}

export interface CosineDecayRestartsOptions {
  /** The rate of step 0. */
  readonly initialLearningRate: number;
  /** How many steps the first fall takes. */
  readonly firstDecaySteps: number;
  /** Each fall takes so many times the steps of the one before. Default 2. */
  readonly tMul?: number;
  /** Each fall begins at so many times the rate of the one before. Default 1. */
  readonly mMul?: number;
  /** The rate at the end of a fall, as a share of the initial one. Default 0. */
  readonly alpha?: number;
  readonly name?: string;
}

/**
 * (1 − alpha) · ½(1 + cos(π · step/decaySteps)) + alpha, times the rate where the fall begins.
 *
 * @example
 * new CosineDecay({ initialLearningRate: 0.1, decaySteps: 20 }).rate(10); // 0.05
 */
export class CosineDecay extends LearningRateSchedule<CosineDecayOptions> {
  readonly className: string = 'CosineDecay';
  protected readonly table: OptionTable<CosineDecayOptions> = {
    initialLearningRate: [undefined, real({ min: 0 })],
    decaySteps: [undefined, real({ above: 0 })],
    alpha: [0, real({ min: 0 })],
    name: nameOption('CosineDecay'),
    warmupTarget: [null, nullable(real({ min: 0 }))],
    warmupSteps: [0, integer({ min: 0 })],
  };

  rate(step: number): number {
    const { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps } = this.settings;
    if (warmupTarget === null) return initialLearningRate * fallen(step / decaySteps, alpha);
    if (step < warmupSteps) {
      return initialLearningRate + (warmupTarget - initialLearningRate) * (step / warmupSteps);
    }
    return warmupTarget * fallen((step - warmupSteps) / decaySteps, alpha);
  }
}

/**
 * Falls like a cosine, again and again.
 *
 * @example
 * const schedule = new CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 6 });
 * [0, 3, 6].map((step) => schedule.rate(step)); // [0.1, 0.05, 0.1]
 */
export class CosineDecayRestarts extends LearningRateSchedule<CosineDecayRestartsOptions> {
  readonly className: string = 'CosineDecayRestarts';
  protected readonly table: OptionTable<CosineDecayRestartsOptions> = {
    initialLearningRate: [undefined, real({ min: 0 })],
    firstDecaySteps: [undefined, real({ above: 0 })],
    tMul: [2, real({ above: 0 })],
    mMul: [1, real({ min: 0 })],
    alpha: [0, real({ min: 0 })],
    name: nameOption('SGDRDecay'),
  };

  rate(step: number): number {
    const { initialLearningRate, firstDecaySteps, tMul, mMul, alpha } = this.settings;
    const done = step / firstDecaySteps;
    // Falls before this one: their lengths are a geometric series.
    const falls =
      tMul === 1 ? Math.floor(done) : Math.floor(Math.log(1 - done * (1 - tMul)) / Math.log(tMul));
    const before = tMul === 1 ? falls : (1 - tMul ** falls) / (1 - tMul);
    const share = (done - before) / tMul ** falls;
    return initialLearningRate * ((1 - alpha) * mMul ** falls * fallen(share, 0) + alpha);
  }
}

/** What is left of 1 after a share of the fall to `end`. */
function fallen(share: number, end: number): number {
  return (1 - end) * 0.5 * (1 + Math.cos(Math.PI * Math.min(share, 1))) + end;
}
