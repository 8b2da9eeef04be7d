/**
 * The model for a plan: a pipeline that prepares the columns as planned and ends in a network whose options
 * suit the number of rows. It knows nothing of terminals.
 */
import type { HebbWarning } from '../core/errors.ts';
import { MLPClassifier } from '../estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../estimators/mlp/mlp-regressor.ts';
import type { HiddenActivation, MlpOptions, TrainingCallback } from '../estimators/mlp/options.ts';
import { Pipeline } from '../estimators/pipeline.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { TransformedTargetRegressor } from '../estimators/transformed-target-regressor.ts';
import { ColumnTransformer, type ColumnTransformerEntry } from '../preprocessing/column-transformer.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { SimpleImputer } from '../preprocessing/simple-imputer.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import type { Transformer } from '../preprocessing/transformer.ts';
import { type ColumnUse, mostCategories } from './column-plan.ts';
import type { TrainingPlan } from './training-plan.ts';

/** What a person may settle about the network; what is left out is chosen by the number of rows. */
export interface NetworkWishes {
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly seed: number;
  readonly batch?: number;
  readonly activation?: HiddenActivation;
  readonly learningRate?: number;
  readonly alpha?: number;
  /** False: train on all rows, until the loss no longer falls. */
  readonly earlyStopping?: boolean;
}

/** From so many training rows on, some can be spared for watching over the training. */
const rowsForEarlyStopping = 2000;
/** Early stopping needs each of two classes this often among the training rows. */
const rowsPerClass = 20;

/** The network's options that a plan and wishes come to. */
export function networkOptions(
  { task, train: { y } }: TrainingPlan,
  wishes: NetworkWishes,
): MlpOptions & { readonly earlyStopping: boolean } {
  const large = y.length >= rowsForEarlyStopping;
  const batchSize = Math.min(wishes.batch ?? (large ? 200 : 32), y.length);
  const enough = task === 'regression' || rarestCount(y) >= rowsPerClass;
  return {
    hiddenLayerSizes: wishes.hidden,
    activation: wishes.activation ?? 'relu',
    batchSize,
    // Scikit-learn's alpha is divided by the rows of a batch.
    alpha: wishes.alpha ?? (large ? 0.01 : 0.1),
    learningRateInit: wishes.learningRate ?? 0.001,
    maxIter: wishes.epochs,
    earlyStopping: large && enough && wishes.earlyStopping !== false,
    nIterNoChange: 20,
    randomState: wishes.seed,
    dtype: 'float32',
  };
}

function rarestCount(labels: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.min(...counts.values());
}

/** What training calls back. */
export interface Listeners {
  readonly callbacks: readonly TrainingCallback[];
  readonly onWarning: (warning: HebbWarning) => void;
}

/** The unfitted pipeline. */
export function buildModel(
  plan: TrainingPlan,
  options: MlpOptions,
  listeners: Listeners,
): Pipeline<Predictor> {
  const network = { ...options, ...listeners };
  const last: Predictor =
    plan.task === 'classification'
      ? new MLPClassifier(network)
      : new TransformedTargetRegressor({ regressor: new MLPRegressor(network) });
  return new Pipeline<Predictor>([
    ['columns', new ColumnTransformer(entries(plan))],
    ['network', last],
  ]);
}

/** The fitted network at the end of a fitted pipeline. */
export function networkOf(model: Pipeline<Predictor>): MLPClassifier | MLPRegressor {
  const last = model.at(-1);
  if (last instanceof TransformedTargetRegressor) return last.regressor as MLPRegressor;
  return last as MLPClassifier;
}

function entries({ columns }: TrainingPlan): ColumnTransformerEntry[] {
  const preparations: readonly [name: string, use: ColumnUse, preparation: Transformer][] = [
    ['numbers', 'number', imputeThen('median', 'scale', new StandardScaler())],
    ['flags', 'flag', imputeThen('most_frequent', 'scale', new StandardScaler())],
    ['categories', 'category', imputeThen('most_frequent', 'encode', encoder())],
  ];
  return preparations.flatMap(([name, use, preparation]): ColumnTransformerEntry[] => {
    const own = columns.filter((column) => column.use === use).map((column) => column.name);
    return own.length === 0 ? [] : [[name, preparation, own]];
  });
}

function encoder(): Transformer {
  return new OneHotEncoder({ handleUnknown: 'infrequent_if_exist', maxCategories: mostCategories });
}

function imputeThen(strategy: 'median' | 'most_frequent', name: string, next: Transformer): Transformer {
  return new Pipeline<Transformer>([
    ['impute', new SimpleImputer({ strategy })],
    [name, next],
  ]);
}
