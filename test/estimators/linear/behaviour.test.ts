/** What linear models take, say and give back, and what holds for all of them. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { NumberColumn } from '../../../src/data/column.ts';
import { Table } from '../../../src/data/table.ts';
import { LinearRegression } from '../../../src/estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../../src/estimators/linear/perceptron.ts';
import { Ridge } from '../../../src/estimators/linear/ridge.ts';
import { SGDClassifier } from '../../../src/estimators/linear/sgd-classifier.ts';
import { SGDRegressor } from '../../../src/estimators/linear/sgd-regressor.ts';
import { makePipeline } from '../../../src/estimators/pipeline.ts';
import { StandardScaler } from '../../../src/preprocessing/standard-scaler.ts';
import { RandomState } from '../../../src/random/random-state.ts';
import { expectClose, flat } from './numbers.ts';

const random = new RandomState(3);
const X = Array.from({ length: 60 }, () => Array.from(random.normal(0, 1, 3)));
const line = X.map(([a, b, c]) => 2 * a - b + 0.5 * c + 3);
const noisy = line.map((value) => value + random.normal(0, 0.2));
const above = noisy.map((value) => (value > 3 ? 'above' : 'below'));
const thirds = noisy.map((value) => Math.min(2, Math.max(0, Math.round(value / 2))));

describe('what goes in', () => {
  test('the same numbers in every form', async () => {
    const table = new Table(
      ['a', 'b', 'c'].map(
        (name, j) =>
          new NumberColumn(
            name,
            Float64Array.from(X, (row) => row[j]),
          ),
      ),
    );
    const model = await new Ridge().fit(X, noisy);
    const ofTable = await new Ridge().fit(table, new NumberColumn('y', Float64Array.from(noisy)));
    const ofArray = await new Ridge().fit({ data: Float64Array.from(X.flat()), shape: [60, 3] }, noisy);
    expect(ofTable.coef).toEqual(model.coef);
    expect(ofArray.coef).toEqual(model.coef);
    expect(ofTable.featureNamesIn).toEqual(['a', 'b', 'c']);
    expect(model.featureNamesIn).toBeNull();
    expect(await ofTable.predict(table.select('c', 'a', 'b'))).toEqual(await model.predict(X));
  });

  test('float32 is computed in float64', async () => {
    const single = { data: Float32Array.from(X.flat()), shape: [60, 3] };
    const same = { data: Float64Array.from(single.data), shape: [60, 3] };
    const [model, other] = [new SGDRegressor({ randomState: 0 }), new SGDRegressor({ randomState: 0 })];
    await model.fit(single, noisy);
    await other.fit(same, noisy);
    expect(model.coef).toEqual(other.coef);
    expect(model.coef).toBeInstanceOf(Float64Array);
  });

  test('labels come back as they went in', async () => {
    const texts: string[] = await (await new LogisticRegression().fit(X, above)).predict(X.slice(0, 2));
    expect(texts.every((label) => label === 'above' || label === 'below')).toBe(true);
    const truths: boolean[] = await (
      await new SGDClassifier({ randomState: 0 }).fit(
        X,
        above.map((label) => label === 'above'),
      )
    ).predict(X.slice(0, 2));
    expect(truths).toEqual(texts.map((label) => label === 'above'));
  });

  test('at the end of a pipeline', async () => {
    const model = makePipeline(new StandardScaler(), new LogisticRegression());
    await model.fit(X, above);
    expect(await model.score(X, above)).toBeGreaterThan(0.9);
    expect((await model.predictProba(X)).shape).toEqual([60, 2]);
  });
});

describe('what comes out', () => {
  test('shapes', async () => {
    const two = await new SGDClassifier({ randomState: 0, loss: 'log_loss' }).fit(X, above);
    expect(two.coef.shape).toEqual([1, 3]);
    expect(two.intercept).toHaveLength(1);
    expect(await two.decisionFunction(X)).toBeInstanceOf(Float64Array);
    expect((await two.predictProba(X)).shape).toEqual([60, 2]);
    const three = await new LogisticRegression().fit(X, thirds);
    expect(three.coef.shape).toEqual([3, 3]);
    expect(three.nIter).toBeInstanceOf(Int32Array);
    expect(three.nFeaturesIn).toBe(3);
    const rows = await new LinearRegression().fit(
      X,
      noisy.map((value) => [value, -value]),
    );
    expect(rows.coef.shape).toEqual([2, 3]);
    expect(rows.intercept).toHaveLength(2);
    expect((await rows.predict(X)).shape).toEqual([60, 2]);
  });

  test('probabilities sum to 1 and agree with the labels; their logarithms are theirs', async () => {
    for (const model of [
      await new LogisticRegression().fit(X, thirds),
      await new SGDClassifier({ loss: 'log_loss', randomState: 1 }).fit(X, thirds),
      await new SGDClassifier({ loss: 'modified_huber', randomState: 1 }).fit(X, thirds),
    ]) {
      const probabilities = await model.predictProba(X);
      const predictions: readonly number[] = await model.predict(X);
      for (const [i, row] of (probabilities.toArray() as number[][]).entries()) {
        expect(row.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
        expect(Math.max(...row)).toBeCloseTo(row[model.classes.indexOf(predictions[i])], 12);
      }
      expect(flat(await model.predictLogProba(X))).toEqual(flat(probabilities).map(Math.log));
    }
  });

  test('attributes are copies', async () => {
    const model = await new SGDRegressor({ randomState: 0 }).fit(X, noisy);
    const before = await model.predict(X);
    model.coef.fill(7);
    model.intercept.fill(7);
    expect(await model.predict(X)).toEqual(before);
  });
});

describe('along the way', () => {
  test('a signal stops after the epoch; an aborted one before the first', async () => {
    const model = new SGDRegressor({ randomState: 0, tol: null, maxIter: 1e9, onWarning() {} });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await model.fit(X, noisy, { signal: controller.signal });
    expect(model.nIter).toBeGreaterThan(0);
    expect(model.warnings).toEqual([{ code: 'INTERRUPTED', message: 'Training interrupted by user.' }]);
    await model.fit(X, noisy, { signal: AbortSignal.abort() });
    expect(model.nIter).toBe(0);
    expect(model.coef).toEqual(new Float64Array(3));
    const logistic = new LogisticRegression({ onWarning() {} });
    await logistic.fit(X, above, { signal: AbortSignal.abort() });
    expect(Array.from(logistic.nIter)).toEqual([0]);
    expect(logistic.warnings.map(({ code }) => code)).toEqual(['INTERRUPTED']);
  });

  test('L-BFGS says when it has not converged', async () => {
    const model = await new LogisticRegression({ maxIter: 2, onWarning() {} }).fit(X, thirds);
    expect(model.warnings).toEqual([
      {
        code: 'NOT_CONVERGED',
        message:
          'lbfgs failed to converge after 2 iteration(s): iteration limit. Increase maxIter (now 2), or scale the data.',
      },
    ]);
  });

  test("verbose prints scikit-learn's lines", async () => {
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    await new SGDRegressor({ randomState: 0, verbose: 1, maxIter: 2, tol: null }).fit([[1], [2]], [1, 2]);
    log.mockRestore();
    const told = lines.map((line) => line.replace(/\d+\.\d+ seconds/, 's'));
    expect(told).toEqual([
      '-- Epoch 1',
      'Norm: 0.05, NNZs: 1, Bias: 0.027904, T: 2, Avg. loss: 1.220900, Objective: 1.220900',
      'Total training time: s.',
      '-- Epoch 2',
      'Norm: 0.08, NNZs: 1, Bias: 0.048045, T: 4, Avg. loss: 1.073993, Objective: 1.073993',
      'Total training time: s.',
    ]);
  });

  test('the page stays alive', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await new SGDRegressor({ randomState: 0, tol: null, maxIter: 40_000, onWarning() {} }).fit(X, noisy);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});

describe('laws', () => {
  const matrices = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }), fc.nat(10_000))
    .map(([rows, columns, seed]) => {
      const draw = new RandomState(seed);
      const matrix = Array.from({ length: rows }, () => Array.from(draw.normal(0, 1, columns)));
      return { X: matrix, y: Array.from(draw.normal(0, 1, rows)) };
    });

  test('the same seed gives the same bits, a shared generator goes on', async () => {
    const options = { loss: 'log_loss', earlyStopping: true } as const;
    const [first, second] = [
      await new SGDClassifier({ ...options, randomState: 5 }).fit(X, thirds),
      await new SGDClassifier({ ...options, randomState: 5 }).fit(X, thirds),
    ];
    expect(second.coef.toArray()).toEqual(first.coef.toArray());
    const generator = new RandomState(5);
    const third = await new SGDClassifier({ ...options, randomState: generator }).fit(X, thirds);
    const fourth = await new SGDClassifier({ ...options, randomState: generator }).fit(X, thirds);
    expect(fourth.coef.toArray()).not.toEqual(third.coef.toArray());
  });

  test('residuals of least squares are at right angles to every column', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async ({ X, y }) => {
        const model = await new LinearRegression({ fitIntercept: false, tol: 1e-12 }).fit(X, y);
        const predictions = await model.predict(X);
        for (let j = 0; j < X[0].length; j++) {
          const product = y.reduce((sum, value, i) => sum + (value - predictions[i]) * X[i][j], 0);
          expect(Math.abs(product)).toBeLessThan(1e-8);
        }
        expect(model.rank).toBeLessThanOrEqual(Math.min(X.length, X[0].length));
      }),
      { numRuns: 100 },
    );
  });

  test('without a penalty Ridge is least squares; with more of it weights are smaller', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async ({ X, y }) => {
        const least = await new LinearRegression({ tol: 1e-12 }).fit(X, y);
        const without = await new Ridge({ alpha: 0 }).fit(X, y);
        const norms: number[] = [];
        for (const alpha of [0.1, 1, 10])
          norms.push(Math.hypot(...(await new Ridge({ alpha }).fit(X, y)).coef));
        expectClose(without.coef, least.coef, 1e-6);
        expect(norms[0]).toBeGreaterThanOrEqual(norms[1]);
        expect(norms[1]).toBeGreaterThanOrEqual(norms[2]);
      }),
      { numRuns: 60 },
    );
  });

  test('non-negative weights are best where no free one could do better', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, fc.constantFrom(0, 0.5), async ({ X, y }, alpha) => {
        const options = { fitIntercept: false, positive: true };
        const model = alpha === 0 ? new LinearRegression(options) : new Ridge({ ...options, alpha });
        await model.fit(X, y);
        const predictions = await model.predict(X);
        for (const [j, weight] of model.coef.entries()) {
          const fit = y.reduce((sum, value, i) => sum + (value - predictions[i]) * X[i][j], 0);
          const slope = fit - alpha * weight;
          expect(weight).toBeGreaterThanOrEqual(0);
          if (weight > 0) expect(Math.abs(slope)).toBeLessThan(1e-8);
          else expect(slope).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a row of weight 2 is a row twice', async () => {
    const sampleWeight = X.map((_, i) => 1 + (i % 2));
    const twice = X.flatMap((row, i) => (i % 2 ? [row, row] : [row]));
    const twiceOf = <T>(y: readonly T[]): T[] => y.flatMap((value, i) => (i % 2 ? [value, value] : [value]));
    for (const [model, other, y] of [
      [new LinearRegression(), new LinearRegression(), noisy],
      [new Ridge(), new Ridge(), noisy],
      [new LogisticRegression({ tol: 1e-9 }), new LogisticRegression({ tol: 1e-9 }), thirds],
    ] as const) {
      await model.fit(X, y, { sampleWeight });
      await other.fit(twice, twiceOf(y));
      expectClose(model.coef, other.coef, 1e-6);
    }
  });

  test('a larger C gives larger weights, and none at all the most', async () => {
    const norms: number[] = [];
    for (const C of [0.01, 1, 100, Number.POSITIVE_INFINITY]) {
      norms.push(
        Math.hypot(...flat((await new LogisticRegression({ C, maxIter: 1000 }).fit(X, above)).coef)),
      );
    }
    expect(norms).toEqual(norms.toSorted((a, b) => a - b));
    const without = await new LogisticRegression({ penalty: null, maxIter: 1000 }).fit(X, above);
    expect(Math.hypot(...flat(without.coef))).toBe(norms[3]);
  });

  test('an L1 penalty beyond every slope leaves the shares of the classes', async () => {
    // At w = 0 the slope of a weight is Σ (σ(b) − y) x; 1 / C is larger than any of them here.
    const model = await new LogisticRegression({ l1Ratio: 1, C: 0.01, solver: 'saga', tol: 1e-9 }).fit(
      X,
      above,
    );
    expect(flat(model.coef)).toEqual([0, 0, 0]);
    const share = above.filter((label) => label === 'below').length / 60;
    expect(model.intercept[0]).toBeCloseTo(Math.log(share / (1 - share)), 7);
  });

  test('the optimum with an L1 penalty is one: no slope leads down from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        matrices.filter(({ X }) => X.length > 5),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        async ({ X, y }, l1Ratio, C) => {
          const labels = y.map((value, i) => (i < 2 ? i === 0 : value > 0));
          const options = { l1Ratio, C, solver: 'saga', tol: 1e-7, maxIter: 10_000 } as const;
          const model = await new LogisticRegression(options).fit(X, labels);
          expect(model.warnings).toEqual([]);
          const errors = flat(await model.predictProba(X)).filter((_, i) => i % 2 === 1);
          for (const [j, weight] of flat(model.coef).entries()) {
            const slope = errors.reduce((sum, p, i) => sum + (p - Number(labels[i])) * X[i][j], 0);
            const smooth = slope + ((1 - l1Ratio) / C) * weight;
            const least =
              weight === 0
                ? Math.max(Math.abs(smooth) - l1Ratio / C, 0)
                : Math.abs(smooth + (Math.sign(weight) * l1Ratio) / C);
            expect(least).toBeLessThan(1e-5);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('L1 makes weights zero', async () => {
    const wide = X.map((row) => [...row, ...Array.from(random.normal(0, 1, 10))]);
    const model = await new SGDClassifier({ penalty: 'l1', alpha: 0.02, randomState: 0 }).fit(wide, above);
    expect(flat(model.coef).filter((weight) => weight === 0).length).toBeGreaterThan(4);
  });

  test('part by part is as good as at once, where rows come in order', async () => {
    const atOnce = new Perceptron({ shuffle: false, maxIter: 1, tol: null });
    const inParts = new Perceptron({ shuffle: false });
    await atOnce.fit(X, above);
    for (let i = 0; i < 60; i += 20) {
      await inParts.partialFit(X.slice(i, i + 20), above.slice(i, i + 20), { classes: ['above', 'below'] });
    }
    expect(inParts.coef.toArray()).toEqual(atOnce.coef.toArray());
    expect(inParts.samplesSeen).toBe(61);
  });
});
