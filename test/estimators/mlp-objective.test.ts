/** What the multilayer perceptrons minimise: gradients against differences, smoothing, dropout, Huber's limits. */
import { describe, expect, test } from 'vitest';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { type Architecture, activateOutput, forward } from '../../src/estimators/mlp/network.ts';
import { objective } from '../../src/estimators/mlp/objective.ts';
import type { Loss } from '../../src/estimators/mlp/options.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { fromTyped } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';
import { drawLabels, drawNumbers, quiet } from './mlp-data.ts';

const small = { hiddenLayerSizes: [6], maxIter: 10, learningRateInit: 0.02, randomState: 1, ...quiet };
const { X, y } = drawNumbers(1, 30);
const { X: XLabels, y: labels } = drawLabels(2, 30);

describe('gradients', () => {
  const activations: readonly Architecture['outputActivation'][] = [
    'identity',
    'relu',
    'softplus',
    'logistic',
    'tanh',
    'exp',
    'softmax',
  ];
  const allowed: Readonly<Record<Loss, readonly Architecture['outputActivation'][]>> = {
    squared_error: activations,
    absolute_error: activations,
    huber: activations,
    poisson: ['exp', 'softplus', 'softmax', 'logistic'],
    log_loss: ['softmax', 'logistic'],
  };
  const [rows, outputs] = [5, 3];
  const random = new RandomState(7);
  const z = random.standardNormal(rows * outputs);
  const weights = random.randomSample(rows);
  const probabilities = [
    [1, 0, 0],
    [0.2, 0.5, 0.3],
    [0, 0, 1],
    [0.1, 0.1, 0.8],
    [0, 1, 0],
  ];
  const y = tensor(probabilities);

  for (const [loss, outputActivations] of Object.entries(allowed)) {
    for (const outputActivation of outputActivations) {
      test(`${loss} of ${outputActivation}`, () => {
        const architecture: Architecture = {
          layerSizes: [1, outputs],
          activation: 'relu',
          outputActivation,
          dtype: 'float64',
        };
        for (const w of [undefined, fromTyped(weights, [rows, 1])]) {
          const sum = w === undefined ? rows : weights.reduce((a, b) => a + b);
          const at = (values: Float64Array): ReturnType<typeof objective> =>
            objective(
              fromTyped(values, [rows, outputs]),
              y,
              architecture,
              { loss: loss as Loss, huberDelta: 0.4 },
              w,
              sum,
            );
          const delta = at(z).delta.values;
          // The reported squared, absolute and Huber losses are means over outputs, their gradients are sums'.
          const perOutput = loss === 'poisson' || loss === 'log_loss' ? 1 : outputs;
          for (const i of z.keys()) {
            const [above, below] = [1e-6, -1e-6].map((h) => {
              const moved = z.slice();
              moved[i] += h;
              return at(moved).loss.item();
            });
            expect(delta[i]).toBeCloseTo(((above - below) / 2e-6) * perOutput, 6);
          }
        }
      });
    }
  }

  test('the logistic function far out', () => {
    const architecture: Architecture = {
      layerSizes: [1, 1],
      activation: 'relu',
      outputActivation: 'logistic',
      dtype: 'float64',
    };
    const z = tensor([[-800], [-30], [0], [30], [800]]);
    const { loss, delta } = objective(
      z,
      tensor([[0], [0], [1], [1], [1]]),
      architecture,
      { loss: 'squared_error', huberDelta: 1 },
      undefined,
      5,
    );
    expect(Array.from(activateOutput(z, architecture).values)).toEqual([
      0,
      1 / (1 + Math.exp(30)),
      0.5,
      1 / (1 + Math.exp(-30)),
      1,
    ]);
    expect(loss.item()).toBeCloseTo(0.125 / 5, 12);
    expect(delta.values.every(Number.isFinite)).toBe(true);
  });
});

describe('losses', () => {
  const train = (options: object): Promise<MLPRegressor> =>
    new MLPRegressor({ ...small, ...options }).fit(X, y);

  test("Huber's is the squared one as long as errors are small", async () => {
    const squared = await train({});
    const huber = await train({ loss: 'huber', huberDelta: 1e9 });
    for (const [i, loss] of huber.lossCurve.entries()) expect(loss).toBeCloseTo(squared.lossCurve[i], 12);
    expect(huber.coefs[0].values.length).toBe(18);
    for (const [i, { values }] of huber.coefs.entries()) {
      for (const [j, value] of values.entries()) expect(value).toBeCloseTo(squared.coefs[i].values[j], 12);
    }
  });

  test("Huber's is the absolute one, scaled, as long as they are large", async () => {
    const far = { solver: 'sgd', shuffle: false, maxIter: 3, alpha: 0, hiddenLayerSizes: [] } as const;
    const targets = y.map((value) => value + 1000);
    const absolute = await new MLPRegressor({ ...small, ...far, loss: 'absolute_error' }).fit(X, targets);
    const huber = await new MLPRegressor({ ...small, ...far, loss: 'huber', huberDelta: 1 }).fit(X, targets);
    expect(huber.coefs[0].values).toEqual(absolute.coefs[0].values);
    expect(huber.lossCurve[0]).toBeCloseTo(absolute.lossCurve[0] - 0.5, 9);
  });

  test('an outlier pulls the absolute loss less than the squared one', async () => {
    const options = { hiddenLayerSizes: [], solver: 'lbfgs', maxIter: 2000, alpha: 0 } as const;
    const flat = X.map(() => [0]);
    const targets = X.map((_, i) => (i === 0 ? 1000 : i % 2));
    const squared = await new MLPRegressor({ ...small, ...options }).fit(flat, targets);
    const huber = await new MLPRegressor({ ...small, ...options, loss: 'huber' }).fit(flat, targets);
    const mean = targets.reduce((a, b) => a + b) / targets.length;
    expect((await squared.predict([[0]]))[0]).toBeCloseTo(mean, 4);
    // Σ clip(m − y, −1, 1) = 0 with 15 targets of 1, 14 of 0 and the outlier: 15 (m − 1) + 14 m − 1 = 0.
    expect((await huber.predict([[0]]))[0]).toBeCloseTo(16 / 29, 4);
  });

  test('output activations bound what is predicted', async () => {
    const range = async (outputActivation: string): Promise<[number, number]> => {
      const model = await new MLPRegressor({
        ...small,
        maxIter: 50,
        outputActivation: outputActivation as 'relu',
      }).fit(X, y);
      const predicted = await model.predict(X.map((row) => row.map((value) => value * 10)));
      return [Math.min(...predicted), Math.max(...predicted)];
    };
    expect((await range('relu'))[0]).toBe(0);
    expect((await range('softplus'))[0]).toBeGreaterThan(0);
    expect((await range('exp'))[0]).toBeGreaterThan(0);
    const [low, high] = await range('tanh');
    expect([low >= -1, high <= 1, low < 0]).toEqual([true, true, true]);
    const [least, most] = await range('sigmoid');
    expect([least >= 0, most <= 1]).toEqual([true, true]);
    const model = await new MLPRegressor({ ...small, outputActivation: 'sigmoid' }).fit(X, y);
    expect(model.outputActivation).toBe('logistic');
    const shares = await new MLPRegressor({ ...small, outputActivation: 'softmax' }).fit(X, X);
    for (const row of (await shares.predict(X)).toArray() as number[][]) {
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });

  test('a regressor learns shares with log_loss', async () => {
    const shares = X.map(([x]) => 1 / (1 + Math.exp(-x)));
    const options = { hiddenLayerSizes: [], solver: 'lbfgs', alpha: 0, tol: 1e-8, maxIter: 500 } as const;
    const model = await new MLPRegressor({ ...small, ...options, loss: 'log_loss' }).fit(X, shares);
    const [a, b, c] = model.coefs[0].values;
    for (const [i, weight] of [a, b, c].entries()) expect(weight).toBeCloseTo(i === 0 ? 1 : 0, 4);
  });
});

describe('label smoothing', () => {
  test('smooths what is trained on, not what is scored', async () => {
    for (const y of [
      labels,
      labels.map((label) => label === 'a'),
      labels.map((label) => [Number(label === 'a'), 1]),
    ]) {
      const options = {
        ...small,
        maxIter: 40,
        earlyStopping: true,
        validationFraction: 0.3,
        labelSmoothing: 0.9,
      };
      const model = new MLPClassifier(options);
      await model.fit(XLabels, y as string[], { validationData: [XLabels, y] });
      const best = model.bestValidationScore as number;
      expect(best).toBeCloseTo(await model.score(XLabels, y as string[]), 12);
    }
  });

  test('draws probabilities towards even shares', async () => {
    const converged = {
      ...small,
      solver: 'lbfgs',
      maxIter: 3000,
      alpha: 1e-6,
      hiddenLayerSizes: [],
    } as const;
    const same = XLabels.map(() => [1]);
    const y = labels.map((_, i) => (i < 15 ? 'a' : i < 24 ? 'b' : 'c'));
    const model = await new MLPClassifier({ ...converged, labelSmoothing: 0.3 }).fit(same, y);
    const [a, b, c] = (await model.predictProba([[1]])).values;
    expect(a).toBeCloseTo(0.5 * 0.7 + 0.1, 3);
    expect(b).toBeCloseTo(0.3 * 0.7 + 0.1, 3);
    expect(c).toBeCloseTo(0.2 * 0.7 + 0.1, 3);
    const sure = await new MLPClassifier({ ...converged, labelSmoothing: 0.3 }).fit(
      same,
      y.map(() => 'a'),
    );
    expect((await sure.predictProba([[1]])).values[1]).toBeCloseTo(0.15, 3);
  });
});

describe('dropout', () => {
  const architecture: Architecture = {
    layerSizes: [200, 200, 200],
    activation: 'identity',
    outputActivation: 'identity',
    dtype: 'float64',
  };
  const weights = Float64Array.from({ length: 40_000 }, (_, i) => (i % 201 === 0 ? 1 : 0));
  const dropped = (rate: number, seed: number, step: number): Float64Array => {
    const kernels = [0, 1].map(() => fromTyped(weights, [200, 200]));
    const biases = fromTyped(new Float64Array(400), [400]);
    const x = fromTyped(new Float64Array(10_000).fill(3), [50, 200]);
    const at = fromTyped(Int32Array.of(step), []);
    return forward(x, kernels, biases, architecture, { rate, seed, step: at }).values as Float64Array;
  };

  test('zeroes a share of the units and scales up the others', () => {
    for (const rate of [0.1, 0.5, 0.8]) {
      const values = dropped(rate, 5, 0);
      for (const value of values) if (value !== 0) expect(value).toBeCloseTo(3 / (1 - rate), 12);
      const zeros = values.filter((value) => value === 0).length;
      expect(Math.abs(zeros / 10_000 - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / 10_000));
    }
    expect(dropped(0, 5, 0).every((value) => value === 3)).toBe(true);
  });

  test('draws by seed and step, the same every time', () => {
    expect(dropped(0.5, 5, 1)).toEqual(dropped(0.5, 5, 1));
    const pattern = (values: Float64Array): string => values.join();
    expect(pattern(dropped(0.5, 5, 1))).not.toBe(pattern(dropped(0.5, 5, 2)));
    expect(pattern(dropped(0.5, 5, 1))).not.toBe(pattern(dropped(0.5, 6, 1)));
  });

  test('is of training only', async () => {
    const train = (randomState: number, dropout: number): Promise<MLPRegressor> =>
      new MLPRegressor({ ...small, randomState, dropout }).fit(X, y);
    const model = await train(1, 0.5);
    expect(await model.predict(X)).toEqual(await model.predict(X));
    expect((await train(1, 0.5)).coefs).toEqual(model.coefs);
    expect((await train(2, 0.5)).coefs).not.toEqual(model.coefs);
    expect((await train(1, 0)).coefs).not.toEqual(model.coefs);
    expect((await train(1, 0)).coefs).toEqual((await new MLPRegressor(small).fit(X, y)).coefs);
    expect(await errorOf(() => train(1, 1))).toMatch('INVALID_OPTION');
  });
});
