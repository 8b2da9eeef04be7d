/**
 * What `MLPRegressor` and `MLPClassifier` have in common: reading X, choosing a solver, fitting, going on
 * with `partialFit`, and the fitted attributes. What targets mean is the subclasses' business.
 */

import { dtypeOf, type FloatArray } from '../../core/dtype.ts';
import { HebbError, type HebbWarning } from '../../core/errors.ts';
import { fitted } from '../../core/fitted.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import { checkFinite, type Matrix, toMatrix } from '../../core/matrix.ts';
import { checkOptions, type Rule } from '../../core/options.ts';
import { readSampleWeight } from '../../core/sample-weight.ts';
import { engineOf } from '../../engine/select.ts';
import {
  checkCount,
  checkNotEmpty,
  featuresOf,
  type SeenFeatures,
  selectSeen,
} from '../../preprocessing/seen-features.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { checkRandomState, type RandomState } from '../../random/random-state.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { warner } from '../warn.ts';
import { ForwardPass } from './forward-pass.ts';
import { withGivenLayers } from './given-layers.ts';
import { continued, type Learned, newRecord } from './learned.ts';
import { type Architecture, checkParameters, drawParameters, layersOf, type Parameters } from './network.ts';
import {
  checkCombination,
  type FitOptions,
  fitRules,
  hiddenSizes,
  type Loss,
  type MlpOptions,
  type MlpSettings,
  resolveOptions,
} from './options.ts';
import { fitStochastic, type Validation } from './stochastic.ts';
import type { SolverMemory } from './trainer.ts';
import { type TrainingSet, takeRows, trainingSet } from './training-set.ts';

/** y as the network sees it. */
export interface EncodedTargets<Known> {
  /** What the targets mean, to be kept with what is learned. */
  readonly known: Known;
  /** rows × outputs */
  readonly matrix: Matrix;
  /** Weights that the targets bring along (class weights), one a row. */
  readonly weights?: Float64Array;
  /** The output activation that suits these targets and no other choice was made. */
  readonly outputActivation: Architecture['outputActivation'];
  /** What a stratified split keeps the shares of, if it should be stratified. */
  readonly strata?: ArrayLike<number>;
}

/** The base of both multilayer perceptrons; not for use by itself. */
export abstract class MlpEstimator<Options extends MlpOptions, Known> {
  readonly options: Options;
  #learned: Learned<Known> | undefined;
  #forward: ForwardPass | undefined;
  #fitting = false;

  constructor(options: Options) {
    this.options = options;
  }

  protected abstract readonly name: string;
  protected abstract readonly rules: Readonly<Record<string, Rule>>;
  protected abstract readonly defaultLoss: Loss;
  /** Targets as numbers. With `known` they must have the meaning learned before; without, it is learned. */
  protected abstract encode(
    y: unknown,
    options: MlpSettings,
    known: Known | undefined,
  ): EncodedTargets<Known>;
  /** R² or accuracy of outputs (rows × outputs) against encoded targets. */
  protected abstract scoreOutputs(outputs: ArrayLike<number>, set: TrainingSet, known: Known): number;

  /** Check, prepare and train. `known`: what is known of the targets' meaning before the first fit. */
  protected async train(
    X: TableLike,
    y: unknown,
    fitOptions: FitOptions,
    incremental: boolean,
    known?: Known,
  ): Promise<void> {
    if (this.#fitting) {
      throw new HebbError('INVALID_VALUE', `${this.name} is being fitted already; wait for that fit to end.`);
    }
    this.#fitting = true;
    try {
      await this.#train(X, y, fitOptions, incremental, known);
    } finally {
      this.#fitting = false;
    }
  }

  async #train(
    X: TableLike,
    y: unknown,
    fitOptions: FitOptions,
    incremental: boolean,
    known: Known | undefined,
  ): Promise<void> {
    const options = this.#checkedOptions(fitOptions, incremental);
    const earlier = options.warmStart || incremental ? this.#learned : undefined;
    const matrix = readRows(X, earlier?.features, this.name);
    checkNotEmpty(matrix.rows, matrix.columns, this.name);
    const targets = this.encode(y, options, earlier?.known ?? known);
    checkLengths(matrix, targets.matrix);
    const architecture = this.#architecture(matrix, targets, options, earlier?.architecture);
    const random = checkRandomState(options.randomState);
    const start = earlier?.parameters ?? drawParameters(architecture, random);
    const parameters = withGivenLayers(start, architecture, fitOptions);
    const stochastic = options.solver !== 'lbfgs';
    const scored = stochastic && (options.earlyStopping || options.validationData !== null);
    const record =
      earlier === undefined
        ? newRecord(stochastic, options.earlyStopping, scored)
        : continued(earlier.record, scored);
    const warn = warner(record.warnings, options.onWarning);
    const engine = engineOf(options.engine);
    const weights = rowWeights(fitOptions.sampleWeight, targets.weights, matrix.rows);
    const whole = trainingSet(matrix, targets.matrix, weights, architecture.dtype);
    const shared = { architecture, parameters, record, options, engine, signal: fitOptions.signal, warn };
    const features = earlier?.features ?? featuresOf(matrix);
    let result: { parameters: Parameters; memory?: SolverMemory };
    if (stochastic) {
      const { set, validation } = await this.#validation(whole, targets, features, options, random);
      const memory = incremental ? earlier?.solver : undefined;
      result = await fitStochastic({ ...shared, set, validation, memory, random, incremental });
    } else {
      // Few use it, and it needs a line search: a page need not load it with the rest.
      const { fitFullBatch } = await import('./full-batch.ts');
      result = { parameters: await fitFullBatch({ ...shared, set: whole }) };
    }
    checkParameters(result.parameters);
    this.#become({
      known: targets.known,
      architecture,
      parameters: result.parameters,
      features,
      record,
      solver: result.memory,
    });
  }

  #checkedOptions(fitOptions: FitOptions, incremental: boolean): MlpSettings {
    checkOptions(`${this.name}.${incremental ? 'partialFit' : 'fit'}`, fitOptions, fitRules);
    const { validationData } = fitOptions;
    const given = validationData == null ? this.options : { ...this.options, validationData };
    const options = resolveOptions(given, this.defaultLoss, this.name, this.rules);
    checkCombination(options, this.name);
    if (incremental && options.solver === 'lbfgs') {
      throw new HebbError(
        'UNSUPPORTED',
        "partialFit is only available for stochastic solvers ('adam', 'sgd'), not for 'lbfgs'.",
      );
    }
    if (incremental && options.learningRate === 'one_cycle') {
      throw new HebbError(
        'INVALID_OPTION',
        "learningRate 'one_cycle' ends with its fit; partialFit has no end.",
      );
    }
    if (incremental && options.earlyStopping) {
      throw new HebbError('INVALID_OPTION', 'partialFit does not support earlyStopping: true.');
    }
    return options;
  }

  #architecture(
    matrix: Matrix,
    targets: EncodedTargets<Known>,
    options: MlpSettings,
    earlier: Architecture | undefined,
  ): Architecture {
    const chosen = options.outputActivation === 'sigmoid' ? 'logistic' : options.outputActivation;
    const architecture: Architecture = {
      layerSizes: [matrix.columns, ...hiddenSizes(options), targets.matrix.columns],
      activation: options.activation,
      outputActivation: chosen ?? targets.outputActivation,
      dtype: options.dtype ?? dtypeOf(matrix.data),
    };
    if (earlier === undefined) return architecture;
    if (`${earlier.layerSizes}` !== `${architecture.layerSizes}`) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `${this.name} was fitted with layers of ${earlier.layerSizes.join('-')} units; going on needs the same, got ${architecture.layerSizes.join('-')}.`,
      );
    }
    return earlier;
  }

  /** The rows to train on and those to score on: given ones, held-out ones, or none. */
  async #validation(
    whole: TrainingSet,
    { known, strata }: EncodedTargets<Known>,
    features: SeenFeatures,
    options: MlpSettings,
    random: RandomState,
  ): Promise<{ set: TrainingSet; validation: Validation | undefined }> {
    const scoring = (set: TrainingSet): Validation => ({
      set,
      score: (outputs) => this.scoreOutputs(outputs, set, known),
    });
    if (options.validationData !== null) {
      const [X, y] = options.validationData;
      const matrix = checkFinite(
        toMatrix(selectSeen(X as MatrixLike, features), "validationData's X"),
        "validationData's X",
      );
      const encoded = this.encode(y, options, known).matrix;
      checkLengths(matrix, encoded, 'validationData');
      if (matrix.columns !== whole.features || encoded.columns !== whole.outputs) {
        throw new HebbError(
          'SHAPE_MISMATCH',
          `validationData has ${matrix.columns} features and ${encoded.columns} outputs; training has ${whole.features} and ${whole.outputs}.`,
        );
      }
      return { set: whole, validation: scoring(trainingSet(matrix, encoded, undefined, dtypeOf(whole.X))) };
    }
    if (!options.earlyStopping) return { set: whole, validation: undefined };
    // As with L-BFGS: who does not ask for it does not load it.
    const { trainTestIndices } = await import('../../random/split-indices.ts');
    const { train, test } = trainTestIndices({
      n: whole.rows,
      testSize: options.validationFraction,
      randomState: random,
      stratify: strata && Array.from(strata),
    });
    if (test.length < 2) {
      throw new HebbError(
        'INVALID_OPTION',
        `The validation set is too small (${test.length} row). Increase validationFraction or the size of your dataset.`,
      );
    }
    return { set: takeRows(whole, train), validation: scoring(takeRows(whole, test)) };
  }

  #become(learned: Learned<Known>): void {
    this.#learned = learned;
    this.#forward = undefined;
  }

  protected get isFitted(): boolean {
    return this.#learned !== undefined;
  }

  /** What was learned. @throws HebbError `NOT_FITTED` */
  protected get learned(): Learned<Known> {
    return fitted(this.#learned, this.name);
  }

  /** Put what was learned elsewhere (a file) in place. */
  protected restore(learned: Learned<Known>): void {
    this.#become(learned);
  }

  /** Output activations for rows of X: rows × outputs. */
  protected outputsFor(X: TableLike): { outputs: FloatArray; rows: number } {
    const { architecture, parameters, features } = this.learned;
    const matrix = readRows(X, features, this.name);
    const engine = engineOf(this.options.engine);
    this.#forward ??= new ForwardPass(architecture, parameters, engine);
    return { outputs: this.#forward.run(matrix.data), rows: matrix.rows };
  }

  /** Epochs of the last fit (iterations, for 'lbfgs'). */
  get nIter(): number {
    return this.learned.record.nIter;
  }
  /** Rows gone through in training; scikit-learn's `t_`. */
  get samplesSeen(): number {
    return this.learned.record.samplesSeen;
  }
  /** Training loss of the last epoch; scikit-learn's `loss_`. */
  get finalLoss(): number {
    return this.learned.record.finalLoss;
  }
  /** Lowest training loss; null with early stopping and with 'lbfgs'. */
  get bestLoss(): number | null {
    return this.learned.record.bestLoss;
  }
  /** Training loss of each epoch. @throws HebbError `UNSUPPORTED` after a fit with 'lbfgs', which has none */
  get lossCurve(): readonly number[] {
    const { lossCurve } = this.learned.record;
    if (lossCurve !== null) return lossCurve;
    throw new HebbError(
      'UNSUPPORTED',
      "solver 'lbfgs' keeps no loss curve; use 'adam' or 'sgd' to have one.",
    );
  }
  /** Validation score of each epoch; null without validation rows. */
  get validationScores(): readonly number[] | null {
    return this.learned.record.validationScores;
  }
  /** Best validation score; null without validation rows. */
  get bestValidationScore(): number | null {
    return this.learned.record.bestValidationScore;
  }
  /** What the last fit had to warn of. */
  get warnings(): readonly HebbWarning[] {
    return this.learned.record.warnings;
  }
  /** Weights of each layer, shape (inputs, units). */
  get coefs(): readonly Tensor[] {
    const { architecture, parameters } = this.learned;
    return layersOf(architecture).map(({ inputs, units, weightStart }) =>
      fromTyped(parameters.weights.slice(weightStart, weightStart + inputs * units), [inputs, units]),
    );
  }
  /** Biases of each layer. */
  get intercepts(): readonly FloatArray[] {
    const { architecture, parameters } = this.learned;
    return layersOf(architecture).map(({ units, biasStart }) =>
      parameters.biases.slice(biasStart, biasStart + units),
    );
  }
  /** Number of features. */
  get nFeaturesIn(): number {
    return this.learned.features.count;
  }
  /** Names of the features, where X had them. */
  get featureNamesIn(): readonly string[] | null {
    return this.learned.features.names;
  }
  /** Number of layers, input and output included. */
  get nLayers(): number {
    return this.learned.architecture.layerSizes.length;
  }
  /** Number of outputs. */
  get nOutputs(): number {
    return this.learned.architecture.layerSizes[this.nLayers - 1];
  }
  /** Activation of the output layer. */
  get outputActivation(): Architecture['outputActivation'] {
    return this.learned.architecture.outputActivation;
  }
}

/** X as finite numbers; the columns that were seen before, if any were. */
function readRows(X: TableLike, seen: SeenFeatures | undefined, owner: string): Matrix {
  const matrix = toMatrix((seen ? selectSeen(X, seen) : X) as MatrixLike);
  if (seen !== undefined) checkCount(matrix.columns, seen.count, owner);
  return checkFinite(matrix);
}

function checkLengths(X: Matrix, y: Matrix, of?: string): void {
  if (X.rows !== y.rows) {
    const where = of === undefined ? '' : `${of}: `;
    throw new HebbError('LENGTH_MISMATCH', `${where}X has ${X.rows} rows, but y has ${y.rows}.`);
  }
}

/** The product of the weights a person gives and those of the classes; undefined when there are none. */
function rowWeights(
  given: FitOptions['sampleWeight'],
  ofTargets: Float64Array | undefined,
  rows: number,
): Float64Array | undefined {
  const weights = readSampleWeight(given, rows);
  if (weights === undefined || ofTargets === undefined) return weights ?? ofTargets;
  return weights.map((weight, i) => weight * ofTargets[i]);
}
