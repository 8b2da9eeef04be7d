/**
 * Networks from ONNX files: those that `toOnnx` writes, graphs in the forms of other exporters with ONNX Runtime's
 * outputs, and files that no network can be made of.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LogisticRegression } from '../../../src/estimators/linear/logistic-regression.ts';
import { MLPClassifier } from '../../../src/estimators/mlp/mlp-classifier.ts';
import { makePipeline } from '../../../src/estimators/pipeline.ts';
import { fromOnnx } from '../../../src/formats/onnx/from-onnx.ts';
import { type ModelProto, modelSchema } from '../../../src/formats/onnx/onnx-schema.ts';
import { toOnnx } from '../../../src/formats/onnx/to-onnx.ts';
import { decodeMessage, encodeMessage } from '../../../src/formats/protobuf.ts';
import * as classical from '../../../src/nn/activations.ts';
import * as nn from '../../../src/nn/index.ts';
import * as piecewise from '../../../src/nn/piecewise-activations.ts';
import * as rectifiers from '../../../src/nn/rectifiers.ts';
import { OneHotEncoder } from '../../../src/preprocessing/one-hot-encoder.ts';
import { StandardScaler } from '../../../src/preprocessing/standard-scaler.ts';
import { RandomState } from '../../../src/random/random-state.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { errorOfSync } from '../../error-of.ts';

const random = new RandomState(1);
const X = Array.from({ length: 6 }, () => Array.from(random.normal(0, 1, 4)));

function expectNear(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  const scale = Math.max(1, ...Array.from(wanted, Math.abs));
  for (let i = 0; i < got.length; i++)
    expect(Math.abs(got[i] - wanted[i])).toBeLessThanOrEqual(tolerance * scale);
}

async function expectSame(model: nn.Model, dtype: 'float32' | 'float64' = 'float32'): Promise<nn.Model> {
  const back = fromOnnx(toOnnx(model));
  const [wanted, got] = [await model.predict(X), await back.predict(X)] as Tensor[];
  expect(got.dtype).toBe(dtype);
  expectNear(got.values, wanted.values, dtype === 'float32' ? 1e-6 : 1e-13);
  return back;
}

interface Fixture {
  readonly cases: readonly {
    readonly name: string;
    readonly file: string;
    readonly x: number[][];
    readonly y: readonly (readonly number[])[];
  }[];
}
const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/onnx-files.json', import.meta.url), 'utf8'),
) as Fixture;

test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { file, x, y }) => {
  const model = fromOnnx(Uint8Array.from(atob(file), (c) => c.charCodeAt(0)));
  expectNear(((await model.predict(x)) as Tensor).values, y.flat(), 1e-5);
});

describe('what toOnnx writes', () => {
  test('a stack is a stack again, with its names', async () => {
    const model = new nn.Sequential([
      nn.Input([4]),
      new nn.Dense(5, { activation: 'relu', name: 'first' }),
      new nn.BatchNormalization(),
      new nn.Dropout(0.2),
      new nn.Dense(3, { name: 'last', useBias: false }),
      new nn.Softmax(),
    ]);
    const back = await expectSame(model);
    expect(back).toBeInstanceOf(nn.Sequential);
    expect(back.getLayer('first').getWeights()[0].values).toEqual(
      model.getLayer('first').getWeights()[0].values,
    );
  });

  test('doubles', async () => {
    const dtype = 'float64';
    const layers = [
      new nn.Dense(5, { activation: 'sigmoid', dtype }),
      new nn.Dense(2, { activation: 'silu', dtype }),
    ];
    await expectSame(new nn.Sequential([nn.Input([4], { dtype }), ...layers], { dtype }), dtype);
  });

  test('branches, and a layer that is used twice', async () => {
    const x = nn.Input([4]);
    const shared = new nn.Dense(4, { activation: 'tanh', name: 'shared' });
    const sum = new nn.Add().apply([shared.apply(x), shared.apply(shared.apply(x)), x]);
    const both = new nn.Concatenate().apply([sum, new nn.Dense(3, { activation: 'elu' }).apply(x)]);
    const back = await expectSame(new nn.Model({ inputs: x, outputs: new nn.Dense(2).apply(both) }));
    expect(back.countParams()).toBe(4 * 5 + 4 * 3 + 3 + 7 * 2 + 2);
  });

  test('every activation of single numbers', async () => {
    const x = nn.Input([4]);
    const records: readonly unknown[] = Object.values({ ...classical, ...piecewise, ...rectifiers });
    const all = records.filter((one): one is classical.Activation => typeof one === 'object');
    const model = new nn.Model({
      inputs: x,
      outputs: all.map((one) => new nn.Activation(one, { name: one.name }).apply(x)),
    });
    const [wanted, got] = [await model.predict(X), await fromOnnx(toOnnx(model)).predict(X)] as Tensor[][];
    for (const [i, { values }] of wanted.entries()) expectNear(got[i].values, values, 1e-6);
  });

  test('it can be trained on', async () => {
    const back = fromOnnx(toOnnx(new nn.Sequential([nn.Input([4]), new nn.Dense(2), new nn.Dense(1)])));
    back.compile({ optimizer: 'adam', loss: 'mse' });
    const { history } = await back.fit(
      X,
      X.map(([a]) => [a]),
      { epochs: 20, verbose: 0 },
    );
    expect(history.loss[19]).toBeLessThan(history.loss[0]);
  });

  test('classifiers give their probabilities', async () => {
    const y = X.map(([a, b]) => (a > 0.3 ? 'a' : b > 0 ? 'b' : 'c'));
    const two = y.map((label) => label === 'a');
    const network = { hiddenLayerSizes: [5], maxIter: 5, onWarning: () => {} };
    for (const model of [
      await makePipeline(new StandardScaler(), new MLPClassifier(network)).fit(X, y),
      await new MLPClassifier({ ...network, activation: 'logistic' }).fit(X, two),
      await new LogisticRegression().fit(X, two),
    ]) {
      const wanted = (await model.predictProba(X)) as Tensor;
      for (const dtype of ['float32', 'float64'] as const) {
        const got = (await fromOnnx(toOnnx(model, { dtype })).predict(X)) as Tensor;
        expectNear(got.values, wanted.values, dtype === 'float32' ? 1e-5 : 1e-13);
      }
    }
  });

  test('a table of texts is no network', async () => {
    const model = await new OneHotEncoder().fit([['a'], ['b']]);
    expect(errorOfSync(() => fromOnnx(toOnnx(model)))).toMatch(/^UNSUPPORTED: .*'ai.onnx.ml.LabelEncoder'/);
  });
});

describe('files that do not fit', () => {
  const whole = toOnnx(new nn.Sequential([nn.Input([4]), new nn.Dense(3, { name: 'd' }), new nn.ReLU()]));
  const changed = (change: (model: Required<ModelProto>) => ModelProto): string =>
    errorOfSync(() => {
      const model = decodeMessage(modelSchema, whole, 'it') as Required<ModelProto>;
      fromOnnx(encodeMessage(modelSchema, change(model)));
    });
  const inGraph = (graph: (one: NonNullable<ModelProto['graph']>) => object): string =>
    changed((model) => ({ ...model, graph: { ...model.graph, ...graph(model.graph) } }));

  test('loops, gaps, things that are there twice', () => {
    expect(inGraph(({ node = [] }) => ({ node: [...node].reverse() }))).toContain('has the graph a loop?');
    expect(inGraph(({ node = [] }) => ({ node: [...node, node[0]] }))).toContain(
      "the value 'd/Gemm' is there twice",
    );
    expect(inGraph(({ initializer = [] }) => ({ initializer: [...initializer, initializer[0]] }))).toMatch(
      /the constant '.*' is there twice/,
    );
    expect(inGraph(({ input = [] }) => ({ input: [...input, ...input] }))).toContain('is there twice');
    expect(inGraph(() => ({ output: [{ name: 'nowhere' }] }))).toContain(
      "nothing gives the output 'nowhere'",
    );
    expect(changed((model) => ({ ...model, graph: undefined }))).toContain('it has no graph');
  });

  test('constants that lie', () => {
    const first = (change: object): string =>
      inGraph(({ initializer = [] }) => ({
        initializer: initializer.map((one, i) => (i === 0 ? { ...one, ...change } : one)),
      }));
    expect(first({ dims: [2 ** 40, 2 ** 40] })).toMatch(/CORRUPT_FILE: .*which do not fill shape/);
    expect(first({ dims: [-3] })).toMatch(/CORRUPT_FILE: .*has the shape \[-3\]/);
    expect(first({ dims: [1, 1, 1] })).toMatch(/CORRUPT_FILE/);
    expect(first({ dataType: 99 })).toMatch(/UNSUPPORTED: .*has element type 99/);
    expect(first({ dataLocation: 1 })).toMatch(/UNSUPPORTED: .*lies in another file/);
    expect(first({ rawData: new Uint8Array(new Float32Array([1, Number.NaN, 2]).buffer) })).toMatch(
      /NON_FINITE: a weight of the ONNX file is NaN/,
    );
  });

  test('numbers that are used over and over take no memory', () => {
    const scale = Array.from({ length: 5000 }, (_, i) => i);
    const file = toOnnx(new nn.Sequential([nn.Input([5000]), new nn.Rescaling(scale)]));
    const model = decodeMessage(modelSchema, file, 'it') as Required<ModelProto>;
    const [multiply] = model.graph.node ?? [];
    const node = Array.from({ length: 100 }, (_, i) => ({
      ...multiply,
      input: [i === 0 ? (multiply.input?.[0] ?? '') : `v${i - 1}`, multiply.input?.[1] ?? ''],
      output: [`v${i}`],
      attribute: [{ name: 'a', i }],
    }));
    const bytes = encodeMessage(modelSchema, {
      ...model,
      graph: { ...model.graph, node, output: [{ name: 'v99' }] },
    });
    expect(errorOfSync(() => fromOnnx(bytes))).toContain(
      'its constants are used more often than its size allows',
    );
  });

  test('graphs that grow', () => {
    const message = inGraph(({ input = [] }) => {
      const node = Array.from({ length: 60 }, (_, i) => {
        const before = i === 0 ? (input[0].name ?? '') : `v${i - 1}`;
        return {
          opType: 'Concat',
          input: [before, before],
          output: [`v${i}`],
          attribute: [{ name: 'axis', i: 1 }],
        };
      });
      return { node, output: [{ name: 'v59' }] };
    });
    expect(message).toMatch(/UNSUPPORTED: the ONNX file makes \d+ numbers of a sample/);
  });

  test('operators without a layer are named', () => {
    expect(inGraph(({ node = [] }) => ({ node: [{ ...node[0], opType: 'LSTM' }, node[1]] }))).toBe(
      "UNSUPPORTED: the operator 'LSTM' has no counterpart among the layers.",
    );
  });
});
