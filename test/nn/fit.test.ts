/** How models are trained besides their numbers: callbacks in order, seeds, streams, formulas of one's own, what is refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/select.ts';
import { BackupAndRestore, type BackupStore } from '../../src/nn/callbacks/backup-and-restore.ts';
import { Callback, type Logs } from '../../src/nn/callbacks/callback.ts';
import { CSVLogger } from '../../src/nn/callbacks/csv-logger.ts';
import { ModelCheckpoint } from '../../src/nn/callbacks/model-checkpoint.ts';
import { LambdaCallback, TerminateOnNaN } from '../../src/nn/callbacks/small-callbacks.ts';
import { BatchNormalization } from '../../src/nn/layers/batch-normalization.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Dropout } from '../../src/nn/layers/dropout.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { setRandomSeed } from '../../src/nn/layers/seeds.ts';
import type { CallbackMethods, FitOptions } from '../../src/nn/models/fit-options.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { RandomState } from '../../src/random/random-state.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const random = new RandomState(7);
const x = Array.from({ length: 50 }, () => Array.from(random.standardNormal(4)));
const y = x.map(([a, b, c]) => [a * b + c]);
const quiet = { verbose: 0 } as const;

function network(): Sequential {
  setRandomSeed(3);
  const layers = [
    Input([4]),
    new Dense(8, { activation: 'relu' }),
    new Dropout(0.2),
    new BatchNormalization(),
    new Dense(1),
  ];
  return new Sequential(layers).compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
}

const bits = (model: Model): number[][] => model.weights.map(({ values }) => Array.from(values));

describe('callbacks are called as by Keras', () => {
  const file = new URL('../fixtures/keras-summary.json', import.meta.url);
  const { callbacks } = JSON.parse(readFileSync(file, 'utf8')) as {
    callbacks: readonly { readonly title: string; readonly calls: readonly unknown[] }[];
  };

  class Recorder extends Callback {
    readonly calls: string[] = [];
  }
  for (const event of ['Train', 'Epoch', 'TrainBatch', 'Test', 'TestBatch', 'Predict', 'PredictBatch']) {
    for (const end of ['Begin', 'End']) {
      const method = `on${event}${end}`;
      Object.defineProperty(Recorder.prototype, method, {
        value(this: Recorder, ...args: unknown[]) {
          const logs = Object.keys(args.at(-1) as object)
            .sort()
            .join(' ');
          this.calls.push(args.length === 1 ? `${method} ${logs}` : `${method} ${args[0]} ${logs}`);
        },
      });
    }
  }

  const plain = (): Sequential => new Sequential([new Dense(1)]).compile({ loss: 'mse', metrics: ['mae'] });
  const ten = x.slice(0, 10);

  test('in fit, evaluate and predict', async () => {
    expect(callbacks.length).toBeGreaterThan(0);
    const recorder = new Recorder();
    const model = plain();
    const validationData = [x.slice(0, 4), y.slice(0, 4)] as const;
    await model.fit(ten, y.slice(0, 10), {
      batchSize: 4,
      epochs: 1,
      validationData,
      validationBatchSize: 3,
      callbacks: [recorder],
      ...quiet,
    });
    expect(recorder.calls).toEqual([
      'onTrainBegin ',
      'onEpochBegin 0 ',
      ...[0, 1, 2].flatMap((batch) => [`onTrainBatchBegin ${batch} `, `onTrainBatchEnd ${batch} loss mae`]),
      'onTestBegin ',
      ...[0, 1].flatMap((batch) => [`onTestBatchBegin ${batch} `, `onTestBatchEnd ${batch} loss mae`]),
      'onTestEnd loss mae',
      'onEpochEnd 0 loss mae val_loss val_mae',
      'onTrainEnd loss mae val_loss val_mae',
    ]);
    const second = new Recorder();
    await model.predict(ten, { batchSize: 4, callbacks: [second] });
    expect(second.calls).toEqual([
      'onPredictBegin ',
      ...[0, 1, 2].flatMap((batch) => [
        `onPredictBatchBegin ${batch} `,
        `onPredictBatchEnd ${batch} outputs`,
      ]),
      'onPredictEnd ',
    ]);
  });

  test('and one that stops training within an epoch stops it there', async () => {
    const recorder = new Recorder();
    const stop: Partial<CallbackMethods> = {
      onTrainBatchEnd: (batch) => {
        if (batch === 1) model.stopTraining = true;
      },
    };
    const model = plain();
    await model.fit(ten, y.slice(0, 10), { batchSize: 4, epochs: 3, callbacks: [recorder, stop], ...quiet });
    expect(recorder.calls.slice(-3)).toEqual([
      'onTrainBatchEnd 1 loss mae',
      'onEpochEnd 0 loss mae',
      'onTrainEnd loss mae',
    ]);
  });

  test('and count as much as none: coming back after every batch changes no bit', async () => {
    const options: FitOptions = { epochs: 3, batchSize: 8, seed: 5, ...quiet };
    const [a, b] = [network(), network()];
    await a.fit(x, y, options);
    await b.fit(x, y, { ...options, callbacks: [{ onTrainBatchEnd: () => {} }] });
    expect(bits(b)).toEqual(bits(a));
  });
});

describe('the same seed gives the same bits', () => {
  const options: FitOptions = { epochs: 3, batchSize: 8, seed: 11, ...quiet };

  test('with any number of threads', async () => {
    const trained = [1, 2].map(async (threads) => {
      const model = network();
      const engine = createEngine('wasm', { threads });
      model.compile({ optimizer: 'adam', loss: 'mse', engine });
      await model.fit(x, y, options);
      engine.close();
      return bits(model);
    });
    const [one, two] = await Promise.all(trained);
    expect(two).toEqual(one);
  });

  test('and another seed others', async () => {
    const [a, b] = [network(), network()];
    await a.fit(x, y, options);
    await b.fit(x, y, { ...options, seed: 12 });
    expect(bits(b)).not.toEqual(bits(a));
  });
});

describe('batches that come one by one', () => {
  async function* stream(): AsyncGenerator<[number[][], number[][]]> {
    for (let start = 0; start < 50; start += 8) yield [x.slice(start, start + 8), y.slice(start, start + 8)];
  }

  test('train as rows in memory do', async () => {
    const [a, b] = [network(), network()];
    const first = await a.fit(x, y, { epochs: 2, batchSize: 8, shuffle: false, seed: 1, ...quiet });
    const second = await b.fit(stream, null, { epochs: 2, seed: 1, validationData: stream, ...quiet });
    expect(second.history.loss).toEqual(first.history.loss);
    expect(Object.keys(second.history)).toEqual(['loss', 'mae', 'val_loss', 'val_mae']);
    expect(bits(b)).toEqual(bits(a));
    expect(await b.evaluate(stream)).toEqual(await a.evaluate(x, y, { batchSize: 8 }));
    expect(((await b.predict(stream)) as Tensor).shape).toEqual([50, 1]);
  });

  test('that end too soon are told of', async () => {
    const [model, source] = [network(), stream()];
    expect(await errorOf(() => model.fit(source, null, { epochs: 2, ...quiet }))).toMatch(/^EMPTY_DATA/);
  });
});

describe('models with a formula of their own', () => {
  class Residual extends Model {
    readonly enter = new Dense(6, { activation: 'relu' });
    readonly blocks = [new Dense(6, { activation: 'tanh' }), new Dense(6)];
    readonly leave = new Dense(1);
    override call(input: Tensor): Tensor {
      let h = this.enter.apply(input);
      for (const block of this.blocks) h = h.add(block.apply(h));
      return this.leave.apply(h);
    }
  }

  test('know their layers, and are trained', async () => {
    setRandomSeed(1);
    const model = new Residual({ name: 'residual' }).compile({ optimizer: 'adam', loss: 'mse' });
    const { history } = await model.fit(x, y, { epochs: 20, ...quiet });
    expect(history.loss[19]).toBeLessThan(history.loss[0]);
    expect(model.layers).toHaveLength(4);
    expect(model.weights.map(({ path }) => path.split('/')[0])).toEqual(new Array(8).fill('residual'));
  });

  class Picky extends Model {
    readonly low = new Dense(1);
    readonly high = new Dense(1);
    override call(input: Tensor): Tensor {
      return input.mean().item() > 0 ? this.high.apply(input) : this.low.apply(input);
    }
  }

  test('may look at numbers only when called eagerly', async () => {
    const rows = x.slice(0, 8);
    const build = (runEagerly: boolean): Picky => {
      const model = new Picky({ dtype: 'float32' });
      model.low.ensureBuilt([null, 4]);
      model.high.ensureBuilt([null, 4]);
      return model.compile({ loss: 'mse', runEagerly });
    };
    expect(await errorOf(() => build(false).fit(rows, y.slice(0, 8), quiet))).toMatch(/^INVALID_VALUE/);
    const model = build(true);
    const { history } = await model.fit(rows, y.slice(0, 8), { epochs: 3, batchSize: 4, ...quiet });
    expect(history.loss).toHaveLength(3);
    expect(await model.evaluate(rows, y.slice(0, 8))).toBeTypeOf('number');
  });

  test('train eagerly as they do otherwise', async () => {
    const trained = [true, false].map(async (runEagerly) => {
      const model = network().compile({ optimizer: 'adam', loss: 'mse', runEagerly });
      await model.fit(x, y, { epochs: 2, batchSize: 16, seed: 2, ...quiet });
      return bits(model);
    });
    const [eager, planned] = await Promise.all(trained);
    expect(eager).toEqual(planned);
  });
});

describe('BackupAndRestore', () => {
  const options: FitOptions = { epochs: 6, batchSize: 8, seed: 4, ...quiet };

  test.each([0, 1, 7, 20, 33])('killed after %s batches, it ends with the same bits', async (batches) => {
    let stored: Uint8Array | undefined;
    const store: BackupStore = {
      load: async () => stored,
      save(bytes) {
        stored = bytes.slice();
      },
      remove() {
        stored = undefined;
      },
    };
    const whole = network();
    await whole.fit(x, y, options);
    let left = batches;
    const kill = {
      onTrainBatchEnd() {
        if (left-- === 0) throw new Error('killed');
      },
    };
    const killed = network().fit(x, y, { ...options, callbacks: [new BackupAndRestore(store), kill] });
    await expect(killed).rejects.toThrow('killed');
    const again = network();
    await again.fit(x, y, { ...options, seed: 99, callbacks: [new BackupAndRestore(store)] });
    expect(bits(again)).toEqual(bits(whole));
    expect(stored).toBeUndefined();
  });
});

describe('other callbacks', () => {
  test('ModelCheckpoint saves the best only', async () => {
    const saved: string[] = [];
    const values = [3, 2, 2.5, 1];
    const set = {
      onEpochEnd(epoch: number, logs: Logs) {
        logs.val_loss = values[epoch];
      },
    };
    const save = (path: string): void => void saved.push(path);
    const checkpoint = new ModelCheckpoint('m-{epoch:02d}-{val_loss:.1f}', { save, saveBestOnly: true });
    await network().fit(x, y, { epochs: 4, callbacks: [set, checkpoint], ...quiet });
    expect(saved).toEqual(['m-01-3.0', 'm-02-2.0', 'm-04-1.0']);
  });

  test('CSVLogger writes a line an epoch', async () => {
    let text = '';
    const write = (lines: string): void => {
      text += lines;
    };
    const logger = new CSVLogger(write, { separator: ';' });
    const { history } = await network().fit(x, y, { epochs: 2, callbacks: [logger], ...quiet });
    const rows = history.loss.map((loss, i) => `${i};${loss};${history.mae[i]};NA;NA\r\n`);
    // As Keras 3.15.1 writes it.
    expect(text).toBe(`epoch;loss;mae;val_loss;val_mae\r\n${rows.join('')}`);
  });

  test('TerminateOnNaN stops', async () => {
    const model = network();
    const bad = x.map((row) => row.map(() => Number.NaN));
    const { epoch } = await model.fit(bad, y, { epochs: 5, callbacks: [new TerminateOnNaN()], ...quiet });
    expect(epoch).toEqual([0]);
  });

  test('LambdaCallback calls functions', async () => {
    const seen: number[] = [];
    const callback = new LambdaCallback({ onEpochEnd: (epoch) => void seen.push(epoch) });
    await network().fit(x, y, { epochs: 2, callbacks: [callback], ...quiet });
    expect(seen).toEqual([0, 1]);
  });
});

describe('what is refused', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'an unknown option of a layer',
      () => new Dense(3, { activaton: 'relu' } as never),
      /Dense has no option 'activaton'.*'activation'/,
    ],
    ['an unknown activation', () => new Dense(3, { activation: 'rellu' as never }), /'relu'/],
    ['a wrong number of units', () => new Dense(0), /'units' must be an integer ≥ 1/],
    [
      'layers of one name',
      () => new Sequential([new Dense(1, { name: 'a' }), new Dense(1, { name: 'a' })]),
      /already has a layer 'a'/,
    ],
    [
      'a graph with a gap',
      () => new Model({ inputs: Input([2]), outputs: new Dense(1).apply(Input([2], { name: 'other' })) }),
      /'other'/,
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test.each<[string, (model: Sequential) => Promise<unknown>, RegExp]>([
    [
      'another number of features',
      (model) =>
        model.fit(
          x.map((row) => row.slice(1)),
          y,
          quiet,
        ),
      /\(None, 4\).*\(.*, 3\)/,
    ],
    ['another number of targets', (model) => model.fit(x, y.slice(1), quiet), /x has 50, y has 49/],
    [
      'targets of another shape',
      (model) => model.fit(x, x, quiet),
      /mean_squared_error needs targets of shape/,
    ],
    ['an unknown option', (model) => model.fit(x, y, { epoch: 3 } as never), /no option 'epoch'.*'epochs'/],
    ['no rows', (model) => model.fit([], [], quiet), /no rows/],
    ['a fit before compile', () => new Sequential([new Dense(1)]).fit(x, y, quiet), /call compile first/],
  ])('%s', async (_, work, message) => {
    await expect(work(network())).rejects.toThrow(message);
  });
});
