/**
 * The model for a plan: a pipeline that prepares the columns as planned and ends in a network. It trains nothing.
 */
import { MLPClassifier } from '../estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../estimators/mlp/mlp-regressor.ts';
import type { MlpOptions } from '../estimators/mlp/options.ts';
import { Pipeline } from '../estimators/pipeline.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { TransformedTargetRegressor } from '../estimators/transformed-target-regressor.ts';
import { ColumnTransformer, type ColumnTransformerEntry } from '../preprocessing/column-transformer.ts';
import { DateFeatures, type DatePart } from '../preprocessing/date-features.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { SimpleImputer, type SimpleImputerOptions } from '../preprocessing/simple-imputer.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import type { Transformer } from '../preprocessing/transformer.ts';
import { type ColumnUse, mostCategories } from './plan-column.ts';
import type { TrainingPlan } from './plan-training.ts';

/**
 * The unfitted pipeline for a plan.
 *
 * @param listeners what training calls back
 * @returns a `Pipeline` of a `ColumnTransformer` and a network: an `MLPClassifier`, or an `MLPRegressor` within a
 * `TransformedTargetRegressor` that standardizes the target
 * @example
 * const { table } = await loadPenguins();
 * const plan = planTraining(table, { target: 'body_mass_g', network: { maxIter: 50 } });
 * const { train, test } = splitRows(table, plan);
 * const model = await plannedModel(plan).fit(train.X, train.y);
 * console.log(await model.predict(test.X));
 */
export function plannedModel(
  plan: TrainingPlan,
  listeners: Pick<MlpOptions, 'callbacks' | 'onWarning'> = {},
): Pipeline<Predictor> {
  const network = { ...plan.network, ...listeners };
  const last: Predictor =
    plan.task === 'classification'
      ? new MLPClassifier(network)
      : new TransformedTargetRegressor({ regressor: new MLPRegressor(network) });
  return new Pipeline<Predictor>([
    ['columns', new ColumnTransformer(entries(plan))],
    ['network', last],
  ]);
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
