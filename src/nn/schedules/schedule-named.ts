/** Schedules by the name of their class, as configs have them. */
import type { Config } from '../configured.ts';
import { type Family, memberOf } from '../named.ts';
import { CosineDecay, CosineDecayRestarts } from './cosine-decays.ts';
import { ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay } from './decays.ts';
import { LearningRateSchedule } from './learning-rate-schedule.ts';
import { OneCycle } from './one-cycle.ts';

const family: Family<LearningRateSchedule> = {
  kind: 'learning-rate schedule',
  base: LearningRateSchedule,
  classes: {
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
    CosineDecay,
    CosineDecayRestarts,
    OneCycle,
  },
};

/**
 * The schedule that a config or a schedule stands for.
 *
 * @throws HebbError `INVALID_VALUE` for a class that there is none of, with the nearest one
 * @example
 * const config = { initial_learning_rate: 1, decay_steps: 10, decay_rate: 0.5 };
 * scheduleOf({ class_name: 'ExponentialDecay', config }).rate(10); // 0.5
 */
export function scheduleOf(given: LearningRateSchedule | Config): LearningRateSchedule {
  return memberOf(family, given);
}
