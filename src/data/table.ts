/**
 * `Table`: typed, named columns of one length, the form in which people's data comes in. Immutable: every
 * method gives a new table that shares what it can. It knows nothing of files; the readers beside it do.
 */
import { didYouMean, HebbError, show } from '../core/errors.ts';
import type { Matrix, MatrixSource } from '../core/matrix.ts';
import { range } from '../core/range.ts';
import { type ArrowTable, arrowColumns } from './arrow-columns.ts';
import type { Column, ColumnValue, Indices } from './column.ts';
import { type ColumnInput, columnOf } from './column-of.ts';
import { type ColumnSummary, summarize } from './summary.ts';

/** One row as an object: column name → value. A missing number is NaN, any other missing value is null. */
export type Row = Readonly<Record<string, ColumnValue>>;

/**
 * Typed, named columns of one length.
 *
 * @example
 * const table = Table.fromRows([
 *   { species: 'Adelie', mass: 3750 },
 *   { species: 'Gentoo', mass: null },
 * ]);
 * table.rowCount; // 2
 * table.column('mass').missing; // 1
 * const { X, y } = table.splitTarget('species');
 */
export class Table implements MatrixSource {
  /** The columns in order. */
  readonly columns: readonly Column[];
  /** How many rows there are. */
  readonly rowCount: number;
  readonly #byName: ReadonlyMap<string, Column>;

  /**
   * @throws HebbError `INVALID_VALUE` for two columns of one name, `LENGTH_MISMATCH` for unequal lengths
   */
  constructor(columns: readonly Column[]) {
    this.columns = [...columns];
    this.rowCount = columns[0]?.length ?? 0;
    const byName = new Map<string, Column>();
    for (const column of columns) {
      if (byName.has(column.name)) {
        throw new HebbError('INVALID_VALUE', `two columns are called '${column.name}'; names must differ.`);
      }
      if (column.length !== this.rowCount) {
        throw new HebbError(
          'LENGTH_MISMATCH',
          `column '${column.name}' has ${column.length} rows, but '${columns[0].name}' has ${this.rowCount}.`,
        );
      }
      byName.set(column.name, column);
    }
    this.#byName = byName;
  }

  /**
   * A table from objects, one a row. The columns are all the keys in the order they first come; a key that a
   * row lacks, null, undefined and NaN are missing values.
   *
   * @throws HebbError `INVALID_VALUE` when a column mixes types, naming column and row
   */
  static fromRows(rows: readonly Readonly<Record<string, ColumnValue | undefined>>[]): Table {
    if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object' || row === null)) {
      throw new HebbError('INVALID_VALUE', `Table.fromRows takes an array of objects, got ${show(rows)}.`);
    }
    const names = new Set<string>();
    for (const row of rows) for (const name of Object.keys(row)) names.add(name);
    const columns = Array.from(names, (name) =>
      columnOf(
        name,
        rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null)),
      ),
    );
    return new Table(columns);
  }

  /**
   * A table from named columns: arrays of values, typed arrays (a `Float64Array` is not copied) or columns of
   * another table.
   *
   * @throws HebbError `INVALID_VALUE` when a column mixes types, `LENGTH_MISMATCH` for unequal lengths
   * @example
   * Table.fromColumns({ x: [1, 2, 3], label: ['a', 'b', 'a'] });
   */
  static fromColumns(columns: Readonly<Record<string, ColumnInput>>): Table {
    if (typeof columns !== 'object' || columns === null) {
      throw new HebbError('INVALID_VALUE', `Table.fromColumns takes columns by name, got ${show(columns)}.`);
    }
    return new Table(Object.entries(columns).map(([name, values]) => columnOf(name, values)));
  }

  /**
   * A table from an Arrow table of the packages apache-arrow or @uwdata/flechette. Numbers are not copied where
   * they lie as float64 in one piece and none is missing; integers of 64 bits become the nearest number.
   *
   * @throws HebbError `INVALID_VALUE` for columns of lists, structs and other values that no table holds, with
   *   the column
   * @example
   * Table.fromArrow(tableFromArrays({ x: Float64Array.of(1, 2, 3) }));
   */
  static fromArrow(table: ArrowTable): Table {
    return new Table(arrowColumns(table));
  }

  /** The columns' names in order. */
  get columnNames(): string[] {
    return this.columns.map((column) => column.name);
  }

  /** @throws HebbError `UNKNOWN_COLUMN`, with the nearest name there is */
  column(name: string): Column {
    const column = this.#byName.get(name);
    if (column === undefined) {
      const names = this.columnNames;
      const known = names.length > 20 ? `${names.slice(0, 20).join(', ')}, …` : names.join(', ');
      throw new HebbError(
        'UNKNOWN_COLUMN',
        `there is no column ${show(name)}.${didYouMean(name, names)} The columns are: ${known}.`,
      );
    }
    return column;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Only these columns, in this order. */
  select(...names: readonly string[]): Table {
    return new Table(names.map((name) => this.column(name)));
  }

  /** All columns but these. */
  drop(...names: readonly string[]): Table {
    const dropped = new Set(names.map((name) => this.column(name)));
    return new Table(this.columns.filter((column) => !dropped.has(column)));
  }

  /** The rows with these numbers, in this order; a number may come more than once. */
  take(indices: Indices): Table {
    return new Table(this.columns.map((column) => column.take(indices)));
  }

  /** The first `count` rows, or all if there are fewer. */
  head(count = 5): Table {
    return this.take(range(Math.min(count, this.rowCount)));
  }

  /** The rows for which `predicate` holds. */
  filter(predicate: (row: Row, index: number) => boolean): Table {
    const kept: number[] = [];
    let index = 0;
    for (const row of this.rows()) {
      if (predicate(row, index)) kept.push(index);
      index++;
    }
    return this.take(kept);
  }

  /** The rows as objects, one after the other. */
  *rows(): IterableIterator<Row> {
    for (let i = 0; i < this.rowCount; i++) {
      yield Object.fromEntries(this.columns.map((column) => [column.name, column.at(i)]));
    }
  }

  /** The rows as an array of objects, from which `Table.fromRows` makes this table again. */
  toRows(): Row[] {
    return [...this.rows()];
  }

  /**
   * The features without column `name`, and that column.
   *
   * @throws HebbError `UNKNOWN_COLUMN`, with the nearest name there is
   */
  splitTarget(name: string): { X: Table; y: Column } {
    return { X: this.drop(name), y: this.column(name) };
  }

  /**
   * What is in each column, for a first look: type, missing values, distinct values, and the spread of numbers
   * or the commonest labels. Made for `console.table(table.describe())`.
   */
  describe(): ColumnSummary[] {
    return this.columns.map(summarize);
  }

  /**
   * All values as one row-major float64 block of shape (rowCount, columns); false is 0, true is 1, missing
   * is NaN.
   *
   * @throws HebbError `INVALID_VALUE` for a column of another type, naming it
   */
  toMatrix(): Matrix & { readonly data: Float64Array } {
    const columns = this.columns.length;
    const data = new Float64Array(this.rowCount * columns);
    this.columns.forEach((column, j) => {
      if (column.type !== 'number' && column.type !== 'boolean') {
        throw new HebbError(
          'INVALID_VALUE',
          `column '${column.name}' holds ${contents[column.type]}, not numbers; encode it first (for example with OneHotEncoder in a ColumnTransformer) or drop it.`,
        );
      }
      const { values } = column;
      const missing = column.type === 'boolean' ? -1 : Number.NaN;
      for (let i = 0, k = j; i < values.length; i++, k += columns) {
        data[k] = values[i] === missing ? Number.NaN : values[i];
      }
    });
    return { data, rows: this.rowCount, columns, columnNames: this.columnNames };
  }
}

const contents = { category: 'text', text: 'text', date: 'dates' } as const;
