/**
 * What TensorBoard shows of a training: metrics, distributions of weights and gradients, weights as images, the graph
 * of layers, hyperparameters; under the names of runs and tags that Keras gives them. How they are written is the
 * business of a log directory, or of `#files`.
 */
import type { TypedArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { anyOf, boolean, checkOptions, integer, matching, oneOf } from '../../core/options.ts';
import type { Shape } from '../../core/shape.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { CallbackState } from '../models/snapshot.ts';
import { Callback, type Logs } from './callback.ts';
import type { Hyperparameters, LogDirectory, SummaryLog } from './summary-log.ts';

export interface TensorBoardOptions {
  /** Write histograms after every so many epochs, the first one included; 0: never. Default 0. */
  readonly histogramFreq?: number;
  /** Write the graph of layers, where there is one. Default true. */
  readonly writeGraph?: boolean;
  /** Write weights as images, whenever histograms are: the smallest number black, the largest white. Default false. */
  readonly writeImages?: boolean;
  /** Write histograms of the gradients of the epoch's last batch too. Default false. */
  readonly writeGrads?: boolean;
  /** Write how many steps are done in a second. Default false. */
  readonly writeStepsPerSecond?: boolean;
  /**
   * Write the metrics after every so many batches too; 'batch' is 1. Training then comes back after every batch, which
   * makes it slower. Default 'epoch': after epochs only.
   */
  readonly updateFreq?: 'epoch' | 'batch' | number;
  /** The hyperparameters of the training, for a line in TensorBoard's table. Default: none. */
  readonly hparams?: Hyperparameters;
}

const rules = {
  histogramFreq: integer({ min: 0 }),
  writeGraph: boolean,
  writeImages: boolean,
  writeGrads: boolean,
  writeStepsPerSecond: boolean,
  updateFreq: anyOf(oneOf('epoch', 'batch'), integer({ min: 1 })),
  hparams: matching('numbers, texts and truth values by name', isHyperparameters),
};

/** Milliseconds after which batches are handed over. */
const patience = 1000;

/**
 * Writes what TensorBoard shows: to the run `train` `epoch_loss`, `epoch_learning_rate` and the metrics, with
 * `histogramFreq` `<weight>/histogram`, with `updateFreq` `batch_loss` and so on; to the run `validation` the same
 * metrics of the validation data, and `evaluation_loss_vs_iterations`. Epochs count from 0, batches from 1.
 *
 * In Node it is given a folder, which `tensorboard --logdir` shows; elsewhere a log directory.
 *
 * @example
 * const files = {};
 * const logDir = { open: (run) => new SummaryWriter((bytes) => void (files[run] = bytes)) };
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * const callbacks = [new TensorBoard(logDir)];
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks, verbose: 0 });
 * Object.keys(files); // ['train']
 */
export class TensorBoard extends Callback {
  readonly logDir: string | LogDirectory;
  readonly options: TensorBoardOptions;
  readonly #runs = new Map<string, SummaryLog>();
  #batches = 0;
  #lastFlush = 0;
  #batchStart = 0;
  #epochStart = { time: 0, iterations: 0 };

  /**
   * @param logDir the folder, or log directory, whose runs are written
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  constructor(logDir: string | LogDirectory, options: TensorBoardOptions = {}) {
    super();
    this.logDir = logDir;
    this.options = checkOptions('TensorBoard', options, rules);
    const { updateFreq = 'epoch' } = this.options;
    // Whoever has these methods makes training come back after every batch.
    if (updateFreq !== 'epoch') {
      const every = updateFreq === 'batch' ? 1 : updateFreq;
      this.onTrainBatchBegin = () => {
        this.#batchStart = performance.now();
      };
      this.onTrainBatchEnd = (_batch, logs) => this.#logBatch(logs, every);
    }
  }

  override getState(): CallbackState {
    return { batches: this.#batches };
  }

  override setState({ batches }: CallbackState): void {
    this.#batches = Number(batches);
  }

  /** @throws HebbError `UNSUPPORTED` for a folder in a browser; `FILE_ERROR` */
  override async onTrainBegin(): Promise<void> {
    const { writeGraph = true, writeGrads = false, histogramFreq = 0, hparams } = this.options;
    this.#batches = 0;
    this.#lastFlush = performance.now();
    if (hparams !== undefined) {
      const run = await this.#run('');
      run.hparams(hparams);
      await run.flush();
    }
    if (writeGraph) await this.#logGraph();
    if (writeGrads && histogramFreq > 0) this.model.training.keepGradients();
  }

  override onEpochBegin(): void {
    this.#epochStart = { time: performance.now(), iterations: this.#iterations };
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { writeStepsPerSecond = false, histogramFreq = 0 } = this.options;
    const entries = Object.entries(logs);
    const validated = entries.filter(([name]) => name.startsWith('val_'));
    const trained = new Map(entries.filter(([name]) => !name.startsWith('val_')));
    trained.set('learning_rate', this.model.optimizer.rateAt(this.#iterations));
    if (writeStepsPerSecond) {
      const { time, iterations } = this.#epochStart;
      trained.set('steps_per_second', (1000 * (this.#iterations - iterations)) / (performance.now() - time));
    }
    const run = await this.#run('train');
    for (const [name, value] of trained) run.scalar(`epoch_${name}`, value, epoch);
    for (const [name, value] of validated) {
      const validation = await this.#run('validation');
      validation.scalar(`epoch_${name.slice('val_'.length)}`, value, epoch);
    }
    if (histogramFreq > 0 && epoch % histogramFreq === 0) this.#logWeights(run, epoch);
    await this.#flush();
  }

  override async onTestEnd(logs: Logs): Promise<void> {
    const step = this.#iterations;
    const run = await this.#run('validation');
    for (const [name, value] of Object.entries(logs)) {
      run.scalar(`evaluation_${name}_vs_iterations`, value, step);
    }
    await this.#flush();
  }

  override async onTrainEnd(): Promise<void> {
    for (const run of this.#runs.values()) await run.close();
    this.#runs.clear();
  }

  get #iterations(): number {
    return this.model.training.memory.weights[0].values[0];
  }

  /** A run is begun when there is something to write. */
  async #run(name: string): Promise<SummaryLog> {
    const known = this.#runs.get(name);
    if (known !== undefined) return known;
    const directory = typeof this.logDir === 'string' ? await logsIn(this.logDir) : this.logDir;
    const run = directory.open(name);
    this.#runs.set(name, run);
    return run;
  }

  async #flush(): Promise<void> {
    this.#lastFlush = performance.now();
    for (const run of this.#runs.values()) await run.flush();
  }

  async #logBatch(logs: Logs, every: number): Promise<void> {
    this.#batches++;
    if (this.#batches % every !== 0) return;
    const run = await this.#run('train');
    if (this.options.writeStepsPerSecond) {
      run.scalar('batch_steps_per_second', 1000 / (performance.now() - this.#batchStart), this.#batches);
    }
    for (const [name, value] of Object.entries(logs)) run.scalar(`batch_${name}`, value, this.#batches);
    if (performance.now() - this.#lastFlush > patience) await this.#flush();
  }

  /** What is no graph of layers has none, and one with a formula of one's own inside cannot be written down. */
  async #logGraph(): Promise<void> {
    const { model } = this;
    if (model.className !== 'Sequential' && model.className !== 'Functional') return;
    const run = await this.#run('train');
    try {
      run.graph(model);
    } catch (error) {
      if (!(error instanceof HebbError)) throw error;
    }
  }

  #logWeights(run: SummaryLog, epoch: number): void {
    const { writeImages = false, writeGrads = false } = this.options;
    for (const { path, values, shape } of this.model.weights) {
      run.histogram(`${path}/histogram`, fromTyped(values, shape), epoch);
      const image = writeImages && values.length > 0 ? imageOf(values, shape) : undefined;
      if (image !== undefined) run.image(`${path}/image`, image, epoch);
    }
    if (!writeGrads) return;
    for (const { path, values, shape } of this.model.training.gradients) {
      run.histogram(`${path}/histogram`, fromTyped(values, shape), epoch);
    }
  }
}

async function logsIn(folder: string): Promise<LogDirectory> {
  const { files } = await import('#files');
  return files.logs(folder);
}

function isHyperparameters(value: unknown): boolean {
  const isPlain = (one: unknown): boolean => ['number', 'string', 'boolean'].includes(typeof one);
  return typeof value === 'object' && value !== null && Object.values(value).every(isPlain);
}

/**
 * A weight as images, dimensions of 1 left out: a vector as a column, a matrix no higher than wide, of three
 * dimensions an image for each position of the last one. Of more dimensions there is none.
 */
function imageOf(values: TypedArray, shape: Shape): Tensor | undefined {
  const sizes = shape.filter((size) => size !== 1);
  if (sizes.length > 3) return undefined;
  const tensor = fromTyped(stretched(values), sizes.length === 0 ? [1] : sizes);
  if (tensor.rank === 1) return tensor.reshape([1, tensor.size, 1, 1]);
  const placed =
    tensor.rank === 3 ? tensor.transpose([2, 0, 1]) : sizes[0] > sizes[1] ? tensor.transpose([1, 0]) : tensor;
  const [height, width] = placed.shape.slice(-2);
  return placed.reshape([placed.size / (height * width), height, width, 1]);
}

/** From 0 for the smallest number to 1 for the largest. */
function stretched(values: TypedArray): Float64Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return Float64Array.from(values, (value) => (high > low ? (value - low) / (high - low) : 0));
}
