/**
 * The attributes that an ARFF file's header declares: a name, and a builder for the column. It knows nothing of
 * the rows.
 */
import { didYouMean, HebbError, show } from '../core/errors.ts';
import { ArffLine } from './arff-line.ts';
import { DateColumn } from './column.ts';
import { dateParser } from './date-pattern.ts';
import { builderOf, type ColumnBuilder } from './infer.ts';
import { LabelBuilder } from './labels.ts';

/** A declared column. */
export interface ArffAttribute {
  readonly name: string;
  /** What a sparse row means by leaving the attribute out; undefined for a missing value. */
  readonly omitted: string | undefined;
  builder(length: number): ColumnBuilder;
}

const kinds = ['numeric', 'real', 'integer', 'string', 'date'];

/**
 * Reads what follows `@attribute`.
 *
 * @param where the file and line, for messages
 * @throws HebbError `CORRUPT_FILE` for a broken declaration, `UNSUPPORTED` for relational attributes and for date
 *   formats with names or zones
 */
export function parseAttribute(declaration: string, where: string): ArffAttribute {
  const error = (problem: string): HebbError => new HebbError('CORRUPT_FILE', `${where}: ${problem}.`);
  const line = new ArffLine(declaration, error);
  const { text: name, quoted } = line.token(/[\s{]/);
  if (name === '' && !quoted) throw error('expected a name and a type after @attribute');
  const attribute = line.take('{')
    ? nominal(name, categories(line, name, error))
    : typed(name, line, where, error);
  if (!line.ended) throw error(`attribute ${show(name)} is declared with more than a name and a type`);
  return attribute;
}

function categories(line: ArffLine, name: string, error: (problem: string) => HebbError): string[] {
  const values: string[] = [];
  while (!line.take('}')) {
    if (line.ended) throw error(`the list of values of attribute ${show(name)} does not end with a brace`);
    const { text, quoted } = line.token(/[,}]/);
    if (text !== '' || quoted) values.push(text);
    line.take(',');
  }
  return values;
}

function typed(
  name: string,
  line: ArffLine,
  where: string,
  error: (problem: string) => HebbError,
): ArffAttribute {
  const type = line.token(/\s/).text.toLowerCase();
  switch (type) {
    case 'numeric':
    case 'real':
    case 'integer':
      return { name, omitted: '0', builder: (length) => builderOf('number', length) };
    case 'string':
      return { name, omitted: undefined, builder: (length) => builderOf('label', length) };
    case 'date': {
      const pattern = line.ended ? undefined : line.token(/\s/).text;
      return date(name, pattern, where);
    }
    case 'relational':
      throw new HebbError(
        'UNSUPPORTED',
        `${where}: attribute ${show(name)} is relational, which no table holds.`,
      );
    default:
      throw error(
        `attribute ${show(name)} has the unknown type ${show(type)}.${didYouMean(type, kinds)} Expected numeric, string, date or a list of values in braces`,
      );
  }
}

function nominal(name: string, values: readonly string[]): ArffAttribute {
  const known = new Set(values);
  const choices =
    values.length > 6 ? `one of the ${values.length} values declared` : `one of ${show(values)}`;
  return {
    name,
    omitted: values[0],
    builder: (length) => {
      const labels = new LabelBuilder(length, 'category', [...known]);
      return {
        expected: choices,
        set: (row, text) => {
          if (!known.has(text)) return false;
          labels.set(row, text);
          return true;
        },
        build: (column) => labels.build(column),
      };
    },
  };
}

function date(name: string, pattern: string | undefined, where: string): ArffAttribute {
  if (pattern === undefined) {
    return { name, omitted: undefined, builder: (length) => builderOf('date', length) };
  }
  const parse = dateParser(pattern);
  if (parse === undefined) {
    throw new HebbError(
      'UNSUPPORTED',
      `${where}: the date format ${show(pattern)} of attribute ${show(name)} is not read; only numbers for years (yyyy), months, days, hours (H), minutes, seconds and milliseconds are.`,
    );
  }
  return {
    name,
    omitted: undefined,
    builder: (length) => {
      const values = new Float64Array(length).fill(Number.NaN);
      return {
        expected: `a date like ${pattern}`,
        set: (row, text) => {
          const time = parse(text);
          if (time === undefined) return false;
          values[row] = time;
          return true;
        },
        build: (column) => new DateColumn(column, values),
      };
    },
  };
}
