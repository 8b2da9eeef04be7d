/**
 * A Gaussian process: what is known of a function after looking at it in some places. Kernel Matérn 5/2 (Rasmussen &
 * Williams 2006, eq. 4.17); its length is the one that makes the numbers that were seen most likely. It knows nothing
 * of what the function is of. The decomposition is ml-matrix's, loaded when first needed.
 */
import type { Matrix } from 'ml-matrix';
import { HebbError } from '../../core/errors.ts';

/** What the function may be in some place. */
export interface Guess {
  readonly mean: number;
  readonly deviation: number;
}

export interface GaussianProcess {
  /** The length over which the function changes. */
  readonly length: number;
  /** The logarithm of how likely the numbers are that were seen (after standardizing them). */
  readonly logLikelihood: number;
  predict(point: readonly number[]): Guess;
}

/** Lengths that are weighed, for points in the unit cube. */
const lengths = [0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1, 1.5, 2.2, 3.3];

/** (1 + √5 r + 5/3 r²) e^(−√5 r), r being the distance in lengths. */
function matern(a: readonly number[], b: readonly number[], length: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  const r = Math.sqrt(5 * sum) / length;
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/**
 * @param points n places of d coordinates
 * @param values what the function was there, n numbers; they are standardized
 * @param alpha the variance of the noise in them, after standardizing
 * @param given the length; by default the most likely one
 * @throws HebbError `INVALID_VALUE` when no length gives a kernel matrix that is positive definite
 */
export async function gaussianProcess(
  points: readonly (readonly number[])[],
  values: readonly number[],
  alpha: number,
  given?: number,
): Promise<GaussianProcess> {
  const { CholeskyDecomposition, Matrix: Dense } = await import('ml-matrix');
  const n = values.length;
  const center = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / n) || 1;
  const y = Dense.columnVector(values.map((value) => (value - center) / spread));
  let best: GaussianProcess | undefined;
  for (const length of given === undefined ? lengths : [given]) {
    const kernel = new Dense(n, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const value = matern(points[i], points[j], length) + (i === j ? alpha : 0);
        kernel.set(i, j, value);
        kernel.set(j, i, value);
      }
    }
    const factor = new CholeskyDecomposition(kernel);
    if (!factor.isPositiveDefinite()) continue;
    const weights = factor.solve(y);
    const lower = factor.lowerTriangularMatrix;
    let logLikelihood = -0.5 * (n * Math.log(2 * Math.PI) + y.dot(weights));
    for (let i = 0; i < n; i++) logLikelihood -= Math.log(lower.get(i, i));
    if (best !== undefined && best.logLikelihood >= logLikelihood) continue;
    const predict = (point: readonly number[]): Guess => {
      const near = points.map((other) => matern(point, other, length));
      const mean = near.reduce((sum, value, i) => sum + value * weights.get(i, 0), 0);
      const variance = 1 - squaredLength(solvedLower(lower, near));
      return { mean: center + spread * mean, deviation: spread * Math.sqrt(Math.max(variance, 0)) };
    };
    best = { length, logLikelihood, predict };
  }
  if (best !== undefined) return best;
  throw new HebbError('INVALID_VALUE', `the Gaussian process breaks down; alpha ${alpha} is too small.`);
}

/** x of Lx = b. */
function solvedLower(lower: Matrix, b: readonly number[]): number[] {
  const x: number[] = [];
  for (let i = 0; i < b.length; i++) {
    let rest = b[i];
    for (let j = 0; j < i; j++) rest -= lower.get(i, j) * x[j];
    x.push(rest / lower.get(i, i));
  }
  return x;
}

function squaredLength(vector: readonly number[]): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}

/** How promising a place is where less is better: how low the function may well be (Srinivas et al. 2010). */
export function confidenceBound({ mean, deviation }: Guess, beta: number): number {
  return beta * deviation - mean;
}

/** By how much less than `least` the function is expected to be there (Jones et al. 1998). */
export function expectedImprovement({ mean, deviation }: Guess, least: number): number {
  if (deviation === 0) return Math.max(least - mean, 0);
  const z = (least - mean) / deviation;
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  return deviation * (z * normalShare(z) + density);
}

/**
 * The share of normal numbers below z, to 1e-7: ½ erfc(−z/√2) by the rational formula 7.1.26 of Abramowitz & Stegun
 * (1964).
 */
function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp(-x * x);
  return z > 0 ? 1 - tail : tail;
}
