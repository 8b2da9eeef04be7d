/**
 * CSV text to `Table` and back. Types are settled by looking at every row first and filling typed columns
 * second, so a number column is a number column to its last row. It knows nothing of files.
 */
import Papa from 'papaparse';
import { HebbError, show } from '../core/errors.ts';
import { boolean, checkOptions, listOf, matching, nullable, oneOf, type Rule } from '../core/options.ts';
import { type AskedTypes, askedType, checkAskedTypes, typesRule } from './asked-types.ts';
import { parseCommaNumber, parseNumber } from './cell.ts';
import { CsvRecords } from './csv-records.ts';
import {
  builderOf,
  type ColumnBuilder,
  type GuessedType,
  missingMarks,
  type NumberParser,
  TypeGuess,
} from './infer.ts';
import { text } from './read-options.ts';
import { Table } from './table.ts';
import { parseTwice, type TwoPasses } from './two-passes.ts';

/** How CSV is read. Every option may be left out. */
export interface CsvOptions {
  /** What the text is called in messages. Default 'CSV text', or the file's name. */
  readonly name?: string;
  /** What separates cells. Default: found out from the first lines (comma, semicolon, tab or bar). */
  readonly delimiter?: string;
  /**
   * What separates a number's whole part from its fraction: a point, or with ',' a comma, as in `3,14`. Default
   * '.'.
   */
  readonly decimal?: '.' | ',';
  /** The columns' names, for a file whose first line is already data. */
  readonly columns?: readonly string[];
  /** The type of some columns, where it should not be inferred. */
  readonly types?: AskedTypes;
  /**
   * Cells that mean a missing value, besides the blank one. Default `NA`, `N/A`, `n/a`, `NaN`, `nan`, `NULL`,
   * `null` and `?`.
   */
  readonly missing?: readonly string[];
  /** Whether blanks around texts are cut off; other types never mind them. Default true. */
  readonly trim?: boolean;
}

/** The rules of `CsvOptions`. */
export const csvRules: Readonly<Record<string, Rule>> = {
  name: text,
  delimiter: matching(
    'one character that is neither a quote nor a line end',
    (value) => typeof value === 'string' && value.length === 1 && !Papa.BAD_DELIMITERS.includes(value),
  ),
  decimal: oneOf('.', ','),
  columns: nullable(listOf(text)),
  types: typesRule,
  missing: listOf(text),
  trim: boolean,
};

/**
 * Reads a table from CSV text. The first line names the columns (a nameless one is called by its position,
 * `column_3`); lines that are blank are passed over. Each column gets the type that all of its values have:
 * number, boolean (`true`/`false`), date (ISO 8601), or else category for texts that repeat and text for those
 * that mostly don't.
 *
 * @throws HebbError `EMPTY_DATA` for no rows; `CORRUPT_FILE` for rows of unequal length, broken quotes or two
 *   columns of one name, with the line; `INVALID_VALUE` for a cell that is not of the type asked for, with the
 *   line; `UNKNOWN_COLUMN` for a name in `types` that isn't there; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const table = parseCsv('species,mass\nAdelie,3750\nGentoo,NA\n');
 * table.column('mass').type; // 'number'
 */
export function parseCsv(csv: string, options: CsvOptions = {}): Table {
  checkOptions('parseCsv', options, csvRules);
  return parseTwice(csv, new CsvReading(options));
}

/** The two passes over one CSV text. */
export class CsvReading implements TwoPasses {
  readonly #options: Required<Pick<CsvOptions, 'name' | 'trim'>> & CsvOptions;
  readonly #missing: ReadonlySet<string>;
  readonly #parseNumber: NumberParser;
  #names: readonly string[] = [];
  #guesses: readonly TypeGuess[] = [];
  #rowCount = 0;
  #table: Table = new Table([]);

  constructor(options: CsvOptions) {
    const { delimiter, decimal } = options;
    if (delimiter !== undefined && delimiter === decimal) {
      throw new HebbError(
        'INVALID_OPTION',
        `options 'delimiter' and 'decimal' are both ${show(decimal)}; they must differ.`,
      );
    }
    this.#parseNumber = decimal === ',' ? parseCommaNumber : parseNumber;
    this.#options = {
      ...options,
      name: options.name ?? 'CSV text',
      trim: options.trim ?? true,
    };
    this.#missing = new Set(['', ...(options.missing ?? missingMarks)]);
  }

  /** The pass that counts the rows and settles the types. */
  survey(): CsvRecords {
    this.#rowCount = 0;
    return new CsvRecords(this.#options, {
      header: (names) => {
        this.#names = names;
        this.#guesses = names.map(() => new TypeGuess(this.#parseNumber));
        checkAskedTypes(this.#options.name, this.#options.types, names);
      },
      row: (cells) => {
        this.#rowCount++;
        for (let j = 0; j < cells.length; j++) {
          const value = cells[j].trim();
          if (!this.#missing.has(value)) this.#guesses[j].see(value);
        }
      },
    });
  }

  /** The pass that fills the columns. */
  fill(): CsvRecords {
    return this.blocks(this.#rowCount, (table) => {
      this.#table = table;
    });
  }

  /**
   * The pass that fills one table of at most `rows` rows after the other and hands them on.
   *
   * @param types the types of some columns, whatever the survey found
   */
  blocks(rows: number, onTable: (table: Table) => void, types: AskedTypes = {}): CsvRecords {
    const columnTypes = { ...this.columnTypes, ...types };
    let builders: ColumnBuilder[] = [];
    let [left, length, row] = [this.#rowCount, 0, 0];
    const begin = (): void => {
      [length, row] = [Math.min(rows, left), 0];
      left -= length;
      builders = this.#names.map((name) => builderOf(columnTypes[name], length, this.#parseNumber));
    };
    return new CsvRecords(this.#options, {
      header: begin,
      row: (cells, line) => {
        for (let j = 0; j < cells.length; j++) this.#set(builders[j], row, j, cells[j], line);
        row++;
        if (row < length) return;
        onTable(new Table(builders.map((builder, j) => builder.build(this.#names[j]))));
        begin();
      },
    });
  }

  /** How many rows there are; known after the survey. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** The columns' types in order, asked for or found by the survey. */
  get columnTypes(): Readonly<Record<string, GuessedType>> {
    return Object.fromEntries(
      this.#names.map((name, j) => [name, askedType(this.#options.types, name) ?? this.#guesses[j].type]),
    );
  }

  table(): Table {
    return this.#table;
  }

  #set(builder: ColumnBuilder, row: number, j: number, cell: string, line: number): void {
    const value = cell.trim();
    if (this.#missing.has(value)) return;
    if (!builder.set(row, this.#options.trim ? value : cell)) {
      throw new HebbError(
        'INVALID_VALUE',
        `${this.#options.name}, line ${line}: column '${this.#names[j]}' must be ${builder.expected}, got ${show(cell)}.`,
      );
    }
  }
}

/**
 * Writes a table as CSV text: a header line, one line a row, missing values blank, dates in ISO 8601, numbers
 * in full precision, quotes only where they are needed. With `header: false` the header line is left out.
 *
 * @example
 * toCsv(Table.fromColumns({ city: ['Bonn', 'Paris, TX'], x: [1.5, null] }));
 * // 'city,x\nBonn,1.5\n"Paris, TX",\n'
 */
export function toCsv(
  table: Table,
  options: { readonly delimiter?: string; readonly header?: boolean } = {},
): string {
  checkOptions('toCsv', options, { delimiter: csvRules.delimiter, header: boolean });
  const data = Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => {
      if (column.isMissing(row)) return '';
      return column.type === 'date' ? new Date(column.values[row]).toISOString() : String(column.at(row));
    }),
  );
  const { delimiter = ',', header = true } = options;
  return `${Papa.unparse({ fields: table.columnNames, data }, { newline: '\n', delimiter, header })}\n`;
}
