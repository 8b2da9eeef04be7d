/**
 * The textbook's Fashion-MNIST classifier, in float64, against scikit-learn 1.9.1's numbers for the same
 * seed: about two minutes. (The book prints lower figures, from an older version of scikit-learn.)
 * Counts and scores must be exact. The losses may drift by 1e-7: over 9,000 steps of 200 rows, sums added up
 * in another order now and then put a unit on the other side of its kink.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { fetchFashionMnist } from '../../src/datasets/index.ts';
import { MinMaxScaler, MLPClassifier, makePipeline } from '../../src/index.ts';
import { sharedData, testWithSharedData } from '../shared-data.ts';

const { fashion } = JSON.parse(readFileSync(new URL('../fixtures/book.json', import.meta.url), 'utf8'));

testWithSharedData(
  'Fashion-MNIST, [300, 100], early stopping: 34 iterations, 0.9023 and 0.8929',
  async () => {
    const { train, test } = await fetchFashionMnist({ mirror: sharedData() });
    const mlp = new MLPClassifier({ hiddenLayerSizes: [300, 100], earlyStopping: true, randomState: 42 });
    const model = makePipeline(new MinMaxScaler(), mlp);
    await model.fit(train.data, train.target);
    for (const [i, loss] of fashion.loss_curve_.entries()) {
      expect(Math.abs(mlp.lossCurve[i] / loss - 1), `epoch ${i + 1}`).toBeLessThan(1e-7);
    }
    expect(mlp.nIter).toBe(34);
    for (const [i, score] of fashion.validation_scores_.entries()) {
      expect(mlp.validationScores?.[i]).toBeCloseTo(score, 12);
    }
    expect(mlp.bestValidationScore).toBeCloseTo(0.9023333333333333, 12);
    expect(await model.score(test.data, test.target)).toBeCloseTo(0.8929, 12);
    const predictions = await model.predict(test.data);
    expect(Array.from(predictions as Iterable<unknown>).slice(0, 15)).toEqual(fashion.first15);
  },
  600_000,
);
