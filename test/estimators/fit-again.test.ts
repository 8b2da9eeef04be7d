/** `fit` called again, and while another one runs: what is learned is always that of one call, whole. */
import { describe, expect, test } from 'vitest';
import { LogisticRegression } from '../../src/estimators/linear/logistic-regression.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { save } from '../../src/formats/model-file.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';

const rows = (count: number, width: number): number[][] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: width }, (_, j) => ((i + 1) * (j + 2) * 0.618) % 1),
  );
const small = rows(40, 2);
const large = rows(90, 3);
const numbers = (X: number[][]): number[] => X.map(([x, y]) => x - y);
const labels = (X: number[][]): string[] => X.map(([x]) => (x < 0.5 ? 'low' : 'high'));
const network = { hiddenLayerSizes: [4], maxIter: 15, randomState: 1, onWarning: () => {} };

describe.each([
  ['MLPRegressor', () => new MLPRegressor(network), numbers],
  ['MLPClassifier', () => new MLPClassifier(network), labels],
  ['LogisticRegression', () => new LogisticRegression(), labels],
  ['a pipeline', () => makePipeline(new StandardScaler(), new MLPRegressor(network)), numbers],
] as const)('%s', (_, make, targets) => {
  const fitted = async (X: number[][]): Promise<Uint8Array> => {
    const model = make();
    await model.fit(X, targets(X) as never);
    return save(model);
  };

  test('fitted again it is as if it had never been fitted before', async () => {
    const model = make();
    await model.fit(small, targets(small) as never);
    await model.fit(large, targets(large) as never);
    expect(save(model)).toEqual(await fitted(large));
  });

  test('a fit while another one runs is refused, and does the other no harm', async () => {
    const model = make();
    const first = model.fit(small, targets(small) as never);
    await expect(model.fit(large, targets(large) as never)).rejects.toThrow(
      /^\w+ is being fitted already; wait for that fit to end\.$/,
    );
    await first;
    expect(save(model)).toEqual(await fitted(small));
  });
});
