/**
 * ARFF, the format of Weka and OpenML, to `Table`: a header that declares the columns, then rows, dense or
 * sparse. It knows nothing of files.
 * Source: Weka's description of the Attribute-Relation File Format, stable version.
 */
import { HebbError, show } from '../core/errors.ts';
import { checkOptions, type Rule } from '../core/options.ts';
import { type ArffAttribute, parseAttribute } from './arff-attribute.ts';
import { ArffLine } from './arff-line.ts';
import { type BytesLike, byteSource } from './bytes.ts';
import type { ColumnBuilder } from './infer.ts';
import { Lines } from './lines.ts';
import { readRules, text } from './read-options.ts';
import { refuseHuge } from './refuse-huge.ts';
import { Table } from './table.ts';
import { encodingRule, parseTwice, type ReadTextOptions, readTwice, type TwoPasses } from './two-passes.ts';

/** How ARFF text is read. */
export interface ArffOptions {
  /** What the text is called in messages. Default 'ARFF text'. */
  readonly name?: string;
}

/**
 * Reads a table from ARFF text. Numeric attributes become number columns, nominal ones category columns with
 * the declared categories in their order, date ones date columns, strings category or text columns, whichever
 * suits them. `?` without quotes is a missing value. What a sparse row leaves out is 0, the first category, or
 * for strings and dates a missing value.
 *
 * @throws HebbError `EMPTY_DATA` for no rows; `CORRUPT_FILE` for what is no ARFF, rows of unequal length, broken
 *   quotes or two attributes of one name, with the line; `INVALID_VALUE` for a value that its attribute does
 *   not allow, with line and attribute; `UNSUPPORTED` for relational attributes, dates with names or zones, and
 *   a table too sparse to fit into memory; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const table = parseArff('@relation pets\n@attribute kind {cat, dog}\n@attribute age numeric\n@data\ndog, 3\n');
 * table.column('kind').categories; // ['cat', 'dog']
 */
export function parseArff(arff: string, options: ArffOptions = {}): Table {
  checkOptions('parseArff', options, { name: text });
  return parseTwice(arff, new ArffReading(options.name ?? 'ARFF text'));
}

const fileRules: Readonly<Record<string, Rule>> = { ...readRules, encoding: encodingRule };

/**
 * Reads a table from an ARFF file (also gzipped): a `File` or `Blob`, bytes, or a source that opens a stream.
 *
 * @throws HebbError what `parseArff` throws; `CORRUPT_FILE` also for damaged gzip and for bytes that are not text
 *   in the encoding, with the line
 * @example
 * const table = await readArff(input.files[0]);
 */
export async function readArff(bytes: BytesLike, options: ReadTextOptions = {}): Promise<Table> {
  checkOptions('readArff', options, fileRules);
  const source = byteSource(bytes, options.name);
  return readTwice(source, new ArffReading(source.name), options);
}

/** Hears of every value that is not missing: the row and the attribute's position, both from 0. */
type ValueListener = (row: number, index: number, value: string, line: number) => void;

/** The two passes over one ARFF text. */
class ArffReading implements TwoPasses {
  readonly #name: string;
  #attributes: ArffAttribute[] = [];
  readonly #names = new Set<string>();
  #builders: ColumnBuilder[] = [];
  #rowCount = 0;
  #valueCount = 0;

  constructor(name: string) {
    this.#name = name;
  }

  survey(): Lines {
    return this.#lines(
      () => {
        this.#valueCount++;
      },
      () => undefined,
    );
  }

  fill(): Lines {
    refuseHuge(this.#name, this.#rowCount, this.#attributes.length, this.#valueCount, 'values');
    this.#builders = this.#attributes.map((attribute) => attribute.builder(this.#rowCount));
    const fill: ValueListener = (row, index, value, line) => {
      const builder = this.#builders[index];
      if (!builder.set(row, value)) throw this.#wrongValue(index, value, builder.expected, line);
    };
    return this.#lines(fill, (row, index, line) => {
      const { omitted } = this.#attributes[index];
      if (omitted !== undefined) fill(row, index, omitted, line);
    });
  }

  table(): Table {
    return new Table(this.#builders.map((builder, j) => builder.build(this.#attributes[j].name)));
  }

  /** One pass; `onOmitted` hears of every value that a sparse row leaves out. */
  #lines(onValue: ValueListener, onOmitted: (row: number, index: number, line: number) => void): Lines {
    let inData = false;
    let row = 0;
    this.#attributes = [];
    this.#names.clear();
    return new Lines(this.#name, {
      line: (text, line) => {
        const content = text.trim();
        if (content === '' || content.startsWith('%')) return;
        if (!inData) inData = this.#header(content, line);
        else if (content.startsWith('{')) this.#sparse(content, row++, line, onValue, onOmitted);
        else this.#dense(content, row++, line, onValue);
      },
      end: () => {
        if (!inData && this.#attributes.length > 0) {
          throw new HebbError('CORRUPT_FILE', `${this.#name} ends before its @data line.`);
        }
        if (row === 0) {
          throw new HebbError('EMPTY_DATA', `${this.#name} ${inData ? 'has no rows' : 'is empty'}.`);
        }
        this.#rowCount = row;
      },
    });
  }

  /** Take in a line of the header; true for its last, `@data`. */
  #header(content: string, line: number): boolean {
    const [, keyword, rest] = /^@(\w+)\s*(.*)$/s.exec(content) ?? [];
    switch (keyword?.toLowerCase()) {
      case 'relation':
        return false;
      case 'attribute':
        this.#declare(parseAttribute(rest, `${this.#name}, line ${line}`), line);
        return false;
      case 'data':
        if (this.#attributes.length === 0)
          throw this.#error(line, 'there is no @attribute line before @data');
        return true;
      default:
        throw this.#error(line, `expected @relation, @attribute or @data, got ${show(content)}`);
    }
  }

  #declare(attribute: ArffAttribute, line: number): void {
    if (this.#names.has(attribute.name)) {
      const earlier = this.#attributes.findIndex(({ name }) => name === attribute.name);
      const which = `attributes ${earlier + 1} and ${this.#attributes.length + 1}`;
      throw this.#error(line, `${which} are both called '${attribute.name}'`);
    }
    this.#names.add(attribute.name);
    this.#attributes.push(attribute);
  }

  #dense(content: string, row: number, line: number, onValue: ValueListener): void {
    const plain = !/['"\t%]/.test(content);
    const values = plain ? content.split(',') : this.#line(content, line).values();
    const { length } = this.#attributes;
    if (values.length !== length) {
      const count = values.length === 1 ? '1 value' : `${values.length} values`;
      throw this.#error(line, `${count}, but there are ${length} attributes`);
    }
    for (let index = 0; index < length; index++) {
      const value = values[index];
      if (typeof value !== 'string' && value.quoted) {
        onValue(row, index, value.text, line);
        continue;
      }
      const unquoted = typeof value === 'string' ? value.trim() : value.text;
      if (unquoted !== '?' && unquoted !== '') onValue(row, index, unquoted, line);
    }
  }

  #sparse(
    content: string,
    row: number,
    line: number,
    onValue: ValueListener,
    onOmitted: (row: number, index: number, line: number) => void,
  ): void {
    const scanner = this.#line(content, line);
    const { length } = this.#attributes;
    let next = 0;
    const omitUpTo = (index: number): void => {
      while (next < index) onOmitted(row, next++, line);
    };
    scanner.take('{');
    while (!scanner.take('}')) {
      if (scanner.ended) throw this.#error(line, 'the sparse row does not end with a brace');
      const position = scanner.token(/[\s,}]/).text;
      const index = Number(position);
      if (!(/^\d+$/.test(position) && index >= next && index < length)) {
        throw this.#error(
          line,
          `expected the position of an attribute from ${next} to ${length - 1}, in rising order, got ${show(position)}`,
        );
      }
      omitUpTo(index);
      next = index + 1;
      const { text, quoted } = scanner.token(/[,}]/);
      if (quoted || (text !== '?' && text !== '')) onValue(row, index, text, line);
      if (!scanner.take(',') && scanner.ended)
        throw this.#error(line, 'the sparse row does not end with a brace');
    }
    if (!scanner.ended) throw this.#error(line, 'there is more after the closing brace of the sparse row');
    omitUpTo(length);
  }

  #line(content: string, line: number): ArffLine {
    return new ArffLine(content, (problem) => this.#error(line, problem));
  }

  #wrongValue(index: number, value: string, expected: string, line: number): HebbError {
    const { name } = this.#attributes[index];
    const problem = `attribute '${name}' must be ${expected}, got ${show(value)}`;
    return new HebbError('INVALID_VALUE', `${this.#name}, line ${line}: ${problem}.`);
  }

  #error(line: number, problem: string): HebbError {
    return new HebbError('CORRUPT_FILE', `${this.#name}, line ${line}: ${problem}.`);
  }
}
