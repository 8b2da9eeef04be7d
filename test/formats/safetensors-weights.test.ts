/**
 * safetensors files of models and estimators: names and layouts of Keras and PyTorch, round trips, files of the
 * Python package with all its types, and files that do not fit.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Savable } from '../../src/core/model-state.ts';
import { LogisticRegression } from '../../src/estimators/linear/logistic-regression.ts';
import { SGDRegressor } from '../../src/estimators/linear/sgd-regressor.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import type { Predictor } from '../../src/estimators/predictor.ts';
import { fromSafetensors, toSafetensors } from '../../src/formats/safetensors-weights.ts';
import type { WeightStyle } from '../../src/formats/weight-slots.ts';
import * as nn from '../../src/nn/index.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { fromTyped, type Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';

const styles: readonly WeightStyle[] = ['keras', 'pytorch'];

const stack = (): nn.Sequential =>
  new nn.Sequential([
    nn.Input([3]),
    new nn.Dense(4, { activation: 'relu', name: 'first' }),
    new nn.BatchNormalization({ name: 'norm' }),
    new nn.Dropout(0.1),
    new nn.Dense(2, { name: 'last' }),
  ]);

const branches = (): nn.Model => {
  const x = nn.Input([3]);
  const inner = new nn.Sequential([new nn.Dense(2, { activation: 'tanh' }), new nn.Dense(2)], {
    name: 'inner',
  });
  const shared = new nn.Dense(2, { name: 'shared' });
  const sum = new nn.Add().apply([inner.apply(x), shared.apply(x), shared.apply(x)]);
  return new nn.Model({ inputs: x, outputs: sum });
};

const names = (bytes: Uint8Array): string[] => Object.keys(fromSafetensors(bytes).tensors).sort();

test('names of a stack', () => {
  expect(names(toSafetensors(stack()))).toEqual([
    'first/bias',
    'first/kernel',
    'last/bias',
    'last/kernel',
    'norm/beta',
    'norm/gamma',
    'norm/moving_mean',
    'norm/moving_variance',
  ]);
  // nn.Sequential(Linear(3, 4), ReLU(), BatchNorm1d(4), Dropout(0.1), Linear(4, 2))
  expect(names(toSafetensors(stack(), { style: 'pytorch' }))).toEqual([
    '0.bias',
    '0.weight',
    '2.bias',
    '2.running_mean',
    '2.running_var',
    '2.weight',
    '4.bias',
    '4.weight',
  ]);
});

test('names of a graph with a model inside', () => {
  expect(names(toSafetensors(branches(), { style: 'pytorch' }))).toEqual([
    'inner.0.bias',
    'inner.0.weight',
    'inner.2.bias',
    'inner.2.weight',
    'shared.bias',
    'shared.weight',
  ]);
});

test('PyTorch’s kernels are turned', () => {
  const model = new nn.Sequential([nn.Input([3]), new nn.Dense(2, { name: 'd' })]);
  model.setWeights([
    tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    tensor([7, 8]),
  ]);
  expect(fromSafetensors(toSafetensors(model)).tensors['d/kernel'].toArray()).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const { tensors, metadata } = fromSafetensors(
    toSafetensors(model, { style: 'pytorch', metadata: { a: 'b' } }),
  );
  expect(tensors['0.weight'].toArray()).toEqual([
    [1, 3, 5],
    [2, 4, 6],
  ]);
  expect(tensors['0.bias'].toArray()).toEqual([7, 8]);
  expect(metadata).toEqual({ a: 'b' });
});

describe.each(styles)('%s', (style) => {
  test.each([
    ['a stack', stack],
    ['a graph', branches],
  ] as const)('%s comes back', (_, make) => {
    const model = make();
    const other = make();
    const bytes = toSafetensors(model, { style });
    expect(fromSafetensors(bytes, other)).toBe(other);
    expect(other.getWeights().map(({ values }) => values)).toEqual(
      model.getWeights().map(({ values }) => values),
    );
  });

  test('estimators come back', async () => {
    const X = [
      [1, 2],
      [3, 5],
      [4, 4],
      [7, 1],
      [2, 2],
    ];
    const y = [1, 2, 3, 4, 5];
    const network = { hiddenLayerSizes: [3], maxIter: 3, onWarning: () => {} };
    const pairs: [Savable & Predictor, Savable & Predictor][] = [
      [
        await makePipeline(new StandardScaler(), new MLPRegressor({ ...network, randomState: 1 })).fit(X, y),
        await makePipeline(new StandardScaler(), new MLPRegressor({ ...network, randomState: 2 })).fit(
          X.slice(1),
          y.slice(1),
        ),
      ],
      [await new LogisticRegression().fit(X, y), await new LogisticRegression({ C: 0.1 }).fit(X, y)],
      [
        await new SGDRegressor({ randomState: 1, average: true }).fit(X, y),
        await new SGDRegressor({ randomState: 2, average: true }).fit(X, y),
      ],
    ];
    for (const [one, other] of pairs) {
      const before = await other.predict(X);
      const same = fromSafetensors(toSafetensors(one, { style }), other);
      expect(same).not.toBe(other);
      expect(await same.predict(X)).toEqual(await one.predict(X));
      expect(await other.predict(X)).toEqual(before);
    }
    const [[pipeline]] = pairs;
    expect(names(toSafetensors(pipeline, { style }))).toEqual(
      style === 'keras'
        ? [
            'mlpregressor/dense/bias',
            'mlpregressor/dense/kernel',
            'mlpregressor/dense_1/bias',
            'mlpregressor/dense_1/kernel',
            'standardscaler/mean',
            'standardscaler/scale',
            'standardscaler/var',
          ]
        : [
            'mlpregressor.0.bias',
            'mlpregressor.0.weight',
            'mlpregressor.2.bias',
            'mlpregressor.2.weight',
            'standardscaler.mean',
            'standardscaler.scale',
            'standardscaler.var',
          ],
    );
  });
});

test('files that do not fit change nothing', () => {
  const model = new nn.Sequential([nn.Input([3]), new nn.Dense(2, { name: 'd' })]);
  const before = model.getWeights().map(({ values }) => values);
  const kernel = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const bias = tensor([1, 2]);
  const refusal = (tensors: Readonly<Record<string, Tensor>>): string =>
    errorOfSync(() => fromSafetensors(toSafetensors(tensors), model));
  expect(refusal({ 'd/kernel': kernel })).toBe("INVALID_VALUE: the file has no array 'd/bias' (2,).");
  expect(refusal({ 'd/kernel': kernel, 'd/bios': bias })).toBe(
    "INVALID_VALUE: the file has no array 'd/bias' (2,). Did you mean 'd/bios'?",
  );
  expect(refusal({ 'd/kernel': bias, 'd/bias': bias })).toBe(
    "SHAPE_MISMATCH: the array 'd/kernel' of the file has shape (2,), expected (3, 2).",
  );
  expect(refusal({ 'd/kernel': kernel, 'd/bias': tensor([1, Number.NaN]) })).toBe(
    "NON_FINITE: the array 'd/bias' of the file has NaN at element 1.",
  );
  expect(refusal({ 'd/kernel': kernel, 'd/bias': bias, more: bias })).toBe(
    "INVALID_VALUE: the array 'more' of the file belongs nowhere.",
  );
  expect(model.getWeights().map(({ values }) => values)).toEqual(before);
  expect(errorOfSync(() => toSafetensors(new nn.Sequential([new nn.Dense(2)])))).toContain('NOT_FITTED');
  expect(errorOfSync(() => toSafetensors({ a: [1] } as never))).toBe(
    "INVALID_VALUE: toSafetensors: 'a' is [1], not a Tensor.",
  );
  expect(errorOfSync(() => toSafetensors(model, { style: 'jax' as WeightStyle }))).toContain(
    'INVALID_OPTION',
  );
});

test('what PyTorch counts beside its weights is passed over', () => {
  const model = new nn.Sequential([nn.Input([2]), new nn.BatchNormalization()]);
  const { tensors } = fromSafetensors(toSafetensors(model, { style: 'pytorch' }));
  const counted = { ...tensors, '0.num_batches_tracked': fromTyped(Int32Array.of(5), []) };
  expect(fromSafetensors(toSafetensors(counted), model)).toBe(model);
});

test('a file of the Python package with all its types', () => {
  const fixture = JSON.parse(
    readFileSync(new URL('../fixtures/safetensors-python.json', import.meta.url), 'utf8'),
  ) as {
    readonly file: string;
    readonly shapes: Readonly<Record<string, readonly number[]>>;
    readonly values: Readonly<Record<string, readonly (number | string | null)[]>>;
  };
  const { tensors, metadata } = fromSafetensors(Uint8Array.from(atob(fixture.file), (c) => c.charCodeAt(0)));
  expect(metadata).toEqual({ by: 'python' });
  expect(Object.keys(tensors).sort()).toEqual(Object.keys(fixture.values).sort());
  const number = (value: number | string | null): number =>
    value === null ? Number.NaN : value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number(value);
  for (const [name, values] of Object.entries(fixture.values)) {
    expect(tensors[name].shape, name).toEqual(fixture.shapes[name]);
    expect(Array.from(tensors[name].values), name).toEqual(values.map(number));
  }
  expect(tensors.half.dtype).toBe('float32');
  expect(tensors.small64.dtype).toBe('int32');
  expect(tensors.int64.dtype).toBe('float64');
});
