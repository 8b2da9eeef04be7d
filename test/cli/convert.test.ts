/** `hebb convert` in this process, between all formats that there are. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LinearRegression } from '../../src/estimators/linear/linear-regression.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { fromKeras } from '../../src/formats/keras/keras-file.ts';
import { fromSafetensors } from '../../src/formats/safetensors-weights.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { logDirectory } from '../../src/node/log-directory.ts';
import { loadModel, saveModel } from '../../src/node/save-model.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const network = folder.path('network.hebb');
const flowers = folder.path('flowers.hebb');
const table = folder.path('table.hebb');
const X = [
  [1, 2],
  [2, 1],
  [4, 4],
  [5, 3],
];

beforeAll(async () => {
  const layers = [
    Input([2]),
    new Dense(3, { activation: 'relu', name: 'hidden' }),
    new Dense(1, { name: 'out' }),
  ];
  await saveModel(network, new Sequential(layers, { name: 'small' }));
  const mlp = new MLPClassifier({ hiddenLayerSizes: [3], maxIter: 5, onWarning: () => {} });
  await saveModel(flowers, await makePipeline(new StandardScaler(), mlp).fit(X, ['a', 'a', 'b', 'b']));
  await hebb(['train', 'iris', '-t', 'species', '-q', '-o', table, '--epochs', '1', '--hidden', '3']);
});

test('a network to Keras and back is the same network', async () => {
  const there = folder.path('network.keras');
  const back = folder.path('back.hebb');
  const { code, stdout, stderr } = await hebb(['convert', network, there]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /network\.keras: a Keras archive, [\d.]+ kB, from .*network\.hebb, a model file of Hebb/,
  );
  expect((await hebb(['convert', there, back])).code).toBe(0);
  const [before, after] = [await loadModel(network, Model), await loadModel(back, Model)];
  expect(after.getWeights().map((weight) => weight.toArray())).toEqual(
    before.getWeights().map((weight) => weight.toArray()),
  );
});

test('a classifier with a scaler becomes layers', async () => {
  const out = folder.path('flowers.keras');
  const { code, stdout } = await hebb(['convert', flowers, out, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    in: flowers,
    from: 'hebb',
    out,
    to: 'keras',
    bytes: readFileSync(out).length,
    notes: ['Labels are not kept: the outputs are the probability of b.'],
  });
  const probabilities = (await (await fromKeras(readFileSync(out))).predict(X)) as Tensor;
  const expected = (await (await loadModel(flowers)).predictProba?.(X)) as Tensor;
  for (const [i, [p]] of (probabilities.toArray() as number[][]).entries()) {
    expect(p).toBeCloseTo((expected.toArray() as number[][])[i][1], 9);
  }
});

test('weights alone: for Keras, and for PyTorch', async () => {
  const h5 = folder.path('network.weights.h5');
  const { stdout } = await hebb(['convert', network, h5]);
  expect(stdout).toContain('Only numbers are kept');
  expect([...readFileSync(h5).subarray(1, 4)]).toEqual([...Buffer.from('HDF')]);
  const tensors = folder.path('network.safetensors');
  expect((await hebb(['convert', network, tensors, '--style', 'pytorch'])).code).toBe(0);
  expect(Object.keys(fromSafetensors(readFileSync(tensors)).tensors).sort()).toEqual([
    '0.bias',
    '0.weight',
    '2.bias',
    '2.weight',
  ]);
});

test('a pipeline with a table of columns goes into ONNX as a whole', async () => {
  const out = folder.path('table.onnx');
  const { code, stdout, stderr } = await hebb(['convert', table, out]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain('Labels are not kept');
  expect(readFileSync(out).includes('setosa')).toBe(true);
});

test('a program of its own', async () => {
  const out = folder.path('table.mjs');
  const { code, stderr } = await hebb(['convert', table, out, '--dtype', 'float32']);
  expect([code, stderr]).toEqual([0, '']);
  const { stdout } = await hebb(['inspect', out]);
  expect(stdout).toMatch(/Exports +predict, predictProba, classes\n/);
  const { predict } = await import(/* @vite-ignore */ pathToFileURL(out).href);
  const rows = [[5.1, 3.5, 1.4, 0.2]];
  expect(predict(rows)).toEqual([...((await (await loadModel(table)).predict(rows)) as readonly string[])]);
});

test('an ONNX file becomes a network again', async () => {
  const there = folder.path('network.onnx');
  const back = folder.path('from-onnx.hebb');
  await hebb(['convert', network, there]);
  const { code, stderr } = await hebb(['convert', there, back]);
  expect([code, stderr]).toEqual([0, '']);
  const [before, after] = await Promise.all(
    [network, back].map(async (path) => (await loadModel(path, Model)).predict(X)),
  );
  expect((after as Tensor).toArray()).toEqual((before as Tensor).toArray());
});

/** A model.json of Keras 2's kind, with its weights beside it. */
function tfjsModel(shard: string): string {
  const dense = {
    name: 'out',
    units: 1,
    activation: 'linear',
    use_bias: true,
    batch_input_shape: [null, 2],
    dtype: 'float32',
    trainable: true,
  };
  const config = { name: 'tiny', layers: [{ class_name: 'Dense', config: dense }] };
  const weights = [
    { name: 'out/kernel', shape: [2, 1], dtype: 'float32' },
    { name: 'out/bias', shape: [1], dtype: 'float32' },
  ];
  return JSON.stringify({
    format: 'layers-model',
    modelTopology: {
      keras_version: '2.15.0',
      backend: 'tensorflow',
      model_config: { class_name: 'Sequential', config },
    },
    weightsManifest: [{ paths: [shard], weights }],
  });
}

test('a model of TensorFlow.js, with the weights beside it', async () => {
  folder.file('shard1of1.bin', new Uint8Array(Float32Array.of(2, 3, 10).buffer));
  const json = folder.file('model.json', tfjsModel('shard1of1.bin'));
  const out = folder.path('tiny.keras');
  const { code, stderr } = await hebb(['convert', json, out]);
  expect([code, stderr]).toEqual([0, '']);
  const made = (await (await fromKeras(readFileSync(out))).predict([[1, 1]])) as Tensor;
  expect(made.toArray()).toEqual([[15]]);
  expect((await hebb(['inspect', json])).stdout).toMatch(/Kind +network, Sequential 'tiny'/);
});

test.each([
  ['../shard1of1.bin', /outside\.json: the path of weights '\.\.\/shard1of1\.bin' leads out of the folder/],
  ['/etc/passwd', /leads out of the folder/],
  ['none.bin', /there is no file .*none\.bin/],
])('weights of TensorFlow.js in %s', async (shard, sentence) => {
  const json = folder.file('outside.json', tfjsModel(shard));
  const { code, stderr } = await hebb(['convert', json, folder.path('never.keras')]);
  expect(code).toBe(1);
  expect(stderr).toMatch(sentence);
});

test('--to says the format where the name does not', async () => {
  const out = folder.path('odd-name');
  expect((await hebb(['convert', network, out, '--to', 'keras'])).code).toBe(0);
  expect((await hebb(['convert', out, folder.path('odd.hebb')])).code).toBe(0);
});

async function eventFile(): Promise<string> {
  const parts: Uint8Array[] = [];
  const writer = logDirectory(folder.path('logs')).open();
  writer.scalar('loss', 1, 0);
  await writer.flush();
  const { readdirSync } = await import('node:fs');
  parts.push(readFileSync(folder.path(`logs/${readdirSync(folder.path('logs'))[0]}`)));
  return folder.file('some.log', parts[0]);
}

describe('the reason why not', () => {
  const out = folder.path('never.keras');
  test.each<[string, () => Promise<readonly string[]>, RegExp, number]>([
    [
      'a table of columns into layers',
      async () => [table, out],
      /never\.keras: ColumnTransformer has no counterpart among the layers of networks: it takes tables of columns apart, and layers take numbers\. An ONNX file or a JavaScript module takes whole pipelines\.$/,
      1,
    ],
    ['no such file', async () => [folder.path('none.hebb'), out], /there is no file .*none\.hebb\.$/, 1],
    [
      'a file of no format',
      async () => [folder.file('a.csv', 'x,y\n1,2\n'), out],
      /a\.csv: hebb does not know such files\. It knows \.hebb, \.keras/,
      1,
    ],
    [
      'a damaged file',
      async () => [folder.file('half.keras', readFileSync(network).subarray(9)), out],
      /half\.keras: .*zip archive/,
      1,
    ],
    [
      'weights without layers',
      async () => {
        await hebb(['convert', network, folder.path('only.weights.h5')]);
        return [folder.path('only.weights.h5'), out];
      },
      /there is no model in a file of Keras weights: it holds arrays, but not what they belong to\.$/,
      1,
    ],
    [
      'what was logged',
      async () => [await eventFile(), out],
      /there is no model in an event file of TensorBoard: it holds what was logged/,
      1,
    ],
    [
      'a name that says nothing',
      async () => [network, folder.path('never.txt')],
      /does not say which format it should have: let it end in \.hebb, \.keras, /,
      2,
    ],
    ['the file itself', async () => [network, network], /it would replace what is read from it/, 1],
    [
      'to be logged',
      async () => [network, folder.path('x.tfevents')],
      /a model cannot be written as an event file of TensorBoard: it is written while a model trains/,
      1,
    ],
  ])('%s', async (_, args, sentence, expected) => {
    const { code, stdout, stderr } = await hebb(['convert', ...(await args())]);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr.split('\n')[0]).toMatch(sentence);
    expect(() => readFileSync(out)).toThrow();
  });
});

test('a transformer goes into files of Hebb and ONNX only', async () => {
  const path = folder.path('scaler.hebb');
  await saveModel(path, await new StandardScaler().fit(X));
  expect((await hebb(['convert', path, folder.path('scaler.onnx')])).code).toBe(0);
  const { code, stderr } = await hebb(['convert', path, folder.path('scaler.keras')]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/StandardScaler has no counterpart/);
});

test('the page of help names every format', async () => {
  const { stdout } = await hebb(['convert', '--help']);
  for (const ending of ['.hebb', '.keras', '.weights.h5', '.onnx', '.safetensors', '.mjs'])
    expect(stdout).toContain(ending);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('a linear model of one output', async () => {
  const path = folder.path('line.hebb');
  writeFileSync(path, '');
  await saveModel(path, await new LinearRegression().fit(X, [1, 2, 3, 4]));
  const out = folder.path('line.keras');
  expect((await hebb(['convert', path, out])).code).toBe(0);
  const made = (await (await fromKeras(readFileSync(out))).predict(X)) as Tensor;
  const expected = (await (await loadModel(path)).predict(X)) as Float64Array;
  for (const [i, value] of expected.entries())
    expect((made.toArray() as number[][])[i][0]).toBeCloseTo(value, 9);
});
