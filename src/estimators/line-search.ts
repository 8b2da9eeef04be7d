/**
 * The line search of Moré and Thuente (ACM Trans. Math. Softw. 20, 1994), with the constants L-BFGS-B gives
 * it: a step length that satisfies the strong Wolfe conditions, found by safeguarded cubic and quadratic
 * interpolation in an interval that shrinks around a minimiser. It knows one dimension only.
 */

/** Value and slope of the function at a step length. */
export interface Sample {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** Sufficient decrease, curvature, and the relative width at which the interval is small enough. */
const DECREASE = 1e-3;
const CURVATURE = 0.9;
const WIDTH = 0.1;
/** The step may grow by so much between trials. */
const GROWTH_LEAST = 1.1;
const GROWTH_MOST = 4;
const LONGEST = 1e10;

/** The interval of uncertainty: its best end, the other one, and whether a minimiser lies surely between. */
interface Interval {
  best: Sample;
  other: Sample;
  bracketed: boolean;
}

/**
 * @param start value and (negative) slope at step 0
 * @param first the step length to try first
 * @param sample evaluates the function
 * @param trials evaluations at most
 * @returns the last sample, which is the step to take; undefined when none was found
 */
export function searchLine(
  start: Sample,
  first: number,
  sample: (step: number) => Sample,
  trials: number,
): Sample | undefined {
  const least = DECREASE * start.slope;
  const interval: Interval = { best: start, other: start, bracketed: false };
  let [low, high] = [0, first + GROWTH_MOST * first];
  let [width, widthBefore] = [LONGEST, 2 * LONGEST];
  let auxiliary = true;
  let step = first;
  for (let trial = 0; trial < trials; trial++) {
    const current = sample(step);
    const allowed = start.value + step * least;
    if (auxiliary && current.value <= allowed && current.slope >= 0) auxiliary = false;
    const exhausted =
      (interval.bracketed && (step <= low || step >= high || high - low <= WIDTH * high)) ||
      (step === LONGEST && current.value <= allowed && current.slope <= least);
    const wolfe = current.value <= allowed && Math.abs(current.slope) <= -CURVATURE * start.slope;
    if (exhausted || wolfe) return current;

    // As long as no step decreased enough, minimise the function less the decrease that is asked for.
    if (auxiliary && current.value <= interval.best.value && current.value > allowed) {
      const lowered: Interval = {
        best: tilt(interval.best, -least),
        other: tilt(interval.other, -least),
        bracketed: interval.bracketed,
      };
      step = nextStep(lowered, tilt(current, -least), low, high);
      interval.best = tilt(lowered.best, least);
      interval.other = tilt(lowered.other, least);
      interval.bracketed = lowered.bracketed;
    } else step = nextStep(interval, current, low, high);

    const { best, other } = interval;
    if (interval.bracketed) {
      const distance = Math.abs(other.step - best.step);
      if (distance >= 0.66 * widthBefore) step = best.step + 0.5 * (other.step - best.step);
      [widthBefore, width] = [width, distance];
      [low, high] = [Math.min(best.step, other.step), Math.max(best.step, other.step)];
    } else {
      low = step + GROWTH_LEAST * (step - best.step);
      high = step + GROWTH_MOST * (step - best.step);
    }
    step = Math.min(Math.max(step, 0), LONGEST);
    if (interval.bracketed && (step <= low || step >= high || high - low <= WIDTH * high)) step = best.step;
  }
  return undefined;
}

/** The sample of f(t) + slope·t. */
function tilt({ step, value, slope }: Sample, by: number): Sample {
  return { step, value: value + step * by, slope: slope + by };
}

/** Shrink the interval around `current` and say which step to try next (section 4 of the paper). */
function nextStep(interval: Interval, current: Sample, low: number, high: number): number {
  const { best, other } = interval;
  const turns = current.slope * Math.sign(best.slope) < 0;
  const next = trialStep(interval, current, low, high, turns);
  if (current.value > best.value) {
    interval.other = current;
    interval.bracketed = true;
    return next;
  }
  interval.other = turns ? best : other;
  interval.bracketed ||= turns;
  interval.best = current;
  return next;
}

function trialStep(
  { best, other, bracketed }: Interval,
  current: Sample,
  low: number,
  high: number,
  turns: boolean,
): number {
  const { step } = current;
  if (current.value > best.value) {
    const c = cubic(best, current);
    const q = quadratic(best, current);
    return Math.abs(c - best.step) < Math.abs(q - best.step) ? c : c + (q - c) / 2;
  }
  const secant = step + (current.slope / (current.slope - best.slope)) * (best.step - step);
  if (turns) {
    const c = cubic(current, best);
    return Math.abs(c - step) > Math.abs(secant - step) ? c : secant;
  }
  if (Math.abs(current.slope) < Math.abs(best.slope)) {
    const c = cubicAhead(current, best, low, high);
    const cubicIsNearer = Math.abs(c - step) < Math.abs(secant - step);
    if (!bracketed) return Math.min(Math.max(cubicIsNearer ? secant : c, low), high);
    const nearer = cubicIsNearer ? c : secant;
    const limit = step + 0.66 * (other.step - step);
    return step > best.step ? Math.min(limit, nearer) : Math.max(limit, nearer);
  }
  if (bracketed) return cubic(current, other);
  return step > best.step ? high : low;
}

/** The root of the discriminant of the cubic through a and b, with the sign that leads from a towards b. */
function discriminant(a: Sample, b: Sample): { theta: number; gamma: number } {
  const theta = (3 * (a.value - b.value)) / (b.step - a.step) + a.slope + b.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const square = (theta / scale) ** 2 - (a.slope / scale) * (b.slope / scale);
  const gamma = scale * Math.sqrt(Math.max(0, square));
  return { theta, gamma: b.step < a.step ? -gamma : gamma };
}

/** The minimiser of the cubic that has the values and slopes of a and b. */
function cubic(a: Sample, b: Sample): number {
  const { theta, gamma } = discriminant(a, b);
  const ratio = (gamma - a.slope + theta) / (gamma - a.slope + gamma + b.slope);
  return a.step + ratio * (b.step - a.step);
}

/** The same where the minimiser should lie beyond `current`, away from `best`; the end of the range if it does not. */
function cubicAhead(current: Sample, best: Sample, low: number, high: number): number {
  const { theta, gamma } = discriminant(current, best);
  const ratio = (gamma - current.slope + theta) / (gamma + (best.slope - current.slope) + gamma);
  if (ratio < 0 && gamma !== 0) return current.step + ratio * (best.step - current.step);
  return current.step > best.step ? high : low;
}

/** The minimiser of the parabola with the values of a and b and the slope of a. */
function quadratic(a: Sample, b: Sample): number {
  const width = b.step - a.step;
  return a.step + (a.slope / ((a.value - b.value) / width + a.slope) / 2) * width;
}
