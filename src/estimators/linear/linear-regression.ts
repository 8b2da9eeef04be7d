/** `LinearRegression`: ordinary least squares, solved at once. */
import { HebbError } from '../../core/errors.ts';
import type { Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { ModelState } from '../../core/model-state.ts';
import { boolean, checkOptions, integer, nullable, type Rule, real } from '../../core/options.ts';
import { readOptions } from '../../core/read-state.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Predictor } from '../predictor.ts';
import { solveLeastSquares } from './least-squares.ts';
import { type Equations, LeastSquaresRegressor, type Solution } from './least-squares-regressor.ts';
import type { NumberPredictions } from './linear-regressor.ts';
import { solveNonNegativeOutputs } from './non-negative.ts';
import type { LinearFitOptions } from './sgd-options.ts';

export interface LinearRegressionOptions {
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Singular values below this share of the largest count as zero. Default 1e-6. */
  readonly tol?: number;
  /** Allow no weight below 0. Default false. */
  readonly positive?: boolean;
  /** Has no effect: X is never changed. */
  readonly copyX?: boolean;
  /** Has no effect: outputs are solved one after the other, with the same result. */
  readonly nJobs?: number | null;
}

const optionRules: Readonly<Record<keyof LinearRegressionOptions, Rule>> = {
  fitIntercept: boolean,
  tol: real({ min: 0 }),
  positive: boolean,
  copyX: boolean,
  nJobs: nullable(integer()),
};

/**
 * Linear regression by least squares; of all weights that fit equally well the smallest. Options, defaults and
 * results are scikit-learn 1.9's. It computes in float64.
 *
 * @example
 * const model = await new LinearRegression().fit([[1, 1], [1, 2], [2, 2], [2, 3]], [6, 8, 9, 11]);
 * model.coef; // close to [1, 2]; a Float64Array
 * model.intercept; // close to 3
 */
export class LinearRegression<Prediction extends NumberPredictions = Float64Array>
  extends LeastSquaresRegressor<LinearRegressionOptions, Prediction>
  implements Predictor
{
  protected readonly name = 'LinearRegression';

  constructor(options: LinearRegressionOptions = {}) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one number a row, or rows × outputs).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`; `NON_FINITE` with
   * row and column
   */
  fit(X: TableLike, y: Labels<number>, options?: LinearFitOptions): Promise<LinearRegression>;
  fit(X: TableLike, y: MatrixLike, options?: LinearFitOptions): Promise<LinearRegression<Tensor>>;
  fit(X: TableLike, y: unknown, options?: LinearFitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, { sampleWeight }: LinearFitOptions = {}): Promise<unknown> {
    checkOptions(this.name, this.options, optionRules);
    const { fitIntercept = true, positive = false, tol = 1e-6 } = this.options;
    const solve = positive ? solveNonNegativeOutputs : (equations: Equations) => solveUpTo(equations, tol);
    await this.train(X, y, sampleWeight, fitIntercept, solve);
    return this;
  }

  /** Rank of X without its means. @throws HebbError `UNSUPPORTED` with `positive`, which does not find it */
  get rank(): number {
    return this.#orUnsupported(this.learned.rank);
  }
  /** Singular values of X without its means. @throws HebbError as `rank` */
  get singular(): Float64Array {
    return this.#orUnsupported(this.learned.singular);
  }

  #orUnsupported<T>(value: T | null): T {
    if (value !== null) return value;
    throw new HebbError('UNSUPPORTED', 'LinearRegression with positive weights finds no singular values.');
  }

  /** The regressor that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): LinearRegression {
    const model = new LinearRegression(readOptions<LinearRegressionOptions>(state, optionRules));
    model.restoreState(state);
    return model;
  }
}

async function solveUpTo({ A, B, rows, columns, outputs }: Equations, tol: number): Promise<Solution> {
  const counts = (sigma: number, largest: number): boolean => sigma > tol * largest;
  const { weights, singular } = await solveLeastSquares(A, rows, columns, B, outputs, (sigma, _, largest) =>
    counts(sigma, largest) ? 1 / sigma : 0,
  );
  return { weights, singular, rank: singular.filter((sigma) => counts(sigma, singular[0])).length };
}
