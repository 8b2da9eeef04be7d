/**
 * Model files of every kind of estimator and transformer, to be damaged: as a whole, and in their descriptions
 * alone, so that what is around them still fits.
 */
import type { Json, Savable } from '../../src/core/model-state.ts';
import { Table } from '../../src/data/table.ts';
import { LinearRegression } from '../../src/estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../../src/estimators/linear/logistic-regression.ts';
import { Perceptron } from '../../src/estimators/linear/perceptron.ts';
import { Ridge } from '../../src/estimators/linear/ridge.ts';
import { SGDClassifier } from '../../src/estimators/linear/sgd-classifier.ts';
import { SGDRegressor } from '../../src/estimators/linear/sgd-regressor.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { TransformedTargetRegressor } from '../../src/estimators/transformed-target-regressor.ts';
import { readModelState, save } from '../../src/formats/model-file.ts';
import { revive } from '../../src/formats/registry.ts';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import {
  AUC,
  BatchNormalization,
  Concatenate,
  Dense,
  Dropout,
  ExponentialDecay,
  Input,
  Model,
  Sequential,
  SGD,
} from '../../src/nn/index.ts';
import { ColumnTransformer } from '../../src/preprocessing/column-transformer.ts';
import { DateFeatures } from '../../src/preprocessing/date-features.ts';
import { FunctionTransformer } from '../../src/preprocessing/function-transformer.ts';
import { LabelBinarizer } from '../../src/preprocessing/label-binarizer.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { OneHotEncoder } from '../../src/preprocessing/one-hot-encoder.ts';
import { OrdinalEncoder } from '../../src/preprocessing/ordinal-encoder.ts';
import { PCA } from '../../src/preprocessing/pca.ts';
import { PolynomialFeatures } from '../../src/preprocessing/polynomial-features.ts';
import { RobustScaler } from '../../src/preprocessing/robust-scaler.ts';
import { SimpleImputer } from '../../src/preprocessing/simple-imputer.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import type { FuzzedReader } from '../data/fuzz.ts';
import { jsonMutants, mutants } from '../data/mutants.ts';

const rows = [
  [1, 2],
  [3, 5],
  [4, 4],
  [7, 1],
  [2, 2.5],
  [0, 1],
];
const classes = ['a', 'b', 'a', 'c', 'b', 'c'];
const targets = [1, 2.5, 3, 4, 1.5, 0];
const table = Table.fromRows(
  rows.map(([n, m], i) => ({
    n,
    m: i === 2 ? null : m,
    t: classes[i],
    b: i % 2 === 0,
    d: new Date(1e12 + i * 1e9),
  })),
);

const columns = (): ColumnTransformer =>
  new ColumnTransformer([
    ['numbers', makePipeline(new SimpleImputer({ addIndicator: true }), new RobustScaler()), ['n', 'm']],
    ['texts', new OneHotEncoder({ handleUnknown: 'ignore', minFrequency: 1 }), ['t']],
    ['order', new OrdinalEncoder(), ['t', 'b']],
    ['dates', new DateFeatures(), ['d']],
  ]);
const network = { hiddenLayerSizes: [3], maxIter: 2, randomState: 1, onWarning: () => {} };

/** Something fitted, and what it is asked afterwards. */
type Fitted = readonly [model: Savable, input: unknown];

async function fittedModels(): Promise<Fitted[]> {
  const onTable: Fitted[] = [
    [await makePipeline(columns(), new MLPClassifier(network)).fit(table, classes), table],
    [await new TransformedTargetRegressor({ regressor: new MLPRegressor(network) }).fit(rows, targets), rows],
  ];
  const estimators = [
    new LinearRegression(),
    new Ridge(),
    new SGDRegressor({ maxIter: 5, tol: null }),
    new LogisticRegression(),
    new Perceptron({ maxIter: 5, tol: null }),
    new SGDClassifier({ maxIter: 5, tol: null, loss: 'log_loss' }),
  ];
  const onRows: Fitted[] = [];
  for (const [i, model] of estimators.entries()) {
    onRows.push([await model.fit(rows, i < 3 ? (targets as never) : (classes as never)), rows]);
  }
  const transformers = [
    new StandardScaler(),
    new MinMaxScaler(),
    new PCA({ nComponents: 1 }),
    new PolynomialFeatures(),
    new FunctionTransformer({ func: 'log1p' }),
  ];
  for (const transformer of transformers) onRows.push([await transformer.fit(rows), rows]);
  return [...onTable, ...onRows, [await new LabelBinarizer().fit(classes), classes], ...(await networks())];
}

/** A stack, and a graph with a model inside that is used twice; both have been trained. */
async function networks(): Promise<Fitted[]> {
  const stack = new Sequential([
    Input([2]),
    new Dense(3, { activation: 'relu' }),
    new Dropout(0.1),
    new Dense(1),
  ]);
  const x = Input([2]);
  const inner = new Sequential([new Dense(2, { kernelRegularizer: 'l2' }), new BatchNormalization()]);
  const graph = new Model({ inputs: x, outputs: new Concatenate().apply([inner.apply(inner.apply(x)), x]) });
  const schedule = new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 });
  stack.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae', new AUC()] });
  graph.compile({
    optimizer: new SGD(schedule, { momentum: 0.9 }),
    loss: { loss: 'huber', options: { delta: 2 } },
  });
  await stack.fit(
    rows,
    targets.map((y) => [y]),
    { verbose: 0 },
  );
  await graph.fit(
    rows,
    rows.map(([a, b]) => [a, b, a, b]),
    { verbose: 0 },
  );
  return [
    [stack, rows],
    [graph, rows],
  ];
}

/** Whole files, and the descriptions within them. */
export async function fuzzedModels(): Promise<FuzzedReader[]> {
  const fitted = await fittedModels();
  const files = fitted.map(([model]) => Uint8Array.from(save(model)));
  const whole: FuzzedReader = {
    name: 'model files',
    files,
    damage: mutants,
    read: async (bytes) => {
      revive(readModelState(bytes));
    },
  };
  return [
    whole,
    ...fitted.map(([model, input], i): FuzzedReader => {
      const { tensors, metadata } = readSafetensors(files[i]);
      return {
        name: `the description of a ${model.constructor.name}`,
        files: [new TextEncoder().encode(metadata.hebb)],
        damage: jsonMutants,
        read: async (bytes) => {
          const hebb = new TextDecoder().decode(bytes);
          await use(revive(readModelState(writeSafetensors(tensors, { hebb }))), input);
        },
      };
    }),
  ];
}

async function use(model: Savable, input: unknown): Promise<void> {
  const { predict, transform } = model as { predict?: Asked; transform?: Asked };
  await (predict ?? transform)?.call(model, input);
  const state: Json = model.toState().kind;
  if (typeof state !== 'string') throw new Error('no kind');
}

type Asked = (input: unknown) => Promise<unknown>;
