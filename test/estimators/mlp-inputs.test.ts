/** What goes into the multilayer perceptrons and what comes out: forms of X and y, labels, weights, types. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { FloatArray } from '../../src/core/dtype.ts';
import type { Label } from '../../src/core/labels.ts';
import { Table } from '../../src/data/table.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { trainTestSplit } from '../../src/selection/train-test-split.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { fromTyped, type Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';
import { drawLabels, drawNumbers, drawRows, quiet } from './mlp-data.ts';

const small = { hiddenLayerSizes: [4], maxIter: 3, randomState: 1, ...quiet };
const { X, y } = drawNumbers(1, 20);
const { X: XLabels, y: labels } = drawLabels(2, 30);

describe('forms', () => {
  test('X of every form gives the same network', async () => {
    const flat = Float64Array.from(X.flat());
    const reference = await new MLPRegressor(small).fit(X, y);
    const columns = Object.fromEntries([0, 1, 2].map((j) => [`x${j}`, X.map((row) => row[j])]));
    for (const form of [
      X.map((row) => Float64Array.from(row)),
      { data: flat, shape: [20, 3] },
      tensor(X),
      Table.fromColumns(columns),
    ]) {
      const model = await new MLPRegressor(small).fit(form, y);
      expect(model.coefs).toEqual(reference.coefs);
      expect(await model.predict(form)).toEqual(await reference.predict(X));
    }
  });

  test('numbers to learn of every form', async () => {
    const whole = y.map((value) => Math.round(value * 10));
    const reference = await new MLPRegressor(small).fit(X, whole);
    const table = Table.fromColumns({ y: whole });
    for (const form of [
      Int32Array.from(whole),
      Float64Array.from(whole),
      Float32Array.from(whole),
      Int8Array.from(whole),
      table.column('y'),
      tensor(whole),
    ]) {
      const model = await new MLPRegressor(small).fit(X, form as Int32Array);
      expect(model.coefs).toEqual(reference.coefs);
    }
    const bytes = Uint8Array.from(whole, (value) => Math.abs(value));
    expect((await new MLPRegressor(small).fit(X, bytes)).nIter).toBe(3);
  });

  test('predictions come as y did', async () => {
    const flat = await new MLPRegressor(small).fit(X, y);
    expect(await flat.predict(X)).toBeInstanceOf(Float64Array);
    const column = await new MLPRegressor(small).fit(
      X,
      y.map((value) => [value]),
    );
    expect((await column.predict(X)).shape).toEqual([20, 1]);
    expect((await column.predict(X)).values).toEqual(await flat.predict(X));
    const rows = y.map((value) => [value, -value]);
    const both = await new MLPRegressor(small).fit(X, fromTyped(Float64Array.from(rows.flat()), [20, 2]));
    expect((await both.predict(X)).shape).toEqual([20, 2]);
    expect(both.nOutputs).toBe(2);
    expect((await new MLPRegressor(small).fit(X, rows)).coefs).toEqual(both.coefs);
  });

  test('a single row, a single feature, a huge batch, no hidden layer', async () => {
    const one = await new MLPRegressor({ ...small, batchSize: 10_000 }).fit([[1]], [2]);
    expect(one.warnings[0].code).toBe('BATCH_SIZE_CLIPPED');
    expect((await one.predict([[1], [2]])).length).toBe(2);
    expect((await one.predict(fromTyped(new Float64Array(0), [0, 1]))).length).toBe(0);
    const linear = await new MLPRegressor({ ...small, hiddenLayerSizes: [] }).fit(X, y);
    expect(linear.coefs.map(({ shape }) => shape)).toEqual([[3, 1]]);
    const number = await new MLPRegressor({ ...small, hiddenLayerSizes: 7 }).fit(X, y);
    expect(number.coefs.map(({ shape }) => shape)).toEqual([
      [3, 7],
      [7, 1],
    ]);
    expect(number.intercepts.map(({ length }) => length)).toEqual([7, 1]);
    expect([number.nLayers, number.nOutputs, number.nFeaturesIn]).toEqual([3, 1, 3]);
  });

  test('float32 comes and goes as float32, and is close to float64', async () => {
    const X32 = { data: Float32Array.from(X.flat()), shape: [20, 3] };
    const narrow = await new MLPRegressor({ ...small, maxIter: 20 }).fit(X32, y);
    const wide = await new MLPRegressor({ ...small, maxIter: 20 }).fit(X, y);
    const [a, b] = [await narrow.predict(X32), await wide.predict(X)];
    expect(a).toBeInstanceOf(Float32Array);
    for (const [i, value] of b.entries()) expect(a[i]).toBeCloseTo(value, 4);
    const asked = await new MLPRegressor({ ...small, maxIter: 20, dtype: 'float32' }).fit(X, y);
    expect(asked.coefs).toEqual(narrow.coefs);
    const widened = await new MLPRegressor({ ...small, dtype: 'float64' }).fit(X32, y);
    expect(await widened.predict(X32)).toBeInstanceOf(Float64Array);
  });

  test("engine 'js' agrees with 'wasm'", async () => {
    for (const solver of ['adam', 'sgd', 'lbfgs'] as const) {
      const train = (engine: 'js' | 'wasm'): Promise<MLPClassifier<('a' | 'b' | 'c')[]>> =>
        new MLPClassifier({ ...small, solver, engine, maxIter: 10 }).fit(XLabels, labels);
      const [js, wasm] = [await train('js'), await train('wasm')];
      const [a, b] = [await js.predictProba(XLabels), await wasm.predictProba(XLabels)];
      for (const [i, value] of a.values.entries()) expect(b.values[i]).toBeCloseTo(value, 11);
    }
  });
});

describe('labels', () => {
  test('come back as they came', async () => {
    for (const named of [
      ['x', 'y'],
      [false, true],
      [-3, 12],
    ] as Label[][]) {
      const y = XLabels.map(([x]): Label => (x > 0 ? named[1] : named[0]));
      const model = await new MLPClassifier({ ...small, maxIter: 100, learningRateInit: 0.05 }).fit(
        XLabels,
        y,
      );
      expect(model.classes).toEqual(named);
      expect(model.outputActivation).toBe('logistic');
      expect(new Set(await model.predict(XLabels))).toEqual(new Set(named));
      expect(await model.score(XLabels, y)).toBeGreaterThan(0.9);
      const proba = await model.predictProba(XLabels);
      expect(proba.shape).toEqual([30, 2]);
      const logs = await model.predictLogProba(XLabels);
      expect(logs.values[0]).toBeCloseTo(Math.log(proba.values[0] as number), 12);
    }
  });

  test('several a row', async () => {
    const y = XLabels.map((row) => row.map((value) => Number(value > 0)));
    const model = await new MLPClassifier({ ...small, maxIter: 150, learningRateInit: 0.05 }).fit(XLabels, y);
    expect(model.classes).toEqual([0, 1, 2]);
    expect([model.nOutputs, model.outputActivation]).toEqual([3, 'logistic']);
    const predicted = await model.predict(XLabels);
    expect(predicted.shape).toEqual([30, 3]);
    expect(new Set(predicted.values)).toEqual(new Set([0, 1]));
    const right = y.filter((row, i) => row.every((flag, j) => flag === predicted.values[i * 3 + j]));
    expect(await model.score(XLabels, y)).toBe(right.length / 30);
    expect(
      await errorOf(() =>
        new MLPClassifier(small).fit(
          X,
          X.map(() => [0, 2]),
        ),
      ),
    ).toBe('INVALID_VALUE: several labels a row must come as zeros and ones; y has 2 at row 0, column 1.');
  });

  test('a binary softmax has two outputs', async () => {
    const y = labels.map((label) => label === 'a');
    const model = await new MLPClassifier({ ...small, outputActivation: 'softmax' }).fit(XLabels, y);
    expect([model.nOutputs, model.outputActivation]).toEqual([2, 'softmax']);
    const { values, shape } = await model.predictProba(XLabels);
    expect(shape).toEqual([30, 2]);
    expect(values[0] + values[1]).toBeCloseTo(1, 12);
    expect(await model.predict(XLabels)).toEqual(y.map((_, i) => values[2 * i + 1] > values[2 * i]));
  });
});

describe('weights', () => {
  const weightOf = { a: 2, b: 0.5, c: 1.25 };
  const train = (options: object, sampleWeight?: number[]): Promise<MLPClassifier<('a' | 'b' | 'c')[]>> =>
    new MLPClassifier({ ...small, batchSize: 8, ...options }).fit(XLabels, labels, { sampleWeight });

  test('of classes are weights of their rows', async () => {
    const byRow = await train(
      {},
      labels.map((label) => weightOf[label]),
    );
    for (const classWeight of [weightOf, new Map(Object.entries(weightOf))]) {
      expect((await train({ classWeight })).coefs).toEqual(byRow.coefs);
    }
    const count = (label: string): number => labels.filter((other) => other === label).length;
    const balanced = await train(
      {},
      labels.map((label) => 30 / (3 * count(label))),
    );
    expect((await train({ classWeight: 'balanced' })).coefs).toEqual(balanced.coefs);
    const own = labels.map((_, i) => 1 + (i % 3));
    const product = await train(
      {},
      labels.map((label, i) => weightOf[label] * own[i]),
    );
    expect((await train({ classWeight: weightOf }, own)).coefs).toEqual(product.coefs);
    const numbers = labels.map((label) => 'abc'.indexOf(label));
    const keyed = await new MLPClassifier({
      ...small,
      batchSize: 8,
      classWeight: new Map([
        [0, 2],
        [1, 0.5],
        [2, 1.25],
      ]),
    }).fit(XLabels, numbers);
    expect(keyed.coefs).toEqual(byRow.coefs);
  });

  test('of unknown classes are refused', async () => {
    expect(await errorOf(() => train({ classWeight: { d: 1 } }))).toMatch(
      "UNKNOWN_LABEL: classWeight names 'd'",
    );
    expect(await errorOf(() => train({ classWeight: { a: -1 } }))).toMatch(
      "INVALID_VALUE: classWeight of 'a'",
    );
    const flags = X.map(() => [0, 1]);
    expect(
      await errorOf(() => new MLPClassifier({ ...small, classWeight: 'balanced' }).fit(X, flags)),
    ).toMatch('UNSUPPORTED: classWeight needs one label a row');
  });
});

describe('validation data', () => {
  const XValid = drawRows(9, 10);
  const yValid = XValid.map((row) => row[0] * 2 - row[2] + 0.5);

  test('is scored after every epoch, wherever it comes from', async () => {
    const given = await new MLPRegressor({ ...small, validationData: [XValid, yValid] }).fit(X, y);
    const handed = await new MLPRegressor(small).fit(X, y, { validationData: [XValid, yValid] });
    const none = await new MLPRegressor(small).fit(X, y);
    expect(given.coefs).toEqual(none.coefs);
    expect(given.validationScores).toHaveLength(3);
    expect(given.validationScores?.[2]).toBeCloseTo(await none.score(XValid, yValid), 12);
    expect(given.bestValidationScore).toBe(Math.max(...(given.validationScores as number[])));
    expect(handed.validationScores).toEqual(given.validationScores);
    expect(none.validationScores).toBeNull();
  });

  test('stops early and gives the best weights back', async () => {
    const options = { ...small, maxIter: 200, learningRateInit: 0.3, earlyStopping: true, nIterNoChange: 3 };
    const model = await new MLPRegressor(options).fit(X, y, { validationData: [XValid, yValid] });
    expect(model.nIter).toBeLessThan(200);
    expect(model.samplesSeen).toBe(20 * model.nIter);
    expect(await model.score(XValid, yValid)).toBeCloseTo(model.bestValidationScore as number, 12);
  });

  test('goes through a pipeline like the rest', async () => {
    const net = new MLPRegressor(small);
    await makePipeline(new StandardScaler(), net).fit(X, y, { validationData: [XValid, yValid] });
    const scaler = await new StandardScaler().fit(X);
    const byHand = await new MLPRegressor(small).fit(await scaler.transform(X), y, {
      validationData: [await scaler.transform(XValid), yValid],
    });
    expect(net.validationScores).toEqual(byHand.validationScores);
  });

  test('is read by column names', async () => {
    const table = (rows: number[][], names: string[]): Table =>
      Table.fromColumns(
        Object.fromEntries(names.map((name) => [name, rows.map((row) => row['abc'.indexOf(name)])])),
      );
    const model = await new MLPRegressor(small).fit(table(X, ['a', 'b', 'c']), y, {
      validationData: [table(XValid, ['c', 'a', 'b']), yValid],
    });
    expect(model.validationScores?.[2]).toBeCloseTo(await model.score(XValid, yValid), 12);
  });

  test('that does not fit is refused', async () => {
    const refuse = (validationData: [unknown, unknown]): Promise<string> =>
      errorOf(() => new MLPRegressor(small).fit(X, y, { validationData }));
    expect(await refuse([[[1, 2]], [1]])).toMatch('SHAPE_MISMATCH: validationData has 2 features');
    expect(await refuse([XValid, [1]])).toMatch(
      'LENGTH_MISMATCH: validationData: X has 10 rows, but y has 1',
    );
    expect(await refuse([[[1, Number.NaN, 3]], [1]])).toMatch("NON_FINITE: validationData's X contains NaN");
    const model = new MLPClassifier({ ...small, warmStart: true });
    await model.fit(XLabels, labels, { validationData: [XLabels.slice(0, 2), labels.slice(0, 2)] });
    await model.fit(XLabels, labels, { validationData: [XLabels.slice(0, 2), ['a', 'a']] });
    expect(model.validationScores).toHaveLength(6);
    expect(
      await errorOf(() => model.fit(XLabels, labels, { validationData: [XLabels.slice(0, 1), ['z']] })),
    ).toMatch("UNKNOWN_LABEL: y has labels ['z']");
  });
});

describe('types', () => {
  test('predictions are typed by the targets', async () => {
    const classifier = await new MLPClassifier(small).fit(XLabels, labels);
    expectTypeOf(classifier).toEqualTypeOf<MLPClassifier<('a' | 'b' | 'c')[]>>();
    expectTypeOf(classifier.predict).returns.resolves.toEqualTypeOf<('a' | 'b' | 'c')[]>();
    expectTypeOf(classifier.classes).toEqualTypeOf<readonly ('a' | 'b' | 'c')[]>();
    const literal = new MLPClassifier(small).fit(X.slice(0, 3), ['yes', 'no', 'yes']);
    expectTypeOf(literal).resolves.toEqualTypeOf<MLPClassifier<('yes' | 'no')[]>>();
    const flags = new MLPClassifier(small).fit(X.slice(0, 1), [[1, 0]]);
    expectTypeOf(flags).resolves.toEqualTypeOf<MLPClassifier<Tensor>>();
    const some = new MLPClassifier(small).partialFit(X.slice(0, 2), ['u', 'v'], { classes: ['u', 'v'] });
    expectTypeOf(some).resolves.toEqualTypeOf<MLPClassifier<('u' | 'v')[]>>();
    await Promise.all([literal, flags, some]);
    const regressor = await new MLPRegressor(small).fit(X, y);
    expectTypeOf(regressor.predict).returns.resolves.toEqualTypeOf<FloatArray>();
    const rows = await new MLPRegressor(small).fit(X, X);
    expectTypeOf(rows.predict).returns.resolves.toEqualTypeOf<Tensor>();
  });

  test('splits keep the types of what they split', async () => {
    const [XTrain, XTest, yTrain, yTest] = trainTestSplit(XLabels, labels, { randomState: 1 });
    expectTypeOf(XTrain).toEqualTypeOf<number[][]>();
    expectTypeOf(yTest).toEqualTypeOf<('a' | 'b' | 'c')[]>();
    const model = await new MLPClassifier(small).fit(XTrain, yTrain);
    expectTypeOf(model.predict).returns.resolves.toEqualTypeOf<('a' | 'b' | 'c')[]>();
    expect(await model.predict(XTest)).toHaveLength(yTest.length);
  });
});
