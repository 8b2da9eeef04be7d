/**
 * `Perceptron`: Rosenblatt's rule on one threshold unit, or one a class or a label. The training is
 * `sgd-classes.ts`'s; `perceptron-steps.ts` shows the rule step by step.
 */
import type { Label, Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { ModelState } from '../../core/model-state.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Predictor } from '../predictor.ts';
import type { ClassPredictions } from './linear-classifier.ts';
import { readSgdOptions, SgdClassification, type SgdPartialFitOptions } from './sgd-classification.ts';
import type { PerceptronOptions, SgdFitOptions } from './sgd-options.ts';

/**
 * The perceptron: for every row on the wrong side w ← w + eta0 · y · x, until all are right or nothing
 * improves (F. Rosenblatt, The Perceptron, 1958). Labels may be numbers, texts or truth values; several labels
 * a row come as rows of zeros and ones. Several classes are learned one against all others. Options, defaults
 * and results are scikit-learn 1.9's: the same `randomState` gives the same weights. It computes in float64.
 *
 * @example
 * const flowers = [[1.4, 0.2], [4.7, 1.4], [1.3, 0.2], [4.5, 1.5]]; // petal length and width in cm
 * const model = await new Perceptron().fit(flowers, [true, false, true, false]); // setosa?
 * await model.predict([[2, 0.5], [3, 1]]); // [true, false]
 */
export class Perceptron<Prediction extends ClassPredictions = ClassPredictions>
  extends SgdClassification<PerceptronOptions, Prediction>
  implements Predictor
{
  protected readonly name = 'Perceptron';

  constructor(options: PerceptronOptions = {}) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one label a row, or rows of zeros and ones).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`; `NON_FINITE` (with
   * row and column, or when numbers overflow); `INVALID_VALUE` when there is but one class
   */
  fit<L extends Label>(X: TableLike, y: Labels<L>, options?: SgdFitOptions): Promise<Perceptron<L[]>>;
  fit(X: TableLike, y: MatrixLike, options?: SgdFitOptions): Promise<Perceptron<Tensor>>;
  fit(X: TableLike, y: unknown, options?: SgdFitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, options: SgdFitOptions = {}): Promise<unknown> {
    await this.train(X, y, options);
    return this;
  }

  /**
   * One epoch over X and y, going on from what was learned before. Not with early stopping.
   *
   * @throws HebbError as `fit`; `UNKNOWN_LABEL` for a label that is not one of the classes
   */
  partialFit<L extends Label>(
    X: TableLike,
    y: Labels<L>,
    options?: SgdPartialFitOptions<L>,
  ): Promise<Perceptron<L[]>>;
  partialFit(X: TableLike, y: MatrixLike, options?: SgdPartialFitOptions): Promise<Perceptron<Tensor>>;
  partialFit(X: TableLike, y: unknown, options?: SgdPartialFitOptions): Promise<this>;
  async partialFit(X: TableLike, y: unknown, options: SgdPartialFitOptions = {}): Promise<unknown> {
    await this.trainPart(X, y, options);
    return this;
  }

  /** The perceptron that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): Perceptron {
    const model = new Perceptron(readSgdOptions<PerceptronOptions>(state, 'Perceptron'));
    model.restoreState(state);
    return model;
  }
}
