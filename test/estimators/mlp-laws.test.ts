/** Laws of the multilayer perceptrons that hold whatever the data. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { drawLabels, drawNumbers, drawRows, quiet } from './mlp-data.ts';

const seed = fc.integer({ min: 0, max: 2 ** 31 });
const few = { numRuns: 12 };
const small = { hiddenLayerSizes: [4], maxIter: 4, batchSize: 8, ...quiet };
/** Convex, and taken to its optimum: what is learned does not depend on where it starts. */
const convex = { hiddenLayerSizes: [], solver: 'lbfgs', tol: 1e-9, maxIter: 5000, ...quiet } as const;

/** Σ w² over all weights. */
function squared({ coefs }: { readonly coefs: readonly Tensor[] }): number {
  return coefs.flatMap(({ values }) => Array.from(values)).reduce((sum, w) => sum + w * w, 0);
}

describe('laws', () => {
  test('the same seed gives the same bits', () =>
    fc.assert(
      fc.asyncProperty(
        seed,
        fc.constantFrom('adam', 'sgd'),
        fc.boolean(),
        async (randomState, solver, shuffle) => {
          const { X, y } = drawNumbers(randomState);
          const options = { ...small, solver, shuffle, randomState };
          const [a, b] = [
            await new MLPRegressor(options).fit(X, y),
            await new MLPRegressor(options).fit(X, y),
          ];
          expect(a.coefs).toEqual(b.coefs);
          expect(a.lossCurve).toEqual(b.lossCurve);
        },
      ),
      few,
    ));

  test('a larger alpha gives smaller weights', () =>
    fc.assert(
      fc.asyncProperty(seed, async (randomState) => {
        const { X, y } = drawLabels(randomState);
        const sizes: number[] = [];
        for (const alpha of [0.01, 1, 100]) {
          sizes.push(squared(await new MLPClassifier({ ...convex, alpha, randomState }).fit(X, y)));
        }
        expect(sizes[0]).toBeGreaterThan(sizes[1]);
        expect(sizes[1]).toBeGreaterThan(sizes[2]);
      }),
      few,
    ));

  test('scaling all weights of rows scales the penalty down, and nothing else', () =>
    fc.assert(
      fc.asyncProperty(seed, fc.constantFrom('adam', 'sgd', 'lbfgs'), async (randomState, solver) => {
        const { X, y } = drawNumbers(randomState);
        const weights = y.map((_, i) => 0.25 + (i % 5));
        const train = (factor: number): Promise<MLPRegressor> =>
          new MLPRegressor({ ...small, solver, randomState, alpha: 0.5 * factor }).fit(X, y, {
            sampleWeight: weights.map((weight) => weight * factor),
          });
        expect((await train(4)).coefs).toEqual((await train(1)).coefs);
      }),
      few,
    ));

  test('weights of one, and rows left out or weightless, are the same', () =>
    fc.assert(
      fc.asyncProperty(seed, async (randomState) => {
        const { X, y } = drawNumbers(randomState);
        const options = { ...convex, alpha: 0.1, randomState };
        const weights = y.map((_, i) => (i % 4 === 0 ? 0 : i % 4 === 1 ? 2 : 1));
        const weighted = await new MLPRegressor(options).fit(X, y, { sampleWeight: weights });
        const rows = weights.flatMap((weight, i) => Array.from({ length: weight }, () => i));
        const repeated = await new MLPRegressor(options).fit(
          rows.map((i) => X[i]),
          rows.map((i) => y[i]),
        );
        const [a, b] = [await weighted.predict(X), await repeated.predict(X)];
        for (const [i, value] of a.entries()) expect(b[i]).toBeCloseTo(value, 5);
      }),
      few,
    ));

  test('other names in the same order give the same probabilities', () =>
    fc.assert(
      fc.asyncProperty(seed, async (randomState) => {
        const { X, y } = drawLabels(randomState);
        const options = { ...small, randomState };
        const letters = await new MLPClassifier(options).fit(X, y);
        const numbers = await new MLPClassifier(options).fit(
          X,
          y.map((label) => 'abc'.indexOf(label) * 10 - 5),
        );
        expect(await numbers.predictProba(X)).toEqual(await letters.predictProba(X));
        const back = (await numbers.predict(X)).map((code) => 'abc'[(code + 5) / 10]);
        expect(back).toEqual(await letters.predict(X));
      }),
      few,
    ));

  test('names in another order permute the probabilities', () =>
    fc.assert(
      fc.asyncProperty(seed, async (randomState) => {
        const { X, y } = drawLabels(randomState);
        const options = { ...convex, alpha: 1, randomState };
        const names = { a: 'z', b: 'x', c: 'y' };
        const plain = await new MLPClassifier(options).fit(X, y);
        const renamed = await new MLPClassifier(options).fit(
          X,
          y.map((label) => names[label]),
        );
        const [p, q] = [(await plain.predictProba(X)).values, (await renamed.predictProba(X)).values];
        for (let i = 0; i < X.length; i++) {
          for (const [place, label] of plain.classes.entries()) {
            const other = renamed.classes.indexOf(names[label]);
            expect(q[i * 3 + other]).toBeCloseTo(p[i * 3 + place], 4);
          }
        }
      }),
      few,
    ));

  test('probabilities are shares, and predictions the largest of them', () =>
    fc.assert(
      fc.asyncProperty(seed, async (randomState) => {
        const { X, y } = drawLabels(randomState);
        const model = await new MLPClassifier({ ...small, randomState }).fit(X, y);
        const unseen = drawRows(randomState + 1).map((row) => row.map((value) => value * 100));
        const rows = (await model.predictProba(unseen)).toArray() as number[][];
        const predicted = await model.predict(unseen);
        for (const [i, row] of rows.entries()) {
          expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
          expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
          expect(predicted[i]).toBe(model.classes[row.indexOf(Math.max(...row))]);
        }
      }),
      few,
    ));

  test('a row is predicted the same alone and among others', () =>
    fc.assert(
      fc.asyncProperty(seed, fc.integer({ min: 1, max: 600 }), async (randomState, rows) => {
        const { X, y } = drawNumbers(randomState);
        const model = await new MLPRegressor({ ...small, randomState }).fit(X, y);
        const unseen = drawRows(randomState, rows);
        const together = await model.predict(unseen);
        for (const i of [0, rows >> 1, rows - 1]) {
          expect((await model.predict([unseen[i]]))[0]).toBeCloseTo(together[i], 12);
        }
      }),
      few,
    ));

  test('without shuffling, an epoch of partialFit is an epoch of fit', () =>
    fc.assert(
      fc.asyncProperty(seed, fc.constantFrom('adam', 'sgd'), async (randomState, solver) => {
        const { X, y } = drawNumbers(randomState);
        const options = {
          ...small,
          solver,
          randomState,
          shuffle: false,
          learningRate: 'invscaling',
        } as const;
        const apart = new MLPRegressor(options);
        for (let k = 0; k < 4; k++) await apart.partialFit(X, y);
        const whole = await new MLPRegressor(options).fit(X, y);
        expect(apart.coefs).toEqual(whole.coefs);
        expect(apart.lossCurve).toEqual(whole.lossCurve);
        expect(apart.samplesSeen).toBe(whole.samplesSeen);
      }),
      few,
    ));
});
