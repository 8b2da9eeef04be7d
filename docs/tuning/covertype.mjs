/**
 * What docs/covertype.md tells: how the model for Covertype was found, how good it is, and the model itself. After
 * `npm run build`:
 *
 *   node docs/tuning/covertype.mjs search FILE…       looks for better options; stopped, it goes on where it was
 *   node docs/tuning/covertype.mjs parts FILE…        what each part of the model is worth
 *   node docs/tuning/covertype.mjs curve FILE…        accuracy by number of rows, on held-out rows; covertype.svg
 *   node docs/tuning/covertype.mjs fit MODEL FILE…    learns from all rows and saves the model
 *   node docs/tuning/covertype.mjs score MODEL FILE…  how right a saved model is
 *
 * Files have the form of UCI's covtype.data, gzipped or not; rows that come twice count once. Held-out rows are taken
 * from the first file, which should therefore be a random sample. Without files the whole data set is fetched.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import {
  classificationReport,
  covtypeModel,
  GridSearchCV,
  HalvingRandomSearchCV,
  LinearRegression,
  loguniform,
  MinMaxScaler,
  ShuffleSplit,
  trainTestSplit,
  uniform,
} from 'hebb';
import { fetchCovtype } from 'hebb/datasets';
import { loadModel, saveModel } from 'hebb/node';
import { lineChart } from 'hebb/plot';

const allRows = 581_012;
const heldOut = 15_000;
/** One cycle of the learning rate ends where it ends: nothing to warn of. */
const silent = { onWarning() {} };
const targetNames = [
  'Spruce/Fir',
  'Lodgepole Pine',
  'Ponderosa Pine',
  'Cottonwood/Willow',
  'Aspen',
  'Douglas-fir',
  'Krummholz',
];

/** The rows of the files, each once, and how many of them the first file has. */
async function readRows(files) {
  if (files.length === 0) {
    const { data, target } = await fetchCovtype();
    return {
      X: { data: Float32Array.from(data.data), shape: data.shape },
      y: target,
      first: target.length,
    };
  }
  const lines = new Set();
  let first;
  for (const file of files) {
    const bytes = await readFile(file);
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
    for (const line of text.trim().split(/\r?\n/)) lines.add(line);
    first ??= lines.size;
  }
  const data = new Float32Array(lines.size * 54);
  const y = new Int32Array(lines.size);
  for (const [i, line] of [...lines].entries()) {
    const numbers = line.split(',').map(Number);
    data.set(numbers.slice(0, 54), i * 54);
    y[i] = numbers[54];
  }
  return { X: { data, shape: [lines.size, 54] }, y, first };
}

/** [X to learn from, X held out, y to learn from, y held out], of the first file's rows. */
function cut({ X, y, first }) {
  const sample = { data: X.data.subarray(0, first * 54), shape: [first, 54] };
  return trainTestSplit(sample, y.subarray(0, first), {
    testSize: heldOut,
    randomState: 42,
  });
}

async function search(files) {
  const [X, , y] = cut(await readRows(files));
  const cycles = (...counts) => counts.map((count) => [0, 2 * Math.PI * count]);
  const spaces = {
    features__places__stretch__elevation__featureRange: cycles(3, 4, 6),
    features__places__stretch__water__featureRange: cycles(0.25, 0.5),
    features__places__stretch__roadsAndFires__featureRange: cycles(2, 3, 4),
    features__places__waves__nComponents: [128, 256, 384],
    features__flags__featureRange: [4, 6, 9].map((high) => [0, high]),
    network__hiddenLayerSizes: [
      [256, 256],
      [512, 256],
      [512, 512],
      [1024, 256],
    ],
    network__activation: ['relu', 'tanh'],
    network__batchSize: [64, 128, 256],
    network__dropout: [0, 0.05],
    network__labelSmoothing: uniform(0.05, 0.15),
    network__learningRateInit: loguniform(1e-3, 4e-3),
  };
  const halving = new HalvingRandomSearchCV(
    covtypeModel({ maxIter: 12, randomState: 1, ...silent }),
    spaces,
    {
      cv: new ShuffleSplit({ nSplits: 1, testSize: 0.25, randomState: 0 }),
      nCandidates: 18,
      minResources: 24_000,
      factor: 3,
      randomState: 3,
      refit: false,
      nJobs: -1,
      checkpoint: 'covertype-search',
      onProgress({ done, total, secondsLeft, best }) {
        const left = `${(secondsLeft / 60).toFixed(0)} min left`;
        console.log(`${done} of ${total}, ${left}; best so far`, best?.score.toFixed(4), best?.params);
      },
    },
  );
  await halving.fit(X, y);
  for (const { iter, meanTestScore } of halving.cvResults.toRows())
    console.log(iter, meanTestScore.toFixed(4));
  console.log('best:', halving.bestScore.toFixed(4), halving.bestParams);
}

/** What each part of the model is worth: it is left out or changed, with 20,000 rows to learn from. */
async function parts(files) {
  const [X, , y] = cut(await readRows(files));
  const evenly = { featureRange: [0, 2 * Math.PI] };
  const stretch = 'features__places__stretch__';
  const variants = {
    'the model': { network__randomState: 1 },
    'no waves': { features__places: 'drop' },
    'waves not stretched by column': {
      [`${stretch}elevation`]: new MinMaxScaler(evenly),
      [`${stretch}water`]: new MinMaxScaler(evenly),
      [`${stretch}roadsAndFires`]: new MinMaxScaler(evenly),
    },
    'waves of half the frequency': { features__places__waves__gamma: 0.125 },
    'waves of twice the frequency': { features__places__waves__gamma: 2 },
    'half as many waves': { features__places__waves__nComponents: 192 },
    'twice as many waves': { features__places__waves__nComponents: 768 },
    'flags 0 and 1': { features__flags__featureRange: [0, 1] },
    'two hidden layers of 128': { network__hiddenLayerSizes: [128, 128] },
    'one hidden layer of 1024': { network__hiddenLayerSizes: [1024] },
    'three hidden layers, 512-256-256': { network__hiddenLayerSizes: [512, 256, 256] },
    tanh: { network__activation: 'tanh' },
    'dropout 0.1': { network__dropout: 0.1 },
    'no label smoothing': { network__labelSmoothing: 0 },
    'alpha 0.01': { network__alpha: 0.01 },
    'constant learning rate': { network__learningRate: 'constant' },
  };
  const grid = Object.values(variants).map((params) =>
    Object.fromEntries(Object.entries(params).map(([path, value]) => [path, [value]])),
  );
  const tried = new GridSearchCV(covtypeModel({ randomState: 1, ...silent }), grid, {
    cv: new ShuffleSplit({
      nSplits: 2,
      trainSize: 20_000,
      testSize: 10_000,
      randomState: 0,
    }),
    nJobs: -1,
    refit: false,
    checkpoint: 'covertype-parts',
  });
  await tried.fit(X, y);
  const scores = [...tried.cvResults.column('meanTestScore')];
  for (const [i, variant] of Object.keys(variants).entries()) console.log(scores[i].toFixed(4), variant);
}

/**
 * Accuracy on held-out rows by the number of rows learned from, and what it comes to if the error goes on falling
 * as it does at the end: error = a · rows^−b, a line in logarithms.
 */
async function curve(files) {
  const [X, XTest, y, yTest] = cut(await readRows(files));
  const doubled = Array.from({ length: 8 }, (_, i) => 2500 * 2 ** i);
  const trainSizes = [...doubled.filter((rows) => rows < y.length / 1.5), y.length];
  const accuracy = [];
  let model;
  for (const rows of trainSizes) {
    const some = { data: X.data.subarray(0, rows * 54), shape: [rows, 54] };
    model = await covtypeModel({ randomState: 1, ...silent }).fit(some, y.subarray(0, rows));
    accuracy.push(await model.score(XTest, yTest));
    console.log(`${rows} rows: ${accuracy.at(-1).toFixed(4)}`);
  }
  const predicted = await model.predict(XTest);
  console.log(classificationReport(yTest, predicted, { targetNames, digits: 4 }));

  const last = trainSizes.slice(-3);
  const logarithms = (rows) => rows.map((count) => [Math.log(count)]);
  const errors = accuracy.slice(-3).map((share) => Math.log(1 - share));
  const line = await new LinearRegression().fit(logarithms(last), errors);
  const further = [...last, 160_000, 320_000, allRows].filter((rows, i) => i < 3 || rows > y.length);
  const expected = Array.from(await line.predict(logarithms(further)), (error) => 1 - Math.exp(error));
  console.log(
    `${allRows} rows: ${expected.at(-1).toFixed(4)} expected; error ~ rows^${line.coef[0].toFixed(2)}`,
  );
  const percent = (shares) => shares.map((share) => 100 * share);
  const svg = lineChart(
    [
      {
        name: 'held-out rows',
        x: trainSizes,
        y: percent(accuracy),
        points: true,
      },
      { name: 'going on so', x: further, y: percent(expected) },
    ],
    {
      title: 'Covertype: accuracy by rows learned from',
      xLabel: 'Rows learned from',
      yLabel: 'Right on held-out rows (%)',
      xScale: 'log',
      yScale: 'linear',
    },
  );
  await writeFile(new URL('covertype.svg', import.meta.url), svg);
}

async function fit([path, ...files]) {
  const { X, y } = await readRows(files);
  const model = covtypeModel({ randomState: 42, verbose: true, ...silent });
  await model.fit(X, y);
  await saveModel(path, model);
}

async function score([path, ...files]) {
  const { X, y } = await readRows(files);
  const model = await loadModel(path);
  console.log(classificationReport(y, await model.predict(X), { targetNames, digits: 4 }));
}

const commands = { search, parts, curve, fit, score };
const [name, ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, name ?? '')) {
  throw new Error(`first say what to do: ${Object.keys(commands).join(', ')}`);
}
await commands[name](args);
