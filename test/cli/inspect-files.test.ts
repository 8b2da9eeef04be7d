/** `hebb inspect` for networks and for the files of other programs. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toSafetensors } from '../../src/formats/safetensors-weights.ts';
import { SummaryWriter } from '../../src/formats/tensorboard/summary-writer.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { Concatenate } from '../../src/nn/layers/merging.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { logDirectory } from '../../src/node/log-directory.ts';
import { saveModel } from '../../src/node/save-model.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const network = folder.path('network.hebb');

beforeAll(async () => {
  const layers = [
    Input([2]),
    new Dense(3, { activation: 'relu', name: 'hidden' }),
    new Dense(1, { name: 'out' }),
  ];
  const model = new Sequential(layers, { name: 'small' }).compile({ loss: 'mse', optimizer: 'adam' });
  await model.fit([[1, 2]], [[1]], { verbose: 0 });
  await saveModel(network, model);
});

async function told(path: string): Promise<string> {
  const { code, stdout, stderr } = await hebb(['inspect', path]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

async function toldAsJson(path: string): Promise<Record<string, unknown>> {
  const { code, stdout } = await hebb(['inspect', path, '--json']);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

test.each(['hebb', 'keras'])('a network in a .%s file', async (ending) => {
  const path = folder.path(`told.${ending}`);
  await hebb(['convert', network, path]);
  const text = await told(path);
  expect(text).toMatch(/Kind +network, Sequential 'small'\n/);
  expect(text).toMatch(/Inputs +\w+ \(None, 2\)\n/);
  // 2 · 3 + 3, 3 · 1 + 1
  expect(text).toMatch(/Weights +13 numbers, float32\n/);
  expect(text).toMatch(/Training +compiled with Adam, with what it remembers\n/);
  expect(text).toMatch(/hidden \(Dense\).*\(None, 3\).* 9 /);
  expect(await toldAsJson(path)).toMatchObject({
    file: path,
    bytes: readFileSync(path).length,
    type: ending,
    kind: 'Sequential',
    inputs: [{ shape: [null, 2], dtype: 'float32' }],
    parameters: 13,
    optimizer: 'Adam',
    layers: [
      {
        name: 'hidden',
        kind: 'Dense',
        weights: [{ name: 'kernel', shape: [2, 3], dtype: 'float32' }, { name: 'bias' }],
      },
      { name: 'out' },
    ],
  });
});

test('a network of several inputs', async () => {
  const [a, b] = [Input([2], { name: 'a' }), Input([1], { name: 'b' })];
  const joined = new Concatenate().apply([a, b]);
  const path = folder.path('several.hebb');
  await saveModel(path, new Model({ inputs: [a, b], outputs: new Dense(1).apply(joined) }));
  expect(await told(path)).toMatch(/Inputs +a \(None, 2\), b \(None, 1\)\n/);
});

test.each([
  ['weights.h5', 'layers/dense/vars/0', 'weights'],
  ['safetensors', 'hidden/kernel', 'safetensors'],
])('arrays in a .%s file', async (ending, name, type) => {
  const path = folder.path(`arrays.${ending}`);
  await hebb(['convert', network, path]);
  const text = await told(path);
  expect(text).toMatch(new RegExp(`${name} +float32 +\\(2, 3\\)\n`));
  const { arrays, type: stated } = await toldAsJson(path);
  expect(stated).toBe(type);
  expect(arrays).toContainEqual({ name, type: 'float32', shape: [2, 3] });
});

test('an ONNX file', async () => {
  const path = folder.path('network.onnx');
  await hebb(['convert', network, path]);
  const text = (await told(path)).replace(/\s+/g, ' ');
  expect(text).toContain("Kind ONNX graph 'small'");
  expect(text).toMatch(/Operators ai\.onnx \d+; IR version \d+/);
  expect(text).toMatch(/Inputs \w+ float32 \(\w+, 2\)/);
  expect(text).toMatch(/Outputs \w+ float32 \(\w+, 1\)/);
  const { operators, inputs } = await toldAsJson(path);
  expect(operators).toMatchObject({ Relu: 1 });
  expect(inputs).toMatchObject([{ type: 'float32', shape: [expect.any(String), 2] }]);
});

test('an event file, whole and cut off', async () => {
  const writer = logDirectory(folder.path('logs')).open('train');
  for (let step = 0; step < 3; step++) writer.scalar('epoch_loss', 1 / 2 ** step, step);
  writer.text('note', 'here', 1);
  await writer.close();
  const path = folder.path(`logs/train/${readdirSync(folder.path('logs/train'))[0]}`);
  const text = await told(path);
  expect(text).toMatch(/Values +4 values of 2 tags\n/);
  expect(text).toMatch(/epoch_loss +scalars +3 +0 to 2 +0\.25\n/);
  expect(text).toMatch(/note +text +1 +1 *\n/);
  expect(text).not.toContain('cut off');
  const cut = folder.file('cut.log', readFileSync(path).subarray(0, -3));
  expect(await told(cut)).toMatch(/End +cut off within a record, or still being written\n/);
  expect(await toldAsJson(cut)).toMatchObject({
    type: 'events',
    isWhole: false,
    tags: [{ tag: 'epoch_loss', plugin: 'scalars', values: 3, firstStep: 0, lastStep: 2, lastValue: 0.25 }],
  });
});

test('an event file of many values', async () => {
  const parts: Uint8Array[] = [];
  const writer = new SummaryWriter((bytes) => void parts.push(bytes));
  for (let step = 0; step < 150_000; step++) writer.scalar('x', step, step);
  await writer.close();
  expect(await told(folder.file('many.tfevents', parts[0]))).toMatch(
    /x +scalars +150000 +0 to 149999 +149,999\n/,
  );
});

test('text out of a file cannot steer the terminal', async () => {
  const path = folder.file(
    'steering.safetensors',
    toSafetensors({ 'x\u001b[2J': tensor([1]) }, { metadata: { y: '\u001b[1m' } }),
  );
  const text = await told(path);
  expect(text).toContain('x·[2J');
  expect(text).toContain('y: ·[1m');
  expect(text).not.toContain('\u001b');
});

test.each<[string, () => string, RegExp]>([
  [
    'half a Keras archive',
    () => folder.file('half.keras', readFileSync(network).subarray(0, 50)),
    /half\.keras: /,
  ],
  [
    'half an ONNX file',
    () => folder.file('half.onnx', Uint8Array.of(0x3a, 0xff, 0x01, 0x0a)),
    /half\.onnx: the ONNX file is damaged/,
  ],
  ['an ONNX file without a graph', () => folder.file('empty.onnx', ''), /empty\.onnx: this is no ONNX file/],
  ['no format', () => folder.file('notes.txt', 'x'), /notes\.txt: hebb does not know such files\./],
])('%s', async (_, path, sentence) => {
  const { code, stdout, stderr } = await hebb(['inspect', path()]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(sentence);
});
