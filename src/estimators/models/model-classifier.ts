/** `ModelClassifier`: a model as an estimator that learns labels. */
import { allocate } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { Label, Labels } from '../../core/labels.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { Json, ModelState, Savable } from '../../core/model-state.ts';
import { boolean, integer, listOf, matching, type Rule } from '../../core/options.ts';
import { readAttribute } from '../../core/read-state.ts';
import { accuracyScore } from '../../metrics/classification.ts';
import type { Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { type ClassTargets, type KnownClasses, readClassTargets } from '../class-targets.ts';
import { decide, flagsOf } from '../mlp/class-outputs.ts';
import type { Predictor } from '../predictor.ts';
import { type ClassWeight, classWeightRule, classWeights } from '../row-weights.ts';
import { ModelEstimator, type ModelTargets, savedOptions } from './model-estimator.ts';
import {
  type ModelEstimatorFitOptions,
  type ModelEstimatorOptions,
  type ModelTask,
  modelRules,
} from './model-options.ts';

export interface ModelClassifierOptions<Params extends object = Record<string, never>>
  extends ModelEstimatorOptions<Params> {
  /** How much each class counts. Default null: all the same. */
  readonly classWeight?: ClassWeight | null;
}

const classifierRules: Readonly<Record<string, Rule>> = { classWeight: classWeightRule };

/**
 * A model as an estimator of labels: numbers, texts or truth values, or several labels a row as rows of zeros and
 * ones. It goes into pipelines, cross-validation and searches, is scored by accuracy, and is saved with the pipeline it
 * is in. The model gives probabilities: of two classes that of the second (or both), of more one for each. Scale the
 * features first.
 *
 * @example
 * const build = ({ units = 8 }, { nFeatures, nOutputs, outputActivation }) => new Sequential([
 *   Input([nFeatures]), new Dense(units, { activation: 'relu' }), new Dense(nOutputs, { activation: outputActivation }),
 * ]);
 * const net = new ModelClassifier({ model: build, modelParams: { units: 4 }, epochs: 5, randomState: 42 });
 * await net.fit([[1], [2], [3], [4]], ['low', 'low', 'high', 'high']);
 * net.classes; // ['high', 'low']
 * (await net.predictProba([[5]])).shape; // [1, 2]
 */
export class ModelClassifier<
    Prediction extends Label[] | Tensor = Label[],
    Params extends object = Record<string, never>,
  >
  extends ModelEstimator<ModelClassifierOptions<Params>, KnownClasses>
  implements Predictor
{
  protected readonly name = 'ModelClassifier';
  protected readonly rules: Readonly<Record<string, Rule>> = { ...modelRules, ...classifierRules };

  constructor(options: ModelClassifierOptions<Params>) {
    super(options);
  }

  /** The labels in ascending order; for several labels a row their column numbers. @throws HebbError `NOT_FITTED` */
  get classes(): Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[] {
    type Classes = Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[];
    return this.learned.known.classes as Classes;
  }

  /**
   * Learn from X (rows × features) and y (one label a row, or rows of zeros and ones).
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `UNKNOWN_LABEL`; `LENGTH_MISMATCH`, `NON_FINITE`,
   * `EMPTY_DATA`; `SHAPE_MISMATCH` for a model whose outputs do not fit the classes; `INVALID_VALUE` for what is no
   * label and for a function that builds no model; `UNSUPPORTED` for a model that cannot be copied, or has several
   * outputs
   */
  fit<L extends Label>(
    X: TableLike,
    y: Labels<L>,
    options?: ModelEstimatorFitOptions,
  ): Promise<ModelClassifier<L[], Params>>;
  fit(
    X: TableLike,
    y: MatrixLike,
    options?: ModelEstimatorFitOptions,
  ): Promise<ModelClassifier<Tensor, Params>>;
  fit(X: TableLike, y: unknown, options?: ModelEstimatorFitOptions): Promise<this>;
  async fit(X: TableLike, y: unknown, options: ModelEstimatorFitOptions = {}): Promise<unknown> {
    await this.train(X, y, options);
    return this;
  }

  /**
   * The most probable label of each row; of several labels a row those with a probability above one half.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`, `NON_FINITE`, `UNKNOWN_COLUMN`
   */
  async predict(X: TableLike): Promise<Prediction> {
    const { values, shape } = await this.outputsFor(X);
    const { classes, multilabel } = this.learned.known;
    if (multilabel) return fromTyped(flagsOf(values), shape) as Prediction;
    const codes = decide(values, shape[0], this.learned.width, classes);
    return Array.from(codes, (code) => classes[code]) as Prediction;
  }

  /** Probability of each class (of each label): rows × classes. Errors as `predict`. */
  async predictProba(X: TableLike): Promise<Tensor> {
    const outputs = await this.outputsFor(X);
    if (this.learned.width > 1 || this.learned.known.multilabel) return outputs;
    const { values, dtype } = outputs;
    const pairs = allocate(dtype, values.length * 2);
    for (const [i, p] of values.entries()) {
      pairs[2 * i] = 1 - p;
      pairs[2 * i + 1] = p;
    }
    return fromTyped(pairs, [values.length, 2]);
  }

  /** Share of rows predicted right (with several labels a row: all of them right). */
  async score(
    X: TableLike,
    y: Targets,
    { sampleWeight }: { sampleWeight?: ArrayLike<number> | null } = {},
  ): Promise<number> {
    const predictions = (await this.predict(X)) as unknown as Targets;
    return accuracyScore(y, predictions, { sampleWeight: sampleWeight && Array.from(sampleWeight) });
  }

  protected read(y: unknown, known: KnownClasses | undefined): ModelTargets<KnownClasses> {
    const targets = readClassTargets(y, known, this.name);
    const { classes, multilabel, codes, rows } = targets;
    const weights = known === undefined && !multilabel ? this.#weightsOf(targets) : undefined;
    return {
      known: { classes, multilabel },
      rows,
      task: taskOf(targets),
      weights,
      strata: multilabel ? undefined : codes,
      encode: (width, loss) => encoded(targets, width, loss),
    };
  }

  /** One weight a row, by its class; undefined where all count the same. */
  #weightsOf({ classes, codes }: ClassTargets): Float64Array | undefined {
    const { classWeight } = this.options;
    if (classWeight == null) return undefined;
    const weights = classWeights(classWeight, classes, codes);
    return Float64Array.from(codes, (code) => weights[code]);
  }

  protected describe({ classes, multilabel }: KnownClasses): Readonly<Record<string, Json>> {
    return { classes, multilabel };
  }

  protected again(options: ModelClassifierOptions<Params>): ModelClassifier<Prediction, Params> {
    return new ModelClassifier(options);
  }

  /** The classifier that `toState` described. @throws HebbError `CORRUPT_FILE`; `UNSUPPORTED` for one without a model */
  static fromState(state: ModelState, revive: (state: ModelState) => Savable): ModelClassifier {
    const options = savedOptions<ModelClassifierOptions>(state, classifierRules, revive);
    const classifier = new ModelClassifier(options);
    if (state.attributes === undefined) return classifier;
    const label = matching('a label', (value) => ['string', 'number', 'boolean'].includes(typeof value));
    const classes = readAttribute<readonly Label[]>(state, 'classes', listOf(label));
    const multilabel = readAttribute<boolean>(state, 'multilabel', boolean);
    const width = readAttribute<number>(state, 'nOutputs', integer({ min: 1 }));
    checkWidth(width, { classes, multilabel }, 'CORRUPT_FILE');
    classifier.restore(state, { classes, multilabel }, width);
    return classifier;
  }
}

function taskOf({ classes, multilabel }: KnownClasses): Omit<ModelTask, 'nFeatures'> {
  const isOne = !multilabel && classes.length <= 2;
  const nOutputs = isOne ? 1 : classes.length;
  return isOne || multilabel
    ? { nOutputs, outputActivation: 'sigmoid', loss: 'binary_crossentropy', classes }
    : { nOutputs, outputActivation: 'softmax', loss: 'sparse_categorical_crossentropy', classes };
}

function checkWidth(
  width: number,
  { classes, multilabel }: KnownClasses,
  code: 'SHAPE_MISMATCH' | 'CORRUPT_FILE',
): void {
  if (width === classes.length || (width === 1 && classes.length <= 2 && !multilabel)) return;
  throw new HebbError(
    code,
    `the model gives ${width} numbers a row, but y has ${classes.length} ${multilabel ? 'labels a row' : 'classes'}.`,
  );
}

/** Class numbers where the model has one output or its loss is a sparse one; else zeros and ones. */
function encoded(
  { classes, multilabel, codes, rows }: ClassTargets,
  width: number,
  loss: string | undefined,
): { data: Float64Array; shape: readonly number[] } {
  checkWidth(width, { classes, multilabel }, 'SHAPE_MISMATCH');
  const isNumbered = width === 1 || loss?.startsWith('sparse') === true;
  if (multilabel || isNumbered) {
    return { data: Float64Array.from(codes), shape: [rows, multilabel ? width : 1] };
  }
  const data = new Float64Array(rows * width);
  for (const [row, code] of codes.entries()) data[row * width + code] = 1;
  return { data, shape: [rows, width] };
}
