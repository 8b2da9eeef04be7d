/** Single steps: for loops of one's own. Planned once for each shape of batches. */
import { checkOptions } from '../../core/options.ts';
import type { FunctionSpec } from '../../tensor/draft.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { Logs } from '../callbacks/callback.ts';
import { nextSeed } from '../layers/seeds.ts';
import { type DataSet, type DataSource, dataSetOf } from './data-set.ts';
import { answer } from './evaluate.ts';
import { type Batch, type RunOptions, type StepMaker, StreamFeed } from './feed.ts';
import { type OnBatchOptions, onBatchRules } from './fit-options.ts';
import type { Model } from './model.ts';
import type { Training } from './training.ts';

type Mode = 'train' | 'test' | 'predict';

/** Runs one batch after the other through steps that are planned once. */
export class BatchRunner {
  readonly #model: Model;
  readonly #training: Training;
  readonly #feeds = new Map<Mode, StreamFeed>();
  readonly #waiting: DataSet[] = [];
  /** What the steps of `predict` give, as they were last written down. */
  #outputs: readonly Tensor[] = [];

  constructor(model: Model, training: Training) {
    this.#model = model;
    this.#training = training;
  }

  async run(
    mode: 'train' | 'test',
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
    await this.#feed(mode).run({ ...oneBatch, rateOf: () => training.optimizer.rateAt(step) });
    return answer(training.objective(mode), returnDict);
  }

  /** What the model makes of a batch: a tensor for each output. */
  async predict(x: DataSource): Promise<Tensor[]> {
    this.#waiting.push(dataSetOf(x, {}, this.#model));
    let made: Tensor[] = [];
    await this.#feed('predict').run({
      ...oneBatch,
      afterBatches: async ({ output, rows }) => {
        made = this.#outputs.map(({ shape }, i) => fromTyped(output(i).slice(), [rows, ...shape.slice(1)]));
        return false;
      },
    });
    return made;
  }

  #feed(mode: Mode): StreamFeed {
    const known = this.#feeds.get(mode);
    if (known !== undefined) return known;
    const maker = this.#maker(mode);
    const waiting = this.#waiting;
    const next = (): Iterator<DataSet> => ({
      next: () => ({ value: waiting.shift() as DataSet, done: false }),
    });
    const feed = new StreamFeed(next, maker, { eagerly: this.#training.options.runEagerly ?? false });
    this.#feeds.set(mode, feed);
    return feed;
  }

  #maker(mode: Mode): StepMaker {
    if (mode === 'train') return this.#training.trainer(nextSeed());
    if (mode === 'test') return this.#training.tester();
    const maker = this.#training.predictor();
    const write = (batch: Batch): FunctionSpec => {
      const spec = maker.write(batch);
      this.#outputs = spec.outputs ?? [];
      return spec;
    };
    return { ...maker, write };
  }
}

const oneBatch: RunOptions = {
  limit: 1,
  rateOf: () => 0,
  single: false,
  beforeBatch: () => Promise.resolve(),
  afterBatches: () => Promise.resolve(false),
};
