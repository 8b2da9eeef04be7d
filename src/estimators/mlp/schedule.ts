/**
 * How the learning rate goes up and down from step to step, as a factor on the rate itself. It knows steps and
 * options, no network; what solvers do to their rate at the end of an epoch is `solver.ts`'s.
 */
import type { MlpSettings } from './options.ts';

/** The rate at both ends of the cycle, and at the very end, as shares of its peak. */
const START = 0.1;
const END = 0.001;
/** Share of the steps that the last fall takes. */
const LAST_FALL = 0.1;

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
  return learningRate === 'one_cycle' ? warm * oneCycle(steps === 1 ? 0 : (step - 1) / (steps - 1)) : warm;
}

/** @param done the share of the way, from 0 to 1 */
function oneCycle(done: number): number {
  const half = (1 - LAST_FALL) / 2;
  if (done <= half) return between(START, 1, done / half);
  if (done <= 2 * half) return between(1, START, done / half - 1);
  return between(START, END, Math.min(1, (done - 2 * half) / LAST_FALL));
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
