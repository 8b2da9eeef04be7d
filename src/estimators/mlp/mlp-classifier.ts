/**
 * `MLPClassifier`: a multilayer perceptron that learns labels. The training is `mlp-estimator.ts`'s; here is
 * how labels become outputs and outputs labels.
 */
import { HebbError, show } from '../../core/errors.ts';
import { checkLabels, encodeLabels, type Label, type Labels, sortLabels } from '../../core/labels.ts';
import { type MatrixLike, toMatrix } from '../../core/matrix.ts';
import type { Json, ModelState } from '../../core/model-state.ts';
import { listOf, matching, oneOf, type Rule, real } from '../../core/options.ts';
import { readAttribute, readOptions } from '../../core/read-state.ts';
import { accuracyScore } from '../../metrics/classification.ts';
import { hasRows, type Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { Predictor } from '../predictor.ts';
import { type ClassWeight, classWeightRule, classWeights } from '../row-weights.ts';
import { type EncodedTargets, MlpEstimator } from './mlp-estimator.ts';
import { describeLearned, readLearned, savedOptions } from './mlp-state.ts';
import { type FitOptions, type Loss, type MlpOptions, mlpRules, type Resolved } from './options.ts';
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

/** What the classifier knows of labels. `multilabel`: y came as rows of zeros and ones. */
interface Known {
  readonly classes: readonly Label[];
  readonly multilabel: boolean;
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
  extends MlpEstimator<MLPClassifierOptions>
  implements Predictor
{
  protected readonly name = 'MLPClassifier';
  protected readonly rules: Readonly<Record<string, Rule>> = classifierRules;
  protected readonly defaultLoss: Loss = 'log_loss';
  #known: Known | undefined;
  /** The labels that `partialFit` was told of. */
  #announced: readonly Label[] | undefined;

  constructor(options: MLPClassifierOptions = {}) {
    super(options);
  }

  /** The labels in ascending order; for several labels a row their column numbers. */
  get classes(): Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[] {
    type Classes = Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[];
    return (this.learned && this.#known?.classes) as unknown as Classes;
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
    if (this.options.warmStart !== true) this.#known = undefined;
    this.#announced = undefined;
    await this.train(X, y, options, false);
    return this;
  }

  /**
   * One epoch over X and y, going on from what was learned before. Not for 'lbfgs' or early stopping.
   *
   * @param options `classes`: all labels there will ever be; needed by the first call only
   * @throws HebbError as `fit`; `UNKNOWN_LABEL` for a label that is not one of the classes
   */
  async partialFit(
    X: TableLike,
    y: Labels | MatrixLike,
    options: FitOptions & { readonly classes?: Iterable<Label> } = {},
  ): Promise<this> {
    const { classes, ...rest } = options;
    if (classes !== undefined) this.#announce(sortLabels(new Set(checkLabels(classes, 'classes'))));
    else if (this.#known === undefined && !isIndicator(y)) {
      throw new HebbError('INVALID_VALUE', 'classes must be passed on the first call to partialFit.');
    }
    await this.train(X, y, rest, true);
    return this;
  }

  #announce(classes: readonly Label[]): void {
    const known = this.#known?.classes;
    if (known !== undefined && `${known}` !== `${classes}`) {
      throw new HebbError(
        'INVALID_VALUE',
        `classes ${show(classes)} are not those of the first call to partialFit, ${show(known)}.`,
      );
    }
    this.#announced = classes;
  }

  /**
   * The most probable label of each row; for several labels a row those with probability above one half, as
   * zeros and ones.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`, `NON_FINITE`, `UNKNOWN_COLUMN`
   */
  async predict(X: TableLike): Promise<Prediction> {
    const { outputs, rows } = this.outputsFor(X);
    const { classes, multilabel } = this.#labels();
    if (multilabel) {
      const flags = Int32Array.from(outputs, (output) => (output > 0.5 ? 1 : 0));
      return fromTyped(flags, [rows, this.nOutputs]) as Prediction;
    }
    const codes = decide(outputs, rows, this.nOutputs);
    return Array.from(codes, (code) => classes[code]) as unknown as Prediction;
  }

  /** Probability of each class (of each label): rows × classes. Errors as `predict`. */
  async predictProba(X: TableLike): Promise<Tensor> {
    const { outputs, rows } = this.outputsFor(X);
    if (this.nOutputs > 1 || this.#labels().multilabel) return fromTyped(outputs, [rows, this.nOutputs]);
    const both = outputs.slice(0, 0).constructor as new (length: number) => typeof outputs;
    const pairs = new both(rows * 2);
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
    const predictions = (await this.predict(X)) as unknown as Targets;
    return accuracyScore(y, predictions, { sampleWeight: sampleWeight && Array.from(sampleWeight) });
  }

  #labels(): Known {
    return (this.learned && this.#known) as Known;
  }

  protected encode(y: unknown, options: Resolved<MlpOptions>, learns: boolean): EncodedTargets {
    return isIndicator(y)
      ? this.#encodeIndicator(y, learns)
      : this.#encodeLabels(y as Labels, options, learns);
  }

  #encodeIndicator(y: MatrixLike, learns: boolean): EncodedTargets {
    const matrix = toMatrix(y, 'y');
    const { rows, columns } = matrix;
    const wrong = matrix.data.findIndex((value: number) => value !== 0 && value !== 1);
    if (wrong >= 0) {
      throw new HebbError(
        'INVALID_VALUE',
        `several labels a row must come as zeros and ones; y has ${matrix.data[wrong]} at row ${Math.floor(wrong / columns)}, column ${wrong % columns}.`,
      );
    }
    if (this.options.classWeight !== undefined && this.options.classWeight !== null) {
      throw new HebbError('UNSUPPORTED', 'classWeight needs one label a row; use sampleWeight for several.');
    }
    if (learns) this.#known = { classes: Array.from({ length: columns }, (_, j) => j), multilabel: true };
    const { labelSmoothing = 0 } = this.options;
    const data = Float64Array.from(matrix.data, (value) => value * (1 - labelSmoothing) + labelSmoothing / 2);
    return { matrix: { data, rows, columns }, outputActivation: 'logistic' };
  }

  #encodeLabels(y: Labels, { outputActivation }: Resolved<MlpOptions>, learns: boolean): EncodedTargets {
    const { classes: present, codes: presentCodes } = encodeLabels(y);
    if (presentCodes.length === 0)
      throw new HebbError('EMPTY_DATA', 'y is empty; MLPClassifier needs at least one row.');
    if (learns) this.#known = { classes: this.#announced ?? present, multilabel: false };
    const { classes } = this.#known as Known;
    this.#checkPresent(present, classes);
    const place = present.map((label) => classes.indexOf(label));
    const codes = presentCodes.map((code) => place[code]);
    const outputs = classes.length <= 2 && outputActivation !== 'softmax' ? 1 : classes.length;
    const { labelSmoothing = 0, classWeight } = this.options;
    const spread = labelSmoothing / Math.max(classes.length, 2);
    const data = new Float64Array(codes.length * outputs).fill(spread);
    for (const [row, code] of codes.entries()) {
      if (outputs > 1) data[row * outputs + code] += 1 - labelSmoothing;
      else if (code === 1) data[row] += 1 - labelSmoothing;
    }
    return {
      matrix: { data, rows: codes.length, columns: outputs },
      weights: classWeight == null ? undefined : weightsOf(classWeight, classes, codes),
      outputActivation: outputs > 1 ? 'softmax' : 'logistic',
      strata: outputs > 1 ? undefined : codes,
    };
  }

  #checkPresent(present: readonly Label[], classes: readonly Label[]): void {
    const unknown = present.filter((label) => !classes.includes(label));
    if (unknown.length > 0) {
      throw new HebbError(
        'UNKNOWN_LABEL',
        `y has labels ${show(unknown)} that are not among the classes ${show(classes)}.`,
      );
    }
    if (
      this.options.warmStart === true &&
      this.#announced === undefined &&
      present.length !== classes.length
    ) {
      throw new HebbError(
        'UNKNOWN_LABEL',
        `a warm start needs y to have the classes of the previous fit, ${show(classes)}; got ${show(present)}.`,
      );
    }
  }

  protected scoreOutputs(
    outputs: ArrayLike<number>,
    { Y, rows, outputs: columns, weights }: TrainingSet,
  ): number {
    let right = 0;
    let total = 0;
    const multilabel = this.#known?.multilabel === true;
    const [said, meant] = multilabel ? [] : [decide(outputs, rows, columns), decide(Y, rows, columns)];
    for (let i = 0; i < rows; i++) {
      const weight = weights?.[i] ?? 1;
      total += weight;
      if (
        said !== undefined && meant !== undefined
          ? said[i] === meant[i]
          : sameFlags(outputs, Y, i * columns, columns)
      ) {
        right += weight;
      }
    }
    return right / total;
  }

  toState(): ModelState {
    const { classWeight, ...options } = this.options;
    const weight = classWeight instanceof Map ? Object.fromEntries(classWeight) : classWeight;
    const saved = { ...savedOptions(options), ...(weight == null ? {} : { classWeight: weight as Json }) };
    if (!this.isFitted) return { kind: this.name, options: saved };
    const { attributes, tensors } = describeLearned(this.learned);
    const { classes, multilabel } = this.#labels();
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
    model.#known = { classes, multilabel };
    model.restore(learned);
    return model;
  }
}

/** Rows of zeros and ones rather than one label a row? */
function isIndicator(y: unknown): y is MatrixLike {
  return hasRows(y as Targets);
}

/** The class of each row: the largest output, or for a single one whether it is above one half. */
function decide(outputs: ArrayLike<number>, rows: number, columns: number): Int32Array {
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    if (columns === 1) codes[i] = outputs[i] > 0.5 ? 1 : 0;
    for (let j = 1; j < columns; j++) {
      if (outputs[i * columns + j] > outputs[i * columns + codes[i]]) codes[i] = j;
    }
  }
  return codes;
}

function sameFlags(a: ArrayLike<number>, b: ArrayLike<number>, start: number, count: number): boolean {
  for (let j = start; j < start + count; j++) if (a[j] > 0.5 !== b[j] > 0.5) return false;
  return true;
}

/** One weight a row, by its class. */
function weightsOf(classWeight: ClassWeight, classes: readonly Label[], codes: Int32Array): Float64Array {
  const weights = classWeights(classWeight, classes, codes);
  return Float64Array.from(codes, (code) => weights[code]);
}
