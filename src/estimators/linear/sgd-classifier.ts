/**
 * `SGDClassifier`: linear classifiers of many losses, trained one row at a time. The training is
 * `sgd-classes.ts`'s.
 */
import type { Label, Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { ModelState } from '../../core/model-state.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { Predictor } from '../predictor.ts';
import type { ClassPredictions } from './linear-classifier.ts';
import { questionProbabilities } from './probabilities.ts';
import { readSgdOptions, SgdClassification, type SgdPartialFitOptions } from './sgd-classification.ts';
import { resolveSgdOptions, type SGDClassifierOptions, type SgdFitOptions } from './sgd-options.ts';

/**
 * Linear classifiers trained by stochastic gradient descent: a support vector machine (`loss: 'hinge'`),
 * logistic regression (`'log_loss'`), a perceptron and others. Labels may be numbers, texts or truth values;
 * several labels a row come as rows of zeros and ones. Several classes are learned one against all others.
 * Options, defaults and results are scikit-learn 1.9's: the same `randomState` gives the same weights. It
 * computes in float64. Scale the features first.
 *
 * @example
 * const X = [[-1, -1], [-2, -1], [1, 1], [2, 1]];
 * const model = await new SGDClassifier({ loss: 'log_loss', randomState: 42 }).fit(X, ['a', 'a', 'b', 'b']);
 * await model.predict([[-0.8, -1]]); // ['a']
 */
export class SGDClassifier<Prediction extends ClassPredictions = ClassPredictions>
  extends SgdClassification<SGDClassifierOptions, Prediction>
  implements Predictor
{
  protected readonly name = 'SGDClassifier';

  constructor(options: SGDClassifierOptions = {}) {
    super(options);
  }

  /**
   * Learn from X (rows × features) and y (one label a row, or rows of zeros and ones).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`; `NON_FINITE` (with
   * row and column, or when numbers overflow); `INVALID_VALUE` when there is but one class
   */
  fit<L extends Label>(X: TableLike, y: Labels<L>, options?: SgdFitOptions): Promise<SGDClassifier<L[]>>;
  fit(X: TableLike, y: MatrixLike, options?: SgdFitOptions): Promise<SGDClassifier<Tensor>>;
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
  ): Promise<SGDClassifier<L[]>>;
  partialFit(X: TableLike, y: MatrixLike, options?: SgdPartialFitOptions): Promise<SGDClassifier<Tensor>>;
  partialFit(X: TableLike, y: unknown, options?: SgdPartialFitOptions): Promise<this>;
  async partialFit(X: TableLike, y: unknown, options: SgdPartialFitOptions = {}): Promise<unknown> {
    await this.trainPart(X, y, options);
    return this;
  }

  /**
   * Probability of each class, rows × classes; of each label, where a row has several. Only for the losses
   * 'log_loss' and 'modified_huber'.
   *
   * @throws HebbError as `decisionFunction`; `UNSUPPORTED` for another loss
   */
  async predictProba(X: TableLike): Promise<Tensor> {
    const { values, rows, outputs } = this.decisionsOn(X);
    const { classes, multilabel } = this.learned;
    const { loss } = resolveSgdOptions('SGDClassifier', this.options, false);
    return fromTyped(questionProbabilities(values, outputs, loss, multilabel), [rows, classes.length]);
  }

  /** Natural logarithm of `predictProba`. */
  async predictLogProba(X: TableLike): Promise<Tensor> {
    return (await this.predictProba(X)).log();
  }

  /** The classifier that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): SGDClassifier {
    const model = new SGDClassifier(readSgdOptions<SGDClassifierOptions>(state, 'SGDClassifier'));
    model.restoreState(state);
    return model;
  }
}
