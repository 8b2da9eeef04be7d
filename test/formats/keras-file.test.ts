/** `.keras` archives and `.weights.h5` files that Keras wrote, and ours: the same models, the same numbers, the same tree. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { readHdf5 } from '../../src/formats/hdf5.ts';
import { fromKeras, toKeras } from '../../src/formats/keras/keras-file.ts';
import { loadKerasWeights, toKerasWeights } from '../../src/formats/keras/keras-weights.ts';
import { toNetwork } from '../../src/formats/to-network.ts';
import { unzip } from '../../src/formats/zip.ts';
import {
  BatchNormalization,
  Dense,
  type DenseOptions,
  Dropout,
  Input,
  Layer,
  Model,
  Sequential,
} from '../../src/nn/index.ts';
import { optimizerVariables } from '../../src/nn/models/optimizer-variables.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import { errorOf } from '../error-of.ts';
import { expectNear, flat, type Numbers, readFixture } from '../nn/reference.ts';

interface Case {
  readonly file: string;
  readonly inputs: Numbers[][];
  readonly outputs: Numbers[];
  readonly count_params: number;
  readonly weights: readonly { path: string; shape: number[]; dtype: string; trainable: boolean }[];
  /** Paths inside model.weights.h5: groups with a name, and arrays. */
  readonly datasets: readonly string[];
  readonly train_x?: number[][];
  readonly train_y?: number[][];
  readonly optimizer_variables?: readonly { path: string; shape: number[]; value: Numbers }[];
  readonly continued_history?: { loss: number[]; mae: number[] };
  readonly continued_weights?: Numbers[];
}

const cases = readFixture<Case>('keras-files/cases.json');
const bytesOf = (file: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/keras-files/${file}`, import.meta.url));
const archives = cases.filter(({ file }) => file.endsWith('.keras'));
const named = (name: string): Case => cases.find(({ file }) => file.startsWith(name)) as Case;

const predictions = async (model: Model, inputs: unknown): Promise<number[]> =>
  [await model.predict(inputs as number[][])].flat().flatMap((output) => [...output.values]);

/** Paths of the arrays inside an archive. */
async function arraysIn(archive: Uint8Array): Promise<string[]> {
  const inner = unzip(archive, ['model.weights.h5'], 'it').get('model.weights.h5') as Uint8Array;
  return [...(await readHdf5(inner)).keys()].sort();
}

describe.each(archives)('$file', (one) => {
  const tolerance = one.file.startsWith('float64') ? 1e-12 : 1e-6;

  test('predicts as in Keras', async () => {
    const model = await fromKeras(bytesOf(one.file));
    expect(model.countParams()).toBe(one.count_params);
    expectNear(await predictions(model, one.inputs), one.outputs, tolerance);
  });

  test('has the same weights', async () => {
    const { weights } = await fromKeras(bytesOf(one.file));
    const facts = weights.map(({ name, shape, dtype, trainable }) => ({ name, shape, dtype, trainable }));
    expect(facts).toEqual(
      one.weights.map(({ path, ...rest }) => ({ name: path.slice(path.lastIndexOf('/') + 1), ...rest })),
    );
  });

  test('written again, has the same tree and the very same predictions', async () => {
    const model = await fromKeras(bytesOf(one.file));
    const again = await toKeras(model);
    expect(await arraysIn(again)).toEqual(await arraysIn(bytesOf(one.file)));
    expect(await arraysIn(again)).toEqual(one.datasets.filter((path) => /\d$/.test(path)).sort());
    const same = await fromKeras(again);
    expect(await predictions(same, one.inputs)).toEqual(await predictions(model, one.inputs));
    expect(same.getConfig()).toEqual(model.getConfig());
  });
});

describe.each(archives.filter((one) => one.optimizer_variables))('the optimizer of $file', (one) => {
  test('remembers what it did in Keras', async () => {
    const model = await fromKeras(bytesOf(one.file));
    const kept = optimizerVariables(model);
    expect(kept.map(({ path, value }) => [path.split('_').at(-1), value.shape])).toEqual(
      one.optimizer_variables?.map(({ path, shape }) => [path.split('_').at(-1), shape]),
    );
    for (const [i, { value }] of (one.optimizer_variables ?? []).entries()) {
      expectNear(kept[i].value.values, value, 1e-7);
    }
  });

  test('is left out where nobody wants it', async () => {
    const model = await fromKeras(bytesOf(one.file), { compile: false });
    expect(model.compiled).toBe(false);
  });
});

test('training continues as in Keras, and after our own archive the very same', async () => {
  const { file, train_x: x, train_y: y, ...after } = named('compiled');
  const model = await fromKeras(bytesOf(file));
  const copy = await fromKeras(await toKeras(model));
  const options = { epochs: 2, batchSize: 10, shuffle: false, verbose: 0 } as const;
  const { history } = await model.fit(x as number[][], y as number[][], options);
  expectNear(history.loss, after.continued_history?.loss as number[], 1e-5);
  expectNear(history.mae, after.continued_history?.mae as number[], 1e-5);
  for (const [i, weight] of model.getWeights().entries()) {
    expectNear(weight.values, after.continued_weights?.[i] as Numbers, 1e-5);
  }
  expect((await copy.fit(x as number[][], y as number[][], options)).history).toEqual(history);
});

test('an optimizer of another kind, or of other weights, begins anew', async () => {
  const [x, y] = [[[1, 2]], [[1]]];
  const made = (optimizer: 'adam' | 'sgd'): Sequential =>
    new Sequential([Input([2]), new Dense(2), new Dense(1)]).compile({ optimizer, loss: 'mse' });
  const [adam, sgd] = [made('adam'), made('sgd')];
  await adam.fit(x, y, { epochs: 3, verbose: 0 });
  await loadKerasWeights(sgd, await toKerasWeights(adam));
  expect(optimizerVariables(sgd)[0].value.item()).toBe(0);
  adam.layers[0].trainable = false;
  const frozen = await fromKeras(await toKeras(adam));
  expect(frozen.trainableWeights).toHaveLength(2);
  const other = made('adam');
  await loadKerasWeights(other, await toKerasWeights(await fromKeras(await toKeras(adam))));
  expect(other.getWeights().map(({ values }) => values)).toEqual(
    adam.getWeights().map(({ values }) => values),
  );
});

class TwoTower extends Model {
  static override readonly className: string = 'TwoTower';
  readonly enc = new Dense(6, { activation: 'relu' });
  readonly blocks = [new Dense(6, { activation: 'tanh' }), new Dense(6)];
  readonly norm = new BatchNormalization();
  readonly out = new Dense(1);

  override call(inputs: Tensor): Tensor {
    let x = this.enc.apply(inputs);
    for (const block of this.blocks) x = x.add(block.apply(x));
    return this.out.apply(this.norm.apply(x));
  }
}

describe('models with a formula of their own', () => {
  const { file, inputs, outputs, datasets } = named('subclassed');

  test('take the weights that Keras wrote', async () => {
    const model = new TwoTower();
    await model.predict(inputs as number[][]);
    await loadKerasWeights(model, bytesOf(file));
    expectNear(await predictions(model, inputs), outputs, 1e-6);
    const written = await readHdf5(await toKerasWeights(model));
    expect([...written.keys()].sort()).toEqual(datasets.filter((path) => /\d$/.test(path)).sort());
  });

  test('are loaded whole where the class is given', async () => {
    const model = new TwoTower();
    await model.predict(inputs as number[][]);
    const archive = await toKeras(model);
    const same = await fromKeras(archive, { customObjects: { TwoTower } });
    expect(same).toBeInstanceOf(TwoTower);
    expect(await predictions(same, inputs)).toEqual(await predictions(model, inputs));
    expect(await errorOf(() => fromKeras(archive))).toMatch(/^INVALID_VALUE: /);
  });

  test('need weights before they are given or saved', async () => {
    expect(await errorOf(() => loadKerasWeights(new TwoTower(), bytesOf(file)))).toMatch(/^NOT_FITTED: /);
    expect(await errorOf(() => toKerasWeights(new TwoTower()))).toMatch(/^NOT_FITTED: /);
  });

  test('say which layer the weights of another model do not fit', async () => {
    const other = new Sequential([Input([4]), new Dense(6, { name: 'first' }), new Dense(1)]);
    const weights = await toKerasWeights(other);
    const taller = new Sequential([Input([5]), new Dense(6, { name: 'first' }), new Dense(1)]);
    expect(await errorOf(() => loadKerasWeights(taller, weights))).toMatch(
      /^SHAPE_MISMATCH: .*Dense 'first' has the weight 'kernel' of shape \(5, 6\)/,
    );
    const deeper = new Sequential([Input([4]), new Dense(6), new Dense(1), new Dense(1, { name: 'third' })]);
    expect(await errorOf(() => loadKerasWeights(deeper, weights))).toMatch(
      /^LENGTH_MISMATCH: .*Dense 'third' has 2 weights, but the file has 0/,
    );
  });
});

class Scale extends Layer<{ readonly factor: number } & DenseOptions> {
  static override readonly className: string = 'Scale';
  static override readonly table = { factor: [1, { expected: 'a number', allows: () => true }] } as const;

  call(x: Tensor): Tensor {
    return x.mul(this.settings.factor as number);
  }
}

describe('what Hebb does not know', () => {
  test('layers of one’s own are found among customObjects', async () => {
    const model = new Sequential([
      Input([2]),
      new Dense(3),
      new Scale({ factor: 2 } as never),
      new Dropout(0.5),
    ]);
    const archive = await toKeras(model);
    const same = await fromKeras(archive, { customObjects: { Scale } });
    expect(await predictions(same, [[1, 2]])).toEqual(await predictions(model, [[1, 2]]));
    expect(await errorOf(() => fromKeras(archive))).toMatch(/^INVALID_VALUE: .*'Scale'/);
  });
});

test('weights that are no numbers are refused with their place', async () => {
  const model = new Sequential([Input([2]), new Dense(2, { name: 'lost' })]);
  model.setWeights([
    tensor([
      [1, 2],
      [3, Number.NaN],
    ]),
    tensor([0, 0]),
  ]);
  expect(await errorOf(async () => fromKeras(await toKeras(model)))).toMatch(
    /^NON_FINITE: .*the weight 'kernel' of Dense 'lost' is NaN at element 3/,
  );
});

test('float64 goes through unchanged, and integers stay integers', async () => {
  const model = new Sequential([Input({ shape: [3], dtype: 'float64' }), new Dense(2, { dtype: 'float64' })]);
  const same = await fromKeras(await toKeras(model));
  expect(same.getWeights().map(({ dtype }) => dtype)).toEqual(['float64', 'float64']);
  expect(same.getWeights().map(({ values }) => values)).toEqual(
    model.getWeights().map(({ values }) => values),
  );
  expect(flat([1])).toEqual([1]);
});

test('an estimator with its scaler becomes an archive by way of its layers', async () => {
  const x = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(2 * i)]);
  const mlp = new MLPRegressor({ hiddenLayerSizes: [5], maxIter: 5, randomState: 1, onWarning: () => {} });
  const pipeline = await makePipeline(new StandardScaler(), mlp).fit(
    x,
    x.map(([a, b]) => a * b),
  );
  const network = await fromKeras(await toKeras(toNetwork(pipeline)));
  expectNear(await predictions(network, x), [...(await pipeline.predict(x))] as number[], 1e-6);
});

test('options are checked', async () => {
  const wrong = { customObject: {} } as object;
  expect(await errorOf(() => fromKeras(bytesOf('float64.keras'), wrong))).toMatch(/^UNKNOWN_OPTION: /);
});
