/**
 * `LogisticRegression`: probabilities of classes from a linear model, fitted with all rows at once.
 */
import { HebbError, type HebbWarning } from '../../core/errors.ts';
import type { Label, Labels } from '../../core/labels.ts';
import type { ModelState } from '../../core/model-state.ts';
import { integer } from '../../core/options.ts';
import { pause } from '../../core/pause.ts';
import { readAttribute, readOptions } from '../../core/read-state.ts';
import { readSampleWeight } from '../../core/sample-weight.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { type ClassTargets, readClassTargets } from '../class-targets.ts';
import { type LbfgsResult, minimize } from '../lbfgs.ts';
import type { Predictor } from '../predictor.ts';
import { type ClassWeight, classWeights } from '../row-weights.ts';
import { type Warn, warner } from '../warn.ts';
import { type ClassModel, LinearClassifier } from './linear-classifier.ts';
import { checkSameLength, readFeatureRows } from './linear-model.ts';
import { describeClasses, describeModel, readClasses, readModel, savedOptions } from './linear-state.ts';
import { logisticObjective } from './logistic-objective.ts';
import { type LogisticRegressionOptions, logisticPenalty, logisticRules } from './logistic-options.ts';
import { minimizeWithAbsolutes } from './orthant-wise.ts';
import { softmaxProbabilities } from './probabilities.ts';
import { checkAnswerable } from './questions.ts';
import type { LinearFitOptions } from './sgd-options.ts';

interface LogisticModel extends ClassModel {
  readonly nIter: number;
}

/** scikit-learn's settings of L-BFGS for this objective. */
const MAX_EVALUATIONS = 15000;
const VALUE_TOLERANCE = 64 * Number.EPSILON;
const LINE_TRIALS = 50;

/**
 * Logistic regression: σ of a linear model for two classes, softmax for several, with a penalty on the weights,
 * L2 or L1 or both. Labels may be numbers, texts or truth values. Options, defaults and optimum are
 * scikit-learn 1.9's. It computes in float64. Scale the features first.
 *
 * @example
 * const model = await new LogisticRegression().fit([[1], [2], [4], [5]], ['no', 'no', 'yes', 'yes']);
 * await model.predict([[1.5], [4.5]]); // ['no', 'yes']
 * (await model.predictProba([[3]])).toArray(); // close to [[0.5, 0.5]]; a Tensor before
 */
export class LogisticRegression<L extends Label = Label>
  extends LinearClassifier<LogisticRegressionOptions, LogisticModel, L[]>
  implements Predictor
{
  protected readonly name = 'LogisticRegression';

  constructor(options: LogisticRegressionOptions = {}) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one label a row).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`; `NON_FINITE` with
   * row and column; `INVALID_VALUE` when there is but one class; `SHAPE_MISMATCH` for several labels a row
   */
  fit<M extends Label>(
    X: TableLike,
    y: Labels<M>,
    options?: LinearFitOptions,
  ): Promise<LogisticRegression<M>>;
  fit(X: TableLike, y: unknown, options?: LinearFitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, fitOptions: LinearFitOptions = {}): Promise<unknown> {
    await this.learn((earlier) =>
      fitLogistic(X, y, this.options, fitOptions, earlier && this.options.warmStart ? earlier : undefined),
    );
    return this;
  }

  /** Iterations of the last fit, as an array of one number. */
  get nIter(): Int32Array {
    return Int32Array.of(this.learned.nIter);
  }

  /** Probability of each class: rows × classes. Errors as of `decisionFunction`. */
  async predictProba(X: TableLike): Promise<Tensor> {
    const { values, rows, outputs } = this.decisionsOn(X);
    return fromTyped(softmaxProbabilities(values, outputs), [rows, this.learned.classes.length]);
  }

  /** Natural logarithm of `predictProba`. */
  async predictLogProba(X: TableLike): Promise<Tensor> {
    return (await this.predictProba(X)).log();
  }

  toState(): ModelState {
    const unfitted = { kind: this.name, options: savedOptions(this.options) };
    if (!this.isFitted) return unfitted;
    const { attributes, tensors } = describeModel(this.learned);
    const { nIter } = this.learned;
    return { ...unfitted, attributes: { ...attributes, ...describeClasses(this.learned), nIter }, tensors };
  }

  /** The classifier that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): LogisticRegression {
    const model = new LogisticRegression(readOptions<LogisticRegressionOptions>(state, logisticRules));
    if (state.attributes === undefined) return model;
    const linear = readModel(state);
    const classes = readClasses(state, linear.intercept.length);
    model.restore({ ...linear, ...classes, nIter: readAttribute(state, 'nIter', integer({ min: 0 })) });
    return model;
  }
}

async function fitLogistic(
  X: TableLike,
  y: unknown,
  options: LogisticRegressionOptions,
  { sampleWeight, signal }: LinearFitOptions,
  earlier: LogisticModel | undefined,
): Promise<LogisticModel> {
  const penalty = logisticPenalty(options);
  const { tol = 1e-4, fitIntercept = true, classWeight, maxIter = 100 } = options;
  const owner = 'LogisticRegression';
  const { matrix, features } = readFeatureRows(X, owner, earlier?.features);
  const { rows, columns, data } = matrix;
  const targets = readClassTargets(y, earlier, owner);
  checkAnswerable(targets, owner);
  if (targets.multilabel) {
    throw new HebbError('SHAPE_MISMATCH', `${owner} learns one label a row; y has rows of them.`);
  }
  checkSameLength(rows, targets.rows);
  const { classes, codes } = targets;
  const outputs = classes.length === 2 ? 1 : classes.length;
  const rowWeights = weightsOf(targets, classWeight, readSampleWeight(sampleWeight, rows));
  const objective = logisticObjective({
    rows,
    columns,
    X: data,
    codes,
    outputs,
    rowWeights,
    fitIntercept,
    penalty: penalty.l2,
  });
  const start = new Float64Array(outputs * columns + (fitIntercept ? outputs : 0));
  if (earlier !== undefined) {
    start.set(earlier.coef);
    if (fitIntercept) start.set(earlier.intercept, outputs * columns);
  }
  const untouched = { x: start, iterations: 0, reason: 'stopped' as const };
  const settings = {
    maxIter,
    maxFun: MAX_EVALUATIONS,
    gradientTolerance: tol,
    valueTolerance: VALUE_TOLERANCE,
    lineTrials: LINE_TRIALS,
    async onIteration(iteration: number, value: number): Promise<boolean> {
      if (Number(options.verbose ?? 0) > 0) console.log(`Iteration ${iteration}, loss = ${value.toFixed(8)}`);
      await pause();
      return signal?.aborted !== true;
    },
  };
  const total = rowWeights?.reduce((sum, weight) => sum + weight, 0) ?? rows;
  const absolutes = { strength: penalty.l1 / total, count: outputs * columns };
  const work = (): Promise<LbfgsResult> =>
    penalty.l1 > 0
      ? minimizeWithAbsolutes(objective, absolutes, start, settings)
      : minimize(objective, start, settings);
  const result = signal?.aborted ? untouched : await work();
  const nIter = Math.min(result.iterations, maxIter);
  const warnings: HebbWarning[] = [];
  const { onWarning = ({ message }) => console.warn(message) } = options;
  sayHowItEnded(result, maxIter, warner(warnings, onWarning));
  const coef = result.x.slice(0, outputs * columns);
  const intercept = fitIntercept ? result.x.slice(outputs * columns) : new Float64Array(outputs);
  return { features, coef, intercept, warnings, classes, multilabel: false, nIter };
}

/** The product of the weights a person gives and those of the classes; undefined when there are none. */
function weightsOf(
  { classes, codes }: ClassTargets,
  classWeight: ClassWeight | null | undefined,
  rowWeights: Float64Array | undefined,
): Float64Array | undefined {
  if (classWeight === undefined || classWeight === null) return rowWeights;
  const weights = classWeights(classWeight, classes, codes, rowWeights);
  return Float64Array.from(codes, (code, i) => weights[code] * (rowWeights?.[i] ?? 1));
}

function sayHowItEnded(
  { reason, iterations }: Pick<LbfgsResult, 'reason' | 'iterations'>,
  maxIter: number,
  warn: Warn,
): void {
  if (reason === 'stopped') warn('INTERRUPTED', 'Training interrupted by user.');
  if (reason === 'converged' || reason === 'stopped') return;
  const what = {
    iterations: 'iteration limit',
    evaluations: 'evaluation limit',
    stalled: 'no way further down',
  };
  const advice = reason === 'iterations' ? ` Increase maxIter (now ${maxIter}), or scale` : ' Scale';
  warn(
    'NOT_CONVERGED',
    `lbfgs failed to converge after ${iterations} iteration(s): ${what[reason]}.${advice} the data.`,
  );
}
