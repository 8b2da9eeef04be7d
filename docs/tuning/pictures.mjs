/**
 * Makes the pictures of docs/tuning.md: `npm run build && node docs/tuning/pictures.mjs`. Fashion-MNIST is
 * downloaded once, or read from HEBB_DATA_MIRROR.
 */
import { writeFile } from 'node:fs/promises';
import {
  learningCurve,
  learningRateRange,
  MLPClassifier,
  makePipeline,
  StandardScaler,
  validationCurve,
} from 'hebb';
import { fetchFashionMnist, loadDigits, makeSpiral } from 'hebb/datasets';
import { decisionBoundary, learningRatePlot, lineChart } from 'hebb/plot';

const write = (name, svg) => writeFile(new URL(`${name}.svg`, import.meta.url), svg);
const silent = { onWarning() {} };

/** The mean of each row of scores. */
const means = (scores) =>
  Array.from(scores, (row) => row.reduce((sum, score) => sum + score, 0) / row.length);

const { train } = await fetchFashionMnist();
const X = { data: Float32Array.from(train.data.data, (grey) => grey / 255), shape: train.data.shape };
const clothes = new MLPClassifier({
  hiddenLayerSizes: [300, 100],
  batchSize: 32,
  randomState: 42,
  ...silent,
});
const sweep = await learningRateRange(clothes, X, train.target);
await write('learning-rate', learningRatePlot(sweep, { title: 'Fashion-MNIST, batches of 32' }));
console.log('turning point', sweep.turningPoint, 'suggested', sweep.suggested);

const spiral = makeSpiral({ nSamples: 400, noise: 0.05, randomState: 0 });
for (const [name, hiddenLayerSizes] of [
  ['wide', [90]],
  ['deep', [12, 12, 12]],
]) {
  const model = new MLPClassifier({
    hiddenLayerSizes,
    activation: 'tanh',
    learningRateInit: 0.01,
    maxIter: 250,
    nIterNoChange: Number.POSITIVE_INFINITY,
    randomState: 0,
    ...silent,
  });
  await model.fit(spiral.data, spiral.target);
  const title = `Hidden layers ${hiddenLayerSizes.join('-')}: 361 parameters`;
  await write(name, await decisionBoundary(model, spiral.data, spiral.target, { title }));
}

const { data, target } = await loadDigits();
const digits = makePipeline(
  new StandardScaler(),
  new MLPClassifier({ hiddenLayerSizes: [100], maxIter: 60, randomState: 0, ...silent }),
);
const options = { cv: 5, nJobs: -1 };
const { trainSizes, ...byRows } = await learningCurve(digits, data, target, options);
await write(
  'rows',
  lineChart(
    [
      { name: 'training rows', x: trainSizes, y: means(byRows.trainScores), points: true },
      { name: 'rows held out', x: trainSizes, y: means(byRows.testScores), points: true },
    ],
    { title: 'Digits: more rows', xLabel: 'Training rows', yLabel: 'Accuracy' },
  ),
);
const alphas = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100];
const byAlpha = await validationCurve(digits, data, target, {
  paramName: 'mlpclassifier__alpha',
  paramRange: alphas,
  ...options,
});
await write(
  'alpha',
  lineChart(
    [
      { name: 'training rows', x: alphas, y: means(byAlpha.trainScores), points: true },
      { name: 'rows held out', x: alphas, y: means(byAlpha.testScores), points: true },
    ],
    { title: 'Digits: the penalty', xLabel: 'alpha', yLabel: 'Accuracy', xScale: 'log' },
  ),
);
console.log('rows', means(byRows.testScores), 'alpha', means(byAlpha.testScores));
