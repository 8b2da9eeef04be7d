/**
 * JSON lines (NDJSON) to `Table`: one object a line, its keys are the columns. Types are JSON's own; a column
 * of texts that are all ISO dates is a date column. It knows nothing of files.
 */
import { HebbError, show } from '../core/errors.ts';
import { checkOptions, listOf, type Rule } from '../core/options.ts';
import { type AskedTypes, askedType, checkAskedTypes, typesRule } from './asked-types.ts';
import { type BytesLike, byteSource } from './bytes.ts';
import { parseDate } from './cell.ts';
import { builderOf, type ColumnBuilder, type GuessedType, missingMarks } from './infer.ts';
import { Lines } from './lines.ts';
import { readRules, text } from './read-options.ts';
import { refuseHuge } from './refuse-huge.ts';
import { Table } from './table.ts';
import { encodingRule, parseTwice, type ReadTextOptions, readTwice, type TwoPasses } from './two-passes.ts';

/** How JSON lines are read. Every option may be left out. */
export interface JsonLinesOptions {
  /** What the text is called in messages. Default 'JSON lines', or the file's name. */
  readonly name?: string;
  /** The type of some columns, where it should not be inferred. */
  readonly types?: AskedTypes;
  /**
   * Texts that mean a missing value, besides null and the blank text. Default `NA`, `N/A`, `n/a`, `NaN`, `nan`,
   * `NULL`, `null` and `?`.
   */
  readonly missing?: readonly string[];
}

/** How a file of JSON lines is read. */
export interface ReadJsonLinesOptions extends JsonLinesOptions, ReadTextOptions {}

const textRules: Readonly<Record<string, Rule>> = { name: text, types: typesRule, missing: listOf(text) };
const fileRules: Readonly<Record<string, Rule>> = { ...textRules, ...readRules, encoding: encodingRule };

/**
 * Reads a table from JSON lines. The columns are all the keys in the order they first come; a key that a line
 * lacks and null are missing values; blank lines are passed over.
 *
 * @throws HebbError `EMPTY_DATA` for no rows; `CORRUPT_FILE` for a line that is no JSON object, with the line;
 *   `INVALID_VALUE` for lists, objects and columns that mix types, with line and column; `UNKNOWN_COLUMN` for a
 *   name in `types` that isn't there; `UNSUPPORTED` for a table too sparse to fit into memory;
 *   `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const table = parseJsonLines('{"species": "Adelie", "mass": 3750}\n{"species": "Gentoo"}\n');
 * table.column('mass').missing; // 1
 */
export function parseJsonLines(lines: string, options: JsonLinesOptions = {}): Table {
  checkOptions('parseJsonLines', options, textRules);
  return parseTwice(lines, new JsonLinesReading(options));
}

/**
 * Reads a table from a file of JSON lines (also gzipped): a `File` or `Blob`, bytes, or a source that opens a
 * stream.
 *
 * @throws HebbError what `parseJsonLines` throws; `CORRUPT_FILE` also for damaged gzip and for bytes that are not
 *   text in the encoding, with the line
 * @example
 * const table = await readJsonLines(input.files[0]);
 */
export async function readJsonLines(bytes: BytesLike, options: ReadJsonLinesOptions = {}): Promise<Table> {
  checkOptions('readJsonLines', options, fileRules);
  const source = byteSource(bytes, options.name);
  return readTwice(source, new JsonLinesReading({ ...options, name: source.name }), options);
}

type Cell = string | number | boolean;

/** What the lines have shown of a column. */
interface SeenColumn {
  type: GuessedType | undefined;
  builder?: ColumnBuilder;
}

/** The two passes over one text of JSON lines. */
class JsonLinesReading implements TwoPasses {
  readonly #name: string;
  readonly #types: AskedTypes | undefined;
  readonly #missing: ReadonlySet<string>;
  readonly #columns = new Map<string, SeenColumn>();
  #rowCount = 0;
  #valueCount = 0;

  constructor(options: JsonLinesOptions) {
    this.#name = options.name ?? 'JSON lines';
    this.#types = options.types;
    this.#missing = new Set(['', ...(options.missing ?? missingMarks)]);
  }

  survey(): Lines {
    return this.#lines(
      (key, value, line) => this.#see(key, value, line),
      (rowCount) => {
        this.#rowCount = rowCount;
        if (rowCount === 0) throw new HebbError('EMPTY_DATA', `${this.#name} is empty.`);
        checkAskedTypes(this.#name, this.#types, [...this.#columns.keys()]);
      },
    );
  }

  fill(): Lines {
    refuseHuge(this.#name, this.#rowCount, this.#columns.size, this.#valueCount, 'values');
    for (const column of this.#columns.values()) {
      column.builder = builderOf(column.type ?? 'number', this.#rowCount);
    }
    return this.#lines(
      (key, value, line, row) => {
        const builder = this.#columns.get(key)?.builder as ColumnBuilder;
        if (!builder.set(row, String(value))) throw this.#wrongType(key, value, line, builder.expected);
      },
      () => undefined,
    );
  }

  table(): Table {
    const columns = Array.from(this.#columns, ([name, { builder }]) =>
      (builder as ColumnBuilder).build(name),
    );
    return new Table(columns);
  }

  /** One pass: `onCell` hears of every value that is not missing, `onEnd` of the number of rows. */
  #lines(
    onCell: (key: string, value: Cell, line: number, row: number) => void,
    onEnd: (rowCount: number) => void,
  ): Lines {
    let row = 0;
    return new Lines(this.#name, {
      line: (text, line) => {
        if (text.trim() === '') return;
        for (const [key, value] of Object.entries(this.#parse(text, line))) {
          if (!this.#columns.has(key)) {
            this.#columns.set(key, { type: askedType(this.#types, key) });
          }
          const cell = this.#cell(key, value, line);
          if (cell !== undefined) onCell(key, cell, line, row);
        }
        row++;
      },
      end: () => onEnd(row),
    });
  }

  #parse(text: string, line: number): object {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      if (text.trim().startsWith('[')) throw this.#noObject(line, 'the beginning of a list');
      throw this.#error('CORRUPT_FILE', line, 'this is not JSON', cause);
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw this.#noObject(line, Array.isArray(value) ? 'a list' : show(value));
  }

  /** The value as a cell; undefined if it is missing. */
  #cell(key: string, value: unknown, line: number): Cell | undefined {
    if (value === null) return undefined;
    if (typeof value === 'string') return this.#missing.has(value.trim()) ? undefined : value;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    const what = Array.isArray(value) ? 'a list' : 'an object';
    throw this.#error('INVALID_VALUE', line, `column '${key}' holds ${what}, which is no cell of a table`);
  }

  #see(key: string, value: Cell, line: number): void {
    this.#valueCount++;
    if (askedType(this.#types, key) !== undefined) return;
    const column = this.#columns.get(key) as SeenColumn;
    const type = typeOf(value);
    column.type ??= type;
    if (column.type === type) return;
    if (typeof value === 'string' && (column.type === 'date' || column.type === 'label'))
      column.type = 'label';
    else throw this.#wrongType(key, value, line, `${expected[column.type]} like the values before`);
  }

  #noObject(line: number, what: string): HebbError {
    return this.#error(
      'CORRUPT_FILE',
      line,
      `expected an object such as {"age": 31}, one on each line, got ${what}`,
    );
  }

  #wrongType(key: string, value: Cell, line: number, wanted: string): HebbError {
    const problem = `column '${key}' must be ${wanted}, got ${show(value)}`;
    return this.#error('INVALID_VALUE', line, problem);
  }

  #error(code: 'CORRUPT_FILE' | 'INVALID_VALUE', line: number, problem: string, cause?: unknown): HebbError {
    return new HebbError(code, `${this.#name}, line ${line}: ${problem}.`, { cause });
  }
}

const expected: Readonly<Record<GuessedType, string>> = {
  number: 'a number',
  boolean: 'true or false',
  date: 'text',
  label: 'text',
  category: 'text',
  text: 'text',
};

function typeOf(value: Cell): GuessedType {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return parseDate(value) === undefined ? 'label' : 'date';
}
