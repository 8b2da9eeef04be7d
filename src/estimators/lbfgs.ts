/**
 * L-BFGS: minimisation of a smooth function from values and gradients, remembering ten steps
 * (Liu & Nocedal 1989; two-loop recursion of Nocedal & Wright, algorithm 7.4), with the stopping rules of
 * L-BFGS-B. It knows nothing of networks.
 */
import { type Sample, searchLine } from './line-search.ts';

const MEMORY = 10;
const LINE_TRIALS = 20;
/** The usual factr of 1e7 times the float64 epsilon. */
const VALUE_TOLERANCE = 2.220446049250313e-9;

export interface LbfgsOptions {
  readonly maxIter: number;
  readonly maxFun: number;
  /** Stop when no component of the gradient is larger. */
  readonly gradientTolerance: number;
  /** Stop when the value falls by less than this, relatively. Default 2.2e-9. */
  readonly valueTolerance?: number;
  /** Evaluations of a line search at most. Default 20. */
  readonly lineTrials?: number;
  /** Called after each iteration; return false to stop. */
  onIteration?(iteration: number, value: number): Promise<boolean>;
}

export interface LbfgsResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly reason: 'converged' | 'stalled' | 'iterations' | 'evaluations' | 'stopped';
}

/** A step that was taken: how far, how the gradient changed, and 1 / (s · y). */
export interface RememberedStep {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/** The function to minimise: its value at x, and its gradient written into the second argument. */
export type ValueAndGradient = (x: Float64Array, gradient: Float64Array) => number;

export async function minimize(
  f: ValueAndGradient,
  x0: Float64Array,
  options: LbfgsOptions,
): Promise<LbfgsResult> {
  const { valueTolerance = VALUE_TOLERANCE, lineTrials = LINE_TRIALS } = options;
  const n = x0.length;
  let x = x0.slice();
  let gradient = new Float64Array(n);
  let value = f(x, gradient);
  let evaluations = 1;
  const memory: RememberedStep[] = [];
  let iterations = 0;
  const finish = (reason: LbfgsResult['reason']): LbfgsResult => ({ x, value, iterations, reason });
  if (largest(gradient) <= options.gradientTolerance) return finish('converged');
  while (true) {
    const direction = downhill(gradient, memory);
    const slope = dot(direction, gradient);
    let trialX = x;
    let trialGradient = gradient;
    const sample = (step: number): Sample => {
      trialX = x.map((value, i) => value + step * direction[i]);
      trialGradient = new Float64Array(n);
      evaluations++;
      const trialValue = f(trialX, trialGradient);
      return { step, value: trialValue, slope: dot(trialGradient, direction) };
    };
    const first = iterations === 0 ? Math.min(1 / norm(direction), 1e10) : 1;
    const found = slope < 0 ? searchLine({ step: 0, value, slope }, first, sample, lineTrials) : undefined;
    if (found === undefined) {
      // What is remembered may mislead: once more straight downhill, then give up.
      if (memory.length === 0) return finish('stalled');
      memory.length = 0;
      continue;
    }
    iterations++;
    remember(memory, difference(trialX, x), difference(trialGradient, gradient), -slope * found.step);
    const fall = value - found.value;
    const scale = Math.max(Math.abs(value), Math.abs(found.value), 1);
    [x, gradient, value] = [trialX, trialGradient, found.value];
    const goesOn = (await options.onIteration?.(iterations, value)) ?? true;
    if (!goesOn) return finish('stopped');
    if (iterations >= options.maxIter) return finish('iterations');
    if (evaluations > options.maxFun) return finish('evaluations');
    if (largest(gradient) <= options.gradientTolerance) return finish('converged');
    if (fall <= valueTolerance * scale) return finish('converged');
  }
}

/** −H·gradient, H being the inverse Hessian that the remembered steps suggest. */
export function downhill(gradient: Float64Array, memory: readonly RememberedStep[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = new Array<number>(memory.length);
  for (let i = memory.length - 1; i >= 0; i--) {
    const { s, y, rho } = memory[i];
    alphas[i] = rho * dot(s, q);
    addScaled(q, y, -alphas[i]);
  }
  const newest = memory.at(-1);
  if (newest !== undefined) {
    const scale = 1 / (newest.rho * dot(newest.y, newest.y));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  for (const [i, { s, y, rho }] of memory.entries()) addScaled(q, s, alphas[i] - rho * dot(y, q));
  return q;
}

/** Keep a step if the function curves upwards along it, measured against the fall that was expected. */
export function remember(memory: RememberedStep[], s: Float64Array, y: Float64Array, scale: number): void {
  const curvature = dot(s, y);
  if (!(curvature > Number.EPSILON * scale)) return;
  memory.push({ s, y, rho: 1 / curvature });
  if (memory.length > MEMORY) memory.shift();
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export function addScaled(target: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * vector[i];
}

export function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

export function largest(a: Float64Array): number {
  return a.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}
