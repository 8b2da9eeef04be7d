/**
 * The loop of a training: epochs, validation, callbacks, history; in Keras's order. How an epoch is computed is the
 * feed's business.
 */
import { HebbError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import { RandomState } from '../../random/random-state.ts';
import type { Callback, Logs } from '../callbacks/callback.ts';
import { CallbackList } from '../callbacks/callback-list.ts';
import { withProgress } from '../callbacks/progbar-logger.ts';
import { nextSeed } from '../layers/seeds.ts';
import { type Beside, type DataSource, sliceSet, withClassWeights } from './data-set.ts';
import { testOver } from './evaluate.ts';
import { type Feed, ResidentFeed } from './feed.ts';
import { type Batches, type FitOptions, fitRules, type StreamSource } from './fit-options.ts';
import { History } from './history.ts';
import { isStream } from './is-stream.ts';
import type { Model } from './model.ts';
import { feedOf, type Source, sourceOf } from './source.ts';
import type { Training } from './training.ts';

export async function fit(
  model: Model,
  training: Training,
  x: DataSource | StreamSource,
  y: DataSource | null | undefined,
  given: FitOptions,
): Promise<History> {
  const options = checkOptions(`${model.className} '${model.name}'.fit`, given, fitRules) as FitOptions;
  const { epochs = 1, initialEpoch = 0, shuffle = true, signal, stepsPerEpoch } = options;
  const [train, validation] = await sourcesOf(model, x, { ...options, y });
  const eagerly = training.options.runEagerly;
  const batchSize = options.batchSize ?? 32;
  const history = new History();
  const verbose = options.verbose === 'auto' ? 1 : (options.verbose ?? 1);
  const callbacks = new CallbackList(
    [...withProgress(options.callbacks, verbose), history] as Callback[],
    model,
    { epochs, steps: stepsPerEpoch ?? batchesOf(train, batchSize), verbose },
  );
  model.stopTraining = false;
  model.progress = { seed: options.seed ?? nextSeed(), epoch: initialEpoch };
  await callbacks.call('onTrainBegin', {});
  // A callback may have brought an earlier training back.
  const { seed } = model.progress;
  let { epoch } = model.progress;
  const order = (): Int32Array | undefined =>
    shuffle && train.kind === 'rows' ? orderOf(seed, epoch, train.set.rows) : undefined;
  const feed = feedOf(train, training.trainer(seed), { batchSize, eagerly, order });
  let validationFeed: Feed | undefined;
  const single = callbacks.hears('onTrainBatchBegin', 'onTrainBatchEnd');
  const trained = (): Logs => training.objective('train')?.logs() ?? {};
  const iterations = (): number => training.memory.weights[0].values[0];

  let logs: Logs = {};
  for (; epoch < epochs && !model.stopTraining && !signal?.aborted; epoch++) {
    model.progress = { seed, epoch };
    training.objective('train')?.reset();
    if (shuffle && feed instanceof ResidentFeed && feed.isAtStart) feed.shuffle(order());
    await callbacks.call('onEpochBegin', epoch, {});
    const before = iterations();
    const done = await feed.run({
      limit: stepsPerEpoch ?? undefined,
      goOn: true,
      rateOf: (batch) => training.optimizer.rateAt(before + batch),
      single,
      signal,
      beforeBatch: (batch) => callbacks.call('onTrainBatchBegin', batch, {}),
      async afterBatches({ done: count }) {
        if (single) await callbacks.call('onTrainBatchEnd', count - 1, trained());
        await callbacks.call('onProgress', count, trained);
        return model.stopTraining;
      },
    });
    if (signal?.aborted) break;
    if (done === 0)
      throw new HebbError(
        'EMPTY_DATA',
        'the stream of batches is over; give a function that begins it anew.',
      );
    logs = trained();
    const isDue = (epoch + 1) % (options.validationFreq ?? 1) === 0;
    if (validation !== undefined && isDue && !model.stopTraining) {
      validationFeed ??= feedOf(validation, training.tester(), {
        batchSize: options.validationBatchSize ?? options.batchSize,
        eagerly,
      });
      const scores = await testOver(validationFeed, training, callbacks, {
        steps: options.validationSteps,
        signal,
        inFit: true,
      });
      for (const [name, score] of Object.entries(scores)) logs[`val_${name}`] = score;
    }
    await callbacks.call('onEpochEnd', epoch, logs);
  }
  training.finish();
  await callbacks.call('onTrainEnd', logs);
  return history;
}

/** Batches of an epoch; null for a stream. */
function batchesOf(source: Source, batchSize: number): number | null {
  return source.kind === 'rows' ? Math.ceil(source.set.rows / batchSize) : null;
}

/** The order of the rows in an epoch: a function of the seed and the epoch alone. */
function orderOf(seed: number, epoch: number, rows: number): Int32Array {
  return new RandomState((seed + epoch * 0x9e3779b9) % 2 ** 32).permutation(rows);
}

/** What trains, and what validates. */
async function sourcesOf(
  model: Model,
  x: DataSource | StreamSource,
  options: FitOptions & Beside,
): Promise<[train: Source, validation: Source | undefined]> {
  const { y, sampleWeight, classWeight, validationSplit = 0, validationData } = options;
  if (validationData !== null && validationData !== undefined) {
    const source = await sourceOf(model, x, { y, sampleWeight, classWeight });
    if (isStream(validationData)) return [source, await sourceOf(model, validationData as StreamSource, {})];
    const [xVal, yVal, weights] = validationData as Batches;
    return [source, await sourceOf(model, xVal, { y: yVal, sampleWeight: weights })];
  }
  if (validationSplit === 0) return [await sourceOf(model, x, { y, sampleWeight, classWeight }), undefined];
  const source = await sourceOf(model, x, { y, sampleWeight });
  if (source.kind === 'stream') {
    throw new HebbError(
      'UNSUPPORTED',
      'validationSplit needs all rows at once; give validationData for streams.',
    );
  }
  const { set } = source;
  const cut = Math.floor(set.rows * (1 - validationSplit));
  if (cut === 0 || cut === set.rows) {
    throw new HebbError(
      'INVALID_OPTION',
      `validationSplit ${validationSplit} of ${set.rows} rows leaves ${cut} to train and ${set.rows - cut} to validate.`,
    );
  }
  const train = sliceSet(set, 0, cut);
  return [
    { kind: 'rows', set: classWeight ? withClassWeights(train, classWeight) : train },
    { kind: 'rows', set: sliceSet(set, cut, set.rows) },
  ];
}
