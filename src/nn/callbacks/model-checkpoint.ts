/** Saves a model while it trains. How and where is the business of a function, or of `#files`. */
import { HebbError } from '../../core/errors.ts';
import { boolean, callback, checkOptions, matching, nullable, real } from '../../core/options.ts';
import type { Model } from '../models/model.ts';
import type { CallbackState } from '../models/snapshot.ts';
import { type Awaitable, Callback, type Logs } from './callback.ts';
import { isBetter, type Mode, modeRule, monitored } from './monitor.ts';
import { filledIn } from './path-template.ts';
import { type SaveFrequency, saveFrequencyRule } from './save-frequency.ts';

/** Saves a model under a name. */
export type SaveModel = (path: string, model: Model) => Awaitable;

export interface ModelCheckpointOptions {
  /** What saves. Default, in Node: `saveModel` of `hebb/node`, or `saveWeights` with `saveWeightsOnly`. */
  readonly save?: SaveModel;
  /** Save weights without the model around them; the path then ends in `.safetensors` or `.weights.h5`. Default false. */
  readonly saveWeightsOnly?: boolean;
  /** Save after every epoch, or whenever so many batches are done. Default `'epoch'`. */
  readonly saveFreq?: SaveFrequency;
  /** The metric that is watched. Default `'val_loss'`. */
  readonly monitor?: string;
  /** Save only what is better than all before. Default false. */
  readonly saveBestOnly?: boolean;
  /** Default `'auto'`. */
  readonly mode?: Mode;
  /** A value that must be passed to be saved at all. Default: none. */
  readonly initialValueThreshold?: number | null;
}

const rules = {
  save: callback,
  saveWeightsOnly: boolean,
  saveFreq: saveFrequencyRule,
  monitor: matching('the name of a metric', (value) => typeof value === 'string'),
  saveBestOnly: boolean,
  mode: modeRule,
  initialValueThreshold: nullable(real()),
};

/**
 * After every epoch the model is saved, or only the best one. The path may name the epoch and the batch, counted from
 * 1, and metrics: `'model-{epoch:02d}-{val_loss:.2f}.hebb'`. In Node a file replaces the one before whole or not at
 * all, and folders are made.
 *
 * @example
 * const saved = [];
 * const checkpoint = new ModelCheckpoint('model-{epoch:02d}', { save: (path) => void saved.push(path) });
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks: [checkpoint], verbose: 0 });
 * saved; // ['model-01', 'model-02']
 */
export class ModelCheckpoint extends Callback {
  readonly path: string;
  readonly options: ModelCheckpointOptions;
  #best: number | undefined;
  #epoch = 0;
  /** Batches since the last saving. */
  #batches = 0;

  /** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
  constructor(path: string, options: ModelCheckpointOptions = {}) {
    super();
    this.path = path;
    this.options = checkOptions('ModelCheckpoint', options, rules);
    const { initialValueThreshold, save, saveWeightsOnly = false, saveFreq = 'epoch' } = this.options;
    this.#best = initialValueThreshold ?? undefined;
    if (saveFreq !== 'epoch') this.onTrainBatchEnd = (batch, logs) => this.#afterBatch(saveFreq, batch, logs);
    const endings = saveWeightsOnly ? /\.(safetensors|weights\.h5)$/ : /\.(hebb|keras)$/;
    if (save !== undefined || endings.test(path)) return;
    throw new HebbError(
      'INVALID_OPTION',
      `ModelCheckpoint: ${saveWeightsOnly ? 'weights are saved as .safetensors or .weights.h5' : 'models are saved as .hebb or .keras'}, got the path '${path}'.`,
    );
  }

  /** The best value so far, `initialValueThreshold` before there is one. */
  get best(): number | undefined {
    return this.#best;
  }

  override getState(): CallbackState {
    return { best: this.#best, batches: this.#batches };
  }

  override setState(state: CallbackState): void {
    const { best, batches } = state as { readonly best?: number; readonly batches: number };
    this.#best = best;
    this.#batches = batches;
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  /** @throws HebbError `INVALID_VALUE` when the path names a metric that there is not; `FILE_ERROR` */
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if ((this.options.saveFreq ?? 'epoch') === 'epoch') await this.#save({ epoch: epoch + 1 }, logs);
  }

  async #afterBatch(every: number, batch: number, logs: Logs): Promise<void> {
    this.#batches++;
    if (this.#batches < every) return;
    this.#batches = 0;
    await this.#save({ epoch: this.#epoch + 1, batch: batch + 1 }, logs);
  }

  async #save(place: Readonly<Record<string, number>>, logs: Logs): Promise<void> {
    const { monitor = 'val_loss', mode = 'auto', saveBestOnly = false } = this.options;
    if (saveBestOnly) {
      const current = monitored('ModelCheckpoint', monitor, logs);
      if (current === undefined) return;
      if (this.#best !== undefined && !isBetter(current, this.#best, monitor, mode, 0)) return;
      this.#best = current;
    }
    const path = filledIn(this.path, { ...place, ...logs });
    const { save, saveWeightsOnly } = this.options;
    if (save !== undefined) return save(path, this.model);
    const { files } = await import('#files');
    return saveWeightsOnly ? files.saveWeights(path, this.model) : files.saveModel(path, this.model);
  }
}
