/**
 * Fitted estimators and pipelines as ONNX files: what ONNX Runtime computes for random rows is what they predict,
 * labels as labels, in both float types.
 */
import { describe, expect, test } from 'vitest';
import { Table } from '../../../src/data/table.ts';
import { LinearRegression } from '../../../src/estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../../src/estimators/linear/perceptron.ts';
import { Ridge } from '../../../src/estimators/linear/ridge.ts';
import { SGDClassifier } from '../../../src/estimators/linear/sgd-classifier.ts';
import { SGDRegressor } from '../../../src/estimators/linear/sgd-regressor.ts';
import { MLPClassifier } from '../../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../../src/estimators/mlp/mlp-regressor.ts';
import { ModelClassifier } from '../../../src/estimators/models/model-classifier.ts';
import { ModelRegressor } from '../../../src/estimators/models/model-regressor.ts';
import { makePipeline } from '../../../src/estimators/pipeline.ts';
import type { Predictor } from '../../../src/estimators/predictor.ts';
import { TransformedTargetRegressor } from '../../../src/estimators/transformed-target-regressor.ts';
import { type OnnxOptions, toOnnx } from '../../../src/formats/onnx/to-onnx.ts';
import { Dense } from '../../../src/nn/layers/dense.ts';
import { Input } from '../../../src/nn/layers/input.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import { ColumnTransformer } from '../../../src/preprocessing/column-transformer.ts';
import { DateFeatures } from '../../../src/preprocessing/date-features.ts';
import { FunctionTransformer } from '../../../src/preprocessing/function-transformer.ts';
import { MinMaxScaler } from '../../../src/preprocessing/min-max-scaler.ts';
import { OneHotEncoder } from '../../../src/preprocessing/one-hot-encoder.ts';
import { OrdinalEncoder } from '../../../src/preprocessing/ordinal-encoder.ts';
import { PCA } from '../../../src/preprocessing/pca.ts';
import { PolynomialFeatures } from '../../../src/preprocessing/polynomial-features.ts';
import { RBFSampler } from '../../../src/preprocessing/rbf-sampler.ts';
import { RobustScaler } from '../../../src/preprocessing/robust-scaler.ts';
import { SimpleImputer } from '../../../src/preprocessing/simple-imputer.ts';
import { StandardScaler } from '../../../src/preprocessing/standard-scaler.ts';
import type { Transformer } from '../../../src/preprocessing/transformer.ts';
import { RandomState } from '../../../src/random/random-state.ts';
import { GridSearchCV } from '../../../src/selection/grid-search-cv.ts';
import { Tensor } from '../../../src/tensor/tensor.ts';
import { errorOfSync } from '../../error-of.ts';
import { type Given, type OnnxSession, openOnnx, type Result } from './run-onnx.ts';

type Float = NonNullable<OnnxOptions['dtype']>;
const floats: readonly Float[] = ['float32', 'float64'];
const tolerances = { float32: 1e-5, float64: 1e-12 } as const;

const random = new RandomState(7);
const ROWS = 40;
/** Numbers that float32 holds exactly, so that both types see the same. */
const X = Array.from({ length: ROWS }, () => Array.from(random.normal(1, 3, 4), (x) => Math.fround(x)));
const numbers = X.map(([a, b, c]) => 2 * a - b + Math.sin(c));
const three = X.map(([a, b]) => (a > 2 ? 'high' : b > 1 ? 'wide' : 'low'));
const two = three.map((label) => label === 'low');
const flags = X.map(([a, b]) => [Number(a > 1), Number(b > 1), Number(a + b > 3)]);
const quiet = { onWarning: () => {} };
const network = { hiddenLayerSizes: [6, 5], maxIter: 15, randomState: 1, ...quiet };

/** Equal but for rounding, where the largest number is the unit. */
function expectNear(result: Result, values: ArrayLike<number>, width: number, tolerance: number): void {
  expect(result.shape).toEqual([values.length / width, width]);
  const scale = Math.max(1, ...Array.from(values, (x) => (Number.isNaN(x) ? 0 : Math.abs(x))));
  for (let i = 0; i < values.length; i++) {
    const got = Number(result.data[i]);
    const isNear = Object.is(got, values[i]) || Math.abs(got - values[i]) <= tolerance * scale;
    expect(isNear, `${got} for ${values[i]}`).toBe(true);
  }
}

const matrix = (type: Float): readonly Given[] => [{ type, data: X.flat(), shape: [ROWS, 4] }];

async function expectPredictions(
  session: OnnxSession,
  inputs: Parameters<OnnxSession['run']>[0],
  model: Predictor,
  given: never,
  tolerance: number,
): Promise<void> {
  const results = await session.run(inputs);
  const predicted = await model.predict(given);
  if (results.prediction !== undefined) {
    const values = predicted instanceof Tensor ? predicted.values : (predicted as Float64Array);
    return expectNear(results.prediction, values, values.length / ROWS, tolerance);
  }
  const labels =
    predicted instanceof Tensor
      ? Array.from(predicted.values)
      : Array.from(predicted as readonly string[], (l) => (typeof l === 'boolean' ? Number(l) : l));
  expect(results.label.data).toEqual(labels);
  if (results.probabilities !== undefined) {
    const probabilities = (await model.predictProba?.(given)) as Tensor;
    expectNear(results.probabilities, probabilities.values, probabilities.shape[1], tolerance);
  } else {
    const { decisionFunction } = model as unknown as {
      decisionFunction(X: never): Promise<Float64Array | Tensor>;
    };
    const scores = await decisionFunction.call(model, given);
    const values = scores instanceof Tensor ? scores.values : scores;
    expectNear(results.scores, values, values.length / ROWS, tolerance);
  }
}

const build =
  (activation: 'linear' | 'softmax') =>
  (
    _: object,
    { nFeatures, nOutputs }: { readonly nFeatures: number; readonly nOutputs: number },
  ): Sequential => {
    const layers = [new Dense(5, { activation: 'relu' }), new Dense(nOutputs, { activation })];
    return new Sequential([Input([nFeatures]), ...layers]);
  };

const predictors: Readonly<Record<string, () => Promise<unknown>>> = {
  MLPRegressor: () => new MLPRegressor(network).fit(X, numbers),
  'MLPRegressor, two targets': () =>
    new MLPRegressor({ ...network, activation: 'tanh' }).fit(
      X,
      X.map(([a, b]) => [a, b]),
    ),
  'MLPRegressor, poisson': () =>
    new MLPRegressor({ ...network, loss: 'poisson' }).fit(X, numbers.map(Math.abs)),
  'MLPRegressor, softplus': () =>
    new MLPRegressor({ ...network, outputActivation: 'softplus' }).fit(X, numbers.map(Math.abs)),
  'MLPClassifier, three': () => new MLPClassifier({ ...network, activation: 'logistic' }).fit(X, three),
  'MLPClassifier, two': () => new MLPClassifier(network).fit(X, two),
  'MLPClassifier, softmax of two': () =>
    new MLPClassifier({ ...network, outputActivation: 'softmax' }).fit(
      X,
      two.map((yes) => (yes ? 7 : -3)),
    ),
  'MLPClassifier, one': () =>
    new MLPClassifier(network).fit(
      X,
      two.map(() => 'only'),
    ),
  'MLPClassifier, several labels': () => new MLPClassifier(network).fit(X, flags),
  LinearRegression: () => new LinearRegression().fit(X, numbers),
  'LinearRegression, two targets': () =>
    new LinearRegression().fit(
      X,
      X.map(([a, b]) => [a, b]),
    ),
  'a search': () => new GridSearchCV(new Ridge(), { alpha: [0.1, 10] }, { cv: 3 }).fit(X, numbers),
  Ridge: () => new Ridge().fit(X, numbers),
  SGDRegressor: () =>
    new SGDRegressor({ randomState: 1, average: true, eta0: 1e-3, ...quiet }).fit(X, numbers),
  'LogisticRegression, two': () => new LogisticRegression().fit(X, two),
  'LogisticRegression, three': () => new LogisticRegression({ maxIter: 1000 }).fit(X, three),
  'Perceptron, two': () => new Perceptron().fit(X, two),
  'Perceptron, three': () => new Perceptron().fit(X, three),
  'SGDClassifier, hinge': () => new SGDClassifier({ randomState: 1 }).fit(X, three),
  'SGDClassifier, log loss': () =>
    new SGDClassifier({ loss: 'logLoss', randomState: 1, average: true }).fit(X, three),
  'SGDClassifier, log loss of two': () => new SGDClassifier({ loss: 'log_loss', randomState: 1 }).fit(X, two),
  'SGDClassifier, modified huber': () =>
    new SGDClassifier({ loss: 'modified_huber', randomState: 1 }).fit(X, three),
  'SGDClassifier, several labels': () =>
    new SGDClassifier({ loss: 'log_loss', randomState: 1 }).fit(X, flags),
  pipeline: () =>
    makePipeline(
      new StandardScaler(),
      new PCA({ nComponents: 3, whiten: true }),
      new MLPClassifier(network),
    ).fit(X, three),
  'a model as a regressor': () =>
    new ModelRegressor({ model: build('linear'), epochs: 2, randomState: 1 }).fit(X, numbers),
  'a model as a classifier': () =>
    makePipeline(
      new StandardScaler(),
      new ModelClassifier({ model: build('softmax'), epochs: 2, randomState: 1 }),
    ).fit(X, three),
  'transformed targets': () =>
    new TransformedTargetRegressor({
      regressor: makePipeline(new RobustScaler(), new MLPRegressor(network)),
    }).fit(X, numbers),
  'logarithm of targets': () =>
    new TransformedTargetRegressor({
      regressor: new LinearRegression(),
      transformer: new FunctionTransformer({ func: 'log1p' }),
    }).fit(X, numbers.map(Math.abs)),
  'targets between 0 and 1': () =>
    new TransformedTargetRegressor({ regressor: new Ridge(), transformer: new MinMaxScaler() }).fit(
      X,
      numbers,
    ),
};

/** Files in float32, which have the same nodes, are run for some. */
const inSingle = [
  'MLPClassifier, three',
  'SGDClassifier, log loss',
  'pipeline',
  'MinMaxScaler',
  'one-hot',
  'ordinal',
];
const typesFor = (name: string): readonly Float[] => (inSingle.includes(name) ? floats : ['float64']);

describe.each(Object.entries(predictors))('%s', (name, fit) => {
  test.each(typesFor(name))('%s', async (dtype) => {
    const model = (await fit()) as Predictor;
    await using session = await openOnnx(toOnnx(model, { dtype }));
    // Models compute in float32, whatever goes in.
    const tolerance = tolerances[name.startsWith('a model') ? 'float32' : dtype];
    await expectPredictions(session, matrix(dtype), model, X as never, tolerance);
  });
});

const transformers: Readonly<Record<string, Transformer>> = {
  StandardScaler: new StandardScaler(),
  'StandardScaler without mean': new StandardScaler({ withMean: false }),
  MinMaxScaler: new MinMaxScaler({ featureRange: [-1, 2] }),
  'MinMaxScaler that clips': new MinMaxScaler({ clip: true }),
  RobustScaler: new RobustScaler(),
  PCA: new PCA({ nComponents: 2 }),
  PolynomialFeatures: new PolynomialFeatures({ degree: 3 }),
  RBFSampler: new RBFSampler({ nComponents: 5, randomState: 1 }),
  'PolynomialFeatures, interactions': new PolynomialFeatures({
    degree: [2, 3],
    interactionOnly: true,
    includeBias: false,
  }),
  expm1: new FunctionTransformer({ func: 'expm1' }),
  square: new FunctionTransformer({ func: 'square', checkInverse: false }),
  nothing: new FunctionTransformer(),
  'columns by number': new ColumnTransformer([
    ['a', new StandardScaler(), [2, 0]],
    ['b', 'passthrough', [1]],
    ['c', 'drop', [3]],
  ]),
  'the rest': new ColumnTransformer([['a', new PCA(), [2, 0]]], { remainder: new MinMaxScaler() }),
  'imputer that finds nothing': new SimpleImputer({ strategy: 'median' }),
};

describe.each(Object.entries(transformers))('%s', (name, transformer) => {
  test.each(typesFor(name))('%s', async (dtype) => {
    await transformer.fit(X);
    const wanted = (await transformer.transform(X)) as Tensor;
    await using session = await openOnnx(toOnnx(transformer, { dtype }));
    const { transformed } = await session.run(matrix(dtype));
    expectNear(transformed, wanted.values, wanted.shape[1], tolerances[dtype]);
  });
});

/** Texts and truth values beside numbers, with gaps; each seventh row has values that fit did not see. */
const cell = <T>(values: readonly T[]): T[] =>
  Array.from(random.randint(0, values.length, ROWS), (i) => values[i]);
const columns = {
  carat: Array.from(random.normal(1, 0.3, ROWS), (x, i) => (i % 9 === 4 ? Number.NaN : Math.fround(x))),
  cut: cell(['Fair', 'Good', 'Ideal', '']),
  size: cell([1, 2, 3.5]),
  sparkles: cell([true, false]),
  id: cell(['a', 'b']),
};
const asTable = (own: typeof columns): Table =>
  Table.fromRows(
    own.carat.map((carat, i) => ({
      carat,
      cut: own.cut[i] === '' ? null : own.cut[i],
      size: own.size[i],
      sparkles: own.sparkles[i],
      id: own.id[i],
    })),
  );
const strange = {
  ...columns,
  cut: columns.cut.map((cut, i) => (i % 7 === 0 ? 'Premium' : cut)),
  size: columns.size.map((size, i) => (i % 7 === 0 ? 9 : size)),
};
const feeds = (own: typeof columns, type: Float): Record<string, Given> => {
  const shape = [ROWS, 1];
  return {
    carat: { type, data: own.carat, shape },
    cut: { type: 'string', data: own.cut, shape },
    size: { type, data: own.size, shape },
    sparkles: { type: 'bool', data: own.sparkles.map(Number), shape },
  };
};
const blanks = makePipeline(
  new SimpleImputer({ strategy: 'median', addIndicator: true }),
  new StandardScaler(),
);
const cuts = (encoder: Transformer): Transformer =>
  makePipeline(new SimpleImputer({ strategy: 'most_frequent' }), encoder as never) as never;

const mixed: Readonly<Record<string, readonly [ColumnTransformer, own: typeof columns]>> = {
  'one-hot': [
    new ColumnTransformer([
      ['numbers', blanks, ['carat']],
      ['cut', cuts(new OneHotEncoder()), ['cut']],
      ['others', new OneHotEncoder({ drop: 'if_binary' }), ['size', 'sparkles']],
    ]),
    columns,
  ],
  'one-hot, unknown values': [
    new ColumnTransformer([
      ['texts', new OneHotEncoder({ handleUnknown: 'ignore' }), ['cut', 'size']],
      ['numbers', 'passthrough', ['size']],
    ]),
    strange,
  ],
  'one-hot, rare values': [
    new ColumnTransformer([
      [
        'all',
        new OneHotEncoder({ handleUnknown: 'infrequentIfExist', maxCategories: 3, drop: 'first' }),
        ['cut', 'size', 'sparkles', 'carat'],
      ],
    ]),
    strange,
  ],
  ordinal: [
    new ColumnTransformer([
      [
        'all',
        new OrdinalEncoder({ handleUnknown: 'use_encoded_value', unknownValue: -1, encodedMissingValue: -2 }),
        ['cut', 'size', 'sparkles'],
      ],
    ]),
    strange,
  ],
  'ordinal, rare values': [
    new ColumnTransformer([['all', new OrdinalEncoder({ maxCategories: 2 }), ['cut', 'sparkles', 'carat']]]),
    columns,
  ],
  'constants for what is missing': [
    new ColumnTransformer([
      [
        'cut',
        makePipeline(
          new SimpleImputer({ strategy: 'constant', fillValue: 'none', addIndicator: true }),
          new OrdinalEncoder(),
        ),
        ['cut'],
      ],
      ['size', new SimpleImputer({ missingValues: 2, strategy: 'mean' }), ['size']],
    ]),
    columns,
  ],
};

describe.each(Object.entries(mixed))('%s', (name, [transformer, own]) => {
  test.each(typesFor(name))('%s', async (dtype) => {
    await transformer.fit(asTable(columns));
    const wanted = (await transformer.transform(asTable(own))) as Tensor;
    await using session = await openOnnx(toOnnx(transformer, { dtype }));
    const inputs = Object.entries(feeds(own, dtype)).filter(([name]) => session.inputNames.includes(name));
    const { transformed } = await session.run(Object.fromEntries(inputs));
    expectNear(transformed, wanted.values, wanted.shape[1], tolerances[dtype]);
  });
});

test('a network on a table with texts', async () => {
  const model = makePipeline(mixed['one-hot'][0], new MLPClassifier(network));
  await model.fit(asTable(columns), three);
  await using session = await openOnnx(toOnnx(model, { dtype: 'float64' }));
  expect(session.inputNames).toEqual(['carat', 'cut', 'size', 'sparkles']);
  await expectPredictions(session, feeds(columns, 'float64'), model, asTable(columns) as never, 1e-12);
});

test('texts that come out are outputs of their own', async () => {
  const imputer = new SimpleImputer({ strategy: 'most_frequent' });
  const table = asTable(columns).select('cut', 'carat');
  await imputer.fit(table);
  await using session = await openOnnx(toOnnx(imputer));
  const { cut, carat } = feeds(columns, 'float32');
  const { transformed_0: texts, transformed_1: numeric } = await session.run({ cut, carat });
  const wanted = (await imputer.transform(table)) as Table;
  expect(texts.data).toEqual(wanted.column('cut').toArray());
  expect(numeric.data).toEqual(
    wanted
      .column('carat')
      .toArray()
      .map((x) => Math.fround(Number(x))),
  );
});

test('what has no counterpart is refused by name', async () => {
  const dates = await new DateFeatures().fit(Table.fromRows([{ day: new Date(0) }, { day: new Date(1e12) }]));
  expect(errorOfSync(() => toOnnx(dates))).toContain('UNSUPPORTED: DateFeatures');
  const own = await new FunctionTransformer({ func: (x) => x.mul(2), checkInverse: false }).fit(X);
  expect(errorOfSync(() => toOnnx(own))).toContain('UNSUPPORTED: FunctionTransformer: func');
  expect(errorOfSync(() => toOnnx(new StandardScaler()))).toContain('NOT_FITTED: StandardScaler');
  expect(errorOfSync(() => toOnnx(makePipeline(new PCA(), new Ridge())))).toContain('NOT_FITTED: PCA');
  expect(errorOfSync(() => toOnnx(new MLPRegressor()))).toContain('NOT_FITTED');
  expect(errorOfSync(() => toOnnx(new PCA(), { opset: 9 } as never))).toContain('UNKNOWN_OPTION');
  expect(errorOfSync(() => toOnnx({} as never))).toContain('INVALID_VALUE: toOnnx takes');
});
