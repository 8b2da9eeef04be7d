/**
 * The rise and fall of one cycle, shared by the schedule `OneCycle` and the estimators' `learningRate: 'one_cycle'`
 * (Smith, "A disciplined approach to neural network hyper-parameters", 2018). It knows no steps and no options.
 */

/** Where a cycle begins, its peak, and where it ends; and the share of the way that the last fall takes. */
export interface Cycle {
  readonly start: number;
  readonly peak: number;
  readonly end: number;
  readonly lastFall: number;
}

/** Evenly up to the peak, back to the start, and over the last fall to the end. `done` is the share of the way, 0 to 1. */
export function cycleAt(done: number, { start, peak, end, lastFall }: Cycle): number {
  const half = (1 - lastFall) / 2;
  if (done <= half) return between(start, peak, done / half);
  if (done <= 2 * half) return between(peak, start, done / half - 1);
  return between(start, end, Math.min(1, (done - 2 * half) / lastFall));
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
