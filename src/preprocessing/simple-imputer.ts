/**
 * `SimpleImputer`: missing values become a statistic of their column. Truth values count as 0 and 1.
 * It knows nothing of tables beyond their columns.
 */
import { allocate, type FloatDType } from '../core/dtype.ts';
import { HebbError, type HebbWarning, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import type { Json, ModelState } from '../core/model-state.ts';
import {
  anyOf,
  boolean,
  type Checked,
  checkOptions,
  integer,
  listOf,
  matching,
  nullable,
  oneOf,
  real,
  type Spelled,
} from '../core/options.ts';
import { readAttribute, readOptions } from '../core/read-state.ts';
import { type Column, NumberColumn } from '../data/column.ts';
import { columnOf } from '../data/column-of.ts';
import { Table } from '../data/table.ts';
import { fromTyped } from '../tensor/tensor.ts';
import { type FillValue, isTextColumn, numbersOf, statisticOf } from './column-statistic.ts';
import { type MissingMarker, withMarkedMissing } from './marked-missing.ts';
import { cellAt, readColumnsAgain, readColumnsToFit } from './read-columns.ts';
import {
  checkCount,
  featureAttributes,
  featureLabel,
  namesOf,
  readFeatures,
  type SeenFeatures,
} from './seen-features.ts';
import type { Features, TableLike, Transformer } from './transformer.ts';

export interface SimpleImputerOptions {
  /** What missing values become: default `'mean'`; text can only have `'most_frequent'` or `'constant'`. */
  readonly strategy?: Spelled<'mean' | 'median' | 'most_frequent' | 'constant'>;
  /** The value of strategy `'constant'`. Default 0, and `'missing_value'` in columns of text. */
  readonly fillValue?: FillValue;
  /**
   * What says that a value is missing, where it is not a blank, null or NaN: a number or a text. Blanks are then
   * refused. Default NaN.
   */
  readonly missingValues?: MissingMarker | null;
  /** Add a column of zeros and ones for every feature that had missing values in `fit`. Default false. */
  readonly addIndicator?: boolean;
  /** Keep features without any value in `fit`, as zeros or `fillValue`. Default false: leave them out. */
  readonly keepEmptyFeatures?: boolean;
}

const value = anyOf(
  real(),
  matching('a text', (candidate) => typeof candidate === 'string'),
);
const rules = {
  strategy: oneOf('mean', 'median', 'most_frequent', 'constant'),
  fillValue: value,
  missingValues: nullable(value, matching('NaN', Number.isNaN)),
  addIndicator: boolean,
  keepEmptyFeatures: boolean,
};

interface Learned {
  readonly features: SeenFeatures;
  /** What missing values of each feature become; null for a feature that is left out. */
  readonly statistics: readonly (FillValue | null)[];
  /** The features that had missing values. */
  readonly indicators: readonly number[];
}

/**
 * Missing values (NaN, null, empty cells of a table) become their column's mean, median, most frequent value
 * or a constant. Semantics of scikit-learn 1.9.
 *
 * @example
 * const imputer = new SimpleImputer({ strategy: 'median' });
 * const Z = await imputer.fitTransform([[1], [NaN], [5], [9]]);
 * Z.toArray(); // [[1], [5], [5], [9]]
 */
export class SimpleImputer implements Transformer {
  readonly options: SimpleImputerOptions;
  #learned: Learned | undefined;

  constructor(options: SimpleImputerOptions = {}) {
    this.options = options;
  }

  /** The options, checked, in the spelling that is compared with. */
  get #settings(): Checked<SimpleImputerOptions> {
    return checkOptions('SimpleImputer', this.options, rules);
  }

  /**
   * Learn each feature's statistic.
   *
   * @throws HebbError `EMPTY_DATA`; `INVALID_VALUE` for the mean or median of text, naming the column, for
   * dates and mixed types; `NON_FINITE` for infinities; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: TableLike, _y?: unknown): Promise<this> {
    const { strategy = 'mean', fillValue, keepEmptyFeatures = false } = this.#settings;
    const { columns: given, rows, features } = readColumnsToFit(X, 'SimpleImputer');
    const columns = this.#withMissing(given, features);
    const missing = columns.map((column) => column.missing);
    const statistics = columns.map((column, j) => {
      const constant = strategy === 'constant' || missing[j] === rows;
      if (missing[j] === rows && !keepEmptyFeatures) return null;
      const fill = strategy === 'constant' ? fillValue : undefined;
      return statisticOf(column, constant ? 'constant' : strategy, fill, featureLabel(features, j));
    });
    const indicators = [...columns.keys()].filter((j) => missing[j] > 0);
    this.#learned = { features, statistics, indicators };
    return this;
  }

  /**
   * X without missing values: a `Tensor` when every column is numeric (float32 if X was), otherwise a `Table`.
   *
   * @throws HebbError `NOT_FITTED`; `INVALID_VALUE` for a column of another type than in `fit`; `NON_FINITE`
   * for infinities; `SHAPE_MISMATCH`, `UNKNOWN_COLUMN`
   */
  async transform(X: TableLike): Promise<Features> {
    const { features, statistics, indicators } = this.#fitted();
    const { columns: given, rows, dtype } = readColumnsAgain(X, features, 'SimpleImputer');
    const columns = this.#withMissing(given, features);
    const names = this.getFeatureNamesOut();
    const filled = columns.flatMap((column, j): Column[] => {
      const statistic = statistics[j];
      return statistic === null ? [] : [fill(column, statistic, featureLabel(features, j))];
    });
    if (this.#settings.addIndicator === true) {
      for (const j of indicators) {
        const flags = Float64Array.from({ length: rows }, (_, row) => (columns[j].isMissing(row) ? 1 : 0));
        filled.push(new NumberColumn('', flags));
      }
    }
    const table = new Table(filled.map((column, j) => column.rename(names[j])));
    return filled.some(isTextColumn) ? table : asTensor(table, rows, dtype);
  }

  async fitTransform(X: TableLike, y?: unknown): Promise<Features> {
    return (await this.fit(X, y)).transform(X);
  }

  /**
   * What was filled in becomes missing again, told by the indicators: needs `addIndicator`, and undoes nothing
   * in features that missed no value in `fit`.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`; `UNSUPPORTED` without `addIndicator`
   */
  async inverseTransform(X: TableLike): Promise<Features> {
    const { features, statistics, indicators } = this.#fitted();
    if (this.options.addIndicator !== true) {
      throw new HebbError('UNSUPPORTED', 'SimpleImputer: only with addIndicator: true can it be undone.');
    }
    const { columns, rows, dtype } = readColumnsToFit(X, 'SimpleImputer');
    const kept = statistics.filter((statistic) => statistic !== null).length;
    checkCount(columns.length, kept + indicators.length, 'the output of SimpleImputer');
    const values = columns.slice(0, kept);
    const marker = this.#marker() ?? null;
    const restored = namesOf(features).map((name, j) => {
      const flags = columns[kept + indicators.indexOf(j)];
      const column = statistics[j] === null ? undefined : values.shift();
      const isFilled = (row: number): boolean => indicators.includes(j) && flags.at(row) !== 0;
      const cells = Array.from({ length: rows }, (_, row) =>
        column === undefined || isFilled(row) ? marker : column.at(row),
      );
      return columnOf(name, cells);
    });
    const table = new Table(restored);
    return restored.some(isTextColumn) ? table : asTensor(table, rows, dtype);
  }

  /** What missing values of each feature become; null for a feature that is left out. */
  get statistics(): readonly (FillValue | null)[] {
    return this.#fitted().statistics;
  }

  /** One warning for every feature that is left out because it had no value in `fit`. */
  get warnings(): readonly HebbWarning[] {
    const { features, statistics } = this.#fitted();
    const empty = [...statistics.keys()].filter((j) => statistics[j] === null);
    return empty.map((j) => ({
      code: 'DATA',
      message: `SimpleImputer: ${featureLabel(features, j)} has no value at all and is left out.`,
    }));
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /** The names of the features that are kept, then `missingindicator_<column>` for each indicator. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const { features, statistics, indicators } = this.#fitted();
    const names = namesOf(features, inputFeatures);
    const kept = names.filter((_, j) => statistics[j] !== null);
    if (this.#settings.addIndicator !== true) return kept;
    return [...kept, ...indicators.map((j) => `missingindicator_${names[j]}`)];
  }

  toState(): ModelState {
    const state = { kind: 'SimpleImputer', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { features, statistics, indicators } = this.#learned;
    return { ...state, attributes: { ...featureAttributes(features), statistics, indicators } };
  }

  static fromState(state: ModelState): SimpleImputer {
    const imputer = new SimpleImputer(readOptions<SimpleImputerOptions>(state, rules));
    if (state.attributes === undefined) return imputer;
    const features = readFeatures(state);
    const { count } = features;
    const perFeature = matching(`one value or null for each of ${count} features`, (list) => {
      if (!Array.isArray(list) || list.length !== count) return false;
      return list.every((statistic) => statistic === null || value.allows(statistic));
    });
    const numbers = listOf(integer({ min: 0, max: count - 1 }));
    imputer.#learned = {
      features,
      statistics: readAttribute<Json & readonly (FillValue | null)[]>(state, 'statistics', perFeature),
      indicators: readAttribute<readonly number[]>(state, 'indicators', numbers),
    };
    return imputer;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'SimpleImputer');
  }

  /** What says "missing", where it is not a blank. */
  #marker(): MissingMarker | undefined {
    const { missingValues = null } = this.options;
    return missingValues === null || Number.isNaN(missingValues) ? undefined : missingValues;
  }

  #withMissing(columns: readonly Column[], features: SeenFeatures): readonly Column[] {
    const marker = this.#marker();
    if (marker === undefined) return columns;
    return columns.map((column, j) => withMarkedMissing(column, marker, featureLabel(features, j)));
  }
}

/** The column with `statistic` for every missing value. */
function fill(column: Column, statistic: FillValue, label: string): Column {
  if (typeof statistic === 'number') {
    const numbers = numbersOf(column, label);
    return new NumberColumn(
      column.name,
      numbers.map((number) => (Number.isNaN(number) ? statistic : number)),
    );
  }
  const texts = Array.from({ length: column.length }, (_, row): string => {
    const cell = cellAt(column, row) ?? statistic;
    if (typeof cell === 'string') return cell;
    throw new HebbError('INVALID_VALUE', `row ${row}, ${label} is ${show(cell)}, but fit saw text.`);
  });
  return columnOf(column.name, texts);
}

function asTensor(table: Table, rows: number, dtype: FloatDType): Features {
  const { data, columns } = table.toMatrix();
  const values = allocate(dtype, data.length);
  values.set(data);
  return fromTyped(values, [rows, columns]);
}
