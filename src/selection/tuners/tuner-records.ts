/**
 * What tuners keep of trials that are over: for each a record and the weights of its best epoch, and for those that
 * others may go on from, where they were. Where the bytes lie is the business of a store.
 */
import { HebbError } from '../../core/errors.ts';
import type { Logs } from '../../nn/callbacks/callback.ts';
import { unpacked } from '../../nn/models/snapshot.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TunerStore } from './tuner-platform.ts';
import type { TrialReport, TrialYield } from './tuner-trial.ts';

const head = 'tuner.json';
const format = 'hebb tuner 1';

/** A store for as long as the process lasts. */
export function memoryStore(): TunerStore {
  const kept = new Map<string, Uint8Array>();
  return {
    load: async (name) => kept.get(name),
    save: (name, bytes) => void kept.set(name, bytes),
    remove: (name) => void kept.delete(name),
  };
}

export class TunerRecords {
  readonly #store: TunerStore;
  /** Of all that is random in the search. */
  readonly seed: number;

  private constructor(store: TunerStore, seed: number) {
    this.#store = store;
    this.seed = seed;
  }

  /**
   * The records in a store, new ones where it holds none.
   *
   * @param study tells this search from others
   * @param seed for new ones, and what the seed of those that are there must be; undefined: any
   * @param overwrite forget those that are there
   * @throws HebbError `INVALID_VALUE` for a store that holds another search's
   */
  static async open(
    store: TunerStore,
    study: string,
    { seed, newSeed, overwrite }: { seed: number | undefined; newSeed: () => number; overwrite: boolean },
  ): Promise<TunerRecords> {
    const bytes = overwrite ? undefined : await store.load(head);
    const kept =
      bytes && (jsonOf(bytes) as { study?: unknown; seed?: unknown; format?: unknown } | undefined);
    if (kept === undefined) {
      const own = seed ?? newSeed();
      await store.save(head, bytesOf({ format, study, seed: own }));
      return new TunerRecords(store, own);
    }
    const isSame = kept.format === format && kept.study === study && typeof kept.seed === 'number';
    if (isSame && (seed === undefined || seed === kept.seed))
      return new TunerRecords(store, Number(kept.seed));
    throw new HebbError(
      'INVALID_VALUE',
      'the directory keeps the trials of another search: its data, build function or options were different. Name another one, or set overwrite.',
    );
  }

  /** @param key tells what was tried; undefined for a trial that is not over */
  async read(id: number, key: string): Promise<TrialReport | undefined> {
    const bytes = await this.#store.load(`${nameOf(id)}.json`);
    const kept = bytes && (jsonOf(bytes) as Partial<TrialReport & { key: string }> | undefined);
    if (kept === undefined || kept.key !== key || typeof kept.seconds !== 'number') return undefined;
    const metrics = Object.entries(Object(kept.metrics)).map(([name, value]) => [name, Number(value)]);
    return {
      score: Number(kept.score),
      metrics: Object.fromEntries(metrics) as Logs,
      bestEpoch: Number(kept.bestEpoch),
      epochs: Number(kept.epochs),
      seconds: kept.seconds,
      failure: kept.failure ?? null,
    };
  }

  /** The record comes last: a trial that has one is over. */
  async write(id: number, key: string, { report, weights, backups }: TrialYield): Promise<void> {
    if (weights !== null) await this.#store.save(`${nameOf(id)}.weights`, weights);
    for (const [i, backup] of backups.entries()) await this.#store.save(backupOf(id, i), backup);
    await this.#store.save(`${nameOf(id)}.json`, bytesOf({ key, ...report }));
  }

  /** @throws HebbError `CORRUPT_FILE` */
  async weights(id: number): Promise<readonly Tensor[]> {
    const bytes = await this.#store.load(`${nameOf(id)}.weights`);
    if (bytes === undefined) throw new HebbError('CORRUPT_FILE', `the weights of trial ${id} are gone.`);
    return unpacked<{ readonly tensors: readonly Tensor[] }>(bytes).tensors;
  }

  async backups(id: number, count: number): Promise<Uint8Array[]> {
    const all = await Promise.all(Array.from({ length: count }, (_, i) => this.#store.load(backupOf(id, i))));
    return all.filter((bytes) => bytes !== undefined);
  }

  /** Nobody goes on from this trial any more. */
  async forget(id: number, count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.#store.remove(backupOf(id, i));
  }
}

function nameOf(id: number): string {
  return `trial-${String(id).padStart(4, '0')}`;
}

function backupOf(id: number, execution: number): string {
  return `${nameOf(id)}-${execution}.backup`;
}

/** Infinities and NaN as texts. */
function bytesOf(content: object): Uint8Array {
  const plain = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return new TextEncoder().encode(`${JSON.stringify(content, plain, 2)}\n`);
}

/** Undefined for what is no JSON, so that a damaged trial is run again. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return Object(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}
