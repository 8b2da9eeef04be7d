/**
 * Files of networks from other programs, to be damaged: HDF5 files, archives of Keras as a whole, their weights and
 * their configs alone, so that what is around them still fits, and models of TensorFlow.js.
 */
import { readHdf5, writeHdf5 } from '../../src/formats/hdf5.ts';
import { fromKeras, toKeras } from '../../src/formats/keras/keras-file.ts';
import { toKerasWeights } from '../../src/formats/keras/keras-weights.ts';
import { fromTfjs } from '../../src/formats/tfjs/from-tfjs.ts';
import { unzip, zip } from '../../src/formats/zip.ts';
import * as nn from '../../src/nn/index.ts';
import type { FuzzedReader } from '../data/fuzz.ts';
import { jsonMutants, mutants } from '../data/mutants.ts';
import { readFixture } from '../nn/reference.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const small = (): nn.Model => new nn.Sequential([nn.Input([1]), new nn.Dense(1)]);

function stack(): nn.Model {
  const model = new nn.Sequential([
    nn.Input([4]),
    new nn.Normalization({ mean: [1, 2, 3, 4], variance: 1 }),
    new nn.Dense(3, { kernelRegularizer: 'l2', kernelConstraint: 'non_neg', activation: 'relu' }),
    new nn.BatchNormalization(),
    new nn.Dropout(0.2),
    new nn.LeakyReLU(),
    new nn.LayerNormalization(),
    new nn.Dense(2),
  ]);
  const schedule = new nn.ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.9 });
  return model.compile({ optimizer: new nn.Adam(schedule), loss: 'mse', metrics: ['mae', new nn.AUC()] });
}

function graph(): nn.Model {
  const x = nn.Input([3], { dtype: 'int32' });
  const y = nn.Input([2]);
  const inner = new nn.Sequential([nn.Input([2]), new nn.Dense(2, { activation: 'tanh' })]);
  const shared = new nn.Dense(2);
  const embedded = new nn.Flatten().apply(new nn.Embedding(5, 2, { maskZero: true }).apply(x));
  const repeated = new nn.Reshape([2, 2]).apply(
    new nn.Flatten().apply(new nn.RepeatVector(2).apply(inner.apply(y))),
  );
  const counted = new nn.CategoryEncoding(4, { outputMode: 'count' }).apply(x);
  const binned = new nn.Rescaling(0.5).apply(new nn.Discretization({ binBoundaries: [0, 1] }).apply(y));
  const sum = new nn.Add().apply([shared.apply(y), shared.apply(inner.apply(y))]);
  const all = [embedded, new nn.Flatten().apply(repeated), counted, binned, sum];
  return new nn.Model({ inputs: [x, y], outputs: [new nn.Concatenate().apply(all), sum] });
}

/** The members of an archive. */
function membersOf(archive: Uint8Array): { config: Bytes; weights: Bytes } {
  const members = unzip(archive, ['config.json', 'model.weights.h5'], 'it');
  const [config, weights] = ['config.json', 'model.weights.h5'].map((name) =>
    Uint8Array.from(members.get(name) as Uint8Array),
  );
  return { config, weights };
}

const archiveOf = (config: Uint8Array, weights: Uint8Array): Uint8Array =>
  zip({ 'config.json': config, 'model.weights.h5': weights });

interface TfjsCase {
  readonly name: string;
  readonly modelJson: object;
  readonly shards: Readonly<Record<string, string>>;
}

/** Readers, and good files for them. */
export async function fuzzedNetworks(): Promise<FuzzedReader[]> {
  const bare = await writeHdf5([
    { path: 'vars', name: 'm', arrays: [{ shape: [2], values: Float32Array.of(1, 2) }] },
    { path: 'a/vars', name: 'n', arrays: [{ shape: [], values: Int32Array.of(1) }] },
  ]);
  const weights = Uint8Array.from(await toKerasWeights(small()));
  const whole = Uint8Array.from(await toKeras(small()));
  const archives = await Promise.all([stack(), graph()].map(toKeras));
  const inside = membersOf(whole);
  const tfjs = readFixture<TfjsCase>('tfjs.json');
  return [
    {
      name: 'HDF5',
      files: [Uint8Array.from(bare), weights],
      damage: mutants,
      read: async (bytes) => {
        for (const { shape, values } of (await readHdf5(bytes)).values()) {
          if (shape.reduce((a, b) => a * b, 1) !== values.length)
            throw new Error('a shape that is not filled');
        }
      },
    },
    { name: '.keras', files: [whole], damage: mutants, read: async (bytes) => void (await fromKeras(bytes)) },
    {
      name: 'the weights in a .keras',
      files: [inside.weights],
      damage: mutants,
      read: async (bytes) => void (await fromKeras(archiveOf(inside.config, bytes))),
    },
    ...archives.map((archive, i): FuzzedReader => {
      const { config, weights: numbers } = membersOf(archive);
      return {
        name: `the config in a .keras of a ${['stack', 'graph'][i]}`,
        files: [config],
        damage: jsonMutants,
        read: async (bytes) => void (await fromKeras(archiveOf(bytes, numbers))),
      };
    }),
    ...tfjs.slice(0, 4).map(({ name, modelJson, shards }): FuzzedReader => {
      const files = Object.fromEntries(
        Object.entries(shards).map(([path, text]) => [path, new Uint8Array(Buffer.from(text, 'base64'))]),
      );
      return {
        name: `model.json of ${name}`,
        files: [new TextEncoder().encode(JSON.stringify(modelJson))],
        damage: jsonMutants,
        read: async (bytes) => void fromTfjs(new TextDecoder().decode(bytes), files),
      };
    }),
  ];
}
