/** Single steps, for loops of one's own, and predictions. Planned once for each shape of batches. */
import { checkOptions } from '../../core/options.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { Logs } from '../callbacks/callback.ts';
import { nextSeed } from '../layers/seeds.ts';
import { type DataSet, type DataSource, dataSetOf } from './data-set.ts';
import { answer } from './evaluate.ts';
import { type RunOptions, type StepMaker, type Steps, StreamFeed } from './feed.ts';
import { type OnBatchOptions, onBatchRules, type PredictOptions, type StreamSource } from './fit-options.ts';
import type { Model } from './model.ts';
import { predict } from './predict.ts';
import type { Training } from './training.ts';

type Mode = 'train' | 'test' | 'predict';

/** Runs one batch after the other through steps that are planned once. */
export class BatchRunner {
  readonly #model: Model;
  readonly #training: Training;
  /** The steps of predicting, for all that predicts. */
  readonly #predicting: Steps = new Map();
  readonly #feeds = new Map<Mode, StreamFeed>();
  readonly #waiting: DataSet[] = [];

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

  /** What the model makes of data, batch by batch. */
  predict(x: DataSource | StreamSource, options: PredictOptions): Promise<Tensor | Tensor[]> {
    return predict(this.#model, this.#training, this.#predicting, x, options);
  }

  /** What the model makes of a batch: a tensor for each output. */
  async predictBatch(x: DataSource): Promise<Tensor[]> {
    this.#waiting.push(dataSetOf(x, {}, this.#model));
    let made: Tensor[] = [];
    await this.#feed('predict').run({
      ...oneBatch,
      afterBatches: async ({ outputs, output, rows }) => {
        made = outputs.map(({ shape }, i) => fromTyped(output(i).slice(), [rows, ...shape.slice(1)]));
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
    const feed = new StreamFeed(next, maker, {
      eagerly: this.#training.options.runEagerly ?? false,
      ...(mode === 'predict' && { steps: this.#predicting }),
    });
    this.#feeds.set(mode, feed);
    return feed;
  }

  #maker(mode: Mode): StepMaker {
    if (mode === 'train') return this.#training.trainer(nextSeed());
    if (mode === 'test') return this.#training.tester();
    return this.#training.predictor();
  }
}

const oneBatch: RunOptions = {
  limit: 1,
  rateOf: () => 0,
  single: false,
  beforeBatch: () => Promise.resolve(),
  afterBatches: () => Promise.resolve(false),
};
