/**
 * A model: a layer made of layers that can be trained. It is the graph between symbolic inputs and outputs, or a
 * class of one's own whose `call` is the formula. Fitting, evaluating and predicting are loops of other files.
 */
import { didYouMean, HebbError } from '../../core/errors.ts';
import type { ModelState } from '../../core/model-state.ts';
import { placeholder } from '../../tensor/creation.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Logs } from '../callbacks/callback.ts';
import type { Config } from '../configured.ts';
import { CallContext, inContext } from '../layers/call-context.ts';
import { type CallOptions, Layer } from '../layers/layer.ts';
import type { LayerOptions } from '../layers/layer-options.ts';
import type { Structure, SymbolicTensor } from '../layers/symbolic.ts';
import type { Weight } from '../layers/weight.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type CompileOptions, checkCompile } from './compile-options.ts';
import { type DataSource, type InputRows, mapInputs } from './data-set.ts';
import { evaluate } from './evaluate.ts';
import { fit } from './fit.ts';
import type {
  EvaluateOptions,
  FitOptions,
  OnBatchOptions,
  PredictOptions,
  StreamSource,
} from './fit-options.ts';
import { FunctionalGraph } from './functional-graph.ts';
import type { History } from './history.ts';
import { isStream } from './is-stream.ts';
import { modelState } from './model-state.ts';
import { BatchRunner } from './on-batch.ts';
import { inType, sliceRows } from './rows.ts';
import { type SummaryOptions, summaryText } from './summary.ts';
import { Training } from './training.ts';
import { graphConfig, stackConfig } from './write-config.ts';

/** What a model may be told. */
export interface ModelOptions extends LayerOptions {
  /** Where the graph begins; with `outputs`. */
  readonly inputs?: Structure<SymbolicTensor>;
  /** Where it ends. */
  readonly outputs?: Structure<SymbolicTensor>;
}

/**
 * @example
 * const x = Input([3]);
 * const hidden = new Dense(4, { activation: 'relu' }).apply(x);
 * const model = new Model({ inputs: x, outputs: new Dense(1).apply(hidden) });
 * model.compile({ optimizer: 'adam', loss: 'mse' });
 * const history = await model.fit([[1, 2, 3], [4, 5, 6]], [[1], [2]], { epochs: 2, verbose: 0 });
 * history.history.loss.length; // 2
 */
export class Model extends Layer {
  static override readonly className: string = 'Functional';
  override readonly module: string = 'keras';
  /** Set by callbacks: training stops after this batch or epoch. */
  stopTraining = false;
  #graph: FunctionalGraph | undefined;
  #outputNames: readonly string[] | undefined;
  #training: Training | undefined;
  #runner: BatchRunner | undefined;
  /** The layers and weights that `#runner` has plans for. */
  #planned: readonly (Layer | Weight)[] = [];

  /** @throws HebbError `INVALID_VALUE` when outputs need an input that is not among `inputs`, and for equal names */
  constructor({ inputs, outputs, ...options }: ModelOptions = {}) {
    super(options);
    this.casts = false;
    if (inputs !== undefined && outputs !== undefined) this.connect(inputs, outputs);
    else if (inputs !== undefined || outputs !== undefined) {
      throw new HebbError('INVALID_OPTION', 'a model needs both inputs and outputs, or a call of its own.');
    }
  }

  /** Make it the graph between these. */
  protected connect(inputs: Structure<SymbolicTensor>, outputs: Structure<SymbolicTensor>): void {
    this.#graph = new FunctionalGraph(inputs, outputs);
  }

  /** The layers in the order they were stacked, where they were. */
  protected stacked?(): readonly Layer[];

  protected override parts(): readonly Layer[] | undefined {
    return this.stacked?.() ?? this.#graph?.layers;
  }

  protected override contents(): Config | undefined {
    const stack = this.stacked?.();
    if (stack !== undefined) return stackConfig(stack, this.#graph);
    return this.#graph === undefined ? undefined : { dtype: undefined, ...graphConfig(this.#graph) };
  }

  /** The graph, where there is one. */
  get graph(): FunctionalGraph | undefined {
    return this.#graph;
  }

  get inputs(): Structure<SymbolicTensor> | undefined {
    return this.#graph?.inputs;
  }

  get outputs(): Structure<SymbolicTensor> | undefined {
    return this.#graph?.outputs;
  }

  /** Names of the inputs: those of the layers they come from. */
  get inputNames(): readonly string[] | undefined {
    return this.#graph?.inputNames;
  }

  get outputNames(): readonly string[] | undefined {
    return this.#graph?.outputNames ?? this.#outputNames;
  }

  /** Classes of one's own have a formula of their own. */
  call(inputs: Structure<Tensor>, _options: CallOptions): Structure<Tensor> {
    if (this.#graph !== undefined) return this.#graph.run(inputs);
    throw new HebbError(
      'UNSUPPORTED',
      `${this.className} '${this.name}' has neither inputs and outputs nor a call of its own.`,
    );
  }

  /** The layer of a name. @throws HebbError `INVALID_VALUE` when there is none, with the nearest one */
  getLayer(name: string): Layer {
    const found = this.layers.find((layer) => layer.name === name);
    if (found !== undefined) return found;
    const names = this.layers.map((layer) => layer.name);
    throw new HebbError('INVALID_VALUE', `'${this.name}' has no layer '${name}'.${didYouMean(name, names)}`);
  }

  /** Names of what comes out for rows that go in; builds the model, if that has not been done. */
  namesOfOutputs(inputs: InputRows): readonly string[] {
    const known = this.outputNames;
    if (known !== undefined && this.built) return known;
    const isEager = this.#training?.options.runEagerly ?? false;
    const stand = mapInputs(inputs, (rows) => {
      if (!isEager) return placeholder([1, ...rows.shape.slice(1)], this.dtype);
      const first = sliceRows(rows, 0, 1);
      return new Tensor(first.shape, this.dtype, { kind: 'values', values: inType(first, this.dtype) });
    });
    const list = Array.isArray(stand) && stand.length === 1 ? stand[0] : stand;
    const context = new CallContext({ training: false, seed: 0, step: Tensor.scalar(0, 'int32') });
    const outputs: Structure<Tensor> = inContext(context, () => this.applyMany(list as Structure<Tensor>));
    const isOne = outputs instanceof Tensor;
    this.#outputNames = isOne
      ? ['output']
      : Object.keys(outputs).map((key) => (Array.isArray(outputs) ? `output_${Number(key) + 1}` : key));
    return this.outputNames ?? [];
  }

  /**
   * Say how the model is trained. What the optimizer remembers begins anew.
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `INVALID_VALUE` for names that nothing has
   */
  compile(options: CompileOptions = {}): this {
    this.#training = new Training(this, checkCompile(`${this.className} '${this.name}'.compile`, options));
    this.#runner = undefined;
    return this;
  }

  /** @throws HebbError `NOT_FITTED` before `compile` */
  get training(): Training {
    if (this.#training !== undefined) return this.#training;
    throw new HebbError(
      'NOT_FITTED',
      `${this.className} '${this.name}' is not compiled yet; call compile first.`,
    );
  }

  /** Has `compile` been called? */
  get compiled(): boolean {
    return this.#training !== undefined;
  }

  /** @throws HebbError `NOT_FITTED` before `compile` */
  get optimizer(): Optimizer {
    return this.training.optimizer;
  }

  /** The iterations of the optimizer and all that it keeps; nothing before the first step. */
  get optimizerWeights(): readonly Weight[] {
    return this.#training?.hasBegun ? this.#training.memory.weights : [];
  }

  /**
   * Train.
   *
   * @param x rows for each input, or a stream of batches `[x, y]`
   * @param y targets for each output
   * @returns the metrics of every epoch
   * @throws HebbError `NOT_FITTED` before `compile`; `SHAPE_MISMATCH`, `LENGTH_MISMATCH`, `INVALID_VALUE` for
   * data that does not fit; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(
    x: DataSource | StreamSource,
    y?: DataSource | FitOptions | null,
    options: FitOptions = {},
  ): Promise<History> {
    if (isStream(x) && y !== null && y !== undefined)
      return fit(this, this.training, x, null, y as FitOptions);
    return fit(this, this.training, x, y as DataSource, options);
  }

  /** The loss, or `[loss, ...metrics]`, or with `returnDict` all by name. Throws as `fit` does. */
  async evaluate(
    x: DataSource | StreamSource,
    y?: DataSource | EvaluateOptions | null,
    options: EvaluateOptions = {},
  ): Promise<number | number[] | Logs> {
    if (isStream(x) && y !== null && y !== undefined) {
      return evaluate(this, this.training, x, null, y as EvaluateOptions);
    }
    return evaluate(this, this.training, x, y as DataSource, options);
  }

  /** What the model makes of each row: a tensor, or one for each output. Needs no `compile`. */
  async predict(x: DataSource | StreamSource, options: PredictOptions = {}): Promise<Tensor | Tensor[]> {
    return this.#predictor.predict(x, options);
  }

  /** One step of training; resolves to the metrics of this batch. */
  async trainOnBatch(
    x: DataSource,
    y?: DataSource | null,
    options: OnBatchOptions = {},
  ): Promise<OnBatchResult> {
    return this.#batches.run('train', x, y, options);
  }

  /** The metrics of one batch. */
  async testOnBatch(
    x: DataSource,
    y?: DataSource | null,
    options: OnBatchOptions = {},
  ): Promise<OnBatchResult> {
    return this.#batches.run('test', x, y, options);
  }

  /** What the model makes of one batch: fast when called again and again. Needs no `compile`. */
  async predictOnBatch(x: DataSource): Promise<Tensor | Tensor[]> {
    const outputs = await this.#predictor.predictBatch(x);
    return outputs.length === 1 ? outputs[0] : outputs;
  }

  /** Forget the metrics of batches so far; whatever keeps some begins by this itself. */
  resetMetrics(): void {
    for (const mode of ['train', 'test'] as const) this.training.objective(mode)?.reset();
  }

  get #batches(): BatchRunner {
    return this.#runnerOf(this.training);
  }

  /** What predicts, also of a model that is not compiled. */
  get #predictor(): BatchRunner {
    return this.#runnerOf(this.#training ?? new Training(this, {}));
  }

  /** Plans are for the layers and weights that are there: other ones need others. */
  #runnerOf(training: Training): BatchRunner {
    const parts = [...this.layers, ...this.weights];
    const isSame = parts.length === this.#planned.length && parts.every((one, i) => one === this.#planned[i]);
    if (this.#runner === undefined || !isSame) this.#runner = new BatchRunner(this, training);
    this.#planned = parts;
    return this.#runner;
  }

  /**
   * The model as plain data, for `save`: config, weights, how it was compiled, and what its optimizer remembers.
   *
   * @throws HebbError `UNSUPPORTED` for functions that have no name, such as those of `Lambda` layers
   */
  toState(): ModelState {
    return modelState(this);
  }

  /** A table of the layers, as Keras prints it: text for a line width of 80 by default. */
  summary(options: SummaryOptions = {}): string {
    return summaryText(this, options);
  }
}

type OnBatchResult = number | number[] | Logs;
