/**
 * `MLPClassifier`: a multilayer perceptron that learns labels. The training is `mlp-estimator.ts`'s; here is
 * how labels become outputs and outputs labels.
 */
import { allocate, dtypeOf } from '../../core/dtype.ts';
import { HebbError, show } from '../../core/errors.ts';
import { hasRows } from '../../core/has-rows.ts';
import { encodeLabels, type Label, type Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { Json, ModelState } from '../../core/model-state.ts';
import { listOf, matching, oneOf, type Rule, real } from '../../core/options.ts';
import { readAttribute, readOptions } from '../../core/read-state.ts';
import type { Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { announcedClasses, type KnownClasses } from '../class-targets.ts';
import type { Predictor } from '../predictor.ts';
import { type ClassWeight, classWeightRule } from '../row-weights.ts';
import { accuracyOf, decide, encodeTargets, flagsOf } from './class-outputs.ts';
import { type EncodedTargets, MlpEstimator } from './mlp-estimator.ts';
import { describeLearned, readLearned, savedOptions } from './mlp-state.ts';
import { type FitOptions, type Loss, type MlpOptions, type MlpSettings, mlpRules } from './options.ts';
import type { TrainingSet } from './training-set.ts';

export interface MLPClassifierOptions extends MlpOptions {
  /** Beyond scikit-learn: how much each class counts. Default null: all the same. */
  readonly classWeight?: ClassWeight | null;
  /** Beyond scikit-learn: share of a target's probability that is spread over all classes. Default 0. */
  readonly labelSmoothing?: number;
}

const classifierRules: Readonly<Record<keyof MLPClassifierOptions, Rule>> = {
  ...mlpRules,
  classWeight: classWeightRule,
  labelSmoothing: real({ min: 0, below: 1 }),
};

/** Options of `partialFit`. */
export interface PartialFitOptions<L extends Label = Label> extends FitOptions {
  /** All labels there will ever be; needed by the first call only. */
  readonly classes?: Iterable<L>;
}

/**
 * A multilayer perceptron for classification: two classes, several, or several labels at once. Labels may be
 * numbers, texts or truth values; several labels a row come as rows of zeros and ones. Options, defaults and
 * results are scikit-learn 1.9's: the same `randomState` gives the same network. Scale the features first.
 *
 * @example
 * const model = await new MLPClassifier({ randomState: 42 }).fit(X, ['cat', 'dog', 'cat']);
 * await model.predict(XNew); // ('cat' | 'dog')[], one label a row
 * await model.predictProba(XNew); // Tensor, rows × classes in the order of model.classes
 */
export class MLPClassifier<Prediction extends Label[] | Tensor = Label[]>
  extends MlpEstimator<MLPClassifierOptions, KnownClasses>
  implements Predictor
{
  protected readonly name = 'MLPClassifier';
  protected readonly rules: Readonly<Record<string, Rule>> = classifierRules;
  protected readonly defaultLoss: Loss = 'log_loss';

  constructor(options: MLPClassifierOptions = {}) {
    super(options);
  }

  /** The labels in ascending order; for several labels a row their column numbers. */
  get classes(): Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[] {
    type Classes = Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[];
    return this.learned.known.classes as Classes;
  }

  /**
   * Learn from X (rows × features) and y (one label a row, or rows of zeros and ones).
   *
   * @throws HebbError `LENGTH_MISMATCH`, `NON_FINITE` (with row and column), `UNKNOWN_OPTION`,
   * `INVALID_OPTION`, `UNKNOWN_LABEL` when a warm start meets other classes
   */
  fit<L extends Label>(X: TableLike, y: Labels<L>, options?: FitOptions): Promise<MLPClassifier<L[]>>;
  fit(X: TableLike, y: MatrixLike, options?: FitOptions): Promise<MLPClassifier<Tensor>>;
  fit(X: TableLike, y: unknown, options?: FitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, options: FitOptions = {}): Promise<unknown> {
    if (this.isFitted && this.options.warmStart === true) this.#checkSameClasses(y);
    await this.train(X, y, options, false);
    return this;
  }

  /** Refuse (`UNKNOWN_LABEL`) labels that lack one of the classes there were; unknown ones are found later. */
  #checkSameClasses(y: unknown): void {
    const { classes, multilabel } = this.learned.known;
    if (multilabel || hasRows(y as Targets)) return;
    const present = encodeLabels(y as Labels).classes;
    if (classes.every((label) => present.includes(label))) return;
    throw new HebbError(
      'UNKNOWN_LABEL',
      `a warm start needs y to have the classes of the previous fit, ${show(classes)}; got ${show(present)}.`,
    );
  }

  /**
   * One epoch over X and y, going on from what was learned before. Not for 'lbfgs' or early stopping.
   *
   * @param options `classes`: all labels there will ever be; needed by the first call only
   * @throws HebbError as `fit`; `UNKNOWN_LABEL` for a label that is not one of the classes, `UNSUPPORTED` for
   * 'lbfgs'
   */
  partialFit<L extends Label>(
    X: TableLike,
    y: Labels<L>,
    options?: PartialFitOptions<L>,
  ): Promise<MLPClassifier<L[]>>;
  partialFit(X: TableLike, y: MatrixLike, options?: PartialFitOptions): Promise<MLPClassifier<Tensor>>;
  partialFit(X: TableLike, y: unknown, options?: PartialFitOptions): Promise<this>;
  async partialFit(X: TableLike, y: unknown, options: PartialFitOptions = {}): Promise<unknown> {
    const { classes, ...rest } = options;
    if (this.options.classWeight === 'balanced') {
      throw new HebbError(
        'INVALID_OPTION',
        "partialFit sees some rows at a time and cannot balance classWeight 'balanced'; give the weights.",
      );
    }
    const known = this.isFitted ? this.learned.known : undefined;
    await this.train(X, y, rest, true, announcedClasses(y, classes, known));
    return this;
  }

  /**
   * The most probable label of each row; for several labels a row those with probability above one half, as
   * zeros and ones.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`, `NON_FINITE`, `UNKNOWN_COLUMN`
   */
  async predict(X: TableLike): Promise<Prediction> {
    const { outputs, rows } = this.outputsFor(X);
    const { classes, multilabel } = this.learned.known;
    if (multilabel) return fromTyped(flagsOf(outputs), [rows, this.nOutputs]) as Prediction;
    const codes = decide(outputs, rows, this.nOutputs, classes);
    return Array.from(codes, (code) => classes[code]) as Prediction;
  }

  /** Probability of each class (of each label): rows × classes. Errors as `predict`. */
  async predictProba(X: TableLike): Promise<Tensor> {
    const { outputs, rows } = this.outputsFor(X);
    if (this.nOutputs > 1 || this.learned.known.multilabel) return fromTyped(outputs, [rows, this.nOutputs]);
    const pairs = allocate(dtypeOf(outputs), rows * 2);
    for (let i = 0; i < rows; i++) {
      pairs[2 * i] = 1 - outputs[i];
      pairs[2 * i + 1] = outputs[i];
    }
    return fromTyped(pairs, [rows, 2]);
  }

  /** Natural logarithm of `predictProba`. */
  async predictLogProba(X: TableLike): Promise<Tensor> {
    return (await this.predictProba(X)).log();
  }

  /** Share of rows predicted right (with several labels a row: all of them right). */
  async score(
    X: TableLike,
    y: Targets,
    options: { sampleWeight?: ArrayLike<number> | null } = {},
  ): Promise<number> {
    const { sampleWeight } = options;
    // Many a page predicts and never scores.
    const { accuracyScore } = await import('../../metrics/classification.ts');
    const predictions = (await this.predict(X)) as unknown as Targets;
    return accuracyScore(y, predictions, { sampleWeight: sampleWeight && Array.from(sampleWeight) });
  }

  protected encode(
    y: unknown,
    { outputActivation }: MlpSettings,
    known: KnownClasses | undefined,
  ): EncodedTargets<KnownClasses> {
    const { classWeight, labelSmoothing } = this.options;
    return encodeTargets(y, known, { classWeight, labelSmoothing, outputActivation });
  }

  protected scoreOutputs(outputs: ArrayLike<number>, set: TrainingSet, known: KnownClasses): number {
    return accuracyOf(outputs, set, known);
  }

  toState(): ModelState {
    const { classWeight, ...options } = this.options;
    const weight = classWeight instanceof Map ? Object.fromEntries(classWeight) : classWeight;
    const saved = { ...savedOptions(options), ...(weight == null ? {} : { classWeight: weight as Json }) };
    if (!this.isFitted) return { kind: this.name, options: saved };
    const { attributes, tensors } = describeLearned(this.learned);
    const { classes, multilabel } = this.learned.known;
    return { kind: this.name, options: saved, attributes: { ...attributes, classes, multilabel }, tensors };
  }

  /** The classifier that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): MLPClassifier {
    const model = new MLPClassifier(readOptions<MLPClassifierOptions>(state, classifierRules));
    if (state.attributes === undefined) return model;
    const label = matching('a label', (value) => ['string', 'number', 'boolean'].includes(typeof value));
    const classes = readAttribute<readonly Label[]>(state, 'classes', listOf(label));
    const multilabel = readAttribute<boolean>(state, 'multilabel', oneOf(true, false));
    const learned = readLearned(state, model.options);
    const outputs = learned.architecture.layerSizes[learned.architecture.layerSizes.length - 1];
    if (outputs !== classes.length && !(outputs === 1 && classes.length <= 2)) {
      throw new HebbError(
        'CORRUPT_FILE',
        `The saved MLPClassifier has ${classes.length} classes but ${outputs} outputs.`,
      );
    }
    model.restore({ ...learned, known: { classes, multilabel } });
    return model;
  }
}
