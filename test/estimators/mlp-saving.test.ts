/** Multilayer perceptrons in model files: the same bits, going on exactly, and refusal of what is damaged. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ModelState } from '../../src/core/model-state.ts';
import { Table } from '../../src/data/table.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline, Pipeline } from '../../src/estimators/pipeline.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { errorOf, errorOfSync } from '../error-of.ts';
import { drawLabels, drawNumbers, quiet } from './mlp-data.ts';

const small = { hiddenLayerSizes: [4, 3], maxIter: 4, batchSize: 8, randomState: 1, ...quiet };
const { X, y } = drawNumbers(1, 30);
const { X: XLabels, y: labels } = drawLabels(2, 30);

// Where warnings go is not saved.
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

describe('what is loaded', () => {
  test('predicts with the same bits and says the same of itself', async () => {
    for (const options of [
      {},
      { solver: 'sgd', momentum: 0.5 },
      { solver: 'lbfgs' },
      { earlyStopping: true, nIterNoChange: Number.POSITIVE_INFINITY },
      { dtype: 'float32', activation: 'logistic', outputActivation: 'softplus', loss: 'huber' },
    ] as const) {
      const model = await new MLPRegressor({ ...small, ...options }).fit(X, y);
      const same = load(save(model), MLPRegressor);
      expect(await same.predict(X)).toEqual(await model.predict(X));
      for (const attribute of [
        'nIter',
        'samplesSeen',
        'finalLoss',
        'bestLoss',
        'validationScores',
        'bestValidationScore',
        'coefs',
        'intercepts',
        'nFeaturesIn',
        'nLayers',
        'outputActivation',
      ] as const) {
        expect(same[attribute], attribute).toEqual(model[attribute]);
      }
      if (model.options.solver !== 'lbfgs') expect(same.lossCurve).toEqual(model.lossCurve);
      const { onWarning, ...kept } = model.options;
      expect(same.options).toEqual(kept);
    }
  });

  test('keeps labels of every type, and class weights', async () => {
    for (const y of [
      labels,
      labels.map((label) => label === 'a'),
      labels.map((label) => 'abc'.indexOf(label) * 5 - 7),
      labels.map((label) => [Number(label === 'a'), Number(label === 'b')]),
    ]) {
      const model = await new MLPClassifier(small).fit(XLabels, y as string[]);
      const same = load(save(model), MLPClassifier);
      expect(same.classes).toEqual(model.classes);
      expect(await same.predict(XLabels)).toEqual(await model.predict(XLabels));
      expect(await same.predictProba(XLabels)).toEqual(await model.predictProba(XLabels));
    }
    const numbers = labels.map((label) => 'abc'.indexOf(label));
    const classWeight = new Map([
      [0, 3],
      [2, 0.5],
    ]);
    const weighted = await new MLPClassifier({ ...small, classWeight }).fit(XLabels, numbers);
    const same = load(save(weighted), MLPClassifier);
    expect((await same.fit(XLabels, numbers)).coefs).toEqual(weighted.coefs);
  });

  test('goes on with partialFit as if nothing had happened', async () => {
    for (const solver of ['adam', 'sgd'] as const) {
      for (const learningRate of ['invscaling', 'adaptive'] as const) {
        const options = { ...small, solver, learningRate, dropout: 0.2 };
        const model = await new MLPRegressor(options).fit(X, y);
        await model.partialFit(X.slice(0, 10), y.slice(0, 10));
        const same = load(save(model), MLPRegressor);
        for (const each of [model, same]) {
          await each.partialFit(X, y);
          await each.partialFit(X.slice(10), y.slice(10));
        }
        expect(same.coefs).toEqual(model.coefs);
        expect([same.samplesSeen, same.lossCurve]).toEqual([model.samplesSeen, model.lossCurve]);
      }
    }
    const model = new MLPClassifier(small);
    await model.partialFit(XLabels, labels, { classes: ['a', 'b', 'c', 'd'] });
    const same = load(save(model), MLPClassifier);
    for (const each of [model, same]) await each.partialFit(XLabels, labels);
    expect(same.coefs).toEqual(model.coefs);
  });

  test('goes on with a warm start', async () => {
    const model = await new MLPClassifier({ ...small, warmStart: true }).fit(XLabels, labels);
    const same = load(save(model), MLPClassifier);
    for (const each of [model, same]) await each.fit(XLabels, labels);
    expect(same.coefs).toEqual(model.coefs);
    expect(same.lossCurve).toEqual(model.lossCurve);
  });

  test('knows its columns, in a pipeline too', async () => {
    const table = Table.fromColumns({ a: X.map((row) => row[0]), b: X.map((row) => row[1]) });
    const model = makePipeline(new StandardScaler(), new MLPRegressor(small));
    await model.fit(table, y);
    const same = load(save(model), Pipeline);
    expect(await same.predict(table)).toEqual(await model.predict(table));
  });

  test('may not be fitted yet', async () => {
    const model = load(save(new MLPClassifier({ alpha: 0.5, hiddenLayerSizes: [3] })), MLPClassifier);
    expect(model.options).toEqual({ alpha: 0.5, hiddenLayerSizes: [3] });
    expect(await errorOf(() => model.predict(X))).toMatch('NOT_FITTED');
  });

  test('leaves out what is no data: functions, generators, rows', async () => {
    const model = await new MLPRegressor({
      ...small,
      randomState: new RandomState(3),
      callbacks: [{}],
      validationData: [X, y],
    }).fit(X, y);
    const { options } = load(save(model), MLPRegressor);
    expect(Object.keys(options).sort()).toEqual(['batchSize', 'hiddenLayerSizes', 'maxIter']);
  });
});

describe('damage', () => {
  type Change = (state: {
    options: Record<string, unknown>;
    attributes: Record<string, unknown>;
    tensors: Record<string, { shape: number[]; data: unknown }>;
  }) => void;
  const changes: readonly (readonly [string, Change])[] = [
    ['an option out of range', ({ options }) => (options.alpha = -1)],
    ['an unknown option', ({ options }) => (options.alfa = 1)],
    ['no layers', ({ attributes }) => (attributes.layerSizes = [])],
    ['other layers', ({ attributes }) => (attributes.layerSizes = [3, 4, 4, 3])],
    ['other inputs', ({ attributes }) => (attributes.layerSizes = [4, 4, 3, 3])],
    ['an unknown activation', ({ attributes }) => (attributes.activation = 'constructor')],
    ['an unknown output activation', ({ attributes }) => (attributes.outputActivation = 'swish')],
    ['an unknown type', ({ attributes }) => (attributes.dtype = 'float16')],
    ['another type', ({ attributes }) => (attributes.dtype = 'float32')],
    ['no record', ({ attributes }) => (attributes.record = null)],
    ['a record without an entry', ({ attributes }) => delete (attributes.record as { nIter?: number }).nIter],
    ['a broken curve', ({ attributes }) => ((attributes.record as { lossCurve: unknown }).lossCurve = ['a'])],
    ['a broken solver', ({ attributes }) => (attributes.solver = { steps: -1, rate: 1 })],
    ['no classes', ({ attributes }) => delete attributes.classes],
    ['fewer classes', ({ attributes }) => (attributes.classes = ['a', 'b'])],
    ['classes that are no labels', ({ attributes }) => (attributes.classes = [null, {}, []])],
    ['no word on several labels', ({ attributes }) => delete attributes.multilabel],
    ['no number of features', ({ attributes }) => delete attributes.nFeaturesIn],
    ['missing weights', ({ tensors }) => delete tensors['parameters.weights']],
    [
      'short weights',
      ({ tensors }) => (tensors['parameters.biases'] = { shape: [1], data: new Float64Array(1) }),
    ],
    ['missing vectors of the solver', ({ tensors }) => delete tensors['solver.1.biases']],
  ];
  test.each(changes)('%s', async (_, change) => {
    const model = await new MLPClassifier(small).fit(XLabels, labels);
    const state = structuredClone(model.toState());
    change(state as never);
    expect(errorOfSync(() => MLPClassifier.fromState(state))).toMatch(/^CORRUPT_FILE: /);
  });

  test('of a regressor', async () => {
    const model = await new MLPRegressor(small).fit(X, X);
    const state = structuredClone(model.toState());
    const attributes = { ...state.attributes, targets: 'numbers' };
    const refuse = (changed: ModelState): string => errorOfSync(() => MLPRegressor.fromState(changed));
    expect(refuse({ ...state, attributes })).toBe(
      'CORRUPT_FILE: The saved MLPRegressor has several outputs for one number a row.',
    );
    expect(refuse({ ...state, attributes: { ...attributes, targets: 'all' } })).toMatch('CORRUPT_FILE');
    expect(refuse({ ...state, attributes: {} })).toMatch('CORRUPT_FILE');
    expect(refuse({ ...state, tensors: undefined })).toMatch('CORRUPT_FILE');
  });
});
