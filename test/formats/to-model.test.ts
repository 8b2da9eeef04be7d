/** `toModel`: a fitted estimator as a compiled model with the same numbers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogisticRegression } from '../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../src/estimators/linear/perceptron.ts';
import { Ridge } from '../../src/estimators/linear/ridge.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { toModel } from '../../src/formats/to-model.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { PCA } from '../../src/preprocessing/pca.ts';
import { RobustScaler } from '../../src/preprocessing/robust-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const X = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(1.7 * i), (i * 0.618) % 1]);
const y = X.map(([a, b, c]) => a + b * c);
const quiet = { maxIter: 5, randomState: 3, onWarning: () => {} } as const;

async function predicted(model: ReturnType<typeof toModel>, rows = X): Promise<Tensor> {
  return (await model.predict(rows)) as Tensor;
}

function expectNear(actual: Tensor, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.size).toBe(expected.length);
  for (const [i, value] of actual.values.entries()) {
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i])));
  }
}

describe('classifiers', () => {
  const names = { two: ['no', 'yes'], three: ['a', 'b', 'c'] };
  const labels = (kind: readonly string[]): string[] =>
    X.map(([a], i) => kind[(i + (a > 0 ? 1 : 0)) % kind.length]);

  test('two classes: the probability of the second', async () => {
    const classifier = await new MLPClassifier(quiet).fit(X, labels(names.two));
    const model = toModel(classifier);
    const expected = (await classifier.predictProba(X)).toArray() as number[][];
    expectNear(
      await predicted(model),
      expected.map(([, p]) => p),
      1e-12,
    );
    expect(model.layers.map(({ className }) => className)).toEqual(['Dense', 'Dense']);
    expect(model.layers[1].getConfig().activation).toBe('sigmoid');
    const codes = labels(names.two).map((label) => [names.two.indexOf(label)]);
    const [loss, accuracy] = (await model.evaluate(X, codes)) as number[];
    expect(accuracy).toBeCloseTo(await classifier.score(X, labels(names.two)), 6);
    expect(loss).toBeGreaterThan(0);
    await model.fit(X, codes, { epochs: 1, verbose: 0 });
  });

  test('more classes, and several labels a row', async () => {
    const classifier = await new MLPClassifier({ ...quiet, activation: 'tanh', solver: 'sgd' }).fit(
      X,
      labels(names.three),
    );
    const model = toModel(classifier);
    expectNear(await predicted(model), (await classifier.predictProba(X)).values, 1e-12);
    const codes = labels(names.three).map((label) => names.three.indexOf(label));
    expect(((await model.evaluate(X, codes)) as number[])[1]).toBeCloseTo(
      await classifier.score(X, labels(names.three)),
      6,
    );
    expect(model.optimizer.getConfig()).toMatchObject({
      learning_rate: 0.001,
      momentum: 0.9,
      nesterov: true,
    });
    const flags = X.map(([a, b]) => [a > 0 ? 1 : 0, b > 0 ? 1 : 0]);
    const several = await new MLPClassifier(quiet).fit(X, flags);
    expectNear(await predicted(toModel(several)), (await several.predictProba(X)).values, 1e-12);
  });
});

describe('regressors', () => {
  test.each(['squared_error', 'absolute_error', 'huber', 'poisson', 'log_loss'] as const)(
    '%s',
    async (loss) => {
      const targets = y.map((value) => 1 / (1 + Math.exp(-value)));
      const regressor = await new MLPRegressor({
        ...quiet,
        loss,
        huberDelta: 0.5,
        activation: 'logistic',
        hiddenLayerSizes: [4, 3],
      }).fit(X, targets);
      const model = toModel(regressor);
      expectNear(await predicted(model), await regressor.predict(X), 1e-12);
      await model.fit(X, targets, { epochs: 1, verbose: 0 });
    },
  );

  test('single precision, and what L-BFGS found', async () => {
    const regressor = await new MLPRegressor({ ...quiet, solver: 'lbfgs', dtype: 'float32' }).fit(X, y);
    const model = toModel(regressor);
    const predictions = await predicted(model);
    expect(predictions.dtype).toBe('float32');
    expectNear(predictions, await regressor.predict(X), 1e-5);
    expect(model.optimizer.className).toBe('Adam');
  });

  test('any architecture, any rows', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 });
    const activations = fc.constantFrom('identity', 'logistic', 'tanh', 'relu');
    const row = fc.tuple(...Array.from({ length: 3 }, () => fc.double({ min: -10, max: 10, noNaN: true })));
    await fc.assert(
      fc.asyncProperty(
        sizes,
        activations,
        fc.array(row, { minLength: 1, maxLength: 5 }),
        async (hiddenLayerSizes, activation, rows) => {
          const regressor = await new MLPRegressor({
            ...quiet,
            maxIter: 1,
            hiddenLayerSizes,
            activation,
          }).fit(
            X,
            X.map(([a, b]) => [a, b]),
          );
          expectNear(
            await predicted(toModel(regressor), rows),
            (await regressor.predict(rows)).values,
            1e-12,
          );
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('pipelines', () => {
  test.each([
    ['StandardScaler', () => new StandardScaler()],
    ['StandardScaler without mean', () => new StandardScaler({ withMean: false })],
    ['StandardScaler without deviation', () => new StandardScaler({ withStd: false })],
    ['StandardScaler that does nothing', () => new StandardScaler({ withMean: false, withStd: false })],
    ['MinMaxScaler', () => new MinMaxScaler({ featureRange: [-1, 2] })],
    ['RobustScaler', () => new RobustScaler()],
    ['RobustScaler without center', () => new RobustScaler({ withCentering: false })],
  ])('%s becomes a layer', async (_, scaler) => {
    const rows = X.map(([a, b, c]) => [1000 + a, b * 1e-3, c]);
    const pipeline = await makePipeline(scaler(), new MLPRegressor(quiet)).fit(rows, y);
    const model = toModel(pipeline);
    expect(model.layers).toHaveLength(3);
    expectNear(await predicted(model, rows), await pipeline.predict(rows), 1e-9);
  });

  test('two scalers, single precision behind them', async () => {
    const rows = X.map(([a, b, c]) => [30 + a, b, c]);
    const net = new MLPClassifier({ ...quiet, dtype: 'float32' });
    const pipeline = await makePipeline(new StandardScaler(), new MinMaxScaler(), net).fit(
      rows,
      y.map((value) => value > 0),
    );
    const expected = (await pipeline.predictProba(rows)).toArray() as number[][];
    expectNear(
      await predicted(toModel(pipeline), rows),
      expected.map(([, p]) => p),
      1e-5,
    );
  });
});

describe('linear models', () => {
  test('a regression and a classification', async () => {
    const ridge = await makePipeline(new StandardScaler(), new Ridge()).fit(X, y);
    const line = toModel(ridge);
    expectNear(await predicted(line), await ridge.predict(X), 1e-12);
    await line.fit(X, y, { epochs: 1, verbose: 0 });
    const labels = y.map((value) => (value > 0.5 ? 2 : value > 0 ? 1 : 0));
    const logistic = await new LogisticRegression().fit(X, labels);
    const model = toModel(logistic);
    expectNear(await predicted(model), (await logistic.predictProba(X)).values, 1e-12);
    expect(((await model.evaluate(X, labels)) as number[])[1]).toBeCloseTo(
      await logistic.score(X, labels),
      6,
    );
  });
});

describe('what cannot become a model', () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['not fitted', async () => toModel(new MLPRegressor()), /^NOT_FITTED/],
    [
      'another estimator',
      async () =>
        toModel(
          await new Perceptron().fit(
            X,
            y.map((value) => value > 0),
          ),
        ),
      /^UNSUPPORTED: Perceptron has no counterpart/,
    ],
    [
      'another step',
      async () => toModel(await makePipeline(new PCA(), new MLPRegressor(quiet)).fit(X, y)),
      /^UNSUPPORTED: PCA has no counterpart/,
    ],
    [
      'a scaler that clips',
      async () =>
        toModel(await makePipeline(new MinMaxScaler({ clip: true }), new MLPRegressor(quiet)).fit(X, y)),
      /^UNSUPPORTED: MinMaxScaler with clip/,
    ],
  ])('%s', async (_, work, message) => {
    expect(await errorOf(work)).toMatch(message);
  });
});
