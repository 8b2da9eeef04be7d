/** What the multilayer perceptrons refuse, and in which words: before they are fitted, and of what they are given. */
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { errorOf, errorOfSync } from '../error-of.ts';
import { drawLabels, drawNumbers, quiet } from './mlp-data.ts';

const small = { hiddenLayerSizes: [4], maxIter: 3, randomState: 1, ...quiet };
const { X, y } = drawNumbers(1, 20);
const { X: XLabels, y: labels } = drawLabels(2, 30);

describe('before fit', () => {
  test('nothing can be predicted or read', async () => {
    const regressor = new MLPRegressor();
    const classifier = new MLPClassifier();
    const message = 'NOT_FITTED: MLPRegressor is not fitted yet; call fit first.';
    expect(await errorOf(() => regressor.predict(X))).toBe(message);
    expect(await errorOf(() => regressor.score(X, y))).toBe(message);
    for (const call of ['predict', 'predictProba', 'predictLogProba'] as const) {
      expect(await errorOf(() => classifier[call](X))).toMatch('NOT_FITTED: MLPClassifier');
    }
    for (const attribute of [
      'nIter',
      'samplesSeen',
      'finalLoss',
      'bestLoss',
      'lossCurve',
      'validationScores',
      'bestValidationScore',
      'warnings',
      'coefs',
      'intercepts',
      'nFeaturesIn',
      'featureNamesIn',
      'nLayers',
      'nOutputs',
      'outputActivation',
      'classes',
    ] as const) {
      expect(errorOfSync(() => classifier[attribute])).toBe(
        'NOT_FITTED: MLPClassifier is not fitted yet; call fit first.',
      );
    }
  });
});

describe('refusals', () => {
  const fit = (X: unknown, y: unknown, options?: object): Promise<string> =>
    errorOf(() => new MLPRegressor(small).fit(X as number[][], y as number[], options));

  test('X and y of different lengths', async () => {
    expect(await fit(X, y.slice(1))).toBe('LENGTH_MISMATCH: X has 20 rows, but y has 19.');
    expect(await errorOf(() => new MLPClassifier(small).fit(XLabels, labels.slice(2)))).toBe(
      'LENGTH_MISMATCH: X has 30 rows, but y has 28.',
    );
    expect(await fit(X, y, { sampleWeight: [1, 2] })).toMatch('LENGTH_MISMATCH');
  });

  test('missing values, with row and column', async () => {
    const holed = X.map((row) => [...row]);
    holed[7][2] = Number.NaN;
    expect(await fit(holed, y)).toBe(
      'NON_FINITE: X contains NaN at row 7, column 2; impute or drop missing values first.',
    );
    holed[7][2] = Number.NEGATIVE_INFINITY;
    expect(await fit(holed, y)).toMatch('NON_FINITE: X contains -Infinity at row 7, column 2');
    const table = Table.fromColumns({ age: [30, 40, 50], income: [1, Number.NaN, 3] });
    expect(await fit(table, [1, 2, 3])).toMatch("NON_FINITE: X contains NaN at row 1, column 'income'");
    expect(await fit(X, [Number.NaN, ...y.slice(1)])).toMatch('NON_FINITE: y contains NaN at row 0');
    const model = await new MLPRegressor(small).fit(X, y);
    expect(await errorOf(() => model.predict([[1, Number.NaN, 2]]))).toMatch(
      'NON_FINITE: X contains NaN at row 0, column 1',
    );
  });

  test('nothing at all, and what is no table of numbers', async () => {
    expect(await fit([], [])).toBe(
      'EMPTY_DATA: MLPRegressor needs at least one row and one column to fit, got X of shape (0, 0).',
    );
    expect(await fit([[], []], [1, 2])).toMatch('EMPTY_DATA');
    expect(await fit(X, [])).toMatch('EMPTY_DATA: y is empty');
    expect(await fit([1, 2, 3], [1, 2, 3])).toMatch('SHAPE_MISMATCH: X must be two-dimensional');
    expect(await fit([[1, 2], [3]], [1, 2])).toMatch('SHAPE_MISMATCH: X: row 1 has 1 values');
    expect(await fit([['a'], ['b']], [1, 2])).toMatch(
      "INVALID_VALUE: X must hold numbers; row 0, column 0 is 'a'",
    );
    expect(await fit(X, 'abc')).toMatch('INVALID_VALUE');
    expect(
      await fit(
        X,
        X.map(() => 'a'),
      ),
    ).toMatch("INVALID_VALUE: y must hold numbers; row 0 is 'a'");
    expect(await errorOf(() => new MLPClassifier(small).fit(X, []))).toMatch('EMPTY_DATA: y is empty');
    expect(
      await errorOf(() =>
        new MLPClassifier(small).fit(
          X,
          X.map((_, i) => (i === 3 ? null : 'a')),
        ),
      ),
    ).toMatch('INVALID_VALUE: y must hold one label a row (a number, a text, true or false); row 3 is null');
  });

  test('other features than were seen', async () => {
    const model = await new MLPRegressor(small).fit(X, y);
    expect(await errorOf(() => model.predict([[1, 2]]))).toBe(
      'SHAPE_MISMATCH: X has 2 features, but MLPRegressor was fitted with 3 features.',
    );
    const table = Table.fromColumns({ a: [1, 2, 3], b: [3, 5, 4] });
    const named = await new MLPRegressor(small).fit(table, [1, 2, 3]);
    expect(named.featureNamesIn).toEqual(['a', 'b']);
    expect(await errorOf(() => named.predict(Table.fromColumns({ a: [1] })))).toMatch(
      /^UNKNOWN_COLUMN: .*'b'/,
    );
    const turned = Table.fromColumns({ c: [0, 0, 0], b: [3, 5, 4], a: [1, 2, 3] });
    expect(await named.predict(turned)).toEqual(await named.predict(table));
  });

  test('targets that the loss cannot take', async () => {
    const refuse = (loss: 'poisson' | 'log_loss', y: number[]): Promise<string> =>
      errorOf(() => new MLPRegressor({ ...small, loss }).fit([[1], [2]], y));
    expect(await refuse('poisson', [1, -1])).toBe("INVALID_VALUE: loss 'poisson' needs targets ≥ 0.");
    expect(await refuse('log_loss', [1, 2])).toBe(
      "INVALID_VALUE: loss 'log_loss' needs targets from 0 to 1.",
    );
  });

  test('numbers to a classifier', async () => {
    expect(await errorOf(() => new MLPClassifier(small).fit(X, y))).toMatch(
      /^INVALID_VALUE: y must hold class labels, but .* is none; to learn numbers take a regressor\.$/,
    );
  });

  test('weights that count for nothing', async () => {
    expect(await fit(X, y, { sampleWeight: y.map(() => 0) })).toMatch('0');
    const options = { ...small, batchSize: 1, shuffle: false };
    const sampleWeight = y.map((_, i) => (i === 4 ? 0 : 1));
    expect(await errorOf(() => new MLPRegressor(options).fit(X, y, { sampleWeight }))).toMatch(
      'INVALID_VALUE: a batch of 1 rows has sampleWeight 0 throughout',
    );
    expect(await fit(X, y, { sampleWeight: y.map((_, i) => (i === 4 ? -1 : 1)) })).toMatch('-1');
  });

  test('a validation set too small', async () => {
    const options = { ...small, earlyStopping: true, validationFraction: 0.01 };
    expect(await errorOf(() => new MLPRegressor(options).fit(X, y))).toBe(
      'INVALID_OPTION: The validation set is too small (1 row). Increase validationFraction or the size of your dataset.',
    );
  });

  test('weights driven out of the numbers', async () => {
    const options = { ...small, solver: 'sgd', learningRateInit: 1e6, maxIter: 50 } as const;
    const model = new MLPRegressor(options);
    expect(await errorOf(() => model.fit(X, y))).toMatch(
      'NON_FINITE: Solver produced non-finite parameter weights.',
    );
    expect(await errorOf(() => model.predict(X))).toMatch('NOT_FITTED');
  });

  test('a fit that fails leaves the model as it was', async () => {
    const model = await new MLPClassifier({ ...small, solver: 'sgd', warmStart: true }).fit(XLabels, labels);
    const [before, curve] = [await model.predictProba(XLabels), [...model.lossCurve]];
    expect(await errorOf(() => model.fit(XLabels, labels.slice(1)))).toMatch('LENGTH_MISMATCH');
    const broken = XLabels.map((row) => row.map((value) => value * 5e307));
    expect(await errorOf(() => model.fit(broken, labels))).toMatch('NON_FINITE');
    expect(model.classes).toEqual(['a', 'b', 'c']);
    expect(model.lossCurve).toEqual(curve);
    expect(await model.predictProba(XLabels)).toEqual(before);
  });
});
