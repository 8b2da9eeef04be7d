/** What a model makes of data, batch by batch. */
import { allocate, type TypedArray } from '../../core/dtype.ts';
import { checkOptions } from '../../core/options.ts';
import { sizeOf } from '../../core/shape.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { CallbackList } from '../callbacks/callback-list.ts';
import { quietVerbose, withProgress } from '../callbacks/progbar-logger.ts';
import type { DataSource } from './data-set.ts';
import type { Steps } from './feed.ts';
import { type PredictOptions, predictRules, type StreamSource } from './fit-options.ts';
import type { Model } from './model.ts';
import { feedOf, sourceOf } from './source.ts';
import type { Training } from './training.ts';

/** @param steps those that are planned already; more come in */
export async function predict(
  model: Model,
  training: Training,
  steps: Steps,
  x: DataSource | StreamSource,
  options: PredictOptions,
): Promise<Tensor | Tensor[]> {
  const {
    batchSize,
    steps: limit,
    signal,
    callbacks,
    verbose: given,
  } = checkOptions(`${model.className} '${model.name}'.predict`, options, predictRules) as PredictOptions;
  const source = await sourceOf(model, x, {});
  let specs: readonly Tensor[] = [];
  const feed = feedOf(source, training.predictor(), {
    batchSize,
    eagerly: training.options.runEagerly,
    steps,
  });
  const verbose = quietVerbose(given);
  const params = { epochs: 1, steps: limit ?? feed.batches ?? null, verbose };
  const list = new CallbackList(withProgress(callbacks, verbose), model, params);
  const parts: TypedArray[][] = [];
  let rows = 0;
  await list.call('onPredictBegin', {});
  await feed
    .run({
      limit: limit ?? undefined,
      rateOf: () => 0,
      single: true,
      signal,
      beforeBatch: (batch) => list.call('onPredictBatchBegin', batch, {}),
      async afterBatches({ done, rows: count, outputs: given, output }) {
        specs = given;
        const outputs = specs.map((_, i) => output(i).slice());
        for (const [i, values] of outputs.entries()) {
          parts[i] ??= [];
          parts[i].push(values);
        }
        rows += count;
        await list.call('onPredictBatchEnd', done - 1, { outputs });
        await list.call('onProgress', done, () => ({}));
        return false;
      },
    })
    .finally(() => feed.close());
  await list.call('onPredictEnd', {});
  const whole = specs.map(({ shape, dtype }, i) => {
    const sample = shape.slice(1);
    const values = allocate(dtype, rows * sizeOf(sample));
    let start = 0;
    for (const part of parts[i] ?? []) {
      values.set(part, start);
      start += part.length;
    }
    return fromTyped(values, [rows, ...sample]);
  });
  return whole.length === 1 ? whole[0] : whole;
}
