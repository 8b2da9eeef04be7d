/** CSV text to tables and back: types, missing values, quoting, and one sentence for every broken file. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BooleanColumn, TextColumn } from '../../src/data/column.ts';
import { columnOf } from '../../src/data/column-of.ts';
import { type CsvOptions, parseCsv, toCsv } from '../../src/data/csv.ts';
import { CsvRecords } from '../../src/data/csv-records.ts';
import { Table } from '../../src/data/table.ts';

const valuesOf = (csv: string, options?: CsvOptions): unknown[][] =>
  [...parseCsv(csv, options).rows()].map((row) => Object.values(row));

describe('parseCsv', () => {
  test.each([
    [
      'number',
      'x\n1\n-2.5\n+3\n.5\n5.\n1e3\n 7 \ninf\n-Infinity\n',
      [1, -2.5, 3, 0.5, 5, 1000, 7, Infinity, -Infinity],
    ],
    ['boolean', 'x\ntrue\nFALSE\nTrue\nNA\n', [true, false, true, null]],
    ['date', 'x\n2024-02-29\n?\n', [new Date('2024-02-29T00:00:00Z'), null]],
    [
      'date',
      'x\n2024-02-29 13:45\n2024-02-29T13:45:00.25+01:00\n',
      [new Date('2024-02-29T13:45:00Z'), new Date('2024-02-29T12:45:00.250Z')],
    ],
    ['category', 'x\nred\nblue\nred\n', ['red', 'blue', 'red']],
    ['category', 'x\n1\ntrue\n', ['1', 'true']],
    ['category', 'x\n0x1F\n0b1\n', ['0x1F', '0b1']],
    ['category', 'x\n1,000\n2,000\n', ['1,000', '2,000'], ';'],
    ['category', 'x\n2023-02-29\n', ['2023-02-29']],
    [
      'number',
      'x,y\n,1\nNA,1\nN/A,1\nn/a,1\nNaN,1\nnan,1\nNULL,1\nnull,1\n?,1\n  ,1\n',
      Array(10).fill(Number.NaN),
    ],
  ])('%s from %j', (type, csv, values, delimiter?: string) => {
    const [column] = parseCsv(csv, { delimiter }).columns;
    expect(column.type).toBe(type);
    expect(column.toArray()).toEqual(values);
  });

  test('one text in the last of many rows makes the whole column text, every value as it was written', () => {
    const csv = `id\n${Array.from({ length: 10_000 }, (_, i) => `0${i}.0`).join('\n')}\nlast\n`;
    const column = parseCsv(csv).column('id');
    expect(column.type).toBe('text');
    expect([column.at(0), column.at(9_999), column.at(10_000)]).toEqual(['00.0', '09999.0', 'last']);
  });

  test('quotes, doubled quotes, delimiters and line ends inside quotes', () => {
    expect(valuesOf('a,b\n"x, ""y""","one\ntwo"\n"","z"\n')).toEqual([
      ['x, "y"', 'one\ntwo'],
      [null, 'z'],
    ]);
  });

  test.each([
    ['byte order mark', '\uFEFFa,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['mixed line ends', 'a,b\r\n1,2\n'],
    ['CR', 'a,b\r1,2\r'],
    ['no line end at the end', 'a,b\n1,2'],
    ['blank lines', '\na,b\n\n1,2\n\n  \n'],
    ['semicolons', 'a;b\n1;2\n'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['bars', 'a|b\n1|2\n'],
    ['blanks around', ' a , b \n 1 , 2 \n'],
    ['quotes throughout', '"a","b"\r\n"1","2"\r\n'],
  ])('%s', (_, csv) => {
    expect([...parseCsv(csv).rows()]).toEqual([{ a: 1, b: 2 }]);
  });

  test('semicolons are found beside decimal commas and blank lines', () => {
    expect(parseCsv('a;b\r\n1;"x\r\ny"\r\n2;z\r\n\r\n').columnNames).toEqual(['a', 'b']);
    expect(parseCsv('a;b\n1,5;2,5\n3,5;4,5\n').columnNames).toEqual(['a', 'b']);
  });

  test('in a single column a blank line is a missing value', () => {
    expect(parseCsv('x\n1\n\n3\n').column('x').toArray()).toEqual([1, Number.NaN, 3]);
  });

  test('a nameless column is called by its position', () => {
    expect(parseCsv(',a,\n1,2,3\n').columnNames).toEqual(['column_1', 'a', 'column_3']);
  });

  test('columns: names for a file without a header line', () => {
    expect([...parseCsv('1,x\n2,y\n', { columns: ['n', 'c'] }).rows()]).toEqual([
      { n: 1, c: 'x' },
      { n: 2, c: 'y' },
    ]);
  });

  test('types: asked for', () => {
    const table = parseCsv('zip,n\n01234,7\n99999,\n', { types: { zip: 'text', n: 'category' } });
    expect(table.column('zip').type).toBe('text');
    expect(table.column('zip').toArray()).toEqual(['01234', '99999']);
    expect(table.column('n').toArray()).toEqual(['7', null]);
  });

  test('missing: other marks', () => {
    expect(parseCsv('x\n-999\n5\n', { missing: ['-999'] }).column('x').missing).toBe(1);
    expect(parseCsv('x\nNA\nEU\n', { missing: [] }).column('x').toArray()).toEqual(['NA', 'EU']);
  });

  test('trim: false keeps blanks around text', () => {
    expect(parseCsv('x\n a \n', { trim: false }).column('x').at(0)).toBe(' a ');
    expect(valuesOf('x,y,z\n 1 , true , 2024-02-29 \n', { trim: false })).toEqual([
      [1, true, new Date('2024-02-29T00:00:00Z')],
    ]);
  });
});

describe('decimal commas, when told', () => {
  const csv = 'city;x\nKöln;3,14\nBonn;-1,5e3\nUlm;7\n';

  test('numbers are read, and the comma is no delimiter', () => {
    const table = parseCsv(csv, { decimal: ',' });
    expect(table.column('x').toArray()).toEqual([3.14, -1500, 7]);
    expect(parseCsv(csv).column('x').type).toBe('category');
    expect(parseCsv('x\n3,14\n', { decimal: ',' }).column('x').at(0)).toBe(3.14);
  });

  test('what is no number that way stays text', () => {
    for (const text of ['3.14', '1.000,5', '1,2,3', ',']) {
      expect(parseCsv(`x;y\n${text};1\n`, { decimal: ',' }).column('x').type, text).toBe('category');
    }
    expect(() => parseCsv(csv, { decimal: ',', types: { city: 'number' }, name: 'p.csv' })).toThrow(
      "p.csv, line 2: column 'city' must be a number, got 'Köln'.",
    );
  });

  test('a decimal mark that also separates cells is refused', () => {
    expect(() => parseCsv(csv, { decimal: ',', delimiter: ',' })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});

describe('broken files', () => {
  test.each<[string, string, CsvOptions, string, string]>([
    ['empty', '', {}, 'EMPTY_DATA', 'p.csv is empty.'],
    ['only blanks', ' \n\n', {}, 'EMPTY_DATA', 'p.csv is empty.'],
    ['header only', 'a,b\n', {}, 'EMPTY_DATA', 'p.csv has a header line but no rows.'],
    ['too few', 'a,b\n1,2\n3\n', {}, 'CORRUPT_FILE', 'p.csv, line 3: 1 value, but there are 2 columns.'],
    [
      'too many',
      'a,b\n"1\n",2\n\n3,4,5\n',
      {},
      'CORRUPT_FILE',
      'p.csv, line 5: 3 values, but there are 2 columns.',
    ],
    [
      'two of one name',
      'a,b, a\n1,2,3\n',
      {},
      'CORRUPT_FILE',
      "p.csv, line 1: columns 1 and 3 are both called 'a'.",
    ],
    [
      'quote never closed',
      'a,b\n1,2\n3,"x\n4,5\n',
      {},
      'CORRUPT_FILE',
      'p.csv, line 3: a quoted value that begins in this row never ends; a closing quote is missing.',
    ],
    [
      'text after a quote',
      'a,b\n1,"x"y\n',
      {},
      'CORRUPT_FILE',
      'p.csv, line 2: a quoted value in this row is followed by more text; quotes inside a quoted value must be doubled.',
    ],
    [
      'zero bytes',
      'a,b\n1,\0\n',
      {},
      'CORRUPT_FILE',
      'p.csv, line 1: this is a binary file, not text (it contains zero bytes).',
    ],
    [
      'wrong type',
      'a,b\n1,2\n"\n",x\n',
      { types: { b: 'number' } },
      'INVALID_VALUE',
      "p.csv, line 3: column 'b' must be a number, got 'x'.",
    ],
    [
      'type of no column',
      'mass\n1\n',
      { types: { mas: 'number' } },
      'UNKNOWN_COLUMN',
      "p.csv has no column 'mas', which 'types' names. Did you mean 'mass'?",
    ],
    [
      'unknown option',
      'a\n1\n',
      { delimeter: ';' } as CsvOptions,
      'UNKNOWN_OPTION',
      "parseCsv has no option 'delimeter'. Did you mean 'delimiter'?",
    ],
  ])('%s', (_, csv, options, code, message) => {
    expect(() => parseCsv(csv, { name: 'p.csv', ...options })).toThrow(
      expect.objectContaining({ code, message }),
    );
  });

  test('a wrong type option says which types there are', () => {
    const types = { a: 'int' } as unknown as CsvOptions['types'];
    expect(() => parseCsv('a\n1\n', { types })).toThrow("'number', 'category', 'boolean', 'text', 'date'");
  });
});

describe('laws', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'ab ,;"\n\r\t|1é'), minLength: 1, maxLength: 6 }),
    fc.string({ minLength: 1 }),
  );
  const present = cell.filter((text) => text.trim() !== '' && !text.includes('\0'));
  const label = fc.option(present, { freq: 8 });
  const table = fc
    .array(fc.record({ n: fc.double(), t: label, b: fc.option(fc.boolean()), c: label }), { minLength: 1 })
    .map((rows) => {
      const flags = rows.map(({ b }) => (b === null ? -1 : Number(b)));
      return new Table([
        columnOf(
          'n',
          rows.map(({ n }) => n + 0),
        ),
        new TextColumn(
          't',
          rows.map(({ t }) => t),
        ),
        new BooleanColumn('b', Int8Array.from(flags)),
        new TextColumn(
          'c',
          rows.map(({ c }) => c),
        ),
      ]);
    });

  test('a written table is read back, whatever its texts contain', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), (original, delimiter) => {
        const csv = toCsv(original, { delimiter });
        const types = { n: 'number', t: 'text', b: 'boolean', c: 'text' } as const;
        const copy = parseCsv(csv, { delimiter, types, missing: [], trim: false });
        expect([...copy.rows()]).toEqual([...original.rows()]);
      }),
    );
  });

  test('where the text is cut into pieces changes nothing', () => {
    fc.assert(
      fc.property(table, fc.array(fc.nat({ max: 12 })), (original, cuts) => {
        const csv = toCsv(original).replaceAll('\n', '\r\n');
        const read = (pieces: readonly string[]): unknown[] => {
          const heard: unknown[] = [];
          const records = new CsvRecords(
            { name: 'text', delimiter: ',' },
            { header: (names) => heard.push(names), row: (cells, line) => heard.push([line, ...cells]) },
          );
          for (const piece of pieces) records.push(piece);
          records.end();
          return heard;
        };
        const pieces: string[] = [];
        let rest = csv;
        for (const cut of cuts) {
          pieces.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        expect(read([...pieces, rest])).toEqual(read([csv]));
      }),
    );
  });

  test('any text gives a table or a HebbError', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab,";\n\r\t|12.-\0\uFEFF'), maxLength: 60 });
    fc.assert(
      fc.property(text, (csv) => {
        try {
          expect(parseCsv(csv).rowCount).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ name: 'HebbError' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
