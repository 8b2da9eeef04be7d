/** The TensorBoard callback: which runs, tags and steps it writes, with the numbers that training had. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEvents } from '../../src/formats/tensorboard/read-events.ts';
import type { Logs } from '../../src/nn/callbacks/callback.ts';
import { files } from '../../src/nn/callbacks/files-browser.ts';
import { LambdaCallback } from '../../src/nn/callbacks/small-callbacks.ts';
import type { Hyperparameters, LogDirectory, SummaryLog } from '../../src/nn/callbacks/summary-log.ts';
import { TensorBoard, type TensorBoardOptions } from '../../src/nn/callbacks/tensor-board.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { Layer } from '../../src/nn/layers/layer.ts';
import { clearSession } from '../../src/nn/layers/names.ts';
import { setRandomSeed } from '../../src/nn/layers/seeds.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { SGD } from '../../src/nn/optimizers/sgd.ts';
import { ExponentialDecay } from '../../src/nn/schedules/decays.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';

interface Entry {
  readonly run: string;
  readonly tag: string;
  readonly value: unknown;
  readonly step?: number;
}

/** A log directory that keeps what is written in a list. */
class Notes implements LogDirectory {
  readonly entries: Entry[] = [];
  readonly closed: string[] = [];
  flushes = 0;

  open(run: string): SummaryLog {
    const note = (tag: string, value: unknown, step: number): void =>
      void this.entries.push({ run, tag, value, step });
    return {
      scalar: note,
      histogram: note,
      image: note,
      graph: (model: Model) => note('graph', model.name, 0),
      hparams: (values: Hyperparameters) => note('hparams', values, 0),
      flush: async () => void this.flushes++,
      close: async () => void this.closed.push(run),
    };
  }

  tagged(run: string, tag: string): (readonly [value: unknown, step?: number])[] {
    return this.entries
      .filter((entry) => entry.run === run && entry.tag === tag)
      .map(({ value, step }) => [value, step] as const);
  }

  tags(run: string): string[] {
    return [...new Set(this.entries.filter((entry) => entry.run === run).map(({ tag }) => tag))];
  }
}

const x = Array.from({ length: 20 }, (_, i) => [i / 20, 1 - i / 10]);
const y = x.map(([a, b]) => [a - b]);

function model(): Model {
  setRandomSeed(3);
  return new Sequential(
    [Input([2]), new Dense(3, { name: 'hidden', activation: 'tanh' }), new Dense(1, { name: 'out' })],
    {
      name: 'net',
    },
  ).compile({ optimizer: new SGD(0.1), loss: 'mse', metrics: ['mae'] });
}

async function trained(
  options: TensorBoardOptions,
  net: Model = model(),
): Promise<[Notes, Model, readonly Logs[]]> {
  const notes = new Notes();
  const logs: Logs[] = [];
  const keep = new LambdaCallback({ onEpochEnd: (_, epoch) => void logs.push({ ...epoch }) });
  await net.fit(x, y, {
    epochs: 3,
    batchSize: 8,
    seed: 1,
    verbose: 0,
    validationSplit: 0.2,
    callbacks: [new TensorBoard(notes, options), keep],
  });
  return [notes, net, logs];
}

test('epochs: metrics, learning rate, validation, and the graph', async () => {
  const [notes, , logs] = await trained({});
  expect(notes.tags('train')).toEqual(['graph', 'epoch_loss', 'epoch_mae', 'epoch_learning_rate']);
  expect(notes.tags('validation')).toEqual([
    'evaluation_loss_vs_iterations',
    'evaluation_mae_vs_iterations',
    'epoch_loss',
    'epoch_mae',
  ]);
  expect(notes.tagged('train', 'epoch_loss')).toEqual(logs.map(({ loss }, epoch) => [loss, epoch]));
  expect(notes.tagged('validation', 'epoch_mae')).toEqual(logs.map(({ val_mae }, epoch) => [val_mae, epoch]));
  // 16 rows in batches of 8: two iterations an epoch
  expect(notes.tagged('validation', 'evaluation_loss_vs_iterations')).toEqual(
    logs.map(({ val_loss }, epoch) => [val_loss, 2 * (epoch + 1)]),
  );
  expect(notes.tagged('train', 'epoch_learning_rate')).toEqual([0, 1, 2].map((epoch) => [0.1, epoch]));
  expect(notes.tagged('train', 'graph')).toEqual([['net', 0]]);
  expect(notes.closed.sort()).toEqual(['train', 'validation']);
});

test('batches, counted from 1 over all epochs', async () => {
  const [notes] = await trained({ updateFreq: 'batch', writeStepsPerSecond: true, writeGraph: false });
  const steps = (tag: string): unknown[] => notes.tagged('train', tag).map(([, step]) => step);
  expect(steps('batch_loss')).toEqual([1, 2, 3, 4, 5, 6]);
  expect(steps('batch_mae')).toEqual([1, 2, 3, 4, 5, 6]);
  expect(steps('batch_steps_per_second')).toEqual([1, 2, 3, 4, 5, 6]);
  expect(steps('epoch_steps_per_second')).toEqual([0, 1, 2]);
  const [seldom] = await trained({ updateFreq: 4 });
  expect(seldom.tagged('train', 'batch_loss').map(([, step]) => step)).toEqual([4]);
  expect(seldom.tags('train')).not.toContain('batch_steps_per_second');
});

test('runs, tags and steps are those of Keras', async () => {
  // what keras.callbacks.TensorBoard of Keras 3.15.1 writes for this training (TensorFlow backend, tensorboard 2.21)
  const weights = ['dense/kernel', 'dense/bias', 'dense_1/kernel', 'dense_1/bias'];
  const train = [
    ...['batch_steps_per_second', 'batch_loss', 'batch_mae'],
    ...['epoch_loss', 'epoch_mae', 'epoch_learning_rate', 'epoch_steps_per_second'],
    ...weights.flatMap((name) => [`sequential/${name}/histogram`, `sequential/${name}/image`]),
  ];
  clearSession();
  const net = new Sequential([Input([2]), new Dense(3, { activation: 'relu' }), new Dense(1)]);
  net.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
  const rows = Array.from({ length: 64 }, (_, i) => [Math.sin(2 * i), Math.sin(2 * i + 1)]);
  const notes = new Notes();
  const board = new TensorBoard(notes, {
    histogramFreq: 1,
    writeImages: true,
    updateFreq: 2,
    writeStepsPerSecond: true,
  });
  const targets = rows.map(([a, b]) => [a * b]);
  const options = {
    epochs: 3,
    batchSize: 16,
    validationSplit: 0.25,
    verbose: 0,
    callbacks: [board],
  } as const;
  await net.fit(rows, targets, options);
  expect(notes.tags('train').filter((tag) => tag !== 'graph')).toEqual(train);
  expect(notes.tagged('train', 'batch_loss').map(([, step]) => step)).toEqual([2, 4, 6, 8]);
  expect(notes.tags('validation')).toEqual([
    'evaluation_loss_vs_iterations',
    'evaluation_mae_vs_iterations',
    'epoch_loss',
    'epoch_mae',
  ]);
  const iterations = notes.tagged('validation', 'evaluation_loss_vs_iterations').map(([, step]) => step);
  expect(iterations).toEqual([3, 6, 9]);
});

test('weights and gradients: the weights after the epoch, the gradients of its last batch', async () => {
  const [notes, net] = await trained({ histogramFreq: 2, writeGrads: true, writeImages: true });
  const names = ['net/hidden/kernel', 'net/hidden/bias', 'net/out/kernel', 'net/out/bias'];
  expect(net.weights.map(({ path }) => path)).toEqual(names);
  expect(notes.tags('train').filter((tag) => tag.endsWith('/histogram'))).toEqual([
    ...names.map((name) => `${name}/histogram`),
    ...names.map((name) => `${name}/gradient/histogram`),
  ]);
  const [[before, first], [after, second]] = notes.tagged('train', 'net/out/bias/histogram');
  expect([first, second]).toEqual([0, 2]);
  expect((after as Tensor).toArray()).toEqual(net.weights[3].value.toArray());
  expect((before as Tensor).toArray()).not.toEqual((after as Tensor).toArray());
  const image = notes.tagged('train', 'net/hidden/kernel/image')[0][0] as Tensor;
  expect([image.shape, Math.min(...image.values), Math.max(...image.values)]).toEqual([[1, 2, 3, 1], 0, 1]);
});

test('a step of SGD is the learning rate times the gradient that is written', async () => {
  const notes = new Notes();
  const net = model();
  const before = net.getWeights();
  const board = new TensorBoard(notes, { histogramFreq: 1, writeGrads: true });
  await net.fit(x, y, { epochs: 1, batchSize: 20, verbose: 0, callbacks: [board] });
  for (const [i, { path, values }] of net.weights.entries()) {
    const [[gradient]] = notes.tagged('train', `${path}/gradient/histogram`);
    const expected = before[i].values.map((value, k) => value - 0.1 * (gradient as Tensor).values[k]);
    for (const [k, value] of values.entries()) expect(value).toBeCloseTo(expected[k], 6);
  }
});

test('what the board watches changes no number', async () => {
  const [, quiet] = await trained({});
  const [, watched] = await trained({ histogramFreq: 1, writeGrads: true, updateFreq: 1 });
  expect(watched.getWeights().map((one) => [...one.values])).toEqual(
    quiet.getWeights().map((one) => [...one.values]),
  );
});

test('hyperparameters go to the folder above the runs', async () => {
  const [notes] = await trained({ hparams: { units: 3, activation: 'tanh' } });
  expect(notes.tagged('', 'hparams')).toEqual([[{ units: 3, activation: 'tanh' }, 0]]);
  expect(notes.closed.sort()).toEqual(['', 'train', 'validation']);
});

test('a learning rate that follows a schedule is the one of the next step', async () => {
  const rate = new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 });
  const net = model().compile({ optimizer: new SGD(rate), loss: 'mse' });
  const [notes] = await trained({}, net);
  const rates = notes.tagged('train', 'epoch_learning_rate').map(([value]) => value as number);
  // halved every two iterations, which is an epoch
  expect(rates.map((value) => value.toFixed(6))).toEqual(['0.050000', '0.025000', '0.012500']);
});

test('evaluate writes to the run of validation', async () => {
  const [, net] = await trained({});
  const notes = new Notes();
  await net.evaluate(x, y, { callbacks: [new TensorBoard(notes)], verbose: 0 });
  expect(notes.tags('validation')).toEqual(['evaluation_loss_vs_iterations', 'evaluation_mae_vs_iterations']);
  expect(notes.tagged('validation', 'evaluation_mae_vs_iterations')[0][1]).toBe(6);
  expect(notes.flushes).toBe(1);
});

test('a model that is no graph of layers, or cannot be written down, has no graph', async () => {
  class Own extends Model {
    readonly inner = new Dense(1);
    override call(inputs: Tensor): Tensor {
      return this.inner.apply(inputs) as Tensor;
    }
  }
  const [notes] = await trained({}, new Own().compile({ loss: 'mse' }));
  expect(notes.tags('train')).toEqual(['epoch_loss', 'epoch_learning_rate']);
  class Broken extends Layer {
    override call(inputs: Tensor): Tensor {
      return inputs;
    }
  }
  const board = new Sequential([Input([2]), new Broken(), new Dense(1)]).compile({ loss: 'mse' });
  expect((await trained({}, board))[0].tags('validation')).toContain('epoch_loss');
});

test('a folder by its path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hebb-board-'));
  try {
    const net = model();
    await net.fit(x, y, { verbose: 0, callbacks: [new TensorBoard(folder)] });
    const [file] = readdirSync(join(folder, 'train'));
    const { values } = readEvents(readFileSync(join(folder, 'train', file)));
    expect(values.map(({ tag }) => tag)).toContain('epoch_loss');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('in a browser there are no folders', () => {
  expect(errorOfSync(() => files.logs('logs'))).toMatch(/^UNSUPPORTED: TensorBoard cannot keep 'logs'/);
});

test('its state counts batches', async () => {
  const board = new TensorBoard(new Notes(), { updateFreq: 1 });
  await model().fit(x, y, { epochs: 2, batchSize: 10, verbose: 0, callbacks: [board] });
  expect(board.getState()).toEqual({ batches: 4 });
  const other = new TensorBoard(new Notes());
  other.setState(board.getState());
  expect(other.getState()).toEqual({ batches: 4 });
});

test('options are checked', () => {
  const notes = new Notes();
  const wrong = (options: object): string => errorOfSync(() => new TensorBoard(notes, options));
  expect(wrong({ histogramFrequency: 1 })).toMatch(/^UNKNOWN_OPTION: .*histogramFreq/);
  expect(wrong({ updateFreq: 'step' })).toMatch(/^INVALID_OPTION: .*updateFreq/);
  expect(wrong({ hparams: { units: [1] } })).toMatch(/^INVALID_OPTION: .*hparams/);
});
