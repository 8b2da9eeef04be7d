/**
 * Models as modules without dependencies: loaded as Node and pages load a module, they predict what the model does;
 * their code is small; what they have no counterpart for is refused by name.
 */
import { describe, expect, test } from 'vitest';
import type { Savable } from '../../../src/core/model-state.ts';
import { Table } from '../../../src/data/table.ts';
import { LinearRegression } from '../../../src/estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../../src/estimators/linear/perceptron.ts';
import { SGDClassifier } from '../../../src/estimators/linear/sgd-classifier.ts';
import { MLPClassifier } from '../../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../../src/estimators/mlp/mlp-regressor.ts';
import { ModelClassifier } from '../../../src/estimators/models/model-classifier.ts';
import { makePipeline } from '../../../src/estimators/pipeline.ts';
import type { Predictor } from '../../../src/estimators/predictor.ts';
import { TransformedTargetRegressor } from '../../../src/estimators/transformed-target-regressor.ts';
import { toModule } from '../../../src/formats/module/to-module.ts';
import * as nn from '../../../src/nn/index.ts';
import { ColumnTransformer } from '../../../src/preprocessing/column-transformer.ts';
import { FunctionTransformer } from '../../../src/preprocessing/function-transformer.ts';
import { MinMaxScaler } from '../../../src/preprocessing/min-max-scaler.ts';
import { OneHotEncoder } from '../../../src/preprocessing/one-hot-encoder.ts';
import { OrdinalEncoder } from '../../../src/preprocessing/ordinal-encoder.ts';
import { PCA } from '../../../src/preprocessing/pca.ts';
import { PolynomialFeatures } from '../../../src/preprocessing/polynomial-features.ts';
import { RBFSampler } from '../../../src/preprocessing/rbf-sampler.ts';
import { RobustScaler } from '../../../src/preprocessing/robust-scaler.ts';
import { SimpleImputer } from '../../../src/preprocessing/simple-imputer.ts';
import { StandardScaler } from '../../../src/preprocessing/standard-scaler.ts';
import type { Transformer } from '../../../src/preprocessing/transformer.ts';
import { RandomState } from '../../../src/random/random-state.ts';
import { Tensor } from '../../../src/tensor/tensor.ts';
import { errorOfSync } from '../../error-of.ts';

interface Loaded {
  predict(rows: readonly unknown[]): unknown[];
  predictProba?(rows: readonly unknown[]): number[][];
  readonly classes?: readonly unknown[];
}

/** The module, and bytes of its code without the weights. */
async function loaded(text: string): Promise<{ module: Loaded; code: number }> {
  const module = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  )) as Loaded;
  return { module, code: text.replace(/atob\('[^']*'\)/, '').length };
}

function expectNear(got: readonly unknown[], wanted: ArrayLike<number>, tolerance = 1e-12): void {
  const numbers = got.flat(Infinity) as number[];
  expect(numbers.length).toBe(wanted.length);
  const scale = Math.max(1, ...Array.from(wanted, Math.abs));
  for (const [i, number] of numbers.entries()) {
    expect(Math.abs(number - wanted[i]), `${number} for ${wanted[i]}`).toBeLessThanOrEqual(tolerance * scale);
  }
}

const random = new RandomState(4);
const ROWS = 30;
const X = Array.from({ length: ROWS }, () => Array.from(random.normal(1, 2, 4)));
const numbers = X.map(([a, b, c]) => 2 * a - b + Math.sin(c));
const three = X.map(([a, b]) => (a > 2 ? 'high' : b > 1 ? '</script>' : 'low'));
const two = three.map((label) => label === 'low');
const flags = X.map(([a, b]) => [Number(a > 1), Number(b > 1), Number(a + b > 3)]);
const quiet = { onWarning: () => {} };
const network = { hiddenLayerSizes: [6, 5], maxIter: 10, randomState: 1, ...quiet };

const predictors: Readonly<Record<string, () => Promise<unknown>>> = {
  MLPRegressor: () => new MLPRegressor({ ...network, activation: 'tanh' }).fit(X, numbers),
  'two targets': () =>
    new MLPRegressor(network).fit(
      X,
      X.map(([a, b]) => [a, b]),
    ),
  'three classes': () => makePipeline(new StandardScaler(), new MLPClassifier(network)).fit(X, three),
  'two classes': () => new MLPClassifier({ ...network, activation: 'logistic' }).fit(X, two),
  'one class': () =>
    new MLPClassifier(network).fit(
      X,
      two.map(() => 3),
    ),
  'several labels': () => new MLPClassifier(network).fit(X, flags),
  LinearRegression: () =>
    new LinearRegression().fit(
      X,
      X.map(([a, b]) => [a, b]),
    ),
  'LogisticRegression, two': () => new LogisticRegression().fit(X, two),
  'LogisticRegression, three': () => new LogisticRegression().fit(X, three),
  Perceptron: () => new Perceptron().fit(X, three),
  'SGDClassifier, three': () =>
    new SGDClassifier({ loss: 'log_loss', randomState: 1, average: true }).fit(X, three),
  'SGDClassifier, two': () => new SGDClassifier({ loss: 'modified_huber', randomState: 1 }).fit(X, two),
  'a model as a classifier': () =>
    new ModelClassifier({
      model: (_: object, { nFeatures }: { readonly nFeatures: number }) =>
        new nn.Sequential([
          nn.Input([nFeatures], { dtype: 'float64' }),
          new nn.Dense(1, { activation: 'sigmoid', dtype: 'float64' }),
        ]),
      epochs: 2,
      randomState: 1,
    }).fit(X, two),
  'transformed targets': () =>
    new TransformedTargetRegressor({
      regressor: makePipeline(new RobustScaler(), new MLPRegressor(network)),
    }).fit(X, numbers),
  'logarithms of targets': () =>
    new TransformedTargetRegressor({
      regressor: new LinearRegression(),
      transformer: new FunctionTransformer({ func: 'log1p' }),
    }).fit(X, numbers.map(Math.abs)),
  'everything with numbers': () =>
    makePipeline(
      new MinMaxScaler({ clip: true }),
      new PolynomialFeatures(),
      new PCA({ nComponents: 5, whiten: true }),
      new RBFSampler({ nComponents: 9, randomState: 1 }),
      new MLPRegressor(network),
    ).fit(X, numbers),
};

test.each(Object.entries(predictors))('%s', async (name, fit) => {
  const model = (await fit()) as Predictor;
  const { module, code } = await loaded(toModule(model));
  const predicted = await model.predict(X);
  const isNumbers = predicted instanceof Tensor || ArrayBuffer.isView(predicted);
  if (isNumbers)
    expectNear(
      module.predict(X),
      predicted instanceof Tensor ? predicted.values : (predicted as Float64Array),
    );
  else expect(module.predict(X)).toEqual(predicted);
  if (module.predictProba !== undefined) {
    const probabilities = (await model.predictProba?.(X)) as Tensor;
    expectNear(module.predictProba(X), probabilities.values);
    expect(module.classes?.length).toBe(module.predictProba(X)[0].length - Number(name === 'one class'));
  }
  expect(code).toBeLessThan(5000);
});

const table = Table.fromRows(
  X.map(([a, b], i) => ({
    'carat "net"': i % 6 === 2 ? null : a,
    cut: i % 5 === 1 ? null : ['Fair', 'Good', 'Ideal'][i % 3],
    size: [1, 2, 3.5][(i * 7) % 3],
    sparkles: b > 1,
    id: `n${i}`,
  })),
);
const rows = Array.from({ length: ROWS }, (_, i) =>
  Object.fromEntries(table.columns.map((column) => [column.name, column.at(i)])),
);
const numeric = makePipeline(
  new SimpleImputer({ strategy: 'median', addIndicator: true }),
  new StandardScaler(),
);

const mixed: Readonly<Record<string, Transformer>> = {
  'one-hot': new ColumnTransformer([
    ['numbers', numeric, ['carat "net"']],
    ['cut', new OneHotEncoder({ handleUnknown: 'infrequent_if_exist', maxCategories: 3 }), ['cut']],
    ['others', new OneHotEncoder({ drop: 'if_binary' }), ['size', 'sparkles']],
  ]),
  ordinal: new ColumnTransformer(
    [['all', new OrdinalEncoder({ encodedMissingValue: -1 }), ['cut', 'size', 'sparkles']]],
    { remainder: 'drop' },
  ),
  texts: makePipeline(
    new ColumnTransformer([['cut', new SimpleImputer({ strategy: 'constant', fillValue: 'none' }), ['cut']]]),
    new OneHotEncoder(),
  ) as unknown as Transformer,
};

describe.each(Object.entries(mixed))('tables: %s', (_, transformer) => {
  test('rows as objects and as arrays', async () => {
    const model = makePipeline(transformer, new MLPClassifier(network));
    await model.fit(table, three);
    const { module, code } = await loaded(toModule(model));
    const wanted = await model.predict(table);
    expect(module.predict(rows)).toEqual(wanted);
    expect(module.predict(rows.map((row) => Object.values(row)))).toEqual(wanted);
    const probabilities = (await model.predictProba(table)) as Tensor;
    expectNear(module.predictProba?.(rows) ?? [], probabilities.values);
    expect(code).toBeLessThan(5000);
  });
});

test('what does not fit throws', async () => {
  const model = await makePipeline(mixed['one-hot'], new MLPClassifier(network)).fit(table, three);
  const { module } = await loaded(toModule(model));
  expect(() => module.predict([{ ...rows[0], size: 7 }])).toThrow('7 is none of [1,2,3.5]');
  const plain = await loaded(toModule(await new MLPRegressor(network).fit(X, numbers)));
  expect(() => plain.module.predict([[1, 2, 3]])).toThrow('expected 4 finite numbers, got [1,2,3]');
  expect(() => plain.module.predict([[1, 2, 3, null]])).toThrow('expected 4 finite numbers');
  expect(() => plain.module.predict([[1, 2, 3, 'x']])).toThrow('expected 4 finite numbers');
  expect(plain.module.predict([Float32Array.of(1, 2, 3, 4)])).toEqual(plain.module.predict([[1, 2, 3, 4]]));
});

const activations = [
  'relu',
  'relu6',
  'sigmoid',
  'tanh',
  'exponential',
  'softplus',
  'gelu',
  'softmax',
  'log_softmax',
  'elu',
  'celu',
  'selu',
  'softsign',
  'silu',
  'mish',
  'leaky_relu',
  'hard_sigmoid',
  'hard_silu',
  'hard_tanh',
  'log_sigmoid',
  'tanh_shrink',
  'linear',
] as const;

describe('models', () => {
  const expectSame = async (model: nn.Model, inputs: readonly unknown[]): Promise<void> => {
    const { module, code } = await loaded(toModule(model));
    const wanted = (await model.predict(inputs as number[][])) as Tensor;
    expectNear(module.predict(inputs), wanted.values, model.dtype === 'float64' ? 1e-12 : 1e-5);
    expect(code).toBeLessThan(5000);
  };

  test.each(activations)('%s', async (activation) => {
    await expectSame(
      new nn.Sequential(
        [nn.Input([4], { dtype: 'float64' }), new nn.Dense(5, { activation, dtype: 'float64' })],
        { dtype: 'float64' },
      ),
      X,
    );
  });

  test('every layer there is a counterpart for', async () => {
    const dtype = 'float64';
    const x = nn.Input([4], { dtype });
    const layers: nn.Layer[] = [
      new nn.Normalization({ mean: [1, 2, 3, 4], variance: [1, 4, 9, 16], dtype }),
      new nn.Rescaling(0.5, { offset: [1, 2, 3, 4], dtype }),
      new nn.Dense(6, { useBias: false, dtype }),
      new nn.BatchNormalization({ dtype }),
      new nn.ReLU({ negativeSlope: 0.1, maxValue: 3, threshold: 0.2, dtype }),
      new nn.Dropout(0.3, { dtype }),
      new nn.LayerNormalization({ dtype }),
      new nn.LeakyReLU({ dtype }),
      new nn.GaussianNoise(0.1, { dtype }),
      new nn.Sequential([new nn.Dense(5, { dtype }), new nn.ELU({ alpha: 0.5, dtype })], { dtype }),
      new nn.Activation('tanh', { dtype }),
      new nn.Softmax({ dtype }),
    ] as unknown as nn.Layer[];
    const model = new nn.Model({
      inputs: x,
      outputs: layers.reduce<nn.SymbolicTensor>((y, layer) => layer.apply(y), x),
      dtype,
    });
    for (const weight of model.weights) {
      if (!weight.name.startsWith('kernel')) weight.assign(Array.from(random.uniform(0.5, 1.5, weight.size)));
    }
    await expectSame(model, X);
  });

  test('images, in float32', async () => {
    const images = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [0, -1],
        [5, 2],
      ],
    ];
    await expectSame(
      new nn.Sequential([nn.Input([2, 2]), new nn.Flatten(), new nn.Dense(3, { activation: 'relu' })]),
      images,
    );
  });

  test('refusals', () => {
    const x = nn.Input([4]);
    const branch = new nn.Add().apply([new nn.Dense(2).apply(x), new nn.Dense(2).apply(x)]);
    expect(errorOfSync(() => toModule(new nn.Model({ inputs: x, outputs: branch })))).toMatch(
      /UNSUPPORTED: .*is a branch/,
    );
    const embedding = new nn.Sequential([nn.Input([3]), new nn.Embedding(4, 2, { name: 'words' })]);
    expect(errorOfSync(() => toModule(embedding))).toBe(
      "UNSUPPORTED: Embedding 'words' cannot be exported: it has no counterpart in a module.",
    );
    const odd = new nn.Sequential([nn.Input([3]), new nn.Dense(2, { activation: 'sparsemax', name: 'odd' })]);
    expect(errorOfSync(() => toModule(odd))).toBe(
      "UNSUPPORTED: Dense 'odd' cannot be exported: its activation has no counterpart in a module.",
    );
    expect(errorOfSync(() => toModule(new nn.Sequential([new nn.Dense(2)])))).toContain('NOT_FITTED');
    expect(errorOfSync(() => toModule(new MLPRegressor()))).toContain('NOT_FITTED');
    expect(errorOfSync(() => toModule({} as Savable))).toContain('INVALID_VALUE');
  });
});
