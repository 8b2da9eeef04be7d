/**
 * How the learning rate goes up and down from step to step, as a factor on the rate itself. It knows steps and
 * options, no network; what solvers do to their rate at the end of an epoch is `solver.ts`'s.
 */
import { cycleAt } from '../../nn/schedules/cycle.ts';
import type { MlpSettings } from './options.ts';

/** The rates of a cycle as shares of its peak. */
const cycle = { start: 0.1, peak: 1, end: 0.001, lastFall: 0.1 };

/**
 * What the learning rate is multiplied by. The warm-up rises evenly from 0 to 1 (Goyal et al. 2017); the one
 * cycle rises evenly from 1/10 to 1, falls back to 1/10, and over the last tenth of the steps to 1/1000
 * (Smith, "A disciplined approach to neural network hyper-parameters", 2018).
 *
 * @param step counted from 1
 * @param steps how many there are in all
 */
export function rateFactor(
  step: number,
  steps: number,
  { learningRate, warmupSteps }: Pick<MlpSettings, 'learningRate' | 'warmupSteps'>,
): number {
  const warm = step < warmupSteps ? step / warmupSteps : 1;
  return learningRate === 'one_cycle'
    ? warm * cycleAt(steps === 1 ? 0 : (step - 1) / (steps - 1), cycle)
    : warm;
}
