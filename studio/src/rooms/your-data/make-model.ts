/** The rows and the unfitted model of a plan, out of Hebb's public pieces. It knows no page. */
import {
  ColumnTransformer,
  type ColumnTransformerEntry,
  DateFeatures,
  type Label,
  MLPClassifier,
  MLPRegressor,
  type MlpOptions,
  OneHotEncoder,
  Pipeline,
  type Predictor,
  SimpleImputer,
  type SimpleImputerOptions,
  StandardScaler,
  type Table,
  TransformedTargetRegressor,
  type Transformer,
  trainTestSplit,
} from 'hebb';
import { type ColumnUse, mostCategories, type Plan } from './plan.ts';

export interface Rows {
  readonly X: Table;
  readonly y: Label[];
}

/** The rows to train on and to test on. */
export function splitFor(table: Table, plan: Plan): { readonly train: Rows; readonly test: Rows } {
  const target = table.column(plan.target);
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount; row++) if (!target.isMissing(row)) rows.push(row);
  const complete = table.take(rows);
  const labels = complete.column(plan.target).toArray() as Label[];
  const [trainX, testX, trainY, testY] = trainTestSplit(complete.select(...plan.used), labels, {
    testSize: plan.testShare,
    randomState: plan.seed,
    stratify: plan.stratify ? labels : null,
  });
  return { train: { X: trainX, y: trainY }, test: { X: testX, y: testY } };
}

/** @param listeners what training calls back */
export function makeModel(
  plan: Plan,
  listeners: Pick<MlpOptions, 'callbacks' | 'onWarning'>,
): Pipeline<Predictor> {
  const options = { ...plan.network, ...listeners };
  const last: Predictor =
    plan.task === 'classification'
      ? new MLPClassifier(options)
      : new TransformedTargetRegressor({ regressor: new MLPRegressor(options) });
  return new Pipeline<Predictor>([
    ['columns', new ColumnTransformer(entriesFor(plan))],
    ['network', last],
  ]);
}

function entriesFor({ columns, used }: Plan): ColumnTransformerEntry[] {
  const kinds: readonly [name: string, use: ColumnUse, marksMissing: boolean, Transformer][] = [
    ['numbers', 'number', false, numbers({ strategy: 'median' })],
    ['marked_numbers', 'number', true, numbers({ strategy: 'median', addIndicator: true })],
    ['flags', 'flag', false, numbers({ strategy: 'most_frequent' })],
    ['marked_flags', 'flag', true, numbers({ strategy: 'most_frequent', addIndicator: true })],
    ['dates', 'date', false, dates({ strategy: 'median' })],
    ['marked_dates', 'date', true, dates({ strategy: 'median', addIndicator: true })],
    ['categories', 'category', false, categories({ strategy: 'most_frequent' })],
    ['marked_categories', 'category', true, categories({ strategy: 'constant', fillValue: '(missing)' })],
  ];
  return kinds.flatMap(([name, use, marksMissing, transformer]): ColumnTransformerEntry[] => {
    const names = columns
      .filter((one) => one.use === use && one.marksMissing === marksMissing && used.includes(one.name))
      .map((one) => one.name);
    return names.length === 0 ? [] : [[name, transformer, names]];
  });
}

function numbers(imputing: SimpleImputerOptions): Transformer {
  return new Pipeline<Transformer>([
    ['impute', new SimpleImputer(imputing)],
    ['scale', new StandardScaler()],
  ]);
}

function dates(imputing: SimpleImputerOptions): Transformer {
  return new Pipeline<Transformer>([
    ['parts', new DateFeatures({ parts: ['days', 'month', 'weekday', 'hour'] })],
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
