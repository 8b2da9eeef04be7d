/**
 * Orthant-wise L-BFGS: minimisation of a smooth function and a multiple of Σ |x| (G. Andrew, J. Gao, "Scalable
 * training of L1-regularized log-linear models", ICML 2007). No step leaves its orthant, so that components
 * become 0 and stay there. It knows nothing of what the function means.
 */
import {
  addScaled,
  difference,
  dot,
  downhill,
  type LbfgsOptions,
  type LbfgsResult,
  largest,
  type RememberedStep,
  remember,
  type ValueAndGradient,
} from '../lbfgs.ts';

/** What a step must gain, as a share of what the slope promises. */
const SUFFICIENT = 1e-4;

/**
 * @param f the smooth part
 * @param strength what |x| of the first `count` components counts
 */
export async function minimizeWithAbsolutes(
  f: ValueAndGradient,
  { strength, count }: { readonly strength: number; readonly count: number },
  x0: Float64Array,
  options: Required<Omit<LbfgsOptions, 'valueTolerance'>>,
): Promise<LbfgsResult> {
  const { maxIter, maxFun, gradientTolerance, lineTrials, onIteration } = options;
  const whole = (x: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let value = f(x, gradient);
    for (let i = 0; i < count; i++) value += strength * Math.abs(x[i]);
    return value;
  };
  let x: Float64Array = x0.slice();
  let gradient: Float64Array = new Float64Array(x.length);
  let value = whole(x, gradient);
  let evaluations = 1;
  let iterations = 0;
  const memory: RememberedStep[] = [];
  const finish = (reason: LbfgsResult['reason']): LbfgsResult => ({ x, value, iterations, reason });
  for (;;) {
    const slope = leastSlope(x, gradient, strength, count);
    if (largest(slope) <= gradientTolerance) return finish('converged');
    if (iterations >= maxIter) return finish('iterations');
    if (evaluations > maxFun) return finish('evaluations');
    const direction = downhill(slope, memory).map((d, i) => (i < count && d * slope[i] >= 0 ? 0 : d));
    let nextX: Float64Array = x;
    let nextGradient: Float64Array = gradient;
    let nextValue = Number.POSITIVE_INFINITY;
    let step = memory.length === 0 ? Math.min(1 / Math.sqrt(dot(direction, direction)), 1) : 1;
    let isLower = false;
    for (let trial = 0; trial < lineTrials && !isLower; trial++, step /= 2) {
      nextX = inOrthant(x, direction, step, slope, count);
      nextGradient = new Float64Array(x.length);
      nextValue = whole(nextX, nextGradient);
      evaluations++;
      const promised = dot(slope, difference(nextX, x));
      isLower = promised < 0 && nextValue <= value + SUFFICIENT * promised;
    }
    if (!isLower) {
      // What is remembered may mislead: once more straight downhill, then give up.
      if (memory.length === 0) return finish('stalled');
      memory.length = 0;
      continue;
    }
    iterations++;
    const moved = difference(nextX, x);
    remember(memory, moved, difference(nextGradient, gradient), dot(moved, moved));
    const falls = nextValue < value;
    [x, gradient, value] = [nextX, nextGradient, nextValue];
    if (!(await onIteration(iterations, value))) return finish('stopped');
    if (!falls) return finish('converged');
  }
}

/** The smallest of all slopes that |x| has at its corners; 0 where none of them leads away from the corner. */
function leastSlope(x: Float64Array, gradient: Float64Array, strength: number, count: number): Float64Array {
  return gradient.map((g, i) => {
    if (i >= count) return g;
    if (x[i] !== 0) return g + Math.sign(x[i]) * strength;
    return Math.sign(g) * Math.max(Math.abs(g) - strength, 0);
  });
}

/** A step; what would change its sign, or leave 0 uphill, becomes 0. */
function inOrthant(
  x: Float64Array,
  direction: Float64Array,
  step: number,
  slope: Float64Array,
  count: number,
): Float64Array {
  const next = x.slice();
  addScaled(next, direction, step);
  for (let i = 0; i < count; i++) {
    const side = x[i] === 0 ? -Math.sign(slope[i]) : Math.sign(x[i]);
    if (next[i] * side < 0) next[i] = 0;
  }
  return next;
}
