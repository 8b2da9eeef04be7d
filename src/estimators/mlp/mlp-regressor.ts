/**
 * `MLPRegressor`: a multilayer perceptron that learns numbers. The training is `mlp-estimator.ts`'s; here is
 * what targets and predictions are.
 */
import type { FloatArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { hasRows } from '../../core/has-rows.ts';
import type { Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { ModelState } from '../../core/model-state.ts';
import { oneOf, type Rule } from '../../core/options.ts';
import { readAttribute, readOptions } from '../../core/read-state.ts';
import { r2Score } from '../../metrics/regression.ts';
import { readNumbers, type Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { Predictor } from '../predictor.ts';
import { type EncodedTargets, MlpEstimator } from './mlp-estimator.ts';
import { describeLearned, readLearned, savedOptions } from './mlp-state.ts';
import { type FitOptions, type Loss, type MlpOptions, type MlpSettings, mlpRules } from './options.ts';
import type { TrainingSet } from './training-set.ts';

/** Numbers to learn: one a row, or several a row. */
export type RegressionTargets = Targets;

export type MLPRegressorOptions = MlpOptions;

/** Whether y came as rows of numbers; predictions come as y did. */
type TargetForm = 'numbers' | 'rows';

/**
 * A multilayer perceptron for regression. Options, defaults and results are scikit-learn 1.9's: the same
 * `randomState` gives the same network. Scale the features first (`StandardScaler`).
 *
 * @example
 * const model = new MLPRegressor({ hiddenLayerSizes: [50, 50], randomState: 42 });
 * await model.fit(X, y);
 * await model.predict(XNew); // Float64Array, one number a row
 * model.lossCurve; // loss of each epoch
 */
export class MLPRegressor<Prediction extends FloatArray | Tensor = FloatArray>
  extends MlpEstimator<MLPRegressorOptions, TargetForm>
  implements Predictor
{
  protected readonly name = 'MLPRegressor';
  protected readonly rules: Readonly<Record<string, Rule>> = mlpRules;
  protected readonly defaultLoss: Loss = 'squared_error';

  constructor(options: MLPRegressorOptions = {}) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one number a row, or rows × outputs).
   *
   * @throws HebbError `LENGTH_MISMATCH`, `NON_FINITE` (with row and column), `UNKNOWN_OPTION`,
   * `INVALID_OPTION`, `SHAPE_MISMATCH`, `EMPTY_DATA`
   */
  fit(X: TableLike, y: Labels<number>, options?: FitOptions): Promise<MLPRegressor>;
  fit(X: TableLike, y: MatrixLike, options?: FitOptions): Promise<MLPRegressor<Tensor>>;
  fit(X: TableLike, y: unknown, options?: FitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, options: FitOptions = {}): Promise<unknown> {
    await this.train(X, y, options, false);
    return this;
  }

  /**
   * One epoch over X and y, going on from what was learned before. Not for 'lbfgs' or early stopping.
   *
   * @throws HebbError as `fit`; `UNSUPPORTED` for 'lbfgs'
   */
  partialFit(X: TableLike, y: Labels<number>, options?: FitOptions): Promise<MLPRegressor>;
  partialFit(X: TableLike, y: MatrixLike, options?: FitOptions): Promise<MLPRegressor<Tensor>>;
  partialFit(X: TableLike, y: unknown, options?: FitOptions): Promise<this>;
  async partialFit(X: TableLike, y: unknown, options: FitOptions = {}): Promise<unknown> {
    await this.train(X, y, options, true);
    return this;
  }

  /**
   * Predictions in the form y had: one number a row as a typed array, or rows × outputs as a `Tensor`.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`, `NON_FINITE`, `UNKNOWN_COLUMN`
   */
  async predict(X: TableLike): Promise<Prediction> {
    const { outputs, rows } = this.outputsFor(X);
    const isFlat = this.learned.known === 'numbers';
    return (isFlat ? outputs : fromTyped(outputs, [rows, this.nOutputs])) as Prediction;
  }

  /** R² of the predictions for X; with several outputs the mean of theirs. */
  async score(
    X: TableLike,
    y: RegressionTargets,
    options: { sampleWeight?: ArrayLike<number> | null } = {},
  ): Promise<number> {
    const predictions = (await this.predict(X)) as Targets;
    const { sampleWeight } = options;
    return r2Score(y, predictions, { sampleWeight: sampleWeight && Array.from(sampleWeight) });
  }

  protected encode(y: unknown, { loss }: MlpSettings, known?: TargetForm): EncodedTargets<TargetForm> {
    const matrix = readNumbers(y as Targets, 'y');
    if (loss === 'poisson' && matrix.data.some((value: number) => value < 0)) {
      throw new HebbError('INVALID_VALUE', "loss 'poisson' needs targets ≥ 0.");
    }
    if (loss === 'log_loss' && matrix.data.some((value: number) => value < 0 || value > 1)) {
      throw new HebbError('INVALID_VALUE', "loss 'log_loss' needs targets from 0 to 1.");
    }
    return {
      known: known ?? (hasRows(y as Targets) ? 'rows' : 'numbers'),
      matrix,
      outputActivation: loss === 'poisson' ? 'exp' : loss === 'log_loss' ? 'logistic' : 'identity',
    };
  }

  protected scoreOutputs(
    outputs: ArrayLike<number>,
    { Y, rows, outputs: columns, weights }: TrainingSet,
  ): number {
    const predictions = Float64Array.from(outputs);
    if (!predictions.every(Number.isFinite)) return Number.NaN;
    const shape = [rows, columns];
    return r2Score({ data: Y, shape }, { data: predictions, shape }, { sampleWeight: weights });
  }

  toState(): ModelState {
    const options = savedOptions(this.options);
    if (!this.isFitted) return { kind: this.name, options };
    const { attributes, tensors } = describeLearned(this.learned);
    return { kind: this.name, options, attributes: { ...attributes, targets: this.learned.known }, tensors };
  }

  /** The regressor that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): MLPRegressor {
    const model = new MLPRegressor(readOptions<MLPRegressorOptions>(state, mlpRules));
    if (state.attributes === undefined) return model;
    const known = readAttribute<TargetForm>(state, 'targets', oneOf('numbers', 'rows'));
    const learned = readLearned(state, model.options);
    if (known === 'numbers' && learned.architecture.layerSizes.at(-1) !== 1) {
      throw new HebbError('CORRUPT_FILE', 'The saved MLPRegressor has several outputs for one number a row.');
    }
    model.restore({ ...learned, known });
    return model;
  }
}
