/**
 * From pieces of CSV text to records: which delimiter, which line ends, which columns, and for every row its
 * cells and its line in the file. Splitting is papaparse's work; this file adds what a person needs when a
 * file is broken: a line number and a plain sentence. It knows nothing of types.
 */
import Papa from 'papaparse';
import { HebbError } from '../core/errors.ts';
import { longestRecord, refuseBinary, type TextSink } from './two-passes.ts';

const delimiters = [',', ';', '\t', '|'];

const mostColumns = 1_000_000;

/** How a file is to be split, and who listens. */
export interface RecordOptions {
  /** What the text is called in messages, usually the file's name. */
  readonly name: string;
  /** What separates cells; found out from the first lines if not given. */
  readonly delimiter?: string;
  /** The columns' names, for a file whose first line is already data. */
  readonly columns?: readonly string[];
  /** What separates a number's whole part from its fraction, so never the cells. Default a point. */
  readonly decimal?: string;
}

/** Hears the columns' names once and then every row. */
export interface RecordListener {
  header(names: readonly string[]): void;
  row(cells: readonly string[], line: number): void;
}

/** What papaparse's parser gives for one piece of text. */
interface Piece {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

/** One pass over a CSV text that comes in pieces. */
export class CsvRecords implements TextSink {
  readonly #options: RecordOptions;
  readonly #listener: RecordListener;
  #rest = '';
  /** The rest is worth parsing from this length on: what did not end yet is tried again when it has doubled. */
  #due = 0;
  #line = 1;
  #parser: Papa.Parser | undefined;
  #lineEnd = '\n';
  #cutReturn = false;
  #columnCount = 0;
  #rowCount = 0;

  constructor(options: RecordOptions, listener: RecordListener) {
    this.#options = options;
    this.#listener = listener;
    if (options.columns !== undefined) this.#announce(options.columns, 1);
  }

  get line(): number {
    return this.#line + countLineEnds([this.#rest], this.#lineEnd);
  }

  push(text: string): void {
    refuseBinary(text, this.#options.name, this.#line);
    const isFirst = this.#parser === undefined && this.#rest === '';
    this.#rest += isFirst ? text.replace(/^\uFEFF/, '') : text;
    const waiting =
      this.#parser === undefined
        ? !/[\r\n]./s.test(this.#rest.slice(-text.length - 1))
        : this.#rest.length < this.#due;
    if (waiting) this.#checkLength();
    else this.#read(false);
  }

  /**
   * There is no more text.
   *
   * @throws HebbError `EMPTY_DATA` if there was no row
   */
  end(): void {
    if (this.#rest !== '') this.#read(true);
    if (this.#rowCount > 0) return;
    const { name } = this.#options;
    throw new HebbError(
      'EMPTY_DATA',
      this.#columnCount > 0 && this.#options.columns === undefined
        ? `${name} has a header line but no rows.`
        : `${name} is empty.`,
    );
  }

  #read(last: boolean): void {
    this.#parser ??= this.#choose(this.#rest);
    const piece: Piece = this.#parser.parse(this.#rest, 0, !last);
    const rows = piece.data;
    const quoted = this.#rest.includes('"');
    const ended = this.#rest.endsWith(this.#lineEnd);
    this.#due = piece.meta.cursor === 0 ? 2 * this.#rest.length : 0;
    this.#rest = last ? '' : this.#rest.slice(piece.meta.cursor);
    const broken = piece.errors[0]?.row ?? rows.length;
    if (last && ended && broken >= rows.length) rows.pop();
    for (let i = 0; i < rows.length; i++) {
      const cells = rows[i];
      if (i === broken) throw this.#badQuotes(piece.errors[0].code);
      if (this.#cutReturn) cells[cells.length - 1] = cells[cells.length - 1].replace(/\r$/, '');
      this.#take(cells, this.#line);
      this.#line += 1 + (quoted ? countLineEnds(cells, this.#lineEnd) : 0);
    }
    this.#checkLength();
  }

  /** Find out line ends and delimiter from the beginning of the text. */
  #choose(text: string): Papa.Parser {
    const lineFeed = text.indexOf('\n');
    this.#lineEnd = lineFeed === -1 && text.includes('\r') ? '\r' : '\n';
    this.#cutReturn = lineFeed > 0 && text[lineFeed - 1] === '\r';
    const newline = this.#lineEnd as '\r' | '\n';
    let { delimiter } = this.#options;
    if (delimiter === undefined) {
      const candidates = delimiters.filter((candidate) => candidate !== this.#options.decimal);
      const sample = text.slice(0, text.lastIndexOf(newline) + 1) || text;
      const guess = {
        preview: 10,
        newline,
        skipEmptyLines: 'greedy',
        delimitersToGuess: candidates,
      } as const;
      delimiter = Papa.parse(sample, guess).meta.delimiter;
      if (!candidates.includes(delimiter)) delimiter = candidates[0];
    }
    return new Papa.Parser({ delimiter, newline });
  }

  #take(cells: string[], line: number): void {
    const blank = cells.length === 1 && cells[0].trim() === '';
    if (blank && this.#columnCount !== 1) return;
    if (this.#columnCount === 0) {
      this.#announce(cells, line);
      return;
    }
    if (cells.length !== this.#columnCount) {
      const values = cells.length === 1 ? '1 value' : `${cells.length} values`;
      throw this.#error(line, `${values}, but there are ${this.#columnCount} columns`);
    }
    this.#rowCount++;
    this.#listener.row(cells, line);
  }

  /** Settle the names: blanks cut off, a nameless column called by its position from 1 (`column_3`). */
  #announce(cells: readonly string[], line: number): void {
    if (cells.length > mostColumns) {
      throw this.#error(line, `${cells.length} columns are more than the ${mostColumns} that can be read`);
    }
    const names = cells.map((cell, j) => cell.trim() || `column_${j + 1}`);
    const first = new Map<string, number>();
    names.forEach((name, j) => {
      const earlier = first.get(name);
      if (earlier !== undefined) {
        throw this.#error(line, `columns ${earlier + 1} and ${j + 1} are both called '${name}'`);
      }
      first.set(name, j);
    });
    this.#columnCount = names.length;
    this.#listener.header(names);
  }

  #checkLength(): void {
    if (this.#rest.length > longestRecord) {
      throw this.#error(
        this.#line,
        `the row that begins here does not end within ${longestRecord} characters; is a closing quote missing?`,
      );
    }
  }

  #badQuotes(code: string): HebbError {
    return this.#error(
      this.#line,
      code === 'MissingQuotes'
        ? 'a quoted value that begins in this row never ends; a closing quote is missing'
        : 'a quoted value in this row is followed by more text; quotes inside a quoted value must be doubled',
    );
  }

  #error(line: number, problem: string): HebbError {
    return new HebbError('CORRUPT_FILE', `${this.#options.name}, line ${line}: ${problem}.`);
  }
}

function countLineEnds(cells: readonly string[], lineEnd: string): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf(lineEnd); at !== -1; at = cell.indexOf(lineEnd, at + 1)) count++;
  }
  return count;
}
