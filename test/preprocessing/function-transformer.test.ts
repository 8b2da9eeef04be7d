/** FunctionTransformer: functions by name and of one's own, inverses, names, what can be saved, refusals. */
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { ColumnTransformer } from '../../src/preprocessing/column-transformer.ts';
import {
  type FeatureFunction,
  FunctionTransformer,
  type FunctionTransformerOptions,
  type NamedFunction,
} from '../../src/preprocessing/function-transformer.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { fromTyped } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';
import { expectClose } from './reference.ts';

const X = [
  [1, 0.5],
  [4, 2],
];

describe('by name', () => {
  test.each<[NamedFunction, (x: number) => number, boolean]>([
    ['log', Math.log, true],
    ['exp', Math.exp, true],
    ['log1p', Math.log1p, true],
    ['expm1', Math.expm1, true],
    ['sqrt', Math.sqrt, true],
    ['square', (x) => x * x, true],
    ['reciprocal', (x) => 1 / x, true],
    ['abs', Math.abs, false],
    ['sin', Math.sin, false],
    ['cos', Math.cos, false],
  ])('%s', async (func, expected, hasInverse) => {
    const transformer = new FunctionTransformer({ func });
    const Z = await transformer.fitTransform(X);
    expectClose(
      Z.toArray(),
      X.map((row) => row.map(expected)),
      1e-15,
    );
    expect(transformer.warnings).toEqual([]);
    if (hasInverse) expectClose((await transformer.inverseTransform(Z)).toArray(), X, 1e-14);
    else expect(await errorOf(() => transformer.inverseTransform(Z))).toMatch('UNSUPPORTED');
    const loaded = load(save(transformer), FunctionTransformer);
    expect(await loaded.transform(X)).toEqual(Z);
    expect(loaded.getFeatureNamesOut()).toEqual(['x0', 'x1']);
  });

  test('float32 stays float32, NaN passes', async () => {
    const floats = fromTyped(Float32Array.of(1, Number.NaN), [2, 1]);
    const Z = await new FunctionTransformer({ func: 'sqrt' }).fitTransform(floats);
    expect(Z.dtype).toBe('float32');
    expect(Z.toArray()).toEqual([[1], [Number.NaN]]);
  });

  test('nothing to do without a function', async () => {
    const transformer = new FunctionTransformer();
    expect((await transformer.fitTransform(X)).toArray()).toEqual(X);
    expect((await transformer.inverseTransform(X)).toArray()).toEqual(X);
  });
});

const ratio: FeatureFunction = (T) => T.slice([0, 0], [T.shape[0], 1]).div(T.slice([0, 1], [T.shape[0], 1]));

describe("of one's own", () => {
  test('on all features, with names, in a ColumnTransformer', async () => {
    const table = Table.fromColumns({ rooms: [6, 8], people: [3, 2], city: ['a', 'b'] });
    const columns = new ColumnTransformer([
      [
        'ratio',
        new FunctionTransformer({ func: ratio, featureNamesOut: ([a, b]) => [`${a} per ${b}`] }),
        ['rooms', 'people'],
      ],
    ]);
    expect((await columns.fitTransform(table)).toMatrix().data).toEqual(Float64Array.of(2, 4));
    expect(columns.getFeatureNamesOut()).toEqual(['ratio__rooms per people']);
  });

  test('other names: counted, or one to one', async () => {
    const named = async (options: FunctionTransformerOptions): Promise<string[] | string> => {
      const transformer = await new FunctionTransformer(options).fit(X);
      try {
        return transformer.getFeatureNamesOut(['a', 'b']);
      } catch (error) {
        return String(error);
      }
    };
    expect(await named({ func: ratio })).toEqual(['functiontransformer0']);
    expect(await named({ func: (T) => T.mul(2) })).toEqual(['a', 'b']);
    expect(await named({ func: ratio, featureNamesOut: 'one-to-one' })).toMatch(
      'FunctionTransformer gives 1 columns, but there are 2 names for them.',
    );
  });

  test('rows and promises of rows may come back', async () => {
    const rows = new FunctionTransformer({
      func: async (T) => (T.toArray() as number[][]).map(([a, b]) => [a + b]),
    });
    expect((await rows.fitTransform(X)).toArray()).toEqual([[1.5], [6]]);
  });

  test('an inverse that is none is told, unless that is meant to be', async () => {
    const options = { func: 'square', inverseFunc: 'exp' } as const;
    const wrong = await new FunctionTransformer(options).fit(X);
    expect(wrong.warnings).toEqual([
      {
        code: 'DATA',
        message:
          'FunctionTransformer: inverseFunc does not undo func; if that is meant to be, set checkInverse: false.',
      },
    ]);
    expect((await new FunctionTransformer({ ...options, checkInverse: false }).fit(X)).warnings).toEqual([]);
    expect((await new FunctionTransformer({ func: 'square' }).fit([[-1]])).warnings).toHaveLength(1);
    const columns = await new ColumnTransformer([
      ['scale', new StandardScaler(), [1]],
      ['f', new FunctionTransformer(options), [0]],
    ]).fit(X);
    expect(columns.warnings).toEqual(wrong.warnings);
  });
});

test('refusals', async () => {
  const fit = (options: object, rows: number[][] = X): Promise<string> =>
    errorOf(() => new FunctionTransformer(options).fit(rows));
  expect(await errorOf(() => new FunctionTransformer().transform(X))).toMatch('NOT_FITTED');
  expect(await errorOf(() => new FunctionTransformer().inverseTransform(X))).toMatch('NOT_FITTED');
  expect(await fit({ func: 'log2' })).toMatch("INVALID_OPTION: FunctionTransformer: option 'func' must be");
  expect(await fit({ function: 'log' })).toMatch('UNKNOWN_OPTION');
  expect(await fit({ func: () => [[1]] })).toBe(
    'SHAPE_MISMATCH: FunctionTransformer: func made 1 rows of 2; it must give as many.',
  );
  expect(await fit({ func: () => 3 })).toMatch('SHAPE_MISMATCH: the result of func must be two-dimensional');
  expect(await fit({}, [])).toMatch('EMPTY_DATA');
  const own = await new FunctionTransformer({ func: ratio }).fit(X);
  expect(await errorOf(() => own.inverseTransform([[1]]))).toBe(
    'UNSUPPORTED: FunctionTransformer: nothing is known to undo function ratio; give inverseFunc.',
  );
  expect(await errorOf(() => own.transform([[1]]))).toMatch('SHAPE_MISMATCH: X has 1 features');
  expect(await errorOf(() => save(own))).toMatch(
    'UNSUPPORTED: FunctionTransformer: func is a function of your own, which a model file cannot hold; use one by name (log, exp, log1p,',
  );
});
