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
import { DateFeatures, type DatePart } from '../preprocessing/date-features.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { SimpleImputer, type SimpleImputerOptions } from '../preprocessing/simple-imputer.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import type { Transformer } from '../preprocessing/transformer.ts';
import type { Task } from './choose-task.ts';
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
  { task, classes, train: { y } }: TrainingPlan,
  wishes: NetworkWishes,
): MlpOptions & { readonly earlyStopping: boolean } {
  const large = y.length >= rowsForEarlyStopping;
  const batchSize = Math.min(wishes.batch ?? (large ? 200 : 32), y.length);
  const enough = classes.length !== 2 || rarestCount(y) >= rowsPerClass;
  return {
    hiddenLayerSizes: wishes.hidden,
    activation: wishes.activation ?? 'relu',
    batchSize,
    alpha: wishes.alpha ?? (large ? 0.01 : smallTableAlpha(task, y.length)),
    learningRateInit: wishes.learningRate ?? 0.001,
    maxIter: wishes.epochs,
    earlyStopping: large && enough && wishes.earlyStopping !== false,
    nIterNoChange: 20,
    randomState: wishes.seed,
    dtype: 'float32',
  };
}

/**
 * The fewer rows, the more the penalty must hold the network back, and labels, which are never half wrong, need
 * more of it than numbers. Found by trying 0.05 to 1 on tables of 200 to 1900 rows (titanic, penguins, diamonds,
 * housing, forest cover), several seeds each; scikit-learn divides alpha by the 32 rows of a batch.
 */
function smallTableAlpha(task: Task, rows: number): number {
  return Math.min(0.5, (task === 'classification' ? 250 : 120) / rows);
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
  const preparations: readonly [name: string, use: ColumnUse, marksMissing: boolean, Transformer][] = [
    ['numbers', 'number', false, numbers({ strategy: 'median' })],
    ['marked_numbers', 'number', true, numbers({ strategy: 'median', addIndicator: true })],
    ['flags', 'flag', false, numbers({ strategy: 'most_frequent' })],
    ['marked_flags', 'flag', true, numbers({ strategy: 'most_frequent', addIndicator: true })],
    ['dates', 'date', false, dates({ strategy: 'median' })],
    ['marked_dates', 'date', true, dates({ strategy: 'median', addIndicator: true })],
    ['categories', 'category', false, categories({ strategy: 'most_frequent' })],
    ['marked_categories', 'category', true, categories({ strategy: 'constant', fillValue: '(missing)' })],
  ];
  return preparations.flatMap(([name, use, marksMissing, preparation]): ColumnTransformerEntry[] => {
    const own = columns.filter((column) => column.use === use && column.marksMissing === marksMissing);
    return own.length === 0 ? [] : [[name, preparation, own.map((column) => column.name)]];
  });
}

function numbers(imputing: SimpleImputerOptions): Transformer {
  return new Pipeline<Transformer>([
    ['impute', new SimpleImputer(imputing)],
    ['scale', new StandardScaler()],
  ]);
}

/** What comes back every year, week and day, and how time goes on. */
const dateParts: readonly DatePart[] = ['days', 'month', 'weekday', 'hour'];

function dates(imputing: SimpleImputerOptions): Transformer {
  return new Pipeline<Transformer>([
    ['parts', new DateFeatures({ parts: dateParts })],
    ['impute', new SimpleImputer(imputing)],
    ['scale', new StandardScaler()],
  ]);
}

function categories(imputing: SimpleImputerOptions): Transformer {
  const encoder = new OneHotEncoder({ handleUnknown: 'infrequent_if_exist', maxCategories: mostCategories });
  return new Pipeline<Transformer>([
    ['impute', new SimpleImputer(imputing)],
    ['encode', encoder],
  ]);
}
