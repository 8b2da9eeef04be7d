/** LabelBinarizer: what scikit-learn's cases in reference-more.test.ts leave open: a law, saving, refusals. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf } from '../../src/data/column-of.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { LabelBinarizer } from '../../src/preprocessing/label-binarizer.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { errorOf } from '../error-of.ts';
import { casesOf } from './reference.ts';

test.each(casesOf('LabelBinarizer'))('scikit-learn numbers', async (reference) => {
  const binarizer = await new LabelBinarizer().fit(reference.y as string[]);
  expect(binarizer.classes).toEqual(reference.classes_);
  expect((await binarizer.transform(reference.query as string[])).toArray()).toEqual(reference.result);
});

test('inverse undoes transform (law)', async () => {
  const labels = fc.oneof(
    fc.array(fc.string(), { minLength: 1 }),
    fc.array(fc.integer(), { minLength: 1 }),
    fc.array(fc.boolean(), { minLength: 1 }),
  );
  const marks = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 5 }));
  await fc.assert(
    fc.asyncProperty(labels, marks, async (y, [negLabel, distance]) => {
      const binarizer = new LabelBinarizer({ negLabel, posLabel: negLabel + distance });
      expect(await binarizer.inverseTransform(await binarizer.fitTransform(y))).toEqual(y);
    }),
  );
});

test('columns of tables and tensors are labels too', async () => {
  const column = columnOf('species', ['b', 'a', 'c']);
  const expected = [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ];
  expect((await new LabelBinarizer().fitTransform(column)).toArray()).toEqual(expected);
  expect((await new LabelBinarizer().fitTransform(tensor([5, 2, 9]))).toArray()).toEqual(expected);
});

test('saved and loaded', async () => {
  const binarizer = await new LabelBinarizer({ negLabel: -1 }).fit(['x', 'y']);
  const loaded = load(save(binarizer), LabelBinarizer);
  expect((await loaded.transform(['y', 'x'])).toArray()).toEqual([[1], [-1]]);
  const several = load(save(await new LabelBinarizer().fit([[0, 1]])), LabelBinarizer);
  expect((await several.transform([[1, 0]])).toArray()).toEqual([[1, 0]]);
});

test('refusals', async () => {
  const fit = (y: unknown, options: object = {}): Promise<string> =>
    errorOf(() => new LabelBinarizer(options).fit(y as string[]));
  expect(await errorOf(() => new LabelBinarizer().transform(['a']))).toMatch('NOT_FITTED');
  expect(await errorOf(() => new LabelBinarizer().classes)).toMatch('NOT_FITTED');
  expect(await fit([])).toBe('EMPTY_DATA: LabelBinarizer needs at least one label.');
  expect(await fit(['a', null])).toMatch('INVALID_VALUE: y must hold one label a row');
  expect(await fit(['a', 1])).toMatch('INVALID_VALUE: y mixes labels');
  expect(await fit([1, Number.NaN])).toMatch('NON_FINITE');
  expect(await fit([[0, 2]])).toMatch(
    'INVALID_VALUE: several labels a row must come as zeros and ones; y has 2',
  );
  expect(await fit(['a'], { negLabel: 1, posLabel: 1 })).toBe(
    'INVALID_OPTION: LabelBinarizer: negLabel must be smaller than posLabel, got 1 and 1.',
  );
  expect(await fit(['a'], { posLabel: 1.5 })).toMatch('INVALID_OPTION');
  expect(await fit(['a'], { neglabel: 1 })).toMatch(/UNKNOWN_OPTION.*'negLabel'/);
  const two = await new LabelBinarizer<string>().fit(['a', 'b']);
  expect(await errorOf(() => two.transform(['c']))).toBe(
    "UNKNOWN_LABEL: y is 'c' at row 0, which fit did not see; its classes are ['a', 'b'].",
  );
  expect(await errorOf(() => two.transform([[0, 1]]))).toMatch('SHAPE_MISMATCH: y has rows of 2 labels');
  expect(await errorOf(() => two.inverseTransform([[1, 0, 0]]))).toBe(
    'SHAPE_MISMATCH: Y has 3 columns, expected one column.',
  );
  expect(await errorOf(() => two.inverseTransform([[Number.NaN]]))).toBe(
    'NON_FINITE: Y contains NaN at row 0.',
  );
  const misspelt = { treshold: 1 } as object;
  expect(await errorOf(() => two.inverseTransform([[1]], misspelt))).toMatch(/UNKNOWN_OPTION.*'threshold'/);
});
