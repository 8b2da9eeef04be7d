/**
 * Learning rates that change from step to step, against steps taken one by one; and layers taken over from
 * another network, frozen or not.
 */
import { describe, expect, test } from 'vitest';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import type { StepLogs } from '../../src/estimators/mlp/options.ts';
import { rateFactor } from '../../src/estimators/mlp/schedule.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { errorOf } from '../error-of.ts';
import { drawLabels, drawNumbers, quiet } from './mlp-data.ts';

const { X, y } = drawNumbers(1, 30);
const { X: XLabels, y: labels } = drawLabels(2, 30);
const base = { hiddenLayerSizes: [4, 3], maxIter: 2, batchSize: 8, shuffle: false, randomState: 1, ...quiet };
const plainSgd = { ...base, solver: 'sgd', momentum: 0, nesterovsMomentum: false } as const;

/** The weights after steps over batches in order, each step by a network of its own at the rate it is told. */
async function stepByStep(rates: readonly number[]): Promise<number[][][]> {
  let model: MLPRegressor = await new MLPRegressor({ ...plainSgd, learningRateInit: 1e-300 }).partialFit(
    X,
    y,
  );
  for (const [i, rate] of rates.entries()) {
    const start = 8 * (i % 4);
    const next = new MLPRegressor({ ...plainSgd, learningRateInit: rate });
    await next.partialFit(X.slice(start, start + 8), y.slice(start, start + 8), {
      coefsInit: model.coefs,
      interceptsInit: model.intercepts,
    });
    model = next;
  }
  return model.coefs.map((coefs) => coefs.toArray() as number[][]);
}

function expectWeights(model: MLPRegressor, expected: readonly number[][][]): void {
  model.coefs.forEach((coefs, layer) => {
    (coefs.toArray() as number[][]).forEach((row, i) => {
      row.forEach((weight, j) => {
        expect(weight).toBeCloseTo(expected[layer][i][j], 12);
      });
    });
  });
}

describe('the schedules', () => {
  test('a warm-up rises evenly, then the rate stays', async () => {
    const model = await new MLPRegressor({ ...plainSgd, learningRateInit: 0.05, warmupSteps: 5 }).fit(X, y);
    const rates = [1, 2, 3, 4, 5, 5, 5, 5].map((k) => (0.05 * k) / 5);
    expectWeights(model, await stepByStep(rates));
  });

  test('one cycle: up, down, and a last fall', async () => {
    const factors = [0, 0.225, 0.45, 0.675, 0.9, 0.95, 1].map((share) =>
      rateFactor(1 + share * 1000, 1001, { learningRate: 'one_cycle', warmupSteps: 0 }),
    );
    [0.1, 0.55, 1, 0.55, 0.1, 0.0505, 0.001].forEach((factor, i) => {
      expect(factors[i]).toBeCloseTo(factor, 12);
    });
    const logs: StepLogs[] = [];
    const model = await new MLPRegressor({
      ...plainSgd,
      learningRateInit: 0.05,
      learningRate: 'oneCycle',
      callbacks: [{ onStepEnd: (own) => void logs.push(own) }],
    }).fit(X, y);
    expect(logs.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const rates = logs.map(({ learningRate }) => learningRate);
    expect(rates[0]).toBeCloseTo(0.005, 12);
    expect(rates[7]).toBeCloseTo(0.00005, 12);
    expectWeights(model, await stepByStep(rates));
  });

  test('without one nothing changes, with adam and with sgd', async () => {
    for (const solver of ['adam', 'sgd'] as const) {
      const plain = await new MLPRegressor({ ...base, solver }).fit(X, y);
      const same = await new MLPRegressor({ ...base, solver, warmupSteps: 1, frozenLayers: 0 }).fit(X, y);
      expect(same.coefs[0].toArray()).toEqual(plain.coefs[0].toArray());
    }
  });

  test('are refused where they have no end', async () => {
    const model = new MLPRegressor({ ...base, learningRate: 'one_cycle' });
    expect(await errorOf(() => model.partialFit(X, y))).toBe(
      "INVALID_OPTION: learningRate 'one_cycle' ends with its fit; partialFit has no end.",
    );
    expect(
      await errorOf(() => new MLPRegressor({ ...base, learningRate: 'cyclic' as never }).fit(X, y)),
    ).toContain("must be one of 'constant', 'invscaling', 'adaptive', 'one_cycle'");
  });

  test('are saved', async () => {
    const model = await new MLPRegressor({
      ...base,
      learningRate: 'one_cycle',
      warmupSteps: 3,
      frozenLayers: 1,
    }).fit(X, y);
    expect(load(save(model)).options).toMatchObject({
      learningRate: 'one_cycle',
      warmupSteps: 3,
      frozenLayers: 1,
    });
  });
});

describe('onStepEnd', () => {
  test('tells the loss of each batch: their mean is the epoch’s', async () => {
    const losses: number[] = [];
    const callbacks = [{ onStepEnd: ({ loss }: StepLogs) => void losses.push(loss) }];
    const model = await new MLPRegressor({ ...base, callbacks }).fit(X, y);
    const sizes = [8, 8, 8, 6];
    for (const epoch of [0, 1]) {
      const mean = sizes.reduce((sum, size, i) => sum + (size * losses[4 * epoch + i]) / 30, 0);
      expect(mean).toBeCloseTo(model.lossCurve[epoch], 12);
    }
  });

  test('sets the rate of the steps to come', async () => {
    const rates = [0.05, 0.04, 0.03, 0.02, 0.01, 0.005, 0.004, 0.003];
    const callbacks = [{ onStepEnd: ({ step }: StepLogs) => rates[step] }];
    const model = await new MLPRegressor({ ...plainSgd, learningRateInit: 0.05, callbacks }).fit(X, y);
    expectWeights(model, await stepByStep(rates));
  });

  test.each([
    [3, 0],
    [4, 1],
    [6, 1],
  ])('stops after step %d, in silence', async (last, epochs) => {
    const callbacks = [{ onStepEnd: ({ step }: StepLogs) => step < last }];
    const model = await new MLPRegressor({ ...plainSgd, learningRateInit: 0.05, callbacks }).fit(X, y);
    expect(model.nIter).toBe(epochs);
    expect(model.warnings).toEqual([]);
    expectWeights(model, await stepByStep(Array(last).fill(0.05)));
  });
});

describe('layers of another network', () => {
  const lower = async (): Promise<MLPClassifier<Label[]>> =>
    new MLPClassifier({ ...base, hiddenLayerSizes: [4, 3], randomState: 7 }).fit(XLabels, labels) as never;
  type Label = number | string | boolean;

  test.each(['adam', 'sgd', 'lbfgs'] as const)('stay as they are when frozen: %s', async (solver) => {
    const source = await lower();
    const options = { ...base, solver, maxIter: 5, frozenLayers: 2 };
    const init = { coefsInit: source.coefs.slice(0, 2), interceptsInit: source.intercepts.slice(0, 2) };
    const model = await new MLPClassifier(options).fit(XLabels, labels, init);
    for (const layer of [0, 1]) {
      expect(model.coefs[layer].toArray()).toEqual(source.coefs[layer].toArray());
      expect([...model.intercepts[layer]]).toEqual([...source.intercepts[layer]]);
    }
    const drawn = await new MLPClassifier({
      ...options,
      maxIter: 1,
      learningRateInit: 1e-300,
      solver: 'sgd',
    }).fit(XLabels, labels);
    expect(model.coefs[2].toArray()).not.toEqual(drawn.coefs[2].toArray());
    expect([...model.intercepts[2]]).not.toEqual([...drawn.intercepts[2]]);
  });

  test('are learned on where they are not frozen, and the source stays', async () => {
    const source = await lower();
    const before = source.coefs.map((coefs) => coefs.toArray());
    const init = { coefsInit: source.coefs.slice(0, 1) };
    const model = await new MLPClassifier(base).fit(XLabels, labels, init);
    expect(model.coefs[0].toArray()).not.toEqual(before[0]);
    expect(source.coefs.map((coefs) => coefs.toArray())).toEqual(before);
    const drawn = await new MLPClassifier(base).fit(XLabels, labels);
    expect(model.lossCurve[0]).not.toBe(drawn.lossCurve[0]);
  });

  test('the frozen ones learn like a network on what they give', async () => {
    // The upper layers of a frozen network are a network by themselves, whose inputs are the hidden units.
    const source = await lower();
    const sgd = { ...plainSgd, alpha: 0, learningRateInit: 0.1, activation: 'relu' } as const;
    const whole = await new MLPClassifier({ ...sgd, hiddenLayerSizes: [4, 3], frozenLayers: 1 }).fit(
      XLabels,
      labels,
      {
        coefsInit: source.coefs,
        interceptsInit: source.intercepts,
      },
    );
    const [weights, biases] = [source.coefs[0].toArray() as number[][], source.intercepts[0]];
    const hidden = XLabels.map((row) =>
      Array.from(biases, (bias, j) =>
        Math.max(
          0,
          row.reduce((sum, x, i) => sum + x * weights[i][j], bias),
        ),
      ),
    );
    const upper = await new MLPClassifier({ ...sgd, hiddenLayerSizes: [3] }).fit(hidden, labels, {
      coefsInit: source.coefs.slice(1),
      interceptsInit: source.intercepts.slice(1),
    });
    upper.coefs.forEach((coefs, k) => {
      const own = whole.coefs[k + 1].values;
      coefs.values.forEach((weight, i) => {
        expect(own[i]).toBeCloseTo(weight, 12);
      });
    });
  });

  test('must fit', async () => {
    const source = await lower();
    const refusal = (init: object, options: object = {}): Promise<string> =>
      errorOf(() => new MLPClassifier({ ...base, ...options }).fit(XLabels, labels, init));
    expect(await refusal({ coefsInit: source.coefs.slice(1) })).toMatch(
      /^SHAPE_MISMATCH: coefsInit\[0\] has shape 4 × 3, but the layer \d × 4\.$/,
    );
    expect(await refusal({ coefsInit: [...source.coefs, ...source.coefs] })).toBe(
      'SHAPE_MISMATCH: coefsInit has 6 layers, but the network has 3.',
    );
    expect(await refusal({ interceptsInit: [[1, 2]] })).toBe(
      'SHAPE_MISMATCH: interceptsInit[0] has 2 biases, but the layer 4 units.',
    );
    expect(await refusal({}, { frozenLayers: 3 })).toBe(
      'INVALID_OPTION: MLPClassifier: frozenLayers 3 leaves no layer to train: there are 3.',
    );
  });
});
