/** What the class promises follows from what it wraps: it must give the very numbers of doing it by hand. */
import { describe, expect, test } from 'vitest';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { TransformedTargetRegressor } from '../../src/estimators/transformed-target-regressor.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { r2Score } from '../../src/metrics/regression.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const X = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(i * 0.7), (i % 5) / 5]);
const y = X.map(([a, b, c]) => 40_000 + 9000 * a - 2500 * b * c);
const network = { hiddenLayerSizes: [8], maxIter: 20, randomState: 1, onWarning: () => {} } as const;

test('predictions are those of the regressor on standardized targets, scaled back', async () => {
  const model = await new TransformedTargetRegressor({ regressor: new MLPRegressor(network) }).fit(X, y);
  const scaler = new StandardScaler();
  const scaled = await scaler.fitTransform(y.map((value) => [value]));
  const plain = await new MLPRegressor(network).fit(X, Float64Array.from(scaled.values));
  const byHand = (await plain.predict(X)) as Float64Array;
  const back = await scaler.inverseTransform(Array.from(byHand, (value) => [value]));
  const predictions = (await model.predict(X)) as Float64Array;
  expect(predictions).toEqual(Float64Array.from(back.values));
  expect(await model.score(X, y)).toBe(r2Score(y, predictions));
  expect(model.regressor.lossCurve).toEqual(plain.lossCurve);
});

test('float32 networks predict in float64', async () => {
  const regressor = new MLPRegressor({ ...network, dtype: 'float32' });
  const model = await new TransformedTargetRegressor({ regressor }).fit(X, y);
  const predictions = (await model.predict(X)) as Float64Array;
  expect(predictions).toBeInstanceOf(Float64Array);
  expect(predictions.some((value) => value !== Math.fround(value))).toBe(true);
});

test('several outputs, and another transformer', async () => {
  const Y = y.map((value, i) => [value, i]);
  const options = { regressor: new MLPRegressor(network), transformer: new MinMaxScaler() };
  const model = await new TransformedTargetRegressor(options).fit(X, Y);
  const predictions = (await model.predict(X)) as Tensor;
  expect(predictions.shape).toEqual([60, 2]);
  const outputs = (await model.regressor.predict(X)) as unknown as Tensor;
  expect(predictions.toArray()).toEqual((await model.transformer.inverseTransform(outputs)).toArray());
});

test('validation targets are transformed too', async () => {
  const model = new TransformedTargetRegressor({ regressor: new MLPRegressor({ ...network, maxIter: 1 }) });
  await model.fit(X, y, { validationData: [X, y] });
  expect(model.regressor.validationScores?.at(-1)).toBeCloseTo(await model.score(X, y), 9);
});

test('what it was given stays as it is', async () => {
  const regressor = new MLPRegressor(network);
  await new TransformedTargetRegressor({ regressor }).fit(X, y);
  expect(await errorOf(() => regressor.predict(X))).toMatch(/^NOT_FITTED/);
});

describe('saving', () => {
  test('a fitted one predicts the same bits, in a pipeline too', async () => {
    const model = makePipeline(
      new StandardScaler(),
      new TransformedTargetRegressor({ regressor: new MLPRegressor(network) }),
    );
    await model.fit(X, y);
    expect(await load(save(model)).predict(X)).toEqual(await model.predict(X));
  });

  test('an unfitted one can be fitted', async () => {
    const model = new TransformedTargetRegressor({
      regressor: new MLPRegressor({ maxIter: 3, randomState: 1 }),
    });
    const loaded = load(save(model), TransformedTargetRegressor);
    expect(await errorOf(() => loaded.predict(X))).toBe(
      'NOT_FITTED: TransformedTargetRegressor is not fitted yet; call fit first.',
    );
    expect(loaded.getParams().regressor__maxIter).toBe(3);
  });

  test('a state without its parts is refused', async () => {
    const state = { kind: 'TransformedTargetRegressor', options: {} };
    expect(
      await errorOf(() =>
        TransformedTargetRegressor.fromState(state, () => {
          throw new Error('never called');
        }),
      ),
    ).toMatch(/^CORRUPT_FILE/);
  });
});

test('options of its parts by name', async () => {
  const model = new TransformedTargetRegressor({ regressor: new MLPRegressor(network) });
  const changed = model.withParams({ regressor__alpha: 0.5, transformer: new MinMaxScaler() });
  expect(changed.getParams()).toMatchObject({ regressor__alpha: 0.5, regressor__maxIter: 20 });
  expect(changed.options.transformer).toBeInstanceOf(MinMaxScaler);
  expect(await errorOf(() => model.withParams({ regresor__alpha: 1 }))).toBe(
    "UNKNOWN_OPTION: TransformedTargetRegressor has no option 'regresor'. Did you mean 'regressor'?",
  );
});

test('what cannot be learned', async () => {
  const regressor = new MLPRegressor(network);
  const fit = (options: object, targets: unknown): Promise<string> =>
    errorOf(() =>
      new TransformedTargetRegressor(options as { regressor: MLPRegressor }).fit(X, targets as number[]),
    );
  expect(await fit({}, y)).toBe("INVALID_OPTION: TransformedTargetRegressor needs the option 'regressor'.");
  expect(await fit({ regressor, transfomer: null }, y)).toMatch(/^UNKNOWN_OPTION.*'transformer'\?$/);
  expect(await fit({ regressor, transformer: {} }, y)).toMatch(/^INVALID_OPTION/);
  expect(await fit({ regressor }, [...y.slice(1), Number.NaN])).toMatch(/^NON_FINITE: y/);
  expect(await fit({ regressor }, y.slice(1))).toMatch(/^LENGTH_MISMATCH/);
});
