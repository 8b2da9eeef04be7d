/**
 * A step length that satisfies the strong Wolfe conditions, by bracketing and cubic interpolation
 * (Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6). It knows one dimension only.
 */

/** Value and slope of the function at a step length. */
export interface Sample {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** Sufficient decrease and curvature: the constants L-BFGS-B uses. */
const DECREASE = 1e-3;
const CURVATURE = 0.9;
const MAX_TRIALS = 20;

/**
 * @param start value and (negative) slope at step 0
 * @param first the step length to try first
 * @param sample evaluates the function; may be asked up to 20 times
 * @returns the sample found, or undefined when no step decreases the function enough
 */
export function searchLine(
  start: Sample,
  first: number,
  sample: (step: number) => Sample,
): Sample | undefined {
  const decreases = ({ step, value }: Sample): boolean =>
    value <= start.value + DECREASE * step * start.slope;
  const flat = ({ slope }: Sample): boolean => Math.abs(slope) <= -CURVATURE * start.slope;
  let low = start;
  let high: Sample | undefined;
  let step = first;
  let fallback: Sample | undefined;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const current = sample(step);
    if (
      !Number.isFinite(current.value) ||
      !decreases(current) ||
      (low.step > 0 && current.value >= low.value)
    ) {
      high = current;
    } else {
      if (flat(current)) return current;
      fallback = current;
      if (current.slope * ((high?.step ?? Number.POSITIVE_INFINITY) - low.step) >= 0) high = low;
      low = current;
    }
    step = high === undefined ? 4 * step : between(low, high);
  }
  return fallback;
}

/** The minimiser of the cubic through two samples, kept away from both ends; their middle when there is none. */
function between(a: Sample, b: Sample): number {
  const middle = (a.step + b.step) / 2;
  if (!Number.isFinite(b.value) || !Number.isFinite(b.slope)) return middle;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return middle;
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(square);
  const step = b.step - ((b.step - a.step) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const [low, high] = a.step < b.step ? [a.step, b.step] : [b.step, a.step];
  const margin = 0.1 * (high - low);
  return step >= low + margin && step <= high - margin ? step : middle;
}
