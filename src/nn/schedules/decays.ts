/** Learning rates that fall steadily: exponentially, by steps, as a polynomial, and as one over time. */

import { HebbError } from '../../core/errors.ts';
import { boolean, listOf, type Rule, real } from '../../core/options.ts';
import type { OptionTable } from '../configured.ts';
import { LearningRateSchedule, nameOption } from './learning-rate-schedule.ts';

export interface ExponentialDecayOptions {
  /** The rate of step 0. */
  readonly initialLearningRate: number;
  /** After so many steps the rate has fallen once by the factor. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Does the rate fall only every `decaySteps` steps? Default false. */
  readonly staircase?: boolean;
  readonly name?: string;
}

export interface PiecewiseConstantDecayOptions {
  /** The last step of each piece but the last. */
  readonly boundaries: readonly number[];
  /** The rate of each piece: one more than boundaries. */
  readonly values: readonly number[];
  readonly name?: string;
}

export interface PolynomialDecayOptions {
  /** The rate of step 0. */
  readonly initialLearningRate: number;
  /** How many steps the fall takes. */
  readonly decaySteps: number;
  /** The rate at its end. Default 0.0001. */
  readonly endLearningRate?: number;
  /** Default 1: a straight line. */
  readonly power?: number;
  /** Does the fall begin anew, each time over a longer way? Default false. */
  readonly cycle?: boolean;
  readonly name?: string;
}

const positive: Rule = real({ above: 0 });
const rate: Rule = real({ min: 0 });

/**
 * initial · decayRate^(step/decaySteps)
 *
 * @example
 * new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 }).rate(10); // 0.05
 */
export class ExponentialDecay extends LearningRateSchedule<ExponentialDecayOptions> {
  readonly className: string = 'ExponentialDecay';
  protected readonly table: OptionTable<ExponentialDecayOptions> = {
    initialLearningRate: [undefined, rate],
    decaySteps: [undefined, positive],
    decayRate: [undefined, rate],
    staircase: [false, boolean],
    name: nameOption('ExponentialDecay'),
  };

  rate(step: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.settings;
    const falls = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(falls) : falls);
  }
}

/**
 * initial / (1 + decayRate · step/decaySteps)
 *
 * @example
 * new InverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 1 }).rate(10); // 0.05
 */
export class InverseTimeDecay extends LearningRateSchedule<ExponentialDecayOptions> {
  readonly className: string = 'InverseTimeDecay';
  protected readonly table: OptionTable<ExponentialDecayOptions> = {
    initialLearningRate: [undefined, rate],
    decaySteps: [undefined, positive],
    decayRate: [undefined, rate],
    staircase: [false, boolean],
    name: nameOption('InverseTimeDecay'),
  };

  rate(step: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.settings;
    const time = step / decaySteps;
    return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(time) : time));
  }
}

/**
 * values[0] up to and including step boundaries[0], then values[1], and so on.
 *
 * @example
 * new PiecewiseConstantDecay({ boundaries: [5], values: [0.1, 0.01] }).rate(6); // 0.01
 */
export class PiecewiseConstantDecay extends LearningRateSchedule<PiecewiseConstantDecayOptions> {
  readonly className: string = 'PiecewiseConstantDecay';
  protected readonly table: OptionTable<PiecewiseConstantDecayOptions> = {
    boundaries: [undefined, listOf(real())],
    values: [undefined, listOf(rate)],
    name: nameOption('PiecewiseConstant'),
  };

  /** @throws HebbError `LENGTH_MISMATCH` unless there is one value more than boundaries */
  rate(step: number): number {
    const { boundaries, values } = this.settings;
    if (values.length !== boundaries.length + 1) {
      throw new HebbError(
        'LENGTH_MISMATCH',
        `PiecewiseConstantDecay needs one value more than boundaries, got ${values.length} values and ` +
          `${boundaries.length} boundaries.`,
      );
    }
    const piece = boundaries.findIndex((boundary) => step <= boundary);
    return values[piece === -1 ? boundaries.length : piece];
  }
}

/**
 * (initial − end) · (1 − step/decaySteps)^power + end
 *
 * @example
 * new PolynomialDecay({ initialLearningRate: 0.1, decaySteps: 10, endLearningRate: 0 }).rate(5); // 0.05
 */
export class PolynomialDecay extends LearningRateSchedule<PolynomialDecayOptions> {
  readonly className: string = 'PolynomialDecay';
  protected readonly table: OptionTable<PolynomialDecayOptions> = {
    initialLearningRate: [undefined, rate],
    decaySteps: [undefined, positive],
    endLearningRate: [0.0001, rate],
    power: [1, real()],
    cycle: [false, boolean],
    name: nameOption('PolynomialDecay'),
  };

  rate(step: number): number {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = this.settings;
    const rounds = cycle ? Math.max(1, Math.ceil(step / decaySteps)) : 1;
    const left = 1 - Math.min(step / (decaySteps * rounds), 1);
    return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
  }
}
