/**
 * Stochastic gradient descent on one linear model, an epoch at a time: decision, learning rate, step, penalty,
 * average, row by row, operation for operation as scikit-learn computes them. When to stop is not its business.
 */
import { range } from '../../core/range.ts';
import type { LinearLoss } from './linear-loss.ts';
import { precisePower } from './precise-exp.ts';
import { shuffleRows } from './row-order.ts';
import { ScaledWeights } from './scaled-weights.ts';
import type { LearningRate, Penalty } from './sgd-options.ts';

/** What is learned: y of each row from X. */
export interface SgdProblem {
  readonly rows: number;
  readonly columns: number;
  /** rows × columns */
  readonly X: Float64Array;
  /** Numbers, or for classes 1 and the loss's `negative`. */
  readonly y: Float64Array;
  /** What each row counts; undefined: all 1. */
  readonly rowWeights: Float64Array | undefined;
  /** What rows with y > 0 and other rows count besides. */
  readonly positiveWeight: number;
  readonly negativeWeight: number;
  /** 1 for rows that are held out. */
  readonly heldOut: Uint8Array | undefined;
  /** Of the row order, 32 bits. */
  readonly seed: number;
}

/** Where descent starts, and where it has come to: the arrays are changed in place. */
export interface SgdPosition {
  readonly coef: Float64Array;
  intercept: number;
  /** null when no average is wanted. */
  readonly averageCoef: Float64Array | null;
  averageIntercept: number;
}

/** How to descend. */
export interface SgdRules {
  readonly loss: LinearLoss;
  readonly penalty: Penalty;
  readonly alpha: number;
  /** Share of the L1 penalty. */
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly shuffle: boolean;
  readonly learningRate: LearningRate;
  readonly eta0: number;
  readonly powerT: number;
  /** The step from which on steps are averaged, counted from 1; 0 for none. */
  readonly average: number;
}

/** Sums over the rows of an epoch. */
export interface EpochSums {
  readonly loss: number;
  /** The loss with the penalty. */
  readonly objective: number;
}

/** Slopes beyond this are cut: they come from numbers that overflow. */
const STEEPEST = 1e12;

export class SgdEpochs {
  readonly #problem: SgdProblem;
  readonly #position: SgdPosition;
  readonly #rules: SgdRules;
  readonly #weights: ScaledWeights;
  readonly #order: Int32Array;
  /** The next step's number, from 1. */
  #t: number;
  #eta: number;
  /** L1 penalty that every weight should have paid by now. */
  #toTruncate = 0;
  /** Added to t by the schedule 'optimal' so that its first step is sensible (L. Bottou, 2012). */
  readonly #offset: number;

  /** @param t the next step's number, from 1 */
  constructor(problem: SgdProblem, position: SgdPosition, t: number, rules: SgdRules) {
    this.#problem = problem;
    this.#position = position;
    this.#rules = rules;
    this.#weights = new ScaledWeights(position.coef, position.averageCoef);
    this.#order = range(problem.rows);
    this.#t = t;
    this.#eta = rules.eta0;
    this.#offset = rules.learningRate === 'optimal' ? optimalOffset(rules) : 0;
  }

  /** The learning rate of the last step; the schedule 'adaptive' lowers it between epochs. */
  get eta(): number {
    return this.#eta;
  }

  slowDown(factor: number): void {
    this.#eta /= factor;
  }

  get norm(): number {
    return this.#weights.norm;
  }

  /** Go through all rows once. @param sums whether the sums are wanted */
  run(sums: boolean): EpochSums {
    const { X, columns, y, heldOut, seed } = this.#problem;
    const { loss, shuffle } = this.#rules;
    const weights = this.#weights;
    const position = this.#position;
    let totalLoss = 0;
    let totalObjective = 0;
    if (shuffle) shuffleRows(this.#order, seed);
    for (const row of this.#order) {
      if (heldOut !== undefined && heldOut[row] === 1) continue;
      const start = row * columns;
      const decision = weights.dot(X, start) + position.intercept;
      this.#schedule();
      if (sums) {
        const value = loss.value(y[row], decision);
        totalLoss += value;
        totalObjective += value;
        totalObjective += this.#penaltyNow();
      }
      this.#step(row, start, decision);
    }
    return { loss: totalLoss, objective: totalObjective };
  }

  /** Make the weights and their average the numbers they stand for. */
  finish(): void {
    this.#weights.settle();
  }

  #schedule(): void {
    const { learningRate, alpha, eta0, powerT } = this.#rules;
    if (learningRate === 'optimal') this.#eta = 1 / (alpha * (this.#offset + this.#t - 1));
    else if (learningRate === 'invscaling') this.#eta = eta0 / precisePower(this.#t, powerT);
  }

  /** The penalty that a row's share of the objective has; the passive-aggressive rates have none. */
  #penaltyNow(): number {
    const { penalty, alpha, l1Ratio, learningRate } = this.#rules;
    if (penalty === null || learningRate === 'pa1' || learningRate === 'pa2') return 0;
    const { norm, norm1 } = this.#weights;
    return alpha * ((1 - l1Ratio) * 0.5 * (norm * norm) + l1Ratio * norm1);
  }

  #step(row: number, start: number, decision: number): void {
    const { X, y, rowWeights, positiveWeight, negativeWeight } = this.#problem;
    const { penalty, alpha, l1Ratio, fitIntercept, average } = this.#rules;
    const position = this.#position;
    const weights = this.#weights;
    let step = this.#stepLength(y[row], decision, start);
    if (step === undefined) return;
    step *= (y[row] > 0 ? positiveWeight : negativeWeight) * (rowWeights === undefined ? 1 : rowWeights[row]);
    if (penalty === 'l2' || penalty === 'elasticnet') {
      weights.shrink(Math.max(0, 1 - (1 - l1Ratio) * this.#eta * alpha));
    }
    if (step !== 0) weights.add(X, start, step);
    if (fitIntercept) position.intercept += step;
    if (0 < average && average <= this.#t) {
      const count = this.#t - average + 1;
      weights.addToAverage(X, start, step, count);
      position.averageIntercept += (position.intercept - position.averageIntercept) / count;
    }
    if (penalty === 'l1' || penalty === 'elasticnet') {
      this.#toTruncate += l1Ratio * this.#eta * alpha;
      weights.truncate(this.#toTruncate);
    }
    this.#t++;
  }

  /**
   * How far to go along x. The passive-aggressive rates go as far as the row needs (Crammer et al., JMLR 7,
   * 2006); undefined when a row of zeros lets them go nowhere.
   */
  #stepLength(y: number, decision: number, start: number): number | undefined {
    const { loss, learningRate, eta0 } = this.#rules;
    if (learningRate === 'pa1' || learningRate === 'pa2') {
      const square = this.#squareOf(start);
      if (learningRate === 'pa1' && square === 0) return undefined;
      const value = loss.value(y, decision);
      const length = learningRate === 'pa1' ? Math.min(eta0, value / square) : value / (square + 0.5 / eta0);
      return loss.slope(y, decision) > 0 ? -length : length;
    }
    return -this.#eta * Math.min(Math.max(loss.slope(y, decision), -STEEPEST), STEEPEST);
  }

  /** ‖x‖² of a row. */
  #squareOf(start: number): number {
    const { X, columns } = this.#problem;
    let sum = 0;
    for (let j = start; j < start + columns; j++) sum += X[j] * X[j];
    return sum;
  }
}

function optimalOffset({ loss, alpha }: SgdRules): number {
  const typicalWeight = Math.sqrt(1 / Math.sqrt(alpha));
  const firstRate = typicalWeight / Math.max(1, loss.slope(1, -typicalWeight));
  return 1 / (firstRate * alpha);
}
