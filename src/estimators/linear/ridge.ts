/** `Ridge`: least squares with a penalty on the squares of the weights, solved at once. */
import { HebbError } from '../../core/errors.ts';
import type { Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { ModelState } from '../../core/model-state.ts';
import {
  anyOf,
  boolean,
  checkOptions,
  integer,
  listOf,
  nullable,
  oneOf,
  type Rule,
  real,
} from '../../core/options.ts';
import { readOptions } from '../../core/read-state.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { type RandomSeed, randomStateRule } from '../../random/random-state.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Predictor } from '../predictor.ts';
import { solveLeastSquares } from './least-squares.ts';
import { type Equations, LeastSquaresRegressor, type Solution } from './least-squares-regressor.ts';
import type { NumberPredictions } from './linear-regressor.ts';
import { solveNonNegativeOutputs } from './non-negative.ts';
import type { LinearFitOptions } from './sgd-options.ts';

/** scikit-learn's names. */
export type RidgeSolver = 'auto' | 'svd' | 'cholesky' | 'lsqr' | 'sparse_cg' | 'sag' | 'saga' | 'lbfgs';

export interface RidgeOptions {
  /** Strength of the penalty; one number, or one an output. Default 1. */
  readonly alpha?: number | readonly number[];
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Allow no weight below 0. Default false. */
  readonly positive?: boolean;
  /**
   * Default 'auto'. All lead to the same weights, which Hebb finds by singular values; with `positive`, where
   * 'lbfgs' is the only other one, by active sets.
   */
  readonly solver?: RidgeSolver;
  /** Has no effect: X is never changed. */
  readonly copyX?: boolean;
  /** Has no effect: nothing is iterated. */
  readonly maxIter?: number | null;
  /** Has no effect: the solution is exact. */
  readonly tol?: number;
  /** Has no effect: nothing is drawn at random. */
  readonly randomState?: RandomSeed;
}

const alphaRule = real({ min: 0 });
const optionRules: Readonly<Record<keyof RidgeOptions, Rule>> = {
  alpha: anyOf(alphaRule, listOf(alphaRule)),
  fitIntercept: boolean,
  positive: boolean,
  solver: oneOf('auto', 'svd', 'cholesky', 'lsqr', 'sparse_cg', 'sag', 'saga', 'lbfgs'),
  copyX: boolean,
  maxIter: nullable(integer({ min: 1 })),
  tol: real({ min: 0 }),
  randomState: randomStateRule,
};

/**
 * Linear regression that keeps its weights small: it minimises ‖y − Xw‖² + alpha ‖w‖² (Hoerl & Kennard,
 * Technometrics 12, 1970). Options, defaults and results are scikit-learn 1.9's. It computes in float64.
 *
 * @example
 * const model = await new Ridge({ alpha: 0.5 }).fit([[0], [1], [2]], [1, 3, 5]);
 * model.coef; // close to [1.6]; it were 2, but for the penalty
 */
export class Ridge<Prediction extends NumberPredictions = Float64Array>
  extends LeastSquaresRegressor<RidgeOptions, Prediction>
  implements Predictor
{
  protected readonly name = 'Ridge';

  constructor(options: RidgeOptions = {}) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one number a row, or rows × outputs).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`; `NON_FINITE` with
   * row and column
   */
  fit(X: TableLike, y: Labels<number>, options?: LinearFitOptions): Promise<Ridge>;
  fit(X: TableLike, y: MatrixLike, options?: LinearFitOptions): Promise<Ridge<Tensor>>;
  fit(X: TableLike, y: unknown, options?: LinearFitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, { sampleWeight }: LinearFitOptions = {}): Promise<unknown> {
    checkOptions(this.name, this.options, optionRules);
    const { alpha = 1, fitIntercept = true, positive = false, solver = 'auto' } = this.options;
    checkSolver(solver, positive);
    const solve = positive ? solvePositive : solveDamped;
    await this.train(X, y, sampleWeight, fitIntercept, (equations) =>
      solve(equations, penalties(alpha, equations.outputs)),
    );
    return this;
  }

  /** Always null: nothing is iterated. */
  get nIter(): null {
    return this.learned && null;
  }

  /** The regressor that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): Ridge {
    const model = new Ridge(readOptions<RidgeOptions>(state, optionRules));
    model.restoreState(state);
    return model;
  }
}

function checkSolver(solver: RidgeSolver, positive: boolean): void {
  if (solver === 'auto' || (solver === 'lbfgs') === positive) return;
  const advice = positive ? "take 'auto' or 'lbfgs'" : 'it is for positive: true only';
  throw new HebbError(
    'INVALID_OPTION',
    `Ridge: solver '${solver}' does not go with positive: ${positive}; ${advice}.`,
  );
}

/** One penalty an output. */
function penalties(alpha: number | readonly number[], outputs: number): readonly number[] {
  if (typeof alpha === 'number') return new Array<number>(outputs).fill(alpha);
  if (alpha.length === outputs) return alpha;
  throw new HebbError(
    'INVALID_OPTION',
    `Ridge: number of targets and number of penalties do not correspond: ${outputs} != ${alpha.length}.`,
  );
}

async function solveDamped(
  { A, B, rows, columns, outputs }: Equations,
  alphas: readonly number[],
): Promise<Solution> {
  // Without a penalty nothing keeps directions apart that the rows do not tell apart.
  const least = Math.max(rows, columns) * Number.EPSILON;
  const { weights } = await solveLeastSquares(A, rows, columns, B, outputs, (sigma, k, largest) =>
    alphas[k] > 0 || sigma > least * largest ? sigma / (sigma * sigma + alphas[k]) : 0,
  );
  return { weights, singular: null, rank: null };
}

/** The penalty as rows more: √alpha times each weight is to be 0. */
async function solvePositive(
  { A, B, rows, columns, outputs }: Equations,
  alphas: readonly number[],
): Promise<Solution> {
  const weights = new Float64Array(outputs * columns);
  for (const [k, alpha] of alphas.entries()) {
    const longer = new Float64Array((rows + columns) * columns);
    longer.set(A);
    for (let j = 0; j < columns; j++) longer[(rows + j) * columns + j] = Math.sqrt(alpha);
    const target = new Float64Array(rows + columns);
    for (let i = 0; i < rows; i++) target[i] = B[i * outputs + k];
    const equations = { A: longer, B: target, rows: rows + columns, columns, outputs: 1 };
    weights.set((await solveNonNegativeOutputs(equations)).weights, k * columns);
  }
  return { weights, singular: null, rank: null };
}
