/** PolynomialFeatures: products by hand, laws, and every refusal; reference-more.test.ts has scikit-learn's. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { load, save } from '../../src/formats/model-file.ts';
import { PolynomialFeatures } from '../../src/preprocessing/polynomial-features.ts';
import { fromTyped } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

test('products by hand', async () => {
  const polynomial = new PolynomialFeatures();
  const Z = await polynomial.fitTransform([
    [2, 3],
    [-1, 5],
  ]);
  expect(Z.toArray()).toEqual([
    [1, 2, 3, 4, 6, 9],
    [1, -1, 5, 1, -5, 25],
  ]);
  expect(polynomial.getFeatureNamesOut(['a', 'b'])).toEqual(['1', 'a', 'b', 'a^2', 'a b', 'b^2']);
  expect(polynomial.powers).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
    [2, 0],
    [1, 1],
    [0, 2],
  ]);
  expect(polynomial.nOutputFeatures).toBe(6);
});

test('every column is its product (law)', async () => {
  const number = fc.integer({ min: -4, max: 4 });
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(number, { minLength: width, maxLength: width }), { minLength: 1 }));
  await fc.assert(
    fc.asyncProperty(rows, fc.nat({ max: 4 }), fc.boolean(), async (X, degree, interactionOnly) => {
      const polynomial = new PolynomialFeatures({ degree, interactionOnly });
      const Z = (await polynomial.fitTransform(X)).toArray() as number[][];
      const { powers } = polynomial;
      expect(new Set(powers.map(String)).size).toBe(powers.length);
      Z.forEach((row, i) => {
        const expected = powers.map((exponents) =>
          exponents.reduce((product, exponent, j) => product * X[i][j] ** exponent, 1),
        );
        // −0 is 0 here
        expect(row.map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
      });
    }),
  );
});

test('float32 stays float32; saved and loaded', async () => {
  const X = fromTyped(Float32Array.of(1, 2, 3, 4), [2, 2]);
  const polynomial = await new PolynomialFeatures({ degree: [2, 2], includeBias: false }).fit(X);
  expect((await polynomial.transform(X)).dtype).toBe('float32');
  const loaded = load(save(polynomial), PolynomialFeatures);
  expect((await loaded.transform(X)).toArray()).toEqual([
    [1, 2, 4],
    [9, 12, 16],
  ]);
});

test('refusals', async () => {
  const fit = (options: object, X = [[1, 2]]): Promise<string> =>
    errorOf(() => new PolynomialFeatures(options).fit(X));
  expect(await errorOf(() => new PolynomialFeatures().transform([[1]]))).toMatch('NOT_FITTED');
  for (const degree of [-1, 1.5, [2, 1], [1], 'two', Number.NaN]) {
    expect(await fit({ degree })).toMatch("INVALID_OPTION: PolynomialFeatures: option 'degree' must be");
  }
  expect(await fit({ degree: 0, includeBias: false })).toBe(
    'INVALID_OPTION: PolynomialFeatures: degree 0 without the column of ones leaves no column at all.',
  );
  expect(await fit({ degree: [3, 3], interactionOnly: true, includeBias: false })).toMatch(
    'no column at all',
  );
  expect(await fit({}, [[Number.NaN, 1]])).toMatch('NON_FINITE');
  const wide = [Array.from({ length: 2000 }, () => 0)];
  expect(await fit({ degree: 3 }, wide)).toMatch(
    'INVALID_OPTION: PolynomialFeatures: 2000 features have more than 4194304 products up to degree 3;',
  );
});
