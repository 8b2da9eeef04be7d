/** What linear models refuse, word for word. */
import { describe, expect, test } from 'vitest';
import { LinearRegression } from '../../../src/estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../../src/estimators/linear/perceptron.ts';
import { Ridge } from '../../../src/estimators/linear/ridge.ts';
import { SGDClassifier } from '../../../src/estimators/linear/sgd-classifier.ts';
import { SGDRegressor } from '../../../src/estimators/linear/sgd-regressor.ts';
import { errorOf } from '../../error-of.ts';

const X = [
  [0, 1],
  [1, 0],
  [2, 2],
  [3, 1],
];
const y = ['a', 'b', 'a', 'b'];
const numbers = [1, 2, 3, 4];

describe('options', () => {
  const refused: [string, () => Promise<unknown>, string][] = [
    [
      'a slip',
      () => new Perceptron({ penality: 'l2' } as object).fit(X, y),
      "UNKNOWN_OPTION: Perceptron has no option 'penality'. Did you mean 'penalty'?",
    ],
    [
      'a learning rate of zero',
      () => new Perceptron({ eta0: 0 }).fit(X, y),
      "INVALID_OPTION: Perceptron: option 'eta0' must be a number > 0, got 0.",
    ],
    [
      'another loss',
      () => new SGDRegressor({ loss: 'hinge' as 'huber' }).fit(X, numbers),
      "INVALID_OPTION: SGDRegressor: option 'loss' must be one of 'squared_error', 'huber', 'epsilon_insensitive', 'squared_epsilon_insensitive', got 'hinge'.",
    ],
    [
      'the optimal rate without alpha',
      () => new SGDClassifier({ alpha: 0 }).fit(X, y),
      "INVALID_OPTION: SGDClassifier: alpha must be > 0 since learningRate is 'optimal', which computes its rates from alpha.",
    ],
    [
      'a passive-aggressive rate for another loss',
      () => new SGDClassifier({ learningRate: 'pa1', loss: 'log_loss' }).fit(X, y),
      "INVALID_OPTION: SGDClassifier: learningRate 'pa1' only works with loss 'hinge', not 'log_loss'.",
    ],
    [
      'elasticnet without a share',
      () => new SGDRegressor({ penalty: 'elasticnet', l1Ratio: null }).fit(X, numbers),
      "INVALID_OPTION: SGDRegressor: l1Ratio must be set when penalty is 'elasticnet'.",
    ],
    [
      'a weight of no class',
      () => new Perceptron({ classWeight: { c: 2 } }).fit(X, y),
      "UNKNOWN_LABEL: classWeight names 'c', which is not among the classes ['a', 'b'].",
    ],
    [
      'no strength',
      () => new LogisticRegression({ C: 0 }).fit(X, y),
      "INVALID_OPTION: LogisticRegression: option 'C' must be a number > 0 or one of Infinity, got 0.",
    ],
    [
      'another solver',
      () => new LogisticRegression({ solver: 'liblinear' as 'lbfgs' }).fit(X, y),
      "INVALID_OPTION: LogisticRegression: option 'solver' must be one of 'lbfgs', 'newton-cg', 'newton-cholesky', 'sag', 'saga', got 'liblinear'.",
    ],
    [
      'L1 with a solver that does not know it',
      () => new LogisticRegression({ l1Ratio: 0.5 }).fit(X, y),
      "INVALID_OPTION: LogisticRegression: solver 'lbfgs' knows no L1 penalty; for l1Ratio 0.5 take solver 'saga'.",
    ],
    [
      'penalties that contradict each other',
      () => new LogisticRegression({ penalty: 'l2', l1Ratio: 0.5, solver: 'saga' }).fit(X, y),
      "INVALID_OPTION: LogisticRegression: penalty 'l2' means l1Ratio 0, not 0.5; leave one of them away.",
    ],
    [
      'elasticnet without a share',
      () => new LogisticRegression({ penalty: 'elasticnet', solver: 'saga' }).fit(X, y),
      "INVALID_OPTION: LogisticRegression: l1Ratio must be set when penalty is 'elasticnet'.",
    ],
    [
      'a solver for positive weights',
      () => new Ridge({ solver: 'lbfgs' }).fit(X, numbers),
      "INVALID_OPTION: Ridge: solver 'lbfgs' does not go with positive: false; it is for positive: true only.",
    ],
    [
      'a solver for free weights',
      () => new Ridge({ solver: 'svd', positive: true }).fit(X, numbers),
      "INVALID_OPTION: Ridge: solver 'svd' does not go with positive: true; take 'auto' or 'lbfgs'.",
    ],
    [
      'penalties that do not fit the outputs',
      () => new Ridge({ alpha: [1, 2] }).fit(X, numbers),
      'INVALID_OPTION: Ridge: number of targets and number of penalties do not correspond: 1 != 2.',
    ],
    [
      'a negative penalty',
      () => new Ridge({ alpha: -1 }).fit(X, numbers),
      "INVALID_OPTION: Ridge: option 'alpha' must be a number ≥ 0 or an array with each element a number ≥ 0, got -1.",
    ],
    [
      'early stopping in parts',
      () => new Perceptron({ earlyStopping: true }).partialFit(X, y, { classes: y }),
      'INVALID_OPTION: Perceptron: earlyStopping must be false with partialFit.',
    ],
    [
      'balancing in parts',
      () => new Perceptron({ classWeight: 'balanced' }).partialFit(X, y, { classes: y }),
      "INVALID_OPTION: Perceptron: classWeight 'balanced' does not work with partialFit, which never sees all rows; pass a weight for each class.",
    ],
  ];
  test.each(refused)('%s', async (_, work, message) => {
    expect(await errorOf(work)).toBe(message);
  });
});

describe('data', () => {
  const refused: [string, () => Promise<unknown>, string][] = [
    [
      'one class',
      () => new Perceptron().fit(X, ['a', 'a', 'a', 'a']),
      "INVALID_VALUE: Perceptron: the number of classes has to be greater than one; y has only 'a'.",
    ],
    [
      'one class',
      () => new LogisticRegression().fit(X, [1, 1, 1, 1]),
      'INVALID_VALUE: LogisticRegression: the number of classes has to be greater than one; y has only 1.',
    ],
    [
      'a label that no row has',
      () =>
        new Perceptron().fit(X, [
          [0, 1],
          [0, 0],
          [0, 1],
          [0, 1],
        ]),
      'INVALID_VALUE: Perceptron: column 0 of y has only 0; every label needs rows with 0 and rows with 1.',
    ],
    [
      'flags that are none',
      () =>
        new Perceptron().fit(X, [
          [0, 1],
          [1, 2],
          [0, 1],
          [1, 1],
        ]),
      'INVALID_VALUE: several labels a row must come as zeros and ones; y has 2 at row 1, column 1.',
    ],
    [
      'flags for one label a row',
      () => new LogisticRegression().fit(X, [[0], [1], [0], [1]]),
      'SHAPE_MISMATCH: LogisticRegression learns one label a row; y has rows of them.',
    ],
    [
      'fractions as labels',
      () => new SGDClassifier().fit(X, [0.5, 1, 1, 0]),
      'INVALID_VALUE: y must hold class labels, but 0.5 is none; to learn numbers take a regressor.',
    ],
    [
      'fewer labels than rows',
      () => new Perceptron().fit(X, ['a', 'b']),
      'LENGTH_MISMATCH: X has 4 rows, but y has 2.',
    ],
    [
      'fewer numbers than rows',
      () => new LinearRegression().fit(X, [1]),
      'LENGTH_MISMATCH: X has 4 rows, but y has 1.',
    ],
    [
      'a missing value',
      () => new Ridge().fit([[1], [Number.NaN]], [1, 2]),
      'NON_FINITE: X contains NaN at row 1, column 0; impute or drop missing values first.',
    ],
    [
      'several numbers a row',
      () =>
        new SGDRegressor().fit(X, [
          [1, 2],
          [1, 2],
          [1, 2],
          [1, 2],
        ]),
      'SHAPE_MISMATCH: SGDRegressor learns one number a row; y has 2.',
    ],
    [
      'weights that do not fit',
      () => new Perceptron().fit(X, y, { sampleWeight: [1, 2] }),
      'LENGTH_MISMATCH: X has 4 rows, but sampleWeight has 2.',
    ],
    [
      'weights to start from that do not fit',
      () => new Perceptron().fit(X, y, { coefInit: [1] }),
      "SHAPE_MISMATCH: coefInit has 1 values, but this model's are of shape (1, 2).",
    ],
    [
      'a first part without classes',
      () => new SGDClassifier().partialFit(X, y),
      'INVALID_VALUE: classes must be passed on the first call to partialFit.',
    ],
    [
      'a label that was not announced',
      () => new SGDClassifier().partialFit(X, y, { classes: ['b', 'c'] }),
      "UNKNOWN_LABEL: y has labels ['a'] that are not among the classes ['b', 'c'].",
    ],
    [
      'numbers that overflow',
      () =>
        new SGDRegressor({ eta0: 10, randomState: 0 }).fit(
          X.map((row) => row.map((x) => x * 1e300)),
          numbers,
        ),
      'NON_FINITE: Floating-point under-/overflow occurred at epoch #1. Scaling input data with StandardScaler or MinMaxScaler might help.',
    ],
    [
      'too few rows to hold any out',
      () => new Perceptron({ earlyStopping: true }).fit([[0], [1], [2]], [0, 1, 1]),
      'INVALID_VALUE: A stratified split needs at least 2 rows of every class, but class 0 has 1 (row 0).',
    ],
    [
      'held-out rows without weight',
      () =>
        new SGDRegressor({ earlyStopping: true, validationFraction: 0.25, randomState: 0 }).fit(X, numbers, {
          sampleWeight: [1, 1, 0, 1],
        }),
      'INVALID_VALUE: The sample weights for validation set are all zero, consider using a different randomState.',
    ],
  ];
  test.each(refused)('%s', async (_, work, message) => {
    expect(await errorOf(work)).toBe(message);
  });
});

describe('models', () => {
  test('that are not fitted', async () => {
    for (const model of [new Perceptron(), new SGDRegressor(), new LogisticRegression(), new Ridge()]) {
      expect(await errorOf(() => model.predict(X))).toMatch(
        /^NOT_FITTED: \w+ is not fitted yet; call fit first\.$/,
      );
      expect(await errorOf(() => model.coef)).toMatch(/^NOT_FITTED/);
      expect(await errorOf(() => model.intercept)).toMatch(/^NOT_FITTED/);
    }
  });

  test('that give no probabilities', async () => {
    const model = await new SGDClassifier({ randomState: 0 }).fit(X, y);
    expect(await errorOf(() => model.predictProba(X))).toBe(
      "UNSUPPORTED: probability estimates are not available for loss 'hinge'; use 'log_loss' or 'modified_huber'.",
    );
  });

  test('that find no rank', async () => {
    const model = await new LinearRegression({ positive: true }).fit(X, numbers);
    expect(await errorOf(() => model.rank)).toBe(
      'UNSUPPORTED: LinearRegression with positive weights finds no singular values.',
    );
  });

  test('that saw other features or other classes', async () => {
    const model = await new Perceptron().fit(X, y);
    expect(await errorOf(() => model.predict([[1]]))).toBe(
      'SHAPE_MISMATCH: X has 1 features, but Perceptron was fitted with 2 features.',
    );
    expect(await errorOf(() => model.partialFit(X, ['a', 'b', 'c', 'a']))).toBe(
      "UNKNOWN_LABEL: y has labels ['c'] that are not among the classes ['a', 'b'].",
    );
    expect(await errorOf(() => model.partialFit(X, y, { classes: ['a', 'b', 'c'] }))).toBe(
      "INVALID_VALUE: classes ['a', 'b', 'c'] are not those learned before, ['a', 'b'].",
    );
    expect(
      await errorOf(() =>
        model.partialFit(X, [
          [0, 1],
          [1, 0],
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toBe(
      'SHAPE_MISMATCH: y has rows of zeros and ones, but the classifier was fitted with one label a row.',
    );
    expect(await model.predict(X)).toHaveLength(4);
  });

  test('that are being fitted', async () => {
    const model = new LogisticRegression();
    const first = model.fit(X, y);
    expect(await errorOf(() => model.fit(X, y))).toBe(
      'INVALID_VALUE: LogisticRegression is being fitted already; wait for that fit to end.',
    );
    expect(await (await first).predict(X)).toHaveLength(4);
  });

  test('whose last fit failed are as they were', async () => {
    const model = await new Perceptron().fit(X, y);
    const before = model.coef.toArray();
    await errorOf(() => model.fit(X, ['a', 'a', 'a', 'a']));
    expect(model.coef.toArray()).toEqual(before);
  });
});
