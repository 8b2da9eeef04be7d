/** Estimators as networks of layers: the same predictions, or a reason why not. */
import { describe, expect, test } from 'vitest';
import { LinearRegression } from '../../src/estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../src/estimators/linear/perceptron.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { ModelRegressor } from '../../src/estimators/models/model-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import type { Predictor } from '../../src/estimators/predictor.ts';
import { TransformedTargetRegressor } from '../../src/estimators/transformed-target-regressor.ts';
import { toNetwork } from '../../src/formats/to-network.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { ColumnTransformer } from '../../src/preprocessing/column-transformer.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { RobustScaler } from '../../src/preprocessing/robust-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';

const random = new RandomState(4);
const X = Array.from({ length: 60 }, () => [random.normal(100, 3), random.normal(), random.uniform(0, 1e3)]);
const y = X.map(([a, b, c]) => a + 2 * b - c / 100);
const two = y.map((value) => (value > 95 ? 'high' : 'low'));
const three = y.map((value) => (value > 98 ? 'high' : value > 94 ? 'middle' : 'low'));

const options = { hiddenLayerSizes: [5, 4], maxIter: 20, randomState: 1, onWarning: () => {} };

/** What an estimator says of each row, as numbers. */
async function numbersOf(model: Predictor, columns: number): Promise<number[][]> {
  const predictions = await model.predict(X);
  if (Array.isArray(predictions) && model.predictProba !== undefined) {
    const rows = (await model.predictProba(X)).toArray() as number[][];
    return rows.map((row) => row.slice(-columns));
  }
  if (predictions instanceof Tensor) return predictions.toArray() as number[][];
  return Array.from(predictions as Float64Array, (value) => [value]);
}

const outputs = (['identity', 'softplus', 'exp', 'tanh', 'relu', 'sigmoid'] as const).map(
  (outputActivation): [string, () => Promise<Predictor>] => [
    `MLPRegressor that ends with ${outputActivation}`,
    () =>
      new MLPRegressor({ ...options, outputActivation }).fit(
        X,
        y.map((value) => value / 100),
      ),
  ],
);

describe('the same numbers', () => {
  test.each<[string, () => Promise<Predictor>]>([
    ...outputs,
    [
      'MLPRegressor, two outputs',
      () =>
        new MLPRegressor({ ...options, activation: 'logistic' }).fit(
          X,
          X.map(([a, b]) => [a, b]),
        ),
    ],
    ['MLPRegressor, no hidden layer', () => new MLPRegressor({ ...options, hiddenLayerSizes: [] }).fit(X, y)],
    ['MLPClassifier, two classes', () => new MLPClassifier({ ...options, activation: 'tanh' }).fit(X, two)],
    ['MLPClassifier, three classes', () => new MLPClassifier(options).fit(X, three)],
    [
      'MLPRegressor in float32',
      () => makePipeline(new StandardScaler(), new MLPRegressor({ ...options, dtype: 'float32' })).fit(X, y),
    ],
    ['LinearRegression', () => new LinearRegression().fit(X, y)],
    [
      'LogisticRegression, two classes',
      () => makePipeline(new StandardScaler(), new LogisticRegression()).fit(X, two),
    ],
    [
      'LogisticRegression, three classes',
      () => makePipeline(new RobustScaler(), new LogisticRegression()).fit(X, three),
    ],
    ['StandardScaler', () => makePipeline(new StandardScaler(), new MLPRegressor(options)).fit(X, y)],
    [
      'StandardScaler without mean',
      () => makePipeline(new StandardScaler({ withMean: false }), new MLPRegressor(options)).fit(X, y),
    ],
    ['RobustScaler', () => makePipeline(new RobustScaler(), new MLPRegressor(options)).fit(X, y)],
    [
      'MinMaxScaler',
      () => makePipeline(new MinMaxScaler({ featureRange: [-1, 1] }), new MLPRegressor(options)).fit(X, y),
    ],
    ...[new StandardScaler(), new MinMaxScaler(), new RobustScaler()].map(
      (transformer): [string, () => Promise<Predictor>] => [
        `targets by ${transformer.constructor.name}`,
        () =>
          new TransformedTargetRegressor({
            regressor: makePipeline(new StandardScaler(), new MLPRegressor(options)),
            transformer,
          }).fit(X, y),
      ],
    ),
  ])('%s', async (_, make) => {
    const model = await make();
    const network = toNetwork(model);
    const made = (await network.predict(X)) as Tensor;
    const expected = await numbersOf(model, made.shape[1]);
    const tolerance = made.dtype === 'float32' ? 1e-5 : 1e-12;
    for (const [i, row] of (made.toArray() as number[][]).entries()) {
      for (const [j, value] of row.entries()) {
        expect(Math.abs(value - expected[i][j]) / Math.max(1, Math.abs(expected[i][j]))).toBeLessThan(
          tolerance,
        );
      }
    }
  });
});

test('a model of layers that was trained as an estimator, with a scaler before it', async () => {
  const stack = new Sequential([
    Input([3], { dtype: 'float64' }),
    new Dense(4, { activation: 'tanh', dtype: 'float64' }),
    new Dense(1, { dtype: 'float64' }),
  ]);
  stack.compile({ loss: 'mse', optimizer: 'adam' });
  const model = makePipeline(
    new StandardScaler(),
    new ModelRegressor({ model: stack, epochs: 3, randomState: 1 }),
  );
  await model.fit(X, y);
  const made = (await toNetwork(model).predict(X)) as Tensor;
  const expected = await numbersOf(model as Predictor, 1);
  expect(made.dtype).toBe('float64');
  for (const [i, [value]] of (made.toArray() as number[][]).entries()) {
    expect(value).toBeCloseTo(expected[i][0], 9);
  }
});

test('the reason why not', async () => {
  const columns = makePipeline(
    new ColumnTransformer([['numbers', new StandardScaler(), [0, 1, 2]]]),
    new MLPRegressor(options),
  );
  expect(errorOfSync(() => toNetwork(new MLPRegressor()))).toMatch(/^NOT_FITTED: MLPRegressor/);
  const fitted = await columns.fit(X, y);
  expect(errorOfSync(() => toNetwork(fitted))).toBe(
    'UNSUPPORTED: ColumnTransformer has no counterpart among the layers of networks: it takes tables of columns apart, and layers take numbers.',
  );
  const perceptron = await new Perceptron({ randomState: 1 }).fit(X, two);
  expect(errorOfSync(() => toNetwork(perceptron))).toMatch(/^UNSUPPORTED: Perceptron has no counterpart/);
  const clipped = await makePipeline(new MinMaxScaler({ clip: true }), new MLPRegressor(options)).fit(X, y);
  expect(errorOfSync(() => toNetwork(clipped))).toMatch(/^UNSUPPORTED: MinMaxScaler with clip/);
});
