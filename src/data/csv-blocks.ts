/**
 * CSV bytes to one table of a few thousand rows after the other, so that a file of any length takes the memory
 * of a few tables. The file is read twice, so the types are those of the whole file.
 */
import { checkOptions } from '../core/options.ts';
import type { AskedTypes } from './asked-types.ts';
import { type ByteSource, type BytesLike, byteSource } from './bytes.ts';
import { CsvReading } from './csv.ts';
import type { GuessedType } from './infer.ts';
import { type ReadCsvOptions, readCsvRules } from './read-csv.ts';
import type { Table } from './table.ts';
import { pour } from './two-passes.ts';

/** A CSV file whose columns are known, and whose rows can be read block by block. */
export class CsvBlocks {
  readonly #source: ByteSource;
  readonly #options: ReadCsvOptions;
  readonly #reading: CsvReading;

  private constructor(source: ByteSource, options: ReadCsvOptions, reading: CsvReading) {
    this.#source = source;
    this.#options = options;
    this.#reading = reading;
  }

  /**
   * Read a file once, to find out its columns and the number of its rows.
   *
   * @throws HebbError what `readCsv` throws, but for cells of another type than asked for
   * @example
   * const file = await CsvBlocks.survey(input.files[0]);
   * for await (const table of file.read(10_000)) console.log(table.rowCount);
   */
  static async survey(bytes: BytesLike, options: ReadCsvOptions = {}): Promise<CsvBlocks> {
    checkOptions('CsvBlocks', options, readCsvRules);
    const source = byteSource(bytes, options.name);
    const reading = new CsvReading({ ...options, name: source.name });
    for await (const loaded of pour(source, reading.survey(), options)) {
      options.onProgress?.(loaded, source.size ?? Number.NaN);
    }
    return new CsvBlocks(source, options, reading);
  }

  get rowCount(): number {
    return this.#reading.rowCount;
  }

  /** The columns' types by name, in order; 'label' stands for texts that may repeat. */
  get columnTypes(): Readonly<Record<string, GuessedType>> {
    return this.#reading.columnTypes;
  }

  /**
   * The rows in tables of `rows` rows, the last one shorter.
   *
   * @param types the types of some columns, where those found should not be
   * @throws HebbError `INVALID_VALUE` for a cell that is not of the type asked for, with the line
   */
  async *read(rows: number, types: AskedTypes = {}): AsyncGenerator<Table> {
    const ready: Table[] = [];
    const sink = this.#reading.blocks(rows, (table) => ready.push(table), types);
    for await (const _ of pour(this.#source, sink, this.#options)) {
      for (let table = ready.shift(); table !== undefined; table = ready.shift()) yield table;
    }
  }
}
