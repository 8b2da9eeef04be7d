/** Single steps: for loops of one's own. Planned once for each shape of batches. */
import { checkOptions } from '../../core/options.ts';
import type { Logs } from '../callbacks/callback.ts';
import { nextSeed } from '../layers/seeds.ts';
import { type DataSet, type DataSource, dataSetOf } from './data-set.ts';
import { answer } from './evaluate.ts';
import { StreamFeed } from './feed.ts';
import { type OnBatchOptions, onBatchRules } from './fit-options.ts';
import type { Model } from './model.ts';
import type { Training } from './training.ts';

type Mode = 'train' | 'test';

/** Runs one batch after the other through steps that are planned once. */
export class BatchRunner {
  readonly #model: Model;
  readonly #training: Training;
  readonly #feeds = new Map<Mode, StreamFeed>();
  readonly #waiting: DataSet[] = [];

  constructor(model: Model, training: Training) {
    this.#model = model;
    this.#training = training;
  }

  async run(
    mode: Mode,
    x: DataSource,
    y: DataSource | null | undefined,
    options: OnBatchOptions,
  ): Promise<number | number[] | Logs> {
    const owner = `${this.#model.className} '${this.#model.name}'.${mode}OnBatch`;
    const { returnDict, ...beside } = checkOptions(owner, options, onBatchRules) as OnBatchOptions;
    const training = this.#training;
    this.#waiting.push(dataSetOf(x, { y, ...beside }, this.#model));
    const step = mode === 'train' ? training.memory.weights[0].values[0] : 0;
    training.objective(mode)?.reset();
    await this.#feed(mode).run({
      limit: 1,
      rateOf: () => training.optimizer.rateAt(step),
      single: false,
      beforeBatch: () => Promise.resolve(),
      afterBatches: () => Promise.resolve(false),
    });
    return answer(training.objective(mode), returnDict);
  }

  #feed(mode: Mode): StreamFeed {
    const known = this.#feeds.get(mode);
    if (known !== undefined) return known;
    const maker = mode === 'train' ? this.#training.trainer(nextSeed()) : this.#training.tester();
    const waiting = this.#waiting;
    const next = (): Iterator<DataSet> => ({
      next: () => ({ value: waiting.shift() as DataSet, done: false }),
    });
    const feed = new StreamFeed(next, maker, { eagerly: this.#training.options.runEagerly ?? false });
    this.#feeds.set(mode, feed);
    return feed;
  }
}
