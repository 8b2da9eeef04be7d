/**
 * A training that survives its process: after every epoch, or every so many batches, all that it needs to go on is
 * stored, and a training that begins looks there first. How it is stored is the business of a store, or of `#files`.
 */
import { boolean, checkOptions } from '../../core/options.ts';
import { checkSnapshot, packed, type Snapshot, unpacked } from '../models/snapshot.ts';
import { type Awaitable, Callback } from './callback.ts';
import { type SaveFrequency, saveFrequencyRule } from './save-frequency.ts';

/** Keeps some bytes. A save that is interrupted must leave what was there before. */
export interface BackupStore {
  load(): Promise<Uint8Array | undefined>;
  save(bytes: Uint8Array): Awaitable;
  remove(): Awaitable;
}

export interface BackupAndRestoreOptions {
  /** Store after every epoch, or whenever so many batches are done. Default `'epoch'`. */
  readonly saveFreq?: SaveFrequency;
  /** Forget the backup when the training is over. Default true. */
  readonly deleteCheckpoint?: boolean;
}

/**
 * Stores weights, the optimizer's memory, where the training is, its seed, and what the other callbacks keep (the
 * patience of `EarlyStopping`, its best weights, …). When the same training is begun again, in the same process or
 * another one, it goes on from there and ends with the same bits as if nothing had happened. A training that is over
 * removes the backup; one that was stopped by its `signal` does not.
 *
 * In Node it is given a folder of its own, where a backup replaces the one before whole or not at all; elsewhere a
 * store. Callbacks of one's own take part by `getState` and `setState`.
 *
 * @example
 * const bytes = new Map();
 * const store = {
 *   load: async () => bytes.get('backup'),
 *   save: (next) => void bytes.set('backup', next),
 *   remove: () => void bytes.delete('backup'),
 * };
 * const backup = new BackupAndRestore(store, { saveFreq: 100 });
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks: [backup], verbose: 0 });
 * bytes.size; // 0
 */
export class BackupAndRestore extends Callback {
  readonly #target: string | BackupStore;
  readonly #every: SaveFrequency;
  readonly #deletes: boolean;
  /** Batches since the last saving. */
  #batches = 0;
  /** The epoch that comes next. */
  #epoch = 0;
  /** Is there a backup of this training? */
  #isKept = false;

  /** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
  constructor(target: string | BackupStore, options: BackupAndRestoreOptions = {}) {
    super();
    this.#target = target;
    const { saveFreq = 'epoch', deleteCheckpoint = true } = checkOptions('BackupAndRestore', options, {
      saveFreq: saveFrequencyRule,
      deleteCheckpoint: boolean,
    });
    this.#every = saveFreq;
    this.#deletes = deleteCheckpoint;
    // Hearing of batches makes a training come back after each.
    if (saveFreq !== 'epoch') this.onTrainBatchEnd = () => void this.#batches++;
  }

  /** @throws HebbError `CORRUPT_FILE` for bytes that are no backup; `FILE_ERROR` */
  override async onRestore(): Promise<Snapshot | undefined> {
    this.#batches = 0;
    const store = await this.#store();
    const bytes = await store.load();
    const snapshot = bytes === undefined ? undefined : checkSnapshot(unpacked(bytes));
    this.#epoch = snapshot?.epoch ?? 0;
    this.#isKept = snapshot !== undefined;
    return snapshot;
  }

  override async onRest(
    take: () => Snapshot,
    { epoch, batch }: { readonly epoch: number; readonly batch: number },
  ): Promise<void> {
    this.#epoch = epoch;
    const isDue = this.#every === 'epoch' ? batch === 0 : this.#batches >= this.#every;
    // The first one holds the seed, and the weights that all begins with.
    if (this.#isKept && !isDue) return;
    this.#batches = 0;
    const store = await this.#store();
    await store.save(packed(take()));
    this.#isKept = true;
  }

  override async onTrainEnd(): Promise<void> {
    const isOver = this.#epoch >= this.params.epochs || this.model.stopTraining;
    if (!isOver || !this.#deletes) return;
    const store = await this.#store();
    await store.remove();
  }

  async #store(): Promise<BackupStore> {
    if (typeof this.#target !== 'string') return this.#target;
    const { files } = await import('#files');
    return files.backup(this.#target);
  }
}
