/**
 * `trainTestSplit` keeps rows together and every form of data its form. Its rows are checked against
 * scikit-learn in test/random/split-indices.test.ts.
 */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { trainTestIndices } from '../../src/random/split-indices.ts';
import { trainTestSplit } from '../../src/selection/train-test-split.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

const X = Array.from({ length: 10 }, (_, i) => [i, 10 * i]);
const y: string[] = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'even' : 'odd'));
const { train, test: tested } = trainTestIndices({ n: 10, randomState: 42 });

describe('each form of data keeps its form', () => {
  test('arrays of rows and of labels', () => {
    const [XTrain, XTest, yTrain, yTest] = trainTestSplit(X, y, { randomState: 42 });
    expectTypeOf(XTrain).toEqualTypeOf<number[][]>();
    expectTypeOf(yTest).toEqualTypeOf<string[]>();
    expect(XTrain).toEqual(Array.from(train, (i) => X[i]));
    expect(XTest).toEqual(Array.from(tested, (i) => X[i]));
    expect(yTrain).toEqual(Array.from(train, (i) => y[i]));
    expect(yTest).toEqual(Array.from(tested, (i) => y[i]));
  });

  test('one argument, and three', () => {
    expect(trainTestSplit(X, { randomState: 42 }).length).toBe(2);
    const weights = Float64Array.from({ length: 10 }, (_, i) => i / 10);
    const split = trainTestSplit(X, y, weights, { randomState: 42 });
    expect([...split[5]]).toEqual(Array.from(tested, (i) => i / 10));
    expect(trainTestSplit(X, y, weights).length).toBe(6);
  });

  test('typed arrays keep their class, with or without a shape', () => {
    const flat = Float32Array.from(X.flat());
    const shaped = { data: flat, shape: [10, 2] };
    const own = Object.assign(flat.slice(), { shape: [10, 2] });
    const [, testShaped, , testOwn, , testInts] = trainTestSplit(
      shaped,
      own,
      Int32Array.from(Array(10).keys()),
      {
        randomState: 42,
      },
    );
    const expected = Float32Array.from(tested, () => 0).length;
    expect(testShaped.shape).toEqual([expected, 2]);
    expect(testShaped.data).toBeInstanceOf(Float32Array);
    expect([...testShaped.data]).toEqual(Array.from(tested, (i) => X[i]).flat());
    expect(testOwn.shape).toEqual([expected, 2]);
    expect([...testOwn]).toEqual([...testShaped.data]);
    expect(testInts).toEqual(tested);
  });

  test('tables, columns and tensors', () => {
    const table = Table.fromColumns({ x: X.map((row) => row[0]), label: y });
    const values = Float64Array.from(X.flat());
    const tensor = new Tensor([10, 2], 'float64', { kind: 'values', values });
    const [, tableTest, , labelTest, , tensorTest] = trainTestSplit(table, table.column('label'), tensor, {
      randomState: 42,
    });
    expect(tableTest).toBeInstanceOf(Table);
    expect(tableTest.column('x').toArray()).toEqual([...tested]);
    expect(labelTest.toArray()).toEqual(Array.from(tested, (i) => y[i]));
    expect(tensorTest.toArray()).toEqual(Array.from(tested, (i) => X[i]));
  });
});

test('stratify takes labels in any form', () => {
  const table = Table.fromColumns({ label: y });
  const expected = trainTestSplit(X, { randomState: 0, stratify: y });
  expect(trainTestSplit(X, { randomState: 0, stratify: table.column('label') })).toEqual(expected);
  expect(trainTestSplit(X, { randomState: 0, stratify: y.map((label) => label === 'odd') })).toEqual(
    expected,
  );
});

describe('errors', () => {
  test.each<[string, () => unknown, string]>([
    ['unequal lengths', () => trainTestSplit(X, y.slice(1)), 'X has 10 rows, but y has 9'],
    ['weights of other rows', () => trainTestSplit(X, y, [1]), 'sampleWeight has 1'],
    ['no rows of data', () => trainTestSplit(7 as never), 'X must be rows of data'],
    ['a misspelt option', () => trainTestSplit(X, { testSise: 1 } as object), "Did you mean 'testSize'?"],
    ['a text for a size', () => trainTestSplit(X, { testSize: '20%' as never }), "option 'testSize'"],
    ['a bad seed', () => trainTestSplit(X, { randomState: -1 }), "option 'randomState'"],
    ['one row', () => trainTestSplit([1]), 'no row is left to train on'],
    ['no row', () => trainTestSplit([]), 'no row is left to train on'],
    ['a stratify that is no list', () => trainTestSplit(X, { stratify: 'y' as never }), "option 'stratify'"],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
