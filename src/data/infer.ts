/**
 * From cells of text to typed columns, in two passes over the same cells: `TypeGuess` looks at every cell of
 * a column and settles its type; `builderOf` then gives the builder that fills it. It knows nothing of how
 * the cells were separated.
 */
import { parseBoolean, parseDate, parseNumber } from './cell.ts';
import { BooleanColumn, type Column, type ColumnType, DateColumn, NumberColumn } from './column.ts';
import { LabelBuilder } from './labels.ts';

/** What a guess comes to: 'label' becomes category or text, whichever suits the values. */
export type GuessedType = ColumnType | 'label';

/** The number a text spells; undefined if it spells none. */
export type NumberParser = (text: string) => number | undefined;

/** Cells that mean "no value", once blanks around them are cut off. The empty cell always does. */
export const missingMarks: readonly string[] = ['NA', 'N/A', 'n/a', 'NaN', 'nan', 'NULL', 'null', '?'];

/**
 * Settles a column's type from all of its cells. Number, boolean and date stand as long as every cell that
 * is not missing reads as one; a single other text makes the column a label.
 */
export class TypeGuess {
  readonly #parseNumber: NumberParser;
  #type: 'number' | 'boolean' | 'date' | 'label' | undefined;

  constructor(numbers: NumberParser = parseNumber) {
    this.#parseNumber = numbers;
  }

  /** Take in a cell that is not missing. */
  see(text: string): void {
    if (this.#type === 'label') return;
    this.#type ??= this.#typeOf(text);
    if (!this.#reads(text, this.#type)) this.#type = 'label';
  }

  /** A column without any value is a number column. */
  get type(): GuessedType {
    return this.#type ?? 'number';
  }

  #typeOf(text: string): 'number' | 'boolean' | 'date' | 'label' {
    if (this.#parseNumber(text) !== undefined) return 'number';
    if (parseBoolean(text) !== undefined) return 'boolean';
    if (parseDate(text) !== undefined) return 'date';
    return 'label';
  }

  #reads(text: string, type: 'number' | 'boolean' | 'date' | 'label'): boolean {
    switch (type) {
      case 'number':
        return this.#parseNumber(text) !== undefined;
      case 'boolean':
        return parseBoolean(text) !== undefined;
      case 'date':
        return parseDate(text) !== undefined;
      case 'label':
        return true;
    }
  }
}

/** Fills a column cell by cell; rows never set stay missing. */
export interface ColumnBuilder {
  /** What a cell must be, for messages. */
  readonly expected: string;
  /** False if the text does not fit the type. */
  set(row: number, text: string): boolean;
  build(name: string): Column;
}

/** The builder of a column of `length` rows. */
export function builderOf(
  type: GuessedType,
  length: number,
  numbers: NumberParser = parseNumber,
): ColumnBuilder {
  switch (type) {
    case 'number': {
      const values = new Float64Array(length).fill(Number.NaN);
      return {
        expected: 'a number',
        set: (row, text) => store(values, row, numbers(text.trim())),
        build: (name) => new NumberColumn(name, values),
      };
    }
    case 'date': {
      const values = new Float64Array(length).fill(Number.NaN);
      return {
        expected: 'a date such as 2024-02-29',
        set: (row, text) => store(values, row, parseDate(text.trim())),
        build: (name) => new DateColumn(name, values),
      };
    }
    case 'boolean': {
      const values = new Int8Array(length).fill(-1);
      return {
        expected: 'true or false',
        set: (row, text) => {
          const value = parseBoolean(text.trim());
          return store(values, row, value === undefined ? undefined : Number(value));
        },
        build: (name) => new BooleanColumn(name, values),
      };
    }
    default: {
      const labels = new LabelBuilder(length, type === 'label' ? undefined : type);
      return {
        expected: 'text',
        set: (row, text) => {
          labels.set(row, text);
          return true;
        },
        build: (name) => labels.build(name),
      };
    }
  }
}

function store(values: Float64Array | Int8Array, row: number, value: number | undefined): boolean {
  if (value === undefined) return false;
  values[row] = value;
  return true;
}
