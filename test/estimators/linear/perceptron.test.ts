/** The perceptron: the textbook's iris, logic, several labels a row, and the rule step by step with its bound. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadIris } from '../../../src/datasets/index.ts';
import { Perceptron } from '../../../src/estimators/linear/perceptron.ts';
import {
  type PerceptronStep,
  perceptronMistakeBound,
  perceptronSteps,
} from '../../../src/estimators/linear/perceptron-steps.ts';
import { SGDClassifier } from '../../../src/estimators/linear/sgd-classifier.ts';
import { errorOfSync } from '../../error-of.ts';
import { expectClose, flat } from './numbers.ts';

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const AND = [0, 0, 0, 1];
const OR = [0, 1, 1, 1];
const XOR = [0, 1, 1, 0];

describe('the textbook', () => {
  test('tells Iris setosa by its petals', async () => {
    const { data, target, targetNames } = await loadIris();
    const X = Array.from({ length: 150 }, (_, i) => [data.data[4 * i + 2], data.data[4 * i + 3]]);
    const y = Array.from(target, (code) => targetNames[Number(code)] === 'setosa');
    const model = await new Perceptron({ randomState: 42 }).fit(X, y);
    const predictions: boolean[] = await model.predict([
      [2, 0.5],
      [3, 1],
    ]);
    expect(predictions).toEqual([true, false]);
    expect(model.classes).toEqual([false, true]);
    expect(model.coef.shape).toEqual([1, 2]);
    expectClose(model.coef, [-1.4, -2.2]);
    expect(model.intercept).toEqual(Float64Array.of(4));
    expect(await model.score(X, y)).toBe(1);
    expect(model.samplesSeen).toBe(model.nIter * 150 + 1);
  });

  test('SGDClassifier with its options is the very same model', async () => {
    const { data, target } = await loadIris();
    const X = { data: data.data, shape: data.shape };
    const y = Array.from(target, Number);
    const perceptron = await new Perceptron({ randomState: 7 }).fit(X, y);
    const same = await new SGDClassifier({
      loss: 'perceptron',
      learningRate: 'constant',
      eta0: 1,
      penalty: null,
      randomState: 7,
    }).fit(X, y);
    expect(same.coef.toArray()).toEqual(perceptron.coef.toArray());
    expect(same.intercept).toEqual(perceptron.intercept);
    expect(await same.predict(X)).toEqual(await perceptron.predict(X));
  });
});

describe('logic', () => {
  test.each([
    ['and', AND],
    ['or', OR],
  ])('learns %s', async (_, y) => {
    const model = await new Perceptron({ tol: null, maxIter: 50 }).fit(corners, y);
    expect(await model.predict(corners)).toEqual(y);
  });

  test('never learns xor, and says so', async () => {
    const warnings: string[] = [];
    const options = { tol: 1e-9, maxIter: 20, nIterNoChange: 21 };
    const model = await new Perceptron({ ...options, onWarning: ({ code }) => warnings.push(code) }).fit(
      corners,
      XOR,
    );
    expect(await model.score(corners, XOR)).toBeLessThan(1);
    expect(warnings).toEqual(['NOT_CONVERGED']);
    expect(model.warnings).toEqual([
      {
        code: 'NOT_CONVERGED',
        message:
          'Maximum number of iteration reached before convergence. Consider increasing maxIter to improve the fit.',
      },
    ]);
  });

  test('learns several labels a row, each as on its own', async () => {
    const rows = corners.map((_, i) => [AND[i], OR[i]]);
    const model = await new Perceptron({ tol: null, maxIter: 30 }).fit(corners, rows);
    const predictions = await model.predict(corners);
    expect(predictions.toArray()).toEqual(rows);
    expect(await model.score(corners, rows)).toBe(1);
    expect(model.classes).toEqual([0, 1]);
    for (const [label, y] of [AND, OR].entries()) {
      const alone = await new Perceptron({ tol: null, maxIter: 30 }).fit(corners, y);
      expect(flat(model.coef).slice(2 * label, 2 * label + 2)).toEqual(flat(alone.coef));
      expect(model.intercept[label]).toBe(alone.intercept[0]);
    }
  });
});

describe('the rule step by step', () => {
  test('or, written out', () => {
    const told = Array.from(perceptronSteps(corners, OR), (step) => [
      step.instance.join(''),
      step.activation,
      step.prediction,
      step.target,
      step.weightsBefore.join(' '),
      step.biasBefore,
      step.weightChange.join(' '),
      step.biasChange,
      step.mistakes,
    ]);
    expect(told.slice(0, 8)).toEqual([
      // All weights 0: the activation is 0, so the unit fires; 00 should not, so the bias falls.
      ['00', 0, 1, 0, '0 0', 0, '0 0', -1, 1],
      ['01', -1, 0, 1, '0 0', -1, '0 1', 1, 2],
      ['10', 0, 1, 1, '0 1', 0, '0 0', 0, 2],
      ['11', 1, 1, 1, '0 1', 0, '0 0', 0, 2],
      ['00', 0, 1, 0, '0 1', 0, '0 0', -1, 3],
      ['01', 0, 1, 1, '0 1', -1, '0 0', 0, 3],
      ['10', -1, 0, 1, '0 1', -1, '1 0', 1, 4],
      ['11', 2, 1, 1, '1 1', 0, '0 0', 0, 4],
    ]);
    expect(told.slice(-4).map((step) => step[2])).toEqual(OR);
  });

  test('every change is η (y − ŷ) x, and leads to the next weights', () => {
    const steps = Array.from(perceptronSteps(corners, ['no', 'no', 'no', 'yes'], { eta0: 0.25 }));
    for (const [i, step] of steps.entries()) {
      const error = 0.25 * (step.target - step.prediction);
      expect(step.weightChange).toEqual(step.instance.map((x) => error * x));
      expect(step.biasChange).toBe(error);
      const next: PerceptronStep | undefined = steps[i + 1];
      if (next === undefined) continue;
      expect(next.weightsBefore).toEqual(step.weightsBefore.map((w, j) => w + step.weightChange[j]));
      expect(next.biasBefore).toBe(step.biasBefore + step.biasChange);
    }
    expect(steps.at(-1)?.mistakes).toBe(steps.at(-5)?.mistakes);
  });

  test('xor goes on until maxIter, with mistakes in every epoch', () => {
    const steps = Array.from(perceptronSteps(corners, XOR, { maxIter: 40 }));
    expect(steps).toHaveLength(160);
    for (let epoch = 2; epoch <= 40; epoch++) {
      expect(steps[4 * epoch - 1].mistakes).toBeGreaterThan(steps[4 * epoch - 5].mistakes);
    }
  });

  test('no more mistakes than (R/γ)², whatever the rows, their order and the learning rate', () => {
    const coordinate = fc.integer({ min: -20, max: 20 });
    const cases = fc.record({
      rows: fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 4, maxLength: 25 }),
      weights: fc.tuple(coordinate, coordinate, coordinate),
      bias: fc.integer({ min: -5, max: 5 }),
      eta0: fc.double({ min: 1e-3, max: 10, noNaN: true }),
      randomState: fc.nat(1000),
    });
    fc.assert(
      fc.property(cases, ({ rows, weights, bias, eta0, randomState }) => {
        const side = (row: readonly number[]): number => row.reduce((z, x, j) => z + x * weights[j], bias);
        const X = rows.filter((row) => side(row) !== 0).map((row) => [...row]);
        const y = X.map((row) => side(row) > 0);
        fc.pre(y.includes(true) && y.includes(false));
        const { bound } = perceptronMistakeBound(X, y, { weights, bias });
        let last: PerceptronStep | undefined;
        for (const step of perceptronSteps(X, y, { eta0, shuffle: true, randomState, maxIter: 1e6 }))
          last = step;
        expect(last?.mistakes).toBeLessThanOrEqual(bound + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test('radius, margin and bound of a case one can draw', () => {
    const bound = perceptronMistakeBound([[-3], [4]], [0, 1], { weights: [1] });
    expect(bound).toEqual({ radius: Math.sqrt(17), margin: 3, bound: expect.closeTo(17 / 9, 12) });
  });

  test('refuses what it cannot show', () => {
    expect(errorOfSync(() => perceptronSteps(corners, [0, 1, 2, 0]))).toBe(
      'INVALID_VALUE: perceptronSteps shows one unit, which tells two labels apart, not 3.',
    );
    expect(errorOfSync(() => perceptronSteps(corners, AND, { eta0: 0 }))).toBe(
      "INVALID_OPTION: perceptronSteps: option 'eta0' must be a number > 0, got 0.",
    );
    expect(errorOfSync(() => perceptronMistakeBound(corners, XOR, { weights: [1, 1], bias: -0.5 }))).toBe(
      'INVALID_VALUE: the separator has row 3 on the wrong side, or on the line.',
    );
    expect(errorOfSync(() => perceptronMistakeBound(corners, AND, { weights: [1] }))).toBe(
      'SHAPE_MISMATCH: X has 2 features, but the separator has 1 weights.',
    );
  });
});
