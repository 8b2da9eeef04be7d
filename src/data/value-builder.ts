/**
 * A column from plain JavaScript values, one after the other: its type is that of the first value that is not
 * missing, and every other value must agree. Texts stay texts here; reading numbers out of texts is the CSV
 * reader's job.
 */
import { HebbError, show } from '../core/errors.ts';
import { BooleanColumn, type Column, DateColumn, NumberColumn } from './column.ts';
import { LabelBuilder } from './labels.ts';

/** The arrays of one type of column. */
interface Store {
  /** What a value must be, for messages. */
  readonly expected: string;
  /** False if the value does not fit. */
  set(row: number, value: unknown): boolean;
  build(name: string): Column;
}

/** Collects the values of a column of known length; rows never set stay missing. */
export class ValueBuilder {
  readonly #name: string;
  readonly #length: number;
  readonly #source: string;
  #store: Store | undefined;

  /** @param source the file in which the values are, for messages */
  constructor(name: string, length: number, source?: string) {
    this.#name = name;
    this.#length = length;
    this.#source = source === undefined ? '' : `${source}, `;
  }

  /**
   * Null, undefined and NaN are missing. An integer of 64 bits (`bigint`) becomes the nearest number.
   *
   * @throws HebbError `INVALID_VALUE` for a value of another type than those before, with column and row
   */
  set(row: number, value: unknown): void {
    if (value === null || value === undefined || Number.isNaN(value)) return;
    const isFirst = this.#store === undefined;
    this.#store ??= storeFor(value, this.#length);
    if (this.#store?.set(row, value)) return;
    const expected =
      isFirst || this.#store === undefined
        ? 'a number, text, true, false or a Date'
        : `${this.#store.expected} like the values before`;
    throw new HebbError(
      'INVALID_VALUE',
      `${this.#source}column '${this.#name}', row ${row}: expected ${expected}, got ${show(value)}.`,
    );
  }

  /** The finished column; one without any value is a number column. */
  build(): Column {
    return (this.#store ?? numbers(this.#length)).build(this.#name);
  }
}

function storeFor(value: unknown, length: number): Store | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return numbers(length);
    case 'string':
      return labels(length);
    case 'boolean':
      return flags(length);
    default:
      return value instanceof Date ? times(length) : undefined;
  }
}

function numbers(length: number): Store {
  const values = new Float64Array(length).fill(Number.NaN);
  return {
    expected: 'a number',
    set: (row, value) => {
      if (typeof value !== 'number' && typeof value !== 'bigint') return false;
      values[row] = Number(value);
      return true;
    },
    build: (name) => new NumberColumn(name, values),
  };
}

function labels(length: number): Store {
  const builder = new LabelBuilder(length);
  return {
    expected: 'text',
    set: (row, value) => {
      if (typeof value !== 'string') return false;
      builder.set(row, value);
      return true;
    },
    build: (name) => builder.build(name),
  };
}

function flags(length: number): Store {
  const values = new Int8Array(length).fill(-1);
  return {
    expected: 'true or false',
    set: (row, value) => {
      if (typeof value !== 'boolean') return false;
      values[row] = value ? 1 : 0;
      return true;
    },
    build: (name) => new BooleanColumn(name, values),
  };
}

function times(length: number): Store {
  const values = new Float64Array(length).fill(Number.NaN);
  return {
    expected: 'a Date',
    set: (row, value) => {
      if (!(value instanceof Date)) return false;
      values[row] = value.getTime();
      return true;
    },
    build: (name) => new DateColumn(name, values),
  };
}
