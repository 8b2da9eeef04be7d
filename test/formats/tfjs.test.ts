/** Models of TensorFlow.js: as its own `save` writes them, as the converter does for Keras 2 and 3, quantized ones. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readHdf5, type StoredArray } from '../../src/formats/hdf5.ts';
import { fromTfjs } from '../../src/formats/tfjs/from-tfjs.ts';
import { unzip } from '../../src/formats/zip.ts';
import type { Model } from '../../src/nn/index.ts';
import { errorOfSync } from '../error-of.ts';
import { expectNear, type Numbers, readFixture } from '../nn/reference.ts';

interface Weight {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: string;
  readonly quantization?: { dtype: string; scale?: number; min?: number };
}

interface Case {
  readonly name: string;
  readonly modelJson: {
    readonly modelTopology: Record<string, unknown>;
    readonly weightsManifest: readonly { readonly paths: string[]; readonly weights: Weight[] }[];
  };
  readonly shards: Record<string, string>;
  readonly inputs: number[][];
  readonly outputs: Numbers[];
}

const cases = readFixture<Case>('tfjs.json');
const filesOf = ({ shards }: Case): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(shards).map(([path, text]) => [path, new Uint8Array(Buffer.from(text, 'base64'))]),
  );

const predictions = async (model: Model, inputs: unknown): Promise<number[]> =>
  [await model.predict(inputs as number[][])].flat().flatMap((output) => [...output.values]);

test.each(cases)('what TensorFlow.js saved: $name', async (one) => {
  const model = fromTfjs(JSON.stringify(one.modelJson), filesOf(one));
  expectNear(await predictions(model, one.inputs), one.outputs, 1e-6);
});

test('all bytes in one are as good as files', async () => {
  const [one] = cases;
  const files = filesOf(one);
  const bytes = Buffer.concat(one.modelJson.weightsManifest[0].paths.map((path) => files[path]));
  expectNear(
    await predictions(fromTfjs(one.modelJson, new Uint8Array(bytes)), one.inputs),
    one.outputs,
    1e-6,
  );
});

/** The layers of Keras 2 as the converter writes them, around the weights of an archive of Keras 3. */
const dense = (name: string, units: number, activation: string): object => ({
  module: 'keras.layers',
  class_name: 'Dense',
  config: {
    name,
    trainable: true,
    dtype: 'float32',
    units,
    activation,
    use_bias: true,
    kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
    bias_initializer: { class_name: 'Zeros', config: {} },
    kernel_regularizer: null,
    activity_regularizer: null,
  },
});
const input = {
  class_name: 'InputLayer',
  config: { batch_input_shape: [null, 4], dtype: 'float32', sparse: false, ragged: false, name: 'x' },
};
const topologies: Readonly<Record<string, object>> = {
  'Keras 2, a stack': {
    keras_version: '2.13.1',
    backend: 'tensorflow',
    model_config: {
      class_name: 'Sequential',
      config: { name: 'mlp', layers: [input, dense('dense', 7, 'relu'), dense('dense_1', 3, 'softmax')] },
    },
  },
  'Keras 2, a graph': {
    keras_version: '2.4.0',
    model_config: {
      class_name: 'Functional',
      config: {
        name: 'mlp',
        layers: [
          { ...input, name: 'x', inbound_nodes: [] },
          { ...dense('dense', 7, 'relu'), name: 'dense', inbound_nodes: [[['x', 0, 0, {}]]] },
          { ...dense('dense_1', 3, 'softmax'), name: 'dense_1', inbound_nodes: [[['dense', 0, 0, {}]]] },
        ],
        input_layers: [['x', 0, 0]],
        output_layers: [['dense_1', 0, 0]],
      },
    },
  },
};

/** The config and the arrays of an archive. */
async function opened(): Promise<{ config: object; arrays: ReadonlyMap<string, StoredArray> }> {
  const archive = readFileSync(new URL('../fixtures/keras-files/sequential_mlp.keras', import.meta.url));
  const members = unzip(archive, ['config.json', 'model.weights.h5'], 'it');
  const config = JSON.parse(new TextDecoder().decode(members.get('config.json')));
  return { config, arrays: await readHdf5(members.get('model.weights.h5') as Uint8Array) };
}

const { config, arrays } = await opened();
const mlp = readFixture<{ file: string; inputs: number[][]; outputs: Numbers[] }>(
  'keras-files/cases.json',
)[0];
const order = [
  'layers/dense/vars/0',
  'layers/dense/vars/1',
  'layers/dense_1/vars/0',
  'layers/dense_1/vars/1',
];
const values = order.map((path) => arrays.get(path)?.values as Float32Array);

/** A model.json of these four weights, stored as `store` does. */
function modelOf(
  modelTopology: object,
  names: readonly string[],
  quantization: (values: Float32Array) => { spec?: Weight['quantization']; bytes: Uint8Array } = (given) => ({
    bytes: new Uint8Array(given.slice().buffer),
  }),
): { json: object; bytes: Uint8Array } {
  const parts = values.map(quantization);
  const weights = names.map((name, i) => ({
    name,
    dtype: 'float32',
    shape: arrays.get(order[i])?.shape,
    ...(parts[i].spec === undefined ? {} : { quantization: parts[i].spec }),
  }));
  const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)));
  const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights }];
  return { json: { format: 'layers-model', modelTopology, weightsManifest }, bytes };
}

const plain = ['dense/kernel', 'dense/bias', 'dense_1/kernel', 'dense_1/bias'];
const flavours: [string, object, readonly string[]][] = [
  ...Object.entries(topologies).map(([name, topology]): [string, object, string[]] => [
    name,
    topology,
    plain,
  ]),
  ['Keras 3', { keras_version: '3.15.1', model_config: config }, plain],
  [
    'Keras 3, numbered',
    { keras_version: '3.15.1', model_config: config },
    ['dense/0', 'dense/1', 'dense_1/0', 'dense_1/1'],
  ],
  ['Keras 3, by its paths', { keras_version: '3.15.1', model_config: config }, order],
  [
    'Keras 3, with the name of the model',
    { keras_version: '3.15.1', model_config: config },
    plain.map((name) => `mlp/${name}`),
  ],
];

test.each(flavours)('%s', async (_, topology, names) => {
  const { json, bytes } = modelOf(topology, names);
  expectNear(await predictions(fromTfjs(json, bytes), mlp.inputs), mlp.outputs, 1e-6);
});

/** The nearest half-precision float of numbers in the normal range. */
function halves(given: Float32Array): Uint16Array {
  const bits = new Uint32Array(given.slice().buffer);
  return Uint16Array.from(bits, (one) => {
    const rounded = one + 0xfff + ((one >>> 13) & 1);
    return ((rounded >>> 16) & 0x8000) | (((rounded - 0x38000000) >>> 13) & 0x7fff);
  });
}

describe('quantized weights', () => {
  const linear =
    (Bytes: Uint8ArrayConstructor | Uint16ArrayConstructor, most: number) => (given: Float32Array) => {
      const min = Math.min(...given);
      const scale = (Math.max(...given) - min) / most;
      const stored = new Bytes(given.map((value) => Math.round((value - min) / scale)));
      const dtype = most === 255 ? 'uint8' : 'uint16';
      return { spec: { dtype, scale, min }, bytes: new Uint8Array(stored.buffer) };
    };
  const ways = {
    uint8: [linear(Uint8Array, 255), 5e-3],
    uint16: [linear(Uint16Array, 65535), 2e-5],
    float16: [
      (given: Float32Array) => ({ spec: { dtype: 'float16' }, bytes: new Uint8Array(halves(given).buffer) }),
      5e-4,
    ],
  } as const;

  test.each(Object.entries(ways))('%s', (_, [way, tolerance]) => {
    const { json, bytes } = modelOf(topologies['Keras 2, a stack'], plain, way);
    for (const [i, weight] of fromTfjs(json, bytes).getWeights().entries()) {
      const worst = Math.max(...weight.values.map((value, k) => Math.abs(value - values[i][k])));
      expect(worst).toBeLessThan(tolerance);
      expect(worst).toBeGreaterThan(0);
    }
  });
});

describe('what is refused', () => {
  const { json, bytes } = modelOf(topologies['Keras 2, a stack'], plain);

  test('graph models, other JSON, and no JSON at all', () => {
    expect(errorOfSync(() => fromTfjs({ format: 'graph-model' }, bytes))).toMatch(
      /^UNSUPPORTED: .*graph-model/,
    );
    expect(errorOfSync(() => fromTfjs('{"a": 1}', bytes))).toMatch(/^CORRUPT_FILE: /);
    expect(errorOfSync(() => fromTfjs('no', bytes))).toMatch(/^CORRUPT_FILE: /);
  });

  test('weights that are missing, cut off, too long, or of another shape', () => {
    expect(errorOfSync(() => fromTfjs(json, {}))).toMatch(/lack the file 'group1-shard1of1.bin'/);
    expect(errorOfSync(() => fromTfjs(json, bytes.subarray(1)))).toMatch(
      /^CORRUPT_FILE: .*'dense_1\/bias'.*cut off/,
    );
    expect(errorOfSync(() => fromTfjs(json, new Uint8Array([...bytes, 0])))).toMatch(/^CORRUPT_FILE: /);
    const other = modelOf(topologies['Keras 2, a stack'], [
      'dense/kernel',
      'dense_1/bias',
      'dense_1/kernel',
      'dense/bias',
    ]);
    expect(errorOfSync(() => fromTfjs(other.json, other.bytes))).toMatch(/^CORRUPT_FILE: .*shape/);
  });

  test('names that no layer has', () => {
    const strange = modelOf(topologies['Keras 2, a stack'], [
      'dense/kernel',
      'dense/bias',
      'dense_2/kernel',
      'dense_1/bias',
    ]);
    expect(errorOfSync(() => fromTfjs(strange.json, strange.bytes))).toMatch(
      /no array in the file is the weight 'kernel' of Dense 'dense_1'/,
    );
  });

  test('a Lambda, with an explanation', () => {
    const lambda = {
      class_name: 'Lambda',
      config: { name: 'odd', function: ['4wEAAAA=', null, null], function_type: 'lambda' },
    };
    const topology = {
      keras_version: '2.13.1',
      model_config: { class_name: 'Sequential', config: { name: 'm', layers: [input, lambda] } },
    };
    expect(errorOfSync(() => fromTfjs(modelOf(topology, plain).json, bytes))).toMatch(
      /^UNSUPPORTED: Lambda 'odd' .*code from files is never run/,
    );
  });
});
