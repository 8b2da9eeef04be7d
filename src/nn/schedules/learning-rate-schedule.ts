/**
 * What a learning-rate schedule is: a function from the number of a step to a rate, evaluated outside the plan.
 * It knows neither optimizers nor epochs.
 */
import { matching, type Rule } from '../../core/options.ts';
import { Configured } from '../configured.ts';

/**
 * A learning rate that changes from step to step.
 *
 * @example
 * new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 }).rate(10); // 0.05
 */
export abstract class LearningRateSchedule<Options extends object = object> extends Configured<Options> {
  readonly module: string = 'keras.optimizers.schedules';

  /** The learning rate of a step, counted from 0. */
  abstract rate(step: number): number;
}

/** The entry for the name that configs carry. */
export function nameOption(name: string): readonly [string, Rule] {
  return [name, matching('a text', (value) => typeof value === 'string')];
}
