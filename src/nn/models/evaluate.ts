/** Scoring a model: the loss and the metrics over some data, without training. */
import { checkOptions } from '../../core/options.ts';
import type { Logs } from '../callbacks/callback.ts';
import { CallbackList } from '../callbacks/callback-list.ts';
import { quietVerbose, withProgress } from '../callbacks/progbar-logger.ts';
import type { DataSource } from './data-set.ts';
import type { Feed } from './feed.ts';
import { type EvaluateOptions, evaluateRules, type StreamSource } from './fit-options.ts';
import type { Model } from './model.ts';
import type { Objective } from './objective.ts';
import { feedOf, sourceOf } from './source.ts';
import type { Training } from './training.ts';

/** The metrics of a pass over a feed. */
export async function testOver(
  feed: Feed,
  training: Training,
  callbacks: CallbackList,
  { steps, signal, inFit = false }: Pick<EvaluateOptions, 'steps' | 'signal'> & { readonly inFit?: boolean },
): Promise<Logs> {
  const logs = (): Logs => training.objective('test')?.logs() ?? {};
  training.objective('test')?.reset();
  await callbacks.call('onTestBegin', {});
  const single = callbacks.hears('onTestBatchBegin', 'onTestBatchEnd');
  await feed.run({
    limit: steps ?? undefined,
    rateOf: () => 0,
    single,
    signal,
    beforeBatch: (batch) => callbacks.call('onTestBatchBegin', batch, {}),
    async afterBatches({ done }) {
      if (single) await callbacks.call('onTestBatchEnd', done - 1, logs());
      if (!inFit) await callbacks.call('onProgress', done, logs);
      return false;
    },
  });
  const all = logs();
  await callbacks.call('onTestEnd', all);
  return all;
}

export async function evaluate(
  model: Model,
  training: Training,
  x: DataSource | StreamSource,
  y: DataSource | null | undefined,
  options: EvaluateOptions,
): Promise<number | number[] | Logs> {
  const {
    sampleWeight,
    batchSize,
    steps,
    signal,
    returnDict,
    callbacks,
    verbose: given,
  } = checkOptions(`${model.className} '${model.name}'.evaluate`, options, evaluateRules) as EvaluateOptions;
  const source = await sourceOf(model, x, { y, sampleWeight });
  const feed = feedOf(source, training.tester(), { batchSize, eagerly: training.options.runEagerly });
  const verbose = quietVerbose(given);
  const params = { epochs: 1, steps: steps ?? feed.batches ?? null, verbose };
  const list = new CallbackList(withProgress(callbacks, verbose), model, params);
  try {
    await testOver(feed, training, list, { steps, signal });
    return answer(training.objective('test'), returnDict);
  } finally {
    feed.close();
  }
}

/** Metrics as Keras returns them: by name, as a list, or the loss alone where there is nothing else. */
export function answer(objective: Objective | undefined, returnDict = false): number | number[] | Logs {
  const logs = objective?.logs() ?? {};
  if (returnDict) return logs;
  const values = objective?.list(logs) ?? [];
  return values.length === 1 ? values[0] : values;
}
