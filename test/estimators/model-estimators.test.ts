/** Models of layers as estimators: in pipelines, cross-validation and searches, and in files. */
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { ModelClassifier } from '../../src/estimators/models/model-classifier.ts';
import type { BuildNetwork } from '../../src/estimators/models/model-options.ts';
import { ModelRegressor } from '../../src/estimators/models/model-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { EarlyStopping } from '../../src/nn/callbacks/early-stopping.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Dropout } from '../../src/nn/layers/dropout.ts';
import { Input } from '../../src/nn/layers/input.ts';
import type { CallOptions } from '../../src/nn/layers/layer.ts';
import { Lambda } from '../../src/nn/layers/simple-layers.ts';
import type { Structure } from '../../src/nn/layers/symbolic.ts';
import { Model } from '../../src/nn/models/model.ts';
import { modelFromState } from '../../src/nn/models/model-from-state.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { crossValScore } from '../../src/selection/cross-validate.ts';
import { GridSearchCV } from '../../src/selection/grid-search-cv.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const X = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(1.7 * i), (i * 0.618) % 1]);
const y = X.map(([a, b]) => a - 0.5 * b);
const labels = X.map(([a, b]) => (a + b > 0 ? 'warm' : 'cold'));
const three = X.map(([a, b]) => (a > 0.3 ? 'a' : b > 0 ? 'b' : 'c'));

interface Size {
  readonly units?: number;
  readonly rate?: number;
}

const build: BuildNetwork<Size> = (
  { units = 8, rate = 0.02 },
  { nFeatures, nOutputs, outputActivation, loss },
) =>
  new Sequential([
    Input([nFeatures]),
    new Dense(units, { activation: 'relu' }),
    new Dropout(0.1),
    new Dense(nOutputs, { activation: outputActivation }),
  ]).compile({ optimizer: new Adam({ learningRate: rate }), loss });

const told = { model: build, epochs: 12, randomState: 42 } as const;

describe('ModelRegressor', () => {
  test('learns numbers, the same ones for the same seed', async () => {
    const net = await new ModelRegressor(told).fit(X, y);
    expect(await net.score(X, y)).toBeGreaterThan(0.8);
    const predictions = await net.predict(X);
    expect(predictions).toBeInstanceOf(Float32Array);
    expect(net.history?.epoch).toHaveLength(12);
    expect([net.nFeaturesIn, net.featureNamesIn]).toEqual([3, null]);
    expect(await (await new ModelRegressor(told).fit(X, y)).predict(X)).toEqual(predictions);
    const other = await new ModelRegressor({ ...told, randomState: 43 }).fit(X, y);
    expect(await other.predict(X)).not.toEqual(predictions);
    await net.fit(X, y);
    expect(await net.predict(X)).toEqual(predictions);
  });

  test('rows of numbers, tables, several targets', async () => {
    const table = Table.fromColumns({
      a: X.map(([a]) => a),
      b: X.map(([, b]) => b),
      c: X.map(([, , c]) => c),
    });
    const net = await new ModelRegressor(told).fit(
      table,
      X.map(([a, b]) => [a, b]),
    );
    expect(net.featureNamesIn).toEqual(['a', 'b', 'c']);
    const turned = Table.fromColumns({
      c: X.map(([, , c]) => c),
      b: X.map(([, b]) => b),
      a: X.map(([a]) => a),
    });
    const predictions: Tensor = await net.predict(turned);
    expect(predictions.shape).toEqual([60, 2]);
    expect(predictions.toArray()).toEqual((await net.predict(X)).toArray());
  });

  test('held-out rows, for callbacks that watch them', async () => {
    const callbacks = [new EarlyStopping({ patience: 2, restoreBestWeights: true })];
    const net = new ModelRegressor({ ...told, epochs: 60, callbacks, validationFraction: 0.2 });
    await net.fit(X, y);
    const epochs = net.history?.epoch.length ?? 0;
    expect(epochs).toBeLessThan(60);
    await net.fit(X, y);
    expect(net.history?.epoch).toHaveLength(epochs);
    const made: number[] = [];
    const fresh = new ModelRegressor({
      ...told,
      epochs: 2,
      callbacks: () => [{ onEpochEnd: (epoch) => void made.push(epoch) }],
    });
    await fresh.fit(X, y, { validationData: [X, y] });
    expect(made).toEqual([0, 1]);
    expect(Object.keys(fresh.history?.history ?? {})).toEqual(['loss', 'val_loss']);
  });

  test('rows without weight do not count', async () => {
    const sampleWeight = X.map((_, i) => (i < 30 ? 1 : 0));
    const one = await new ModelRegressor({ ...told, shuffle: false, batchSize: 60 }).fit(X, y, {
      sampleWeight,
    });
    const wild = y.map((value, i) => (i < 30 ? value : 1000));
    const other = await new ModelRegressor({ ...told, shuffle: false, batchSize: 60 }).fit(X, wild, {
      sampleWeight,
    });
    expect(await other.predict(X)).toEqual(await one.predict(X));
  });
});

describe('ModelClassifier', () => {
  test('two classes', async () => {
    const net = await new ModelClassifier(told).fit(X, labels);
    expect(net.classes).toEqual(['cold', 'warm']);
    const predicted: string[] = await net.predict(X);
    expect(await net.score(X, labels)).toBeGreaterThan(0.8);
    const probabilities = (await net.predictProba(X)).toArray() as number[][];
    for (const [i, [cold, warm]] of probabilities.entries()) {
      expect(cold + warm).toBeCloseTo(1, 6);
      expect(predicted[i]).toBe(warm > 0.5 ? 'warm' : 'cold');
    }
  });

  test.each(['sparse_categorical_crossentropy', 'categorical_crossentropy', 'crossentropy'] as const)(
    'more classes with %s',
    async (loss) => {
      const model: BuildNetwork<object> = (_, { nOutputs, outputActivation }) =>
        new Sequential([new Dense(nOutputs, { activation: outputActivation })]).compile({
          optimizer: new Adam({ learningRate: 0.1 }),
          loss,
        });
      const net = await new ModelClassifier({ model, epochs: 30, randomState: 1 }).fit(X, three);
      expect(await net.score(X, three)).toBeGreaterThan(0.8);
      expect((await net.predictProba(X)).shape).toEqual([60, 3]);
    },
  );

  test('several labels a row, two classes with two outputs, weights of classes', async () => {
    const flags = X.map(([a, b]) => [a > 0 ? 1 : 0, b > 0 ? 1 : 0]);
    const several = await new ModelClassifier({ ...told, epochs: 30 }).fit(X, flags);
    expect(await several.score(X, flags)).toBeGreaterThan(0.6);
    expect((await several.predict(X)).shape).toEqual([60, 2]);
    const model: BuildNetwork<object> = () =>
      new Sequential([new Dense(2, { activation: 'softmax' })]).compile({
        optimizer: 'adam',
        loss: 'categoricalCrossentropy',
      });
    const net = await new ModelClassifier({
      model,
      epochs: 5,
      randomState: 1,
      classWeight: { cold: 1, warm: 0 },
    }).fit(X, labels);
    expect((await net.predictProba(X)).shape).toEqual([60, 2]);
    const balanced = new ModelClassifier({ ...told, classWeight: 'balanced', validationFraction: 0.25 });
    expect(await (await balanced.fit(X, labels)).score(X, labels)).toBeGreaterThan(0.8);
  });

  test('a model that is not compiled is compiled for the task', async () => {
    const model: BuildNetwork<object> = (_, { nOutputs, outputActivation }) =>
      new Sequential([new Dense(nOutputs, { activation: outputActivation })]);
    const net = await new ModelClassifier({ model, epochs: 1, randomState: 0 }).fit(X, three);
    expect(net.model.optimizer.className).toBe('Adam');
  });
});

describe('with the rest of Hebb', () => {
  test('in a pipeline, cross-validated and searched', async () => {
    const pipeline = makePipeline(
      new StandardScaler(),
      new ModelClassifier({ ...told, epochs: 30, modelParams: { units: 8 } }),
    );
    expect(pipeline.getParams()).toMatchObject({
      modelclassifier__modelParams__units: 8,
      modelclassifier__epochs: 30,
    });
    const scores = await crossValScore(pipeline, X, labels, { cv: 3 });
    expect(Math.min(...scores)).toBeGreaterThan(0.6);
    const search = new GridSearchCV(
      pipeline,
      { modelclassifier__modelParams__units: [1, 8], modelclassifier__epochs: [1, 20] },
      { cv: 3 },
    );
    await search.fit(X, labels, { sampleWeight: X.map(() => 1) });
    expect(search.bestParams).toEqual({
      modelclassifier__modelParams__units: 8,
      modelclassifier__epochs: 20,
    });
    expect(await search.score(X, labels)).toBeGreaterThan(0.8);
  });

  test('a compiled model is copied: new weights, the one given stays as it is', async () => {
    const given = new Sequential([Input([3]), new Dense(4, { activation: 'tanh' }), new Dense(1)]);
    given.compile({ optimizer: new Adam({ learningRate: 0.05 }), loss: 'mae', metrics: ['mse'] });
    const before = given.getWeights().map(String);
    const net = new ModelRegressor({ model: given, epochs: 10, randomState: new RandomState(1) });
    const scores = await crossValScore(net, X, y, { cv: 3 });
    expect(await crossValScore(net, X, y, { cv: 3 })).toEqual(scores);
    await net.fit(X, y);
    expect(given.getWeights().map(String)).toEqual(before);
    expect(Object.keys(net.history?.history ?? {})).toEqual(['loss', 'mse']);
    expect(net.model.optimizer.getConfig()).toMatchObject({ learning_rate: 0.05 });
    const search = new GridSearchCV(net, { model: [given, new Sequential([new Dense(1)])] }, { cv: 2 });
    expect((await search.fit(X, y)).bestEstimator.model.layers).toHaveLength(2);
  });

  test('saved and loaded with the pipeline it is in, to the bit', async () => {
    const classifier = makePipeline(
      new StandardScaler(),
      new ModelClassifier({ ...told, classWeight: 'balanced' }),
    );
    await classifier.fit(X, three);
    const same = load(save(classifier));
    expect(await same.predict(X)).toEqual(await classifier.predict(X));
    expect((await same.predictProba?.(X))?.toArray()).toEqual((await classifier.predictProba(X)).toArray());
    const regressor = await new ModelRegressor({ ...told, modelParams: { units: 3 } }).fit(X, y);
    const loaded = load(save(regressor), ModelRegressor);
    expect(await loaded.predict(X)).toEqual(await regressor.predict(X));
    expect([loaded.history, loaded.options.epochs, loaded.nFeaturesIn]).toEqual([null, 12, 3]);
    await loaded.fit(X, y);
    expect(loaded.history?.epoch).toHaveLength(12);
    const unfitted = new ModelRegressor({
      model: new Sequential([Input([3]), new Dense(1)]),
      randomState: 2,
    });
    expect(await errorOf(() => load(save(unfitted)).predict(X))).toMatch(/^NOT_FITTED/);
    expect(await errorOf(() => load(save(new ModelRegressor(told))))).toBe(
      'UNSUPPORTED: the saved ModelRegressor was not fitted and has no model: a function that builds one is not kept in files.',
    );
  });
});

test('a state that was forged is refused', async () => {
  const state = (await new ModelClassifier({ ...told, epochs: 1 }).fit(X, three)).toState();
  const revived = (forged: object): Promise<string> =>
    errorOf(() => ModelClassifier.fromState({ ...state, ...forged }, (child) => modelFromState(child)));
  const attributes = state.attributes ?? {};
  expect(await revived({})).toBe('nothing thrown');
  expect(await revived({ children: [] })).toMatch(/^UNSUPPORTED: the saved ModelClassifier was not fitted/);
  expect(await revived({ options: { epochs: 0 } })).toMatch(/^CORRUPT_FILE: The saved options are not valid/);
  expect(await revived({ attributes: { ...attributes, classes: ['a'] } })).toMatch(
    /^CORRUPT_FILE: the model gives 3/,
  );
  expect(await revived({ attributes: { ...attributes, classes: ['a', 'b'], nOutputs: 2 } })).toBe(
    'CORRUPT_FILE: the model of the saved ModelClassifier gives 3 numbers a row, not 2.',
  );
  const scaler = { name: 'model', state: new StandardScaler().toState() };
  expect(
    await errorOf(() =>
      ModelClassifier.fromState({ ...state, children: [scaler] }, () => new StandardScaler()),
    ),
  ).toBe('CORRUPT_FILE: the model of the saved ModelClassifier is a StandardScaler.');
});

describe('what goes wrong', () => {
  class Own extends Model {
    override call(inputs: Structure<Tensor>, _options: CallOptions): Structure<Tensor> {
      return inputs;
    }
  }
  const regressor = (model: unknown, more: object = {}): Promise<unknown> =>
    new ModelRegressor({ model: model as Model, ...more }).fit(X, y);
  const twoOutputs = (): Model => {
    const x = Input([3]);
    return new Model({ inputs: x, outputs: [new Dense(1).apply(x), new Dense(1).apply(x)] });
  };

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'no model',
      () => regressor(undefined),
      /^INVALID_OPTION: ModelRegressor needs the option 'model': a function or a model\.$/,
    ],
    [
      'something else',
      () => regressor(3),
      /^INVALID_OPTION: ModelRegressor: option 'model' must be a function or a model, got 3\.$/,
    ],
    [
      'a function that builds none',
      () => regressor(() => 3),
      /^INVALID_VALUE: ModelRegressor: the option 'model' must build a model, it gave 3\.$/,
    ],
    [
      'another width',
      () => regressor(() => new Sequential([new Dense(2)])),
      /^SHAPE_MISMATCH: the model gives 2 numbers a row, but y has 1\.$/,
    ],
    [
      'two outputs',
      () => regressor(twoOutputs),
      /^UNSUPPORTED: estimators are made of models with one output/,
    ],
    [
      'a model that cannot be copied',
      () => regressor(new Own()),
      /^UNSUPPORTED: ModelRegressor cannot copy the model; give a function that builds it\./,
    ],
    [
      'a Lambda',
      () => regressor(new Sequential([new Lambda((x) => x as Tensor), new Dense(1)])),
      /^UNSUPPORTED: ModelRegressor cannot copy/,
    ],
    [
      'an unknown option',
      () => regressor(build, { epoch: 3 }),
      /^UNKNOWN_OPTION: ModelRegressor has no option 'epoch'\. Did you mean 'epochs'\?$/,
    ],
    [
      'too few rows in y',
      () => new ModelRegressor(told).fit(X, [1]),
      /^LENGTH_MISMATCH: X has 60 rows, but y has 1\.$/,
    ],
    ['NaN', () => new ModelRegressor(told).fit([[Number.NaN]], [1]), /^NON_FINITE/],
    [
      'too few outputs for the classes',
      () => new ModelClassifier({ model: () => new Sequential([new Dense(2)]) }).fit(X, three),
      /^SHAPE_MISMATCH: the model gives 2 numbers a row, but y has 3 classes\.$/,
    ],
    [
      'numbers for labels',
      () => new ModelClassifier(told).fit(X, y),
      /^INVALID_VALUE: y must hold class labels/,
    ],
    ['not fitted', () => new ModelClassifier(told).predict(X), /^NOT_FITTED/],
    [
      'other features',
      async () => (await new ModelRegressor({ ...told, epochs: 1 }).fit(X, y)).predict([[1]]),
      /^SHAPE_MISMATCH: X has 1 features/,
    ],
    [
      'a part that it does not have',
      async () => new ModelRegressor(told).withParams({ model__units: 3 }),
      /^UNKNOWN_OPTION: ModelRegressor has no part 'model'\. Did you mean 'modelParams'\?$/,
    ],
  ])('%s', async (_, work, message) => {
    expect(await errorOf(work)).toMatch(message);
  });
});
