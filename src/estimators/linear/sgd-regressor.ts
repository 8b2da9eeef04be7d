/**
 * `SGDRegressor`: linear regression of several losses, trained one row at a time, with seeds and held-out rows
 * drawn in the order scikit-learn draws them.
 */
import { HebbError, type HebbWarning } from '../../core/errors.ts';
import { hasRows } from '../../core/has-rows.ts';
import type { Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { ModelState } from '../../core/model-state.ts';
import { readOptions } from '../../core/read-state.ts';
import { readSampleWeight } from '../../core/sample-weight.ts';
import { r2Score } from '../../metrics/regression.ts';
import { readNumbers, type Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { checkRandomState } from '../../random/random-state.ts';
import type { Predictor } from '../predictor.ts';
import { warner } from '../warn.ts';
import { heldOutDecisions, holdOut, takeHeldOut } from './held-out-rows.ts';
import { checkSameLength, readFeatureRows } from './linear-model.ts';
import { LinearRegressor, type NumberModel } from './linear-regressor.ts';
import { describeSgd, readSgd, savedOptions } from './linear-state.ts';
import { SEEDS } from './row-order.ts';
import {
  copyMemory,
  newMemory,
  positionOf,
  type SgdMemory,
  type SgdModel,
  shownAfter,
  shownWeights,
} from './sgd-memory.ts';
import {
  descentRules,
  type LinearFitOptions,
  type ResolvedSgdOptions,
  resolveSgdOptions,
  type SGDRegressorOptions,
  type SgdFitOptions,
  sgdOptionRules,
} from './sgd-options.ts';
import { descend, type ValidationScore } from './sgd-run.ts';
import { sayHowItEnded } from './sgd-warnings.ts';

interface SgdNumberModel extends SgdModel, NumberModel {}

/**
 * Linear regression by stochastic gradient descent. Options, defaults and results are scikit-learn 1.9's: the
 * same `randomState` gives the same weights. It computes in float64. Scale the features first.
 *
 * @example
 * const model = await new SGDRegressor({ randomState: 42 }).fit([[0], [1], [2]], [1, 3, 5]);
 * await model.predict([[3]]); // close to [6.33]; it were 7, but for the stop after small gains
 */
export class SGDRegressor
  extends LinearRegressor<SGDRegressorOptions, SgdNumberModel, Float64Array>
  implements Predictor
{
  protected readonly name = 'SGDRegressor';

  constructor(options: SGDRegressorOptions = {}) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one number a row).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`, `SHAPE_MISMATCH`
   * when y has several numbers a row; `NON_FINITE` (with row and column, or when numbers overflow)
   */
  async fit(X: TableLike, y: Labels<number> | MatrixLike, fitOptions: SgdFitOptions = {}): Promise<this> {
    const options = resolveSgdOptions(this.name, this.options, false);
    await this.learn((earlier) =>
      fitSgdNumbers({ options, X, y, fitOptions, earlier: options.warmStart ? earlier : undefined }),
    );
    return this;
  }

  /** One epoch over X and y, going on from what was learned before. Not with early stopping. Errors as `fit`. */
  async partialFit(
    X: TableLike,
    y: Labels<number> | MatrixLike,
    fitOptions: Pick<LinearFitOptions, 'sampleWeight'> = {},
  ): Promise<this> {
    const options = { ...resolveSgdOptions(this.name, this.options, true), maxIter: 1, tol: null };
    await this.learn((earlier) =>
      fitSgdNumbers({ options, X, y, fitOptions, earlier, samplesSeen: earlier?.samplesSeen }),
    );
    return this;
  }

  /** The intercept, as an array of one number. */
  get intercept(): Float64Array {
    return this.learned.intercept.slice();
  }
  /** Epochs of the last fit. */
  get nIter(): number {
    return this.learned.nIter;
  }
  /** Rows gone through, and 1: the number of the next step, scikit-learn's `t_`. */
  get samplesSeen(): number {
    return this.learned.samplesSeen;
  }

  toState(): ModelState {
    const unfitted = { kind: this.name, options: savedOptions(this.options) };
    return this.isFitted ? { ...unfitted, ...describeSgd(this.learned) } : unfitted;
  }

  /** The regressor that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): SGDRegressor {
    const model = new SGDRegressor(readOptions<SGDRegressorOptions>(state, sgdOptionRules.SGDRegressor));
    if (state.attributes !== undefined) model.restore({ ...readSgd(state), form: 'numbers' });
    return model;
  }
}

interface SgdNumberTask {
  readonly options: ResolvedSgdOptions;
  readonly X: TableLike;
  readonly y: Targets;
  readonly fitOptions: SgdFitOptions;
  /** What to go on from. */
  readonly earlier: SgdNumberModel | undefined;
  /** What `earlier` had seen, for schedules to go on too. */
  readonly samplesSeen?: number;
}

async function fitSgdNumbers(task: SgdNumberTask): Promise<SgdNumberModel> {
  const { options, fitOptions, earlier, samplesSeen: t = 1 } = task;
  const { matrix, features } = readFeatureRows(task.X, 'SGDRegressor', earlier?.features);
  const { rows, columns, data: X } = matrix;
  const y = readOneColumn(task.y);
  checkSameLength(rows, y.length);
  const rowWeights = readSampleWeight(fitOptions.sampleWeight, rows);
  const rules = descentRules(options);
  const memory = startingMemory(task, columns, rules.average > 0);
  const random = checkRandomState(options.randomState);
  const heldOut = holdOut(options, random, rows, undefined, rowWeights);
  const seed = random.randint(0, SEEDS);
  // Of no use here, but scikit-learn draws it, and a generator that is given goes on from there.
  random.randint(1, SEEDS);
  const weights = { rowWeights, positiveWeight: 1, negativeWeight: 1 };
  const score = heldOut && explainedVariance(X, y, heldOut, rowWeights);
  const position = positionOf(memory, 0);
  const stopping = { ...options, signal: fitOptions.signal };
  const problem = { rows, columns, X, y, ...weights, heldOut, seed };
  const { epochs: nIter, interrupted } = await descend(problem, position, t, rules, stopping, score);
  memory.standard.intercept[0] = position.intercept;
  memory.average?.intercept.fill(position.averageIntercept);
  const samplesSeen = t + nIter * rows;
  const learned = { ...memory, shown: shownAfter(samplesSeen, rules.average) };
  const warnings: HebbWarning[] = [];
  sayHowItEnded(nIter, interrupted, options, warner(warnings, options.onWarning));
  const { coef, intercept } = shownWeights(learned);
  return { features, coef, intercept, warnings, form: 'numbers', memory: learned, nIter, samplesSeen };
}

function startingMemory(
  { earlier, fitOptions }: SgdNumberTask,
  features: number,
  averaging: boolean,
): SgdMemory {
  const { coefInit = null, interceptInit = null } = fitOptions;
  if (earlier !== undefined && coefInit === null && interceptInit === null) return copyMemory(earlier.memory);
  return newMemory(1, features, averaging, {
    coefInit: coefInit ?? earlier?.coef,
    interceptInit: interceptInit ?? earlier?.intercept,
  });
}

function readOneColumn(y: Targets): Float64Array {
  const { data, columns } = readNumbers(y, 'y');
  if (hasRows(y) && columns !== 1) {
    throw new HebbError('SHAPE_MISMATCH', `SGDRegressor learns one number a row; y has ${columns}.`);
  }
  return data instanceof Float64Array ? data : new Float64Array(data);
}

/** R² on the rows that are held out. */
function explainedVariance(
  X: Float64Array,
  y: Float64Array,
  heldOut: Uint8Array,
  rowWeights: Float64Array | undefined,
): ValidationScore {
  const meant = takeHeldOut(y, heldOut);
  const sampleWeight = rowWeights && takeHeldOut(rowWeights, heldOut);
  return (coef, intercept) => r2Score(meant, heldOutDecisions(X, heldOut, coef, intercept), { sampleWeight });
}
