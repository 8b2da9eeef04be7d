/** Models, estimators and pipelines as ONNX files for ONNX Runtime; and networks that the onnx package wrote. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as hebb from 'hebb';
import { fromOnnx, toOnnx } from 'hebb/formats';
import * as nn from 'hebb/nn';

const random = new hebb.RandomState(3);
const rows = 50;
/** Numbers that float32 holds exactly, so that files of both types are given the same. */
const X = Array.from({ length: rows }, () => Array.from(random.normal(1, 2, 4), Math.fround));
const amounts = X.map(([a, b, c]) => 2 * a - b + Math.sin(c));
const kinds = X.map(([a, b]) => (a > 2 ? 'high' : b > 1 ? 'wide' : 'low'));
const cuts = X.map((_, i) => ['Fair', 'Good', 'Ideal', null][(i * 7) % 4]);
const quiet = { onWarning: () => {} };
const network = { hiddenLayerSizes: [8, 5], maxIter: 20, randomState: 1, ...quiet };

const numbersIn = (result) => {
  if (result instanceof hebb.Tensor) return { shape: result.shape, values: [...result.values] };
  return {
    shape: [result.length],
    values: Array.from(result, (value) => (typeof value === 'boolean' ? Number(value) : value)),
  };
};

async function networks() {
  const activations = [
    'relu',
    'elu',
    'gelu',
    'silu',
    'selu',
    'softplus',
    'mish',
    'leaky_relu',
    'hard_sigmoid',
    'softsign',
    'tanh',
    'sigmoid',
  ];
  const models = [];
  for (const dtype of ['float32', 'float64']) {
    const x = nn.Input([4], { dtype, name: 'x' });
    const outputs = activations.map((name) => new nn.Dense(3, { activation: name, dtype, name }).apply(x));
    models.push([`activations-${dtype}`, new nn.Model({ inputs: x, outputs, dtype })]);
    const stack = [
      new nn.Normalization({ mean: [1, 1, 1, 1], variance: [4, 4, 4, 4], dtype }),
      new nn.Dense(8, { activation: 'relu', dtype }),
      new nn.BatchNormalization({ dtype }),
      new nn.Dropout(0.3, { dtype }),
      new nn.LayerNormalization({ dtype }),
      new nn.Reshape([2, 4], { dtype }),
      new nn.Permute([2, 1], { dtype }),
      new nn.Flatten({ dtype }),
      new nn.Dense(3, { activation: 'softmax', dtype }),
    ];
    const model = new nn.Sequential([nn.Input([4], { dtype, name: 'x' }), ...stack], { dtype });
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
    await model.fit(
      X,
      kinds.map((kind) => ['high', 'wide', 'low'].indexOf(kind)),
      { epochs: 3, verbose: 0 },
    );
    models.push([`stack-${dtype}`, model]);
  }
  return models;
}

async function estimators() {
  const { makePipeline } = hebb;
  return {
    mlp: await makePipeline(new hebb.StandardScaler(), new hebb.MLPClassifier(network)).fit(X, kinds),
    binary: await new hebb.MLPClassifier(network).fit(
      X,
      amounts.map((y) => y > 1),
    ),
    regressor: await new hebb.TransformedTargetRegressor({
      regressor: makePipeline(new hebb.RobustScaler(), new hebb.MLPRegressor(network)),
    }).fit(X, amounts),
    pca: await makePipeline(
      new hebb.MinMaxScaler(),
      new hebb.PCA({ nComponents: 3, whiten: true }),
      new hebb.LogisticRegression(),
    ).fit(X, kinds),
    perceptron: await makePipeline(new hebb.PolynomialFeatures(), new hebb.Perceptron()).fit(X, kinds),
    sgd: await new hebb.SGDClassifier({ loss: 'log_loss', randomState: 1 }).fit(
      X,
      kinds.map((kind) => kind.length),
    ),
    ridge: await new hebb.Ridge().fit(
      X,
      X.map(([a, b]) => [a, b]),
    ),
  };
}

export async function write(folder, check) {
  const expected = { X, cuts: cuts.map((cut) => cut ?? ''), files: {} };
  for (const [name, model] of await networks()) {
    writeFileSync(join(folder, `${name}.onnx`), toOnnx(model));
    const predicted = await model.predict(X);
    const list = Array.isArray(predicted) ? predicted : [predicted];
    expected.files[name] = { dtype: model.dtype, outputs: list.map(numbersIn) };
  }
  for (const [name, model] of Object.entries(await estimators())) {
    const outputs = [numbersIn(await model.predict(X))];
    if (name !== 'perceptron' && model.predictProba && name !== 'regressor' && name !== 'ridge')
      outputs.push(numbersIn(await model.predictProba(X)));
    for (const dtype of ['float32', 'float64']) {
      writeFileSync(join(folder, `${name}-${dtype}.onnx`), toOnnx(model, { dtype }));
      expected.files[`${name}-${dtype}`] = { dtype, outputs };
    }
  }
  const table = hebb.Table.fromRows(
    X.map(([a, b], i) => ({ carat: i % 9 === 4 ? null : a, depth: b, cut: cuts[i] })),
  );
  const columns = new hebb.ColumnTransformer([
    [
      'numbers',
      hebb.makePipeline(new hebb.SimpleImputer({ addIndicator: true }), new hebb.StandardScaler()),
      ['carat', 'depth'],
    ],
    [
      'cut',
      hebb.makePipeline(new hebb.SimpleImputer({ strategy: 'most_frequent' }), new hebb.OneHotEncoder()),
      ['cut'],
    ],
    ['order', new hebb.OrdinalEncoder({ encodedMissingValue: -1 }), ['cut']],
  ]);
  const mixed = await hebb.makePipeline(columns, new hebb.MLPClassifier(network)).fit(table, kinds);
  writeFileSync(join(folder, 'table.onnx'), toOnnx(mixed, { dtype: 'float64', metadata: { made: 'here' } }));
  expected.table = {
    label: await mixed.predict(table),
    probabilities: numbersIn(await mixed.predictProba(table)),
  };
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected));
  check('files are written', Object.keys(expected.files).length === 18);
}

export async function read(folder, check) {
  const cases = JSON.parse(readFileSync(join(folder, 'networks.json'), 'utf8'));
  for (const { name, x, y } of cases) {
    const model = fromOnnx(readFileSync(join(folder, `${name}.network.onnx`)));
    check.near(`${name}: the same predictions`, (await model.predict(x)).values, y.flat(), 1e-5);
  }
}
