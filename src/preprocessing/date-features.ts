/**
 * `DateFeatures`: dates as numbers that a model can learn from. All parts are read in UTC, as columns of dates
 * are kept, so that the same table gives the same numbers everywhere. It knows nothing of models.
 */
import { HebbError } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { type MatrixLike, toMatrix } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { checkOptions, matching } from '../core/options.ts';
import { readOptions } from '../core/read-state.ts';
import { type Column, DateColumn } from '../data/column.ts';
import { Table } from '../data/table.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { readColumnsAgain, readColumnsToFit } from './read-columns.ts';
import {
  checkCount,
  featureAttributes,
  featureLabel,
  namesOf,
  readFeatures,
  type SeenFeatures,
} from './seen-features.ts';
import type { TableLike, Transformer } from './transformer.ts';

/**
 * A number of a date: `year`; `month` 1 … 12; `day` of the month 1 … 31; `weekday` 0 (Monday) … 6; `dayOfYear`
 * 1 … 366; `hour`, `minute`, `second`; `days` since 1970-01-01, with the time of day as their fraction.
 */
export type DatePart =
  | 'year'
  | 'month'
  | 'day'
  | 'weekday'
  | 'dayOfYear'
  | 'hour'
  | 'minute'
  | 'second'
  | 'days';

export interface DateFeaturesOptions {
  /** Which numbers each date becomes, in this order. Default `['year', 'month', 'day', 'weekday']`. */
  readonly parts?: readonly DatePart[];
}

const DAY = 86_400_000;

const readers: Readonly<Record<DatePart, (date: Date) => number>> = {
  year: (date) => date.getUTCFullYear(),
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  weekday: (date) => (date.getUTCDay() + 6) % 7,
  dayOfYear: (date) => Math.floor((date.getTime() - firstOfYear(date)) / DAY) + 1,
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  second: (date) => date.getUTCSeconds() + date.getUTCMilliseconds() / 1000,
  days: (date) => date.getTime() / DAY,
};
const allParts = Object.keys(readers);
const rules = {
  parts: matching(`different ones of ${allParts.join(', ')}`, (value) => {
    if (!Array.isArray(value) || value.length === 0) return false;
    return new Set(value).size === value.length && value.every((part) => allParts.includes(part));
  }),
};
const defaultParts: readonly DatePart[] = ['year', 'month', 'day', 'weekday'];

interface Learned {
  readonly features: SeenFeatures;
}

/**
 * Each date as numbers, called `<column>_<part>`; a missing date is NaN in all of them. `days` tells a trend,
 * month and weekday what comes back every year and week.
 *
 * @example
 * const dates = new DateFeatures({ parts: ['month', 'weekday', 'days'] });
 * const Z = await dates.fitTransform(Table.fromColumns({ sold: [new Date('2024-02-29')] }));
 * Z.toArray(); // [[2, 3, 19782]]
 * dates.getFeatureNamesOut(); // ['sold_month', 'sold_weekday', 'sold_days']
 */
export class DateFeatures implements Transformer {
  readonly options: DateFeaturesOptions;
  #learned: Learned | undefined;

  constructor(options: DateFeaturesOptions = {}) {
    this.options = options;
  }

  /**
   * Remember the columns.
   *
   * @param X a table of dates
   * @throws HebbError `EMPTY_DATA`; `INVALID_VALUE` for a column that holds no dates, naming it;
   * `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: TableLike, _y?: unknown): Promise<this> {
    checkOptions('DateFeatures', this.options, rules);
    const { columns, features } = readColumnsToFit(X, 'DateFeatures');
    columns.forEach((column, j) => {
      datesOf(column, featureLabel(features, j));
    });
    this.#learned = { features };
    return this;
  }

  /**
   * Numbers, float64.
   *
   * @throws HebbError `NOT_FITTED`; `INVALID_VALUE` for a column that holds no dates; `SHAPE_MISMATCH`,
   * `UNKNOWN_COLUMN`
   */
  async transform(X: TableLike): Promise<Tensor> {
    const { features } = this.#fitted();
    const { columns, rows } = readColumnsAgain(X, features, 'DateFeatures');
    const parts = this.#parts();
    const width = columns.length * parts.length;
    const out = new Float64Array(rows * width).fill(Number.NaN);
    columns.forEach((column, j) => {
      datesOf(column, featureLabel(features, j)).forEach((date, row) => {
        if (date === null) return;
        for (const [k, part] of parts.entries()) {
          out[row * width + j * parts.length + k] = readers[part](date);
        }
      });
    });
    return fromTyped(out, [rows, width]);
  }

  async fitTransform(X: TableLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /**
   * Numbers back to dates: by `days`, to the millisecond; otherwise by `year`, `month` and `day` and what there
   * is of `hour`, `minute` and `second`.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`; `UNSUPPORTED` where the parts do not tell the date
   */
  async inverseTransform(X: MatrixLike): Promise<Table> {
    const { features } = this.#fitted();
    const parts = this.#parts();
    if (!parts.includes('days') && !['year', 'month', 'day'].every((part) => parts.some((p) => p === part))) {
      throw new HebbError(
        'UNSUPPORTED',
        `DateFeatures: ${parts.join(', ')} do not tell a date; that takes days, or year, month and day.`,
      );
    }
    const { data, rows, columns } = toMatrix(X);
    checkCount(columns, features.count * parts.length, 'the output of DateFeatures');
    return new Table(
      namesOf(features).map((name, j) => {
        const times = Float64Array.from({ length: rows }, (_, row) => {
          const start = row * columns + j * parts.length;
          return timeOf((part, otherwise) => {
            const k = parts.indexOf(part);
            return k === -1 ? otherwise : data[start + k];
          });
        });
        return new DateColumn(name, times);
      }),
    );
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /** `<column>_<part>` */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const names = namesOf(this.#fitted().features, inputFeatures);
    return names.flatMap((name) => this.#parts().map((part) => `${name}_${part}`));
  }

  toState(): ModelState {
    const state = { kind: 'DateFeatures', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    return { ...state, attributes: featureAttributes(this.#learned.features) };
  }

  static fromState(state: ModelState): DateFeatures {
    const dates = new DateFeatures(readOptions<DateFeaturesOptions>(state, rules));
    if (state.attributes !== undefined) dates.#learned = { features: readFeatures(state) };
    return dates;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'DateFeatures');
  }

  #parts(): readonly DatePart[] {
    return this.options.parts ?? defaultParts;
  }
}

/** A column's dates; a column without any value counts as one of dates. */
function datesOf(column: Column, label: string): (Date | null)[] {
  if (column.type === 'date') return column.toArray();
  if (column.missing === column.length) return new Array<null>(column.length).fill(null);
  throw new HebbError(
    'INVALID_VALUE',
    `DateFeatures needs dates, but ${label} is a column of type '${column.type}'.`,
  );
}

/** Milliseconds since 1970-01-01 UTC of a date told by its parts. */
function timeOf(part: (name: DatePart, otherwise: number) => number): number {
  const days = part('days', Number.NaN);
  if (!Number.isNaN(days)) return Math.round(days * DAY);
  const date = new Date(0);
  date.setUTCFullYear(part('year', Number.NaN), part('month', Number.NaN) - 1, part('day', Number.NaN));
  const seconds = (part('hour', 0) * 60 + part('minute', 0)) * 60 + part('second', 0);
  return date.getTime() + Math.round(seconds * 1000);
}

function firstOfYear(date: Date): number {
  return new Date(0).setUTCFullYear(date.getUTCFullYear(), 0, 1);
}
