/**
 * The epochs of stochastic gradient descent: when to stop, when to slow down, what it prints; scikit-learn's
 * rules and words. How an epoch is computed is `sgd-epoch.ts`'s business.
 */
import { HebbError } from '../../core/errors.ts';
import { pause } from '../../core/pause.ts';
import { type EpochSums, SgdEpochs, type SgdPosition, type SgdProblem, type SgdRules } from './sgd-epoch.ts';

/** When to stop. */
export interface StoppingRules {
  readonly maxIter: number;
  /** Smallest improvement that counts; null never stops early. */
  readonly tol: number | null;
  readonly nIterNoChange: number;
  /** Above 0: print lines. */
  readonly verbose: number | boolean;
  readonly signal: AbortSignal | null | undefined;
}

/** The score of weights on the rows that are held out. */
export type ValidationScore = (coef: Float64Array, intercept: number) => number;

export interface SgdRun {
  readonly epochs: number;
  readonly interrupted: boolean;
}

/** Milliseconds of work between two breaths. */
const BREATH = 30;
/** The schedule 'adaptive' divides its rate by this, and gives up below the least. */
const SLOWDOWN = 5;
const LEAST_RATE = 1e-6;

/**
 * Descend until nothing improves; `position` is where that ends.
 *
 * @param t the next step's number, from 1
 * @param score for early stopping: stop when it no longer grows; else when the objective no longer falls
 * @throws HebbError `NON_FINITE` when numbers overflow
 */
export async function descend(
  problem: SgdProblem,
  position: SgdPosition,
  t: number,
  rules: SgdRules,
  stopping: StoppingRules,
  score: ValidationScore | undefined,
): Promise<SgdRun> {
  const { maxIter, tol, nIterNoChange, signal } = stopping;
  const talks = Number(stopping.verbose) > 0;
  const descent = new SgdEpochs(problem, position, t, rules);
  const trained = problem.rows - (problem.heldOut?.reduce((sum, held) => sum + held, 0) ?? 0);
  const began = performance.now();
  let lastBreath = began;
  let best = Number.POSITIVE_INFINITY;
  let withoutImprovement = 0;
  let epoch = 0;
  let interrupted = false;
  while (epoch < maxIter) {
    interrupted = signal?.aborted === true;
    if (interrupted) break;
    epoch++;
    if (talks) console.log(`-- Epoch ${epoch}`);
    const sums = descent.run(talks || score === undefined);
    checkFinite(position, epoch);
    // What should fall: the objective of a row, or the score turned round.
    const validationScore = score?.(position.coef, position.intercept);
    const measure = validationScore === undefined ? sums.objective / trained : -validationScore;
    if (talks) report(position, descent.norm, sums, { trained, epoch, validationScore }, began);
    withoutImprovement = tol !== null && measure > best - tol ? withoutImprovement + 1 : 0;
    if (measure < best) best = measure;
    if (withoutImprovement >= nIterNoChange) {
      if (rules.learningRate !== 'adaptive' || descent.eta <= LEAST_RATE) {
        if (talks) console.log(`Convergence after ${epoch} epochs took ${seconds(began)} seconds`);
        break;
      }
      descent.slowDown(SLOWDOWN);
      withoutImprovement = 0;
    }
    if (performance.now() - lastBreath > BREATH) {
      await pause();
      lastBreath = performance.now();
    }
  }
  descent.finish();
  return { epochs: epoch, interrupted };
}

function checkFinite({ coef, intercept }: SgdPosition, epoch: number): void {
  if (Number.isFinite(intercept) && coef.every(Number.isFinite)) return;
  throw new HebbError(
    'NON_FINITE',
    `Floating-point under-/overflow occurred at epoch #${epoch}. Scaling input data with StandardScaler or MinMaxScaler might help.`,
  );
}

function report(
  { coef, intercept }: SgdPosition,
  norm: number,
  { loss, objective }: EpochSums,
  {
    trained,
    epoch,
    validationScore,
  }: { trained: number; epoch: number; validationScore: number | undefined },
  began: number,
): void {
  const nonZeros = coef.reduce((count, weight) => count + Number(weight !== 0), 0);
  const numbers = [
    `Norm: ${norm.toFixed(2)}`,
    `NNZs: ${nonZeros}`,
    `Bias: ${intercept.toFixed(6)}`,
    `T: ${epoch * trained}`,
    `Avg. loss: ${(loss / trained).toFixed(6)}`,
    `Objective: ${(objective / trained).toFixed(6)}`,
    ...(validationScore === undefined ? [] : [`Validation score: ${validationScore.toFixed(6)}`]),
  ];
  console.log(numbers.join(', '));
  console.log(`Total training time: ${seconds(began)} seconds.`);
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(2);
}
