/** `ModelRegressor`: a model as an estimator that learns numbers. */
import type { FloatArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { hasRows } from '../../core/has-rows.ts';
import type { Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { Json, ModelState, Savable } from '../../core/model-state.ts';
import { integer, oneOf, type Rule } from '../../core/options.ts';
import { readAttribute } from '../../core/read-state.ts';
import { r2Score } from '../../metrics/regression.ts';
import { readNumbers, type Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Predictor } from '../predictor.ts';
import { ModelEstimator, type ModelTargets, savedOptions } from './model-estimator.ts';
import { type ModelEstimatorFitOptions, type ModelEstimatorOptions, modelRules } from './model-options.ts';

/** The form y had: one number a row, or rows of them. */
type TargetForm = 'numbers' | 'rows';

/**
 * A model as an estimator: it goes into pipelines, cross-validation and searches, is scored by R², and is saved with
 * the pipeline it is in. Scale the features first.
 *
 * @example
 * const build = ({ units = 8 }, { nFeatures, nOutputs }) =>
 *   new Sequential([Input([nFeatures]), new Dense(units, { activation: 'relu' }), new Dense(nOutputs)]);
 * const net = new ModelRegressor({ model: build, epochs: 5, randomState: 42 });
 * await net.fit([[1], [2], [3], [4]], [2, 4, 6, 8]);
 * (await net.predict([[5], [6]])).length; // 2
 */
export class ModelRegressor<
    Prediction extends FloatArray | Tensor = FloatArray,
    Params extends object = Record<string, never>,
  >
  extends ModelEstimator<ModelEstimatorOptions<Params>, TargetForm>
  implements Predictor
{
  protected readonly name = 'ModelRegressor';
  protected readonly rules: Readonly<Record<string, Rule>> = modelRules;

  constructor(options: ModelEstimatorOptions<Params>) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one number a row, or rows of them).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `LENGTH_MISMATCH`, `NON_FINITE`, `EMPTY_DATA`;
   * `SHAPE_MISMATCH` for a model that gives another number of outputs; `INVALID_VALUE` for a function that builds no
   * model; `UNSUPPORTED` for a model that cannot be copied, or has several outputs
   */
  fit(
    X: TableLike,
    y: Labels<number>,
    options?: ModelEstimatorFitOptions,
  ): Promise<ModelRegressor<FloatArray, Params>>;
  fit(
    X: TableLike,
    y: MatrixLike,
    options?: ModelEstimatorFitOptions,
  ): Promise<ModelRegressor<Tensor, Params>>;
  fit(X: TableLike, y: unknown, options?: ModelEstimatorFitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, options: ModelEstimatorFitOptions = {}): Promise<unknown> {
    await this.train(X, y, options);
    return this;
  }

  /**
   * Predictions in the form y had.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`, `NON_FINITE`, `UNKNOWN_COLUMN`
   */
  async predict(X: TableLike): Promise<Prediction> {
    const outputs = await this.outputsFor(X);
    return (this.learned.known === 'numbers' ? outputs.values : outputs) as Prediction;
  }

  /** R² of the predictions for X; with several outputs the mean of theirs. */
  async score(
    X: TableLike,
    y: Targets,
    { sampleWeight }: { sampleWeight?: ArrayLike<number> | null } = {},
  ): Promise<number> {
    const predictions = (await this.predict(X)) as Targets;
    return r2Score(y, predictions, { sampleWeight: sampleWeight && Array.from(sampleWeight) });
  }

  protected read(y: unknown, known: TargetForm | undefined): ModelTargets<TargetForm> {
    const { data, rows, columns } = readNumbers(y as Targets, 'y');
    return {
      known: known ?? (hasRows(y as Targets) ? 'rows' : 'numbers'),
      rows,
      task: { nOutputs: columns, outputActivation: 'linear', loss: 'mean_squared_error', classes: null },
      encode(width) {
        if (width === columns) return { data: Float64Array.from(data), shape: [rows, columns] };
        throw new HebbError(
          'SHAPE_MISMATCH',
          `the model gives ${width} numbers a row, but y has ${columns}.`,
        );
      },
    };
  }

  protected describe(targets: TargetForm): Readonly<Record<string, Json>> {
    return { targets };
  }

  protected again(options: ModelEstimatorOptions<Params>): ModelRegressor<Prediction, Params> {
    return new ModelRegressor(options);
  }

  /** The regressor that `toState` described. @throws HebbError `CORRUPT_FILE`; `UNSUPPORTED` for one without a model */
  static fromState(state: ModelState, revive: (state: ModelState) => Savable): ModelRegressor {
    const regressor = new ModelRegressor(savedOptions<ModelEstimatorOptions>(state, {}, revive));
    if (state.attributes === undefined) return regressor;
    const known = readAttribute<TargetForm>(state, 'targets', oneOf('numbers', 'rows'));
    regressor.restore(state, known, readAttribute<number>(state, 'nOutputs', integer({ min: 1 })));
    return regressor;
  }
}
