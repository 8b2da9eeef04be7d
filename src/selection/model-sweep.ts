/**
 * The sweep of `learningRateRange` over a model of `hebb/nn`. Loaded when a model is swept, as models are no part of
 * what estimators need.
 */
import type { DataSource } from '../nn/models/data-set.ts';
import type { Model } from '../nn/models/model.ts';
import { modelFromState } from '../nn/models/model-from-state.ts';

export interface ModelSweepOptions {
  readonly batchSize?: number | undefined;
  readonly sampleWeight?: DataSource | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Train a copy of a compiled model, each step with another rate, until the loss is no number any more.
 *
 * @returns the loss of each step's batch before the step; NaN where there was no step
 */
export async function sweepModel(
  model: Model,
  x: DataSource,
  y: DataSource,
  rates: Float64Array,
  { batchSize, sampleWeight, signal }: ModelSweepOptions,
): Promise<Float64Array> {
  const copy = modelFromState(model.toState());
  const losses = new Float64Array(rates.length).fill(Number.NaN);
  let step = 0;
  copy.optimizer.learningRate = rates[0];
  await copy.fit(x, y, {
    epochs: rates.length,
    batchSize,
    sampleWeight,
    signal,
    seed: 0,
    verbose: 0,
    callbacks: [
      {
        // The loss that is told is the mean since the metrics were last forgotten.
        onTrainBatchBegin: () => copy.resetMetrics(),
        onTrainBatchEnd: (_, { loss }) => {
          losses[step++] = loss;
          copy.stopTraining = step === rates.length || !Number.isFinite(loss);
          if (!copy.stopTraining) copy.optimizer.learningRate = rates[step];
        },
      },
    ],
  });
  return losses;
}
