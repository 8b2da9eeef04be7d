/**
 * Whole trainings against Keras's (test/fixtures/keras-training.json, whose `generatedBy` names the versions): history,
 * weights, what the optimizer remembers, scores and predictions; float64 to 1e-9, float32 to 1e-4.
 */
import { expect, test } from 'vitest';
import type { Callback } from '../../src/nn/callbacks/callback.ts';
import { EarlyStopping } from '../../src/nn/callbacks/early-stopping.ts';
import { LearningRateScheduler, ReduceLROnPlateau } from '../../src/nn/callbacks/learning-rates.ts';
import type { Config } from '../../src/nn/configured.ts';
import type { LayerConfig } from '../../src/nn/layers/layer-named.ts';
import type { CompileOptions } from '../../src/nn/models/compile-options.ts';
import type { DataSource } from '../../src/nn/models/data-set.ts';
import type { FitOptions } from '../../src/nn/models/fit-options.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { fromConfig } from '../../src/nn/models/model-config.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import { optimizerOf } from '../../src/nn/optimizers/optimizer-named.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { expectNear, type Numbers, numeric, optionsOf, readFixture } from './reference.ts';

interface KerasWeight {
  readonly path: string;
  readonly trainable: boolean;
  readonly value: Numbers;
}

interface TrainingCase {
  readonly id: string;
  readonly dtype: 'float64' | 'float32';
  readonly model_config: LayerConfig;
  readonly initial_weights: readonly KerasWeight[];
  readonly x: DataSource;
  readonly y: DataSource;
  readonly sample_weight: DataSource | null;
  readonly optimizer: Config;
  readonly compile_args: Readonly<Record<string, unknown>>;
  readonly fit_args: Readonly<Record<string, unknown>>;
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly history_keys: readonly string[];
  readonly history_epochs: readonly number[];
  readonly final_weights: readonly KerasWeight[];
  readonly optimizer_variables_final: readonly { readonly path: string; readonly value: Numbers }[];
  readonly evaluate_list: Numbers;
  readonly evaluate_dict: Readonly<Record<string, number>>;
  readonly predictions: Numbers;
  readonly callbacks_config?: readonly Config[];
  readonly trainable_paths?: readonly string[];
  readonly train_on_batch?: readonly (readonly number[])[];
  readonly test_on_batch?: readonly number[];
  readonly test_on_batch_after_reset?: readonly number[];
  readonly predict_on_batch?: Numbers;
}

const cases = readFixture<TrainingCase>('keras-training.json');

function modelOf(one: TrainingCase): Model {
  const model = fromConfig(one.model_config) as Model;
  expect(model.weights.map(({ path }) => path)).toEqual(one.initial_weights.map(({ path }) => path));
  model.setWeights(one.initial_weights.map(({ value }) => numeric(value) as number[]));
  return model.compile({
    ...(optionsOf(one.compile_args) as CompileOptions),
    optimizer: optimizerOf(one.optimizer),
  });
}

function expectWeights(model: Model, wanted: readonly KerasWeight[], tolerance: number): void {
  for (const [i, { path, value }] of wanted.entries()) {
    expect(model.weights[i].path).toBe(path);
    expectNear(model.weights[i].values, value, tolerance);
  }
}

const fits = cases.filter(({ fit_args: args, callbacks_config: callbacks }) => args && !callbacks);

test.each(fits)('$id', async (one) => {
  const tolerance = one.dtype === 'float64' ? 1e-9 : 1e-4;
  const model = modelOf(one);
  const options = optionsOf(one.fit_args) as FitOptions;
  const history = await model.fit(one.x, one.y, { ...options, sampleWeight: one.sample_weight, verbose: 0 });
  expect(Object.keys(history.history)).toEqual(one.history_keys);
  expect(history.epoch).toEqual(one.history_epochs);
  for (const key of one.history_keys) expectNear(history.history[key], one.history[key], tolerance);
  expectWeights(model, one.final_weights, tolerance);
  const scores = await model.evaluate(one.x, one.y, { verbose: 0 });
  expectNear([scores].flat() as number[], one.evaluate_list, tolerance);
  const named = await model.evaluate(one.x, one.y, { verbose: 0, returnDict: true });
  expect(Object.keys(named).sort()).toEqual(Object.keys(one.evaluate_dict).sort());
  const predictions = await model.predict(one.x);
  const flat = [predictions].flat().flatMap((tensor) => Array.from((tensor as Tensor).values));
  expectNear(flat, one.predictions, tolerance);
});

function callbackOf({ class_name: name, config, schedule }: Config): Callback {
  const options = optionsOf((config ?? {}) as Config);
  if (name === 'EarlyStopping') return new EarlyStopping(options);
  if (name === 'ReduceLROnPlateau') return new ReduceLROnPlateau(options);
  expect(schedule).toBe('lr * (0.9 if epoch > 0 else 1.0)');
  return new LearningRateScheduler((epoch, rate) => rate * (epoch > 0 ? 0.9 : 1));
}

test.each(cases.filter(({ callbacks_config: callbacks }) => callbacks))('$id', async (one) => {
  const model = modelOf(one);
  // The optimizer was written down after the training.
  model.optimizer.learningRate = one.id.startsWith('g4') ? 0.05 : (one.history.learning_rate?.[0] ?? 0.05);
  const options = optionsOf(one.fit_args) as FitOptions;
  const callbacks = one.callbacks_config?.map(callbackOf) ?? [];
  const history = await model.fit(one.x, one.y, { ...options, callbacks, verbose: 0 });
  expect(Object.keys(history.history)).toEqual(one.history_keys);
  expect(history.epoch).toEqual(one.history_epochs);
  for (const key of one.history_keys) expectNear(history.history[key], one.history[key], 1e-9);
  expectWeights(model, one.final_weights, 1e-9);
});

test('f2_unfreeze_fine_tune goes on from f_transfer_frozen', async () => {
  const [first] = cases.filter(({ id }) => id === 'f_transfer_frozen');
  const [one] = cases.filter(({ id }) => id.startsWith('f2'));
  const model = modelOf(first);
  model.setWeights(first.final_weights.map(({ value }) => numeric(value) as number[]));
  const base = model.getLayer('base') as Model;
  base.trainable = true;
  base.getLayer('bbn').trainable = false;
  model.compile({ ...(optionsOf(first.compile_args) as CompileOptions), optimizer: new Adam(1e-3) });
  expect(model.trainableWeights.map(({ path }) => path)).toEqual(one.trainable_paths);
  const options = { batchSize: 16, epochs: 2, shuffle: false, verbose: 0 } as const;
  const { history } = await model.fit(first.x, first.y, options);
  for (const [key, values] of Object.entries(one.history)) expectNear(history[key], values, 1e-9);
  expectWeights(model, one.final_weights, 1e-9);
});

const single = cases.filter(({ train_on_batch: batches }) => batches);

test.each(single)('$id', async (one) => {
  const model = modelOf(one);
  const [x, y] = [one.x as readonly number[][], one.y as readonly number[][]];
  const scores: number[][] = [];
  for (const start of [0, 10, 20]) {
    scores.push(
      (await model.trainOnBatch(x.slice(start, start + 10), y.slice(start, start + 10))) as number[],
    );
  }
  expectNear(scores.flat(), one.train_on_batch as Numbers, 1e-9);
  expectNear(
    (await model.testOnBatch(x.slice(0, 7), y.slice(0, 7))) as number[],
    one.test_on_batch as Numbers,
    1e-9,
  );
  model.resetMetrics();
  const again = (await model.testOnBatch(x.slice(0, 7), y.slice(0, 7))) as number[];
  expectNear(again, one.test_on_batch_after_reset as Numbers, 1e-9);
  const predictions = (await model.predictOnBatch(x.slice(0, 3))) as Tensor;
  expectNear(predictions.values, one.predict_on_batch as Numbers, 1e-9);
  expectWeights(model, one.final_weights, 1e-9);
});
