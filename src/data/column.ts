/**
 * The columns of a table: one small class per type, told apart by `type`. Each keeps its values in the
 * most compact array that fits (typed arrays wherever possible) and gives them back one by one as what a
 * person would call them: numbers, texts, truth values, dates. A missing number is NaN, any other missing
 * value is null. This file knows nothing of tables or files.
 */
import { HebbError, show } from '../core/errors.ts';

export type ColumnType = 'number' | 'category' | 'boolean' | 'text' | 'date';

/** One cell. A missing number is NaN, any other missing value is null. */
export type ColumnValue = number | string | boolean | Date | null;

/** A named, typed list of values. Immutable: `take` and `rename` give new columns. */
export type Column = NumberColumn | CategoryColumn | BooleanColumn | TextColumn | DateColumn;

/** Row numbers, counted from 0. */
export type Indices = ArrayLike<number>;

/** What the five types of column share. */
abstract class ColumnBase<T> implements Iterable<T> {
  abstract readonly type: ColumnType;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** How many rows there are. */
  abstract readonly length: number;

  /** The value in a row, counted from 0. */
  abstract at(row: number): T;

  abstract isMissing(row: number): boolean;

  /** How many values are missing; counted anew on every reading. */
  get missing(): number {
    let count = 0;
    for (let i = 0; i < this.length; i++) if (this.isMissing(i)) count++;
    return count;
  }

  toArray(): T[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

/** Numbers in float64; a missing one is NaN. */
export class NumberColumn extends ColumnBase<number> {
  readonly type = 'number';
  readonly values: Float64Array;

  constructor(name: string, values: Float64Array) {
    super(name);
    this.values = values;
  }

  get length(): number {
    return this.values.length;
  }

  at(row: number): number {
    return this.values[row];
  }

  isMissing(row: number): boolean {
    return Number.isNaN(this.values[row]);
  }

  take(indices: Indices): NumberColumn {
    return new NumberColumn(this.name, gather(this.values, indices, new Float64Array(indices.length)));
  }

  rename(name: string): NumberColumn {
    return new NumberColumn(name, this.values);
  }
}

/**
 * Texts that repeat: `categories` lists the distinct ones in the order they first came, `codes` says which
 * one each row has, −1 if it is missing. Taking rows keeps all categories.
 */
export class CategoryColumn extends ColumnBase<string | null> {
  readonly type = 'category';
  readonly codes: Int32Array;
  readonly categories: readonly string[];

  constructor(name: string, codes: Int32Array, categories: readonly string[]) {
    super(name);
    this.codes = codes;
    this.categories = categories;
  }

  get length(): number {
    return this.codes.length;
  }

  at(row: number): string | null {
    const code = this.codes[row];
    return code === -1 ? null : this.categories[code];
  }

  isMissing(row: number): boolean {
    return this.codes[row] === -1;
  }

  take(indices: Indices): CategoryColumn {
    return new CategoryColumn(
      this.name,
      gather(this.codes, indices, new Int32Array(indices.length)),
      this.categories,
    );
  }

  rename(name: string): CategoryColumn {
    return new CategoryColumn(name, this.codes, this.categories);
  }
}

/** Truth values, kept as 1, 0 and −1 for missing. */
export class BooleanColumn extends ColumnBase<boolean | null> {
  readonly type = 'boolean';
  readonly values: Int8Array;

  constructor(name: string, values: Int8Array) {
    super(name);
    this.values = values;
  }

  get length(): number {
    return this.values.length;
  }

  at(row: number): boolean | null {
    const value = this.values[row];
    return value === -1 ? null : value === 1;
  }

  isMissing(row: number): boolean {
    return this.values[row] === -1;
  }

  take(indices: Indices): BooleanColumn {
    return new BooleanColumn(this.name, gather(this.values, indices, new Int8Array(indices.length)));
  }

  rename(name: string): BooleanColumn {
    return new BooleanColumn(name, this.values);
  }
}

/** Texts that mostly differ from row to row. */
export class TextColumn extends ColumnBase<string | null> {
  readonly type = 'text';
  readonly values: readonly (string | null)[];

  constructor(name: string, values: readonly (string | null)[]) {
    super(name);
    this.values = values;
  }

  get length(): number {
    return this.values.length;
  }

  at(row: number): string | null {
    return this.values[row];
  }

  isMissing(row: number): boolean {
    return this.values[row] === null;
  }

  take(indices: Indices): TextColumn {
    checkIndices(indices, this.length);
    return new TextColumn(
      this.name,
      Array.from(indices, (row) => this.values[row]),
    );
  }

  rename(name: string): TextColumn {
    return new TextColumn(name, this.values);
  }
}

/** Moments in milliseconds since 1970-01-01 UTC; a missing one is NaN here and null as a value. */
export class DateColumn extends ColumnBase<Date | null> {
  readonly type = 'date';
  readonly values: Float64Array;

  constructor(name: string, values: Float64Array) {
    super(name);
    this.values = values;
  }

  get length(): number {
    return this.values.length;
  }

  at(row: number): Date | null {
    const time = this.values[row];
    return Number.isNaN(time) ? null : new Date(time);
  }

  isMissing(row: number): boolean {
    return Number.isNaN(this.values[row]);
  }

  take(indices: Indices): DateColumn {
    return new DateColumn(this.name, gather(this.values, indices, new Float64Array(indices.length)));
  }

  rename(name: string): DateColumn {
    return new DateColumn(name, this.values);
  }
}

function gather<A extends Float64Array | Int32Array | Int8Array>(source: A, indices: Indices, target: A): A {
  checkIndices(indices, source.length);
  for (let i = 0; i < indices.length; i++) target[i] = source[indices[i]];
  return target;
}

function checkIndices(indices: Indices, length: number): void {
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i];
    if (!(Number.isInteger(row) && row >= 0 && row < length)) {
      throw new HebbError('INVALID_VALUE', `row ${show(row)} does not exist: there are ${length} rows.`);
    }
  }
}
