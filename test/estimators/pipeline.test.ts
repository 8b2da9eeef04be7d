/**
 * Pipeline and makePipeline: what goes through, what the last step may do, names and parameters. The last
 * step here is a tiny estimator of the test's own, so that every number can be checked by hand.
 */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type MatrixLike, toMatrix } from '../../src/core/matrix.ts';
import type { ModelState } from '../../src/core/model-state.ts';
import { cloneWith } from '../../src/core/params.ts';
import { Table } from '../../src/data/table.ts';
import { makePipeline, Pipeline } from '../../src/estimators/pipeline.ts';
import type { Predictor } from '../../src/estimators/predictor.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

/** Predicts `factor` times the sum of a row. */
class RowSum implements Predictor {
  readonly options: { factor?: number };
  seen: { X: number[]; y: unknown; options?: object } | undefined;

  constructor(options: { factor?: number } = {}) {
    this.options = options;
  }
  async fit(X: MatrixLike, y: unknown, options?: object): Promise<this> {
    this.seen = { X: Array.from(toMatrix(X).data), y, options };
    return this;
  }
  async predict(X: MatrixLike): Promise<Float64Array> {
    const { data, rows, columns } = toMatrix(X);
    const sum = (i: number): number =>
      Array.from(data.subarray(i * columns, (i + 1) * columns)).reduce((a, b) => a + b, 0);
    return Float64Array.from({ length: rows }, (_, i) => (this.options.factor ?? 1) * sum(i));
  }
  async score(X: MatrixLike, y: number[]): Promise<number> {
    const predicted = await this.predict(X);
    return predicted.filter((p, i) => p === y[i]).length / y.length;
  }
  toState(): ModelState {
    return { kind: 'RowSum', options: { ...this.options } };
  }
}

const X = [
  [0, 0],
  [5, 10],
  [10, 20],
];
const y = [0, 1, 2];

describe('fit, predict, score', () => {
  test('features go through every transformer to the last step', async () => {
    const model = new Pipeline([
      ['unit', new MinMaxScaler()],
      ['wide', new MinMaxScaler({ featureRange: [-1, 1] })],
      ['sum', new RowSum()],
    ]);
    expect(await model.fit(X, y)).toBe(model);
    expect((model.at(-1) as RowSum).seen).toEqual({ X: [-1, -1, 0, 0, 1, 1], y, options: undefined });
    expect(Array.from(await model.predict([[5, 20]]))).toEqual([1]);
    expect(await model.score(X, [-2, 0, 9])).toBe(2 / 3);
  });

  test('fit options reach the last step; validation features are transformed first', async () => {
    const model = makePipeline(new MinMaxScaler(), new RowSum());
    await model.fit(X, y, { sampleWeight: [1, 2, 3], validationData: [[[5, 20]], [7]] });
    const { sampleWeight, validationData } = (model.at(1) as RowSum).seen!.options as {
      sampleWeight: number[];
      validationData: [Tensor, number[]];
    };
    expect(sampleWeight).toEqual([1, 2, 3]);
    expect(validationData[0].toArray()).toEqual([[0.5, 1]]);
    expect(validationData[1]).toEqual([7]);
  });

  test('a pipeline of transformers transforms', async () => {
    const model = makePipeline(new MinMaxScaler(), new StandardScaler());
    const Z = await model.fitTransform(X);
    expect(await model.transform(X)).toEqual(Z);
    const table = Table.fromColumns({ a: [1, 2], b: [3, 5] });
    await model.fit(table);
    expect(model.getFeatureNamesOut()).toEqual(['a', 'b']);
    const nested = makePipeline(model, new RowSum());
    await nested.fit(table, [0, 1]);
    expect(Array.from(await nested.predict(table))).toEqual([-2, 2]);
  });

  test('the last step decides the types', async () => {
    const predicts = makePipeline(new MinMaxScaler(), new RowSum());
    expectTypeOf(predicts.predict).returns.resolves.toEqualTypeOf<Float64Array>();
    const transforms = new Pipeline([
      ['a', new MinMaxScaler()],
      ['b', new StandardScaler()],
    ]);
    expectTypeOf(transforms.transform).returns.resolves.toEqualTypeOf<Tensor>();
    expectTypeOf(transforms.predict).returns.resolves.toBeNever();
  });
});

describe('refusals', () => {
  test('what the last step cannot do', async () => {
    const scaler = await makePipeline(new MinMaxScaler()).fit(X);
    expect(await errorOf(() => scaler.predict(X))).toBe(
      "UNSUPPORTED: Pipeline cannot predict: its last step 'minmaxscaler' (a MinMaxScaler) has no predict.",
    );
    const sum = await makePipeline(new RowSum()).fit(X, y);
    expect(await errorOf(() => sum.predictProba(X))).toMatch(
      "UNSUPPORTED: Pipeline cannot predictProba: its last step 'rowsum'",
    );
    expect(await errorOf(() => sum.transform(X))).toMatch('UNSUPPORTED');
  });

  test('before fit', async () => {
    expect(await errorOf(() => makePipeline(new MinMaxScaler(), new RowSum()).predict(X))).toMatch(
      'NOT_FITTED',
    );
  });

  test('steps that do not form a pipeline', async () => {
    const refuse = (steps: unknown): Promise<string> => errorOf(() => new Pipeline(steps as never).fit(X, y));
    expect(await refuse([])).toMatch('INVALID_OPTION: Pipeline needs at least one step');
    expect(
      await refuse([
        ['a', new MinMaxScaler()],
        ['a', new RowSum()],
      ]),
    ).toMatch(/INVALID_OPTION.*'a'/);
    expect(await refuse([['a__b', new RowSum()]])).toMatch(/INVALID_OPTION.*'a__b'/);
    expect(
      await refuse([
        ['a', new RowSum()],
        ['b', new RowSum()],
      ]),
    ).toMatch(/INVALID_OPTION.*'a' must be a transformer/);
  });
});

describe('names and parameters', () => {
  test('makePipeline names steps by class, numbering repeats', () => {
    const model = makePipeline(new MinMaxScaler(), new StandardScaler(), new MinMaxScaler(), new RowSum());
    expect(Object.keys(model.namedSteps)).toEqual([
      'minmaxscaler-1',
      'standardscaler',
      'minmaxscaler-2',
      'rowsum',
    ]);
    expect(model.namedSteps.rowsum).toBe(model.at(3));
    expect(model.steps.map(([name]) => name)).toHaveLength(4);
    expect(() => model.at(4)).toThrow('there is none at 4');
  });

  test('getParams and setParams', async () => {
    const model = makePipeline(new MinMaxScaler({ clip: true }), new RowSum());
    expect(model.getParams()).toMatchObject({ minmaxscaler__clip: true });
    await model.setParams({ rowsum__factor: 3, minmaxscaler__featureRange: [0, 2] }).fit(X, y);
    expect(Array.from(await model.predict([[99, 20]]))).toEqual([12]);
    model.setParams({ minmaxscaler: new StandardScaler() });
    expect(model.at(0)).toBeInstanceOf(StandardScaler);
    expect(await errorOf(() => model.setParams({ rowsums__factor: 3 }))).toBe(
      "UNKNOWN_OPTION: Pipeline has no step 'rowsums'. Did you mean 'rowsum'?",
    );
  });

  test('a clone is unfitted and leaves the original alone', async () => {
    const inner = makePipeline(new StandardScaler());
    const model = await new Pipeline([
      ['scale', inner],
      ['sum', new RowSum({ factor: 2 })],
    ]).fit(X, y);
    const copy = cloneWith(model, { scale__standardscaler__withStd: false });
    expect(await errorOf(() => copy.predict(X))).toMatch('NOT_FITTED');
    expect(copy.getParams()).toMatchObject({ scale__standardscaler__withStd: false, sum__factor: 2 });
    expect(model.getParams()).not.toHaveProperty('scale__standardscaler__withStd');
    expect(await model.predict(X)).toHaveLength(3);
  });
});
