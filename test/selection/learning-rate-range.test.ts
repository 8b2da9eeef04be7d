/** The sweep of the learning rate: its rates, its losses, what it leaves alone, and its figure. */
import { describe, expect, test } from 'vitest';
import { Ridge } from '../../src/estimators/linear/ridge.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { TransformedTargetRegressor } from '../../src/estimators/transformed-target-regressor.ts';
import { learningRatePlot } from '../../src/plot/learning-rate-plot.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { learningRateRange } from '../../src/selection/learning-rate-range.ts';
import { errorOf, errorOfSync } from '../error-of.ts';
import { parseXml } from '../plot/well-formed.ts';
import { expectClose, iris, standardized } from './search-fixtures.ts';

const { X, y } = await iris();
const scaled = standardized(X);
const net = new MLPClassifier({ hiddenLayerSizes: [10], batchSize: 16, randomState: 0, onWarning() {} });

describe('learningRateRange', () => {
  test('multiplies the rate at each of 500 iterations, from 1e-5 to 10', async () => {
    const { learningRates, losses, smoothLosses, turningPoint, suggested } = await learningRateRange(
      net,
      scaled,
      y,
    );
    expect(learningRates).toHaveLength(500);
    expect(learningRates[0]).toBe(1e-5);
    expect(learningRates[499]).toBeCloseTo(10, 9);
    expectClose(
      learningRates.subarray(1).map((rate, i) => rate / learningRates[i]),
      Array(499).fill(1e6 ** (1 / 499)),
    );
    expect(losses).toHaveLength(500);
    // It falls, and then shoots up.
    const at = learningRates.indexOf(turningPoint);
    expect(smoothLosses[at]).toBeLessThan(smoothLosses[0] / 2);
    expect(smoothLosses[499]).toBeGreaterThan(4 * smoothLosses[at]);
    expect(suggested).toBeCloseTo(turningPoint / 10, 15);
    const trained = await new MLPClassifier({ ...net.options, learningRateInit: suggested, maxIter: 30 }).fit(
      scaled,
      y,
    );
    expect(await trained.score(scaled, y)).toBeGreaterThan(0.9);
  });

  test('is what plain steps at these rates give', async () => {
    const sgd = {
      hiddenLayerSizes: [4],
      solver: 'sgd',
      momentum: 0,
      shuffle: false,
      batchSize: 150,
      randomState: 0,
      onWarning() {},
    } as const;
    const { learningRates, losses } = await learningRateRange(new MLPClassifier(sgd), scaled, y, {
      iterations: 10,
      minLearningRate: 0.01,
      maxLearningRate: 1,
    });
    let start = await new MLPClassifier({ ...sgd, learningRateInit: 1e-300 }).partialFit(scaled, y, {
      classes: [0, 1, 2],
    });
    const expected: number[] = [];
    for (const rate of learningRates) {
      const init = { classes: [0, 1, 2], coefsInit: start.coefs, interceptsInit: start.intercepts };
      start = await new MLPClassifier({ ...sgd, learningRateInit: rate }).partialFit(scaled, y, init);
      expected.push(start.finalLoss);
    }
    expectClose(losses, expected, 1e-12);
  });

  test('leaves the estimator alone, wherever the network stands in it', async () => {
    const target = X.map((row) => row[3]);
    const regressor = new MLPRegressor({
      hiddenLayerSizes: [5],
      randomState: 0,
      callbacks: [],
      onWarning() {},
    });
    const model = makePipeline(new StandardScaler(), new TransformedTargetRegressor({ regressor }));
    const options = JSON.stringify(model.getParams());
    const { suggested } = await learningRateRange(model, X, target, { iterations: 60 });
    expect(suggested).toBeGreaterThan(1e-6);
    expect(JSON.stringify(model.getParams())).toBe(options);
    expect(await errorOf(() => model.predict(X))).toContain('NOT_FITTED');
    const fitted = await new MLPClassifier({ ...net.options, maxIter: 3 }).fit(scaled, y);
    const before = fitted.coefs.map((coefs) => coefs.toArray());
    await learningRateRange(fitted, scaled, y, { iterations: 20 });
    expect(fitted.coefs.map((coefs) => coefs.toArray())).toEqual(before);
  });

  test('bears losses that are no numbers any more', async () => {
    const model = new MLPRegressor({ hiddenLayerSizes: [5], solver: 'sgd', randomState: 0, onWarning() {} });
    const sweep = await learningRateRange(
      model,
      X.map((row) => row.map((value) => 1e3 * value)),
      y,
      { maxLearningRate: 1e6 },
    );
    expect(sweep.losses[499]).toBeNaN();
    expect(Number.isFinite(sweep.suggested)).toBe(true);
    parseXml(learningRatePlot(sweep));
  });

  test('refuses what has no learning rate, and what makes no sweep', async () => {
    const refusal = (model: never, options: object = {}): Promise<string> =>
      errorOf(() => learningRateRange(model, scaled, y, options));
    expect(await refusal(new Ridge() as never)).toBe(
      'INVALID_VALUE: learningRateRange needs a multilayer perceptron, such as MLPClassifier, or a compiled model, got a Ridge.',
    );
    expect(await refusal(new MLPClassifier({ solver: 'lbfgs' }) as never)).toContain(
      "solver 'lbfgs' has no learning rate",
    );
    expect(await refusal(net as never, { minLearningRate: 1, maxLearningRate: 0.1 })).toBe(
      'INVALID_OPTION: learningRateRange: minLearningRate must be smaller than maxLearningRate, got 1 and 0.1.',
    );
    expect(await refusal(net as never, { batchSize: 8 })).toBe(
      'INVALID_OPTION: learningRateRange: batchSize is an option of the estimator; here it is for models.',
    );
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(learningRateRange(net, scaled, y, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('learningRatePlot', () => {
  test('has log axes and marks the turning point', async () => {
    const sweep = await learningRateRange(net, scaled, y);
    const svg = learningRatePlot(sweep, { title: 'Sweep' });
    parseXml(svg);
    expect(svg).toContain('Learning rate (log axis)');
    expect(svg).toContain(`it turns at ${sweep.turningPoint.toPrecision(2)}`);
    expect(errorOfSync(() => learningRatePlot({ ...sweep, losses: [1] }))).toContain('LENGTH_MISMATCH');
  });
});
