/**
 * A training that survives its process: after every epoch all that it needs to go on is stored, and a training that
 * begins looks there first. How it is stored is the business of the store it is given.
 */
import { HebbError } from '../../core/errors.ts';
import { boolean, checkOptions } from '../../core/options.ts';
import { packed, type Snapshot, unpacked } from '../models/snapshot.ts';
import { type Awaitable, Callback } from './callback.ts';

/** Keeps some bytes. A save that is interrupted must leave what was there before. */
export interface BackupStore {
  load(): Promise<Uint8Array | undefined>;
  save(bytes: Uint8Array): Awaitable;
  remove(): Awaitable;
}

export interface BackupAndRestoreOptions {
  /** Forget the backup when the training is over. Default true. */
  readonly deleteCheckpoint?: boolean;
}

/**
 * Stores weights, the optimizer's memory and the seed after every epoch; when the same training is begun again, it
 * goes on after the last epoch that was stored and ends with the same bits.
 *
 * @example
 * const bytes = new Map();
 * const store = {
 *   load: async () => bytes.get('backup'),
 *   save: (next) => void bytes.set('backup', next),
 *   remove: () => void bytes.delete('backup'),
 * };
 * new BackupAndRestore(store);
 */
export class BackupAndRestore extends Callback {
  readonly #store: BackupStore;
  readonly #deletes: boolean;

  /** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
  constructor(store: BackupStore, options: BackupAndRestoreOptions = {}) {
    super();
    this.#store = store;
    const { deleteCheckpoint = true } = checkOptions('BackupAndRestore', options, {
      deleteCheckpoint: boolean,
    });
    this.#deletes = deleteCheckpoint;
  }

  /** @throws HebbError `CORRUPT_FILE` for bytes that are no backup; `SHAPE_MISMATCH` for one of another model */
  override async onTrainBegin(): Promise<void> {
    const bytes = await this.#store.load();
    if (bytes === undefined) {
      await this.#save(this.model.progress.epoch);
      return;
    }
    const { model } = this;
    const { seed, epoch, learningRate, tensors } = unpacked(bytes);
    const weights = [...model.weights, ...model.training.memory.weights];
    if (weights.length !== tensors.length) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `the backup has ${tensors.length} weights, '${model.name}' has ${weights.length}.`,
      );
    }
    for (const [i, weight] of weights.entries()) weight.assign(tensors[i]);
    if (learningRate !== null) model.optimizer.learningRate = learningRate;
    model.progress = { seed, epoch };
  }

  override async onEpochEnd(epoch: number): Promise<void> {
    await this.#save(epoch + 1);
  }

  override async onTrainEnd(): Promise<void> {
    if (this.#deletes) await this.#store.remove();
  }

  async #save(epoch: number): Promise<void> {
    const { model } = this;
    const { learningRate } = model.optimizer;
    const weights = [...model.weights, ...model.training.memory.weights];
    const snapshot: Snapshot = {
      seed: model.progress.seed,
      epoch,
      learningRate: typeof learningRate === 'number' ? learningRate : null,
      tensors: weights.map(({ value }) => value),
    };
    await this.#store.save(packed(snapshot));
  }
}
