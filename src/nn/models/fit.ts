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
import { bringBack, type Place, takeSnapshot } from './snapshot.ts';
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
  await callbacks.call('onTrainBegin', {});
  const restored = await callbacks.restored();
  if (restored !== undefined) await bringBack(restored, model, callbacks);
  const { seed, validationBatch } = restored ?? { seed: options.seed ?? nextSeed(), validationBatch: 0 };
  let { epoch, batch: begun, passEpoch, logs } = restored ?? beginning(initialEpoch);
  const order = (): Int32Array | undefined =>
    shuffle && train.kind === 'rows' ? orderOf(seed, passEpoch, train.set.rows) : undefined;
  const feed = feedOf(train, training.trainer(seed), { batchSize, eagerly, order });
  let validationFeed: Feed | undefined;
  try {
    const inOrder = (): void => {
      const now = order();
      if (now !== undefined && feed instanceof ResidentFeed) feed.shuffle(now);
    };
    if (restored !== undefined) {
      await feed.seek(restored.passBatch);
      inOrder();
    }
    const single = callbacks.hears('onTrainBatchBegin', 'onTrainBatchEnd');
    const trained = (): Logs => training.objective('train')?.logs() ?? {};
    const iterations = (): number => training.memory.weights[0].values[0];
    const rest = (at: { readonly epoch: number; readonly batch: number }): Promise<void> => {
      const passed = { passEpoch, passBatch: feed.position };
      const place = {
        seed,
        ...at,
        ...passed,
        validationBatch: validationFeed?.position ?? validationBatch,
        logs,
      };
      return callbacks.call('onRest', () => takeSnapshot(place, model, callbacks), at);
    };

    if (restored === undefined) await rest({ epoch, batch: 0 });
    for (; epoch < epochs && (begun > 0 || !model.stopTraining) && !signal?.aborted; epoch++, begun = 0) {
      const before = begun;
      if (before === 0) {
        training.objective('train')?.reset();
        if (feed.position === 0) {
          passEpoch = epoch;
          inOrder();
        }
      }
      await callbacks.call('onEpochBegin', epoch, {});
      // What callbacks do when an epoch begins, they had done.
      if (restored !== undefined && before > 0) await bringBack(restored, model, callbacks);
      const isOver = before > 0 && (model.stopTraining || feed.position === 0 || before === stepsPerEpoch);
      const steps = iterations();
      const done = isOver
        ? 0
        : await feed.run({
            limit: typeof stepsPerEpoch === 'number' ? stepsPerEpoch - before : undefined,
            goOn: true,
            rateOf: (batch) => training.optimizer.rateAt(steps + batch),
            single,
            signal,
            beforeBatch: (batch) => callbacks.call('onTrainBatchBegin', before + batch, {}),
            async afterBatches({ done: count }) {
              if (single) await callbacks.call('onTrainBatchEnd', before + count - 1, trained());
              await callbacks.call('onProgress', before + count, trained);
              if (single) await rest({ epoch, batch: before + count });
              return model.stopTraining;
            },
          });
      if (signal?.aborted) break;
      if (done === 0 && before === 0)
        throw new HebbError(
          'EMPTY_DATA',
          'the stream of batches is over; give a function that begins it anew.',
        );
      logs = trained();
      const isDue = (epoch + 1) % (options.validationFreq ?? 1) === 0;
      if (validation !== undefined && isDue && !model.stopTraining) {
        if (validationFeed === undefined) {
          const size = options.validationBatchSize ?? options.batchSize;
          validationFeed = feedOf(validation, training.tester(), { batchSize: size, eagerly });
          await validationFeed.seek(validationBatch);
        }
        const scores = await testOver(validationFeed, training, callbacks, {
          steps: options.validationSteps,
          signal,
          inFit: true,
        });
        for (const [name, score] of Object.entries(scores)) logs[`val_${name}`] = score;
      }
      // A validation that was cut short is no place to go on from.
      const isWhole = !signal?.aborted;
      await callbacks.call('onEpochEnd', epoch, logs);
      if (isWhole) await rest({ epoch: epoch + 1, batch: 0 });
    }
    training.finish();
  } finally {
    feed.close();
    validationFeed?.close();
  }
  await callbacks.call('onTrainEnd', logs);
  return history;
}

/** Where a training begins that nothing was before. */
function beginning(epoch: number): Pick<Place, 'epoch' | 'batch' | 'passEpoch' | 'logs'> {
  return { epoch, batch: 0, passEpoch: epoch, logs: {} };
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
