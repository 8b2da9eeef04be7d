/** Numbers near the end of float64: a result that is right or a `NON_FINITE` in words, never NaN or infinity. */
import { expect, test } from 'vitest';
import * as hebb from '../../src/index.ts';
import { errorOf } from '../error-of.ts';

const huge = [
  [1, 1e308],
  [2, -1e308],
  [3, 1e308],
];
const small = [
  [1, 2],
  [3, 4],
  [5, 7],
];
const apart = (column: string) =>
  `NON_FINITE: the spread of ${column} is not finite; the numbers are too large.`;
const tooLarge = (value: number, row: number, column: number) =>
  `NON_FINITE: the result contains ${value} at row ${row}, column ${column}; the numbers are too large.`;

test.each<[string, () => unknown, string]>([
  ['StandardScaler', () => new hebb.StandardScaler().fit(huge), apart('column 1')],
  [
    'StandardScaler, with weights',
    () => new hebb.StandardScaler().fit(huge, undefined, { sampleWeight: [1, 2, 1] }),
    apart('column 1'),
  ],
  [
    'StandardScaler, of a table',
    () => new hebb.StandardScaler().fit(hebb.Table.fromColumns({ a: [1, 2], far: [1e200, 0] })),
    apart("column 'far'"),
  ],
  [
    'StandardScaler, in parts',
    async () => (await new hebb.StandardScaler().partialFit([[1e200], [1e200]])).partialFit([[0], [0]]),
    apart('column 0'),
  ],
  ['MinMaxScaler', () => new hebb.MinMaxScaler().fit(huge), apart('column 1')],
  ['RobustScaler', () => new hebb.RobustScaler().fit(huge), apart('column 1')],
  ['PCA', () => new hebb.PCA().fit(huge), apart('column 1')],
  [
    'PCA, by the covariance',
    () => new hebb.PCA({ svdSolver: 'covariance_eigh' }).fit(huge),
    apart('column 1'),
  ],
  [
    'scaled with what was learned of others',
    async () => (await new hebb.StandardScaler().fit([[0], [1e-5]])).transform([[1], [-1e305]]),
    tooLarge(Number.NEGATIVE_INFINITY, 1, 0),
  ],
  [
    'scaled back, in float32',
    async () => {
      const scaler = await new hebb.StandardScaler().fit([[0], [1e30]]);
      return scaler.inverseTransform({ data: new Float32Array([1, 1e30]), shape: [2, 1] });
    },
    tooLarge(Number.POSITIVE_INFINITY, 1, 0),
  ],
  [
    'PolynomialFeatures',
    () => new hebb.PolynomialFeatures().fitTransform(huge),
    tooLarge(Number.POSITIVE_INFINITY, 0, 5),
  ],
  [
    'projected',
    async () =>
      (await new hebb.PCA().fit(small)).transform([
        [1, 2],
        [1.7e308, 1.7e308],
      ]),
    tooLarge(Number.POSITIVE_INFINITY, 1, 0),
  ],
  [
    'RBFSampler',
    () => new hebb.RBFSampler({ randomState: 0, gamma: 100, nComponents: 1 }).fitTransform([[0], [1.7e308]]),
    tooLarge(Number.NaN, 1, 0),
  ],
  [
    'LinearRegression',
    () => new hebb.LinearRegression().fit(huge, [1, 2, 4]),
    'NON_FINITE: LinearRegression: the numbers are too large; scale them down first.',
  ],
  [
    'predicted',
    async () => (await new hebb.LinearRegression().fit([[1], [2]], [1e10, 3e10])).predict([[1], [1e300]]),
    tooLarge(Number.POSITIVE_INFINITY, 1, 0),
  ],
])('%s', async (_, act, sentence) => {
  expect(await errorOf(act)).toBe(sentence);
});

test('NaN is still left out and stays NaN', async () => {
  const scaler = new hebb.StandardScaler();
  const Z = await scaler.fitTransform([
    [1, Number.NaN],
    [3, Number.NaN],
    [Number.NaN, Number.NaN],
  ]);
  expect(Z.toArray()).toEqual([
    [-1, Number.NaN],
    [1, Number.NaN],
    [Number.NaN, Number.NaN],
  ]);
});

test('R² of large numbers is that of the same numbers divided', () => {
  expect(hebb.r2Score([1e200, 2e200, 3e200], [1e200, 2e200, 2.5e200])).toBeCloseTo(0.875, 12);
  expect(hebb.r2Score([1.7e308, -1.7e308], [-1.7e308, 1.7e308])).toBeCloseTo(-3, 12);
});
