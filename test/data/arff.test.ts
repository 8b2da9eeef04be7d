/** ARFF: the header, dense and sparse rows, and what is said of broken files. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArff, readArff } from '../../src/data/arff.ts';
import { dateParser } from '../../src/data/date-pattern.ts';
import { errorOf, errorOfSync } from '../error-of.ts';

describe('parseArff', () => {
  test('every kind of attribute', () => {
    const table = parseArff(
      [
        '% A comment, and a blank line',
        '',
        "@RELATION 'all kinds'",
        '@attribute width real % in cm',
        '@ATTRIBUTE "number of legs" INTEGER',
        "@attribute kind {cat, 'big dog' ,\"bird's\" }",
        '@attribute note string',
        "@attribute born date 'dd.MM.yyyy HH:mm'",
        '@attribute\tseen\tdate',
        '@attribute made{a}',
        '@data',
        "1.5, 4, 'big dog', 'it\\'s 100%, \\\\ really\\n', '29.02.2024 13:45', 2024-02-29T01:02:03, a",
        '% a comment among the rows',
        '?,?,?,?,?,?,?',
        "-1e3,0,\"bird's\",'?',? , '2000-01-01' ,a % the end",
        '',
      ].join('\r\n'),
    );
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ['width', 'number'],
      ['number of legs', 'number'],
      ['kind', 'category'],
      ['note', 'category'],
      ['born', 'date'],
      ['seen', 'date'],
      ['made', 'category'],
    ]);
    expect(table.column('kind')).toMatchObject({ categories: ['cat', 'big dog', "bird's"] });
    expect(table.columns.map((column) => column.toArray())).toEqual([
      [1.5, Number.NaN, -1000],
      [4, Number.NaN, 0],
      ['big dog', null, "bird's"],
      ["it's 100%, \\ really\n", null, '?'],
      [new Date('2024-02-29T13:45Z'), null, null],
      [new Date('2024-02-29T01:02:03Z'), null, new Date('2000-01-01')],
      ['a', null, 'a'],
    ]);
  });

  test('sparse rows: what they leave out is zero or the first category', () => {
    const header = '@relation r\n@attribute a numeric\n@attribute b {x, y}\n@attribute c string\n@data\n';
    const table = parseArff(`${header}{1 y}\n{}\n{0 -2.5, 2 "q r"}\n{ 0 ? , 1 ? }\n7, y, z\n`);
    expect(table.toRows()).toEqual([
      { a: 0, b: 'y', c: null },
      { a: 0, b: 'x', c: null },
      { a: -2.5, b: 'x', c: 'q r' },
      { a: Number.NaN, b: null, c: null },
      { a: 7, b: 'y', c: 'z' },
    ]);
  });

  test('tabs separate values too, and texts without quotes may have blanks', () => {
    const table = parseArff(
      '@attribute a numeric\n@attribute b {New York, Rome}\n@data\n1\t Rome\n2,\tNew York\n',
    );
    expect(table.toRows()).toEqual([
      { a: 1, b: 'Rome' },
      { a: 2, b: 'New York' },
    ]);
  });

  test('any text comes back, quoted', () => {
    const texts = fc.array(
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(texts, (values) => {
        const quoted = values.map(
          (value) => `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`,
        );
        const table = parseArff(`@attribute t string\n@data\n${quoted.join('\n')}`);
        expect(table.column('t').toArray()).toEqual(values);
      }),
    );
  });
});

describe('broken files', () => {
  const header = '@relation r\n@attribute a numeric\n@attribute b {x, y}\n@data\n';
  test.each<[string, string, string]>([
    ['empty', '', 'EMPTY_DATA: p.arff is empty.'],
    ['only comments', '% nothing\n\n', 'EMPTY_DATA: p.arff is empty.'],
    ['header only', header, 'EMPTY_DATA: p.arff has no rows.'],
    ['no @data', '@relation r\n@attribute a numeric\n', 'CORRUPT_FILE: p.arff ends before its @data line.'],
    [
      'no attribute',
      '@relation r\n@data\n1\n',
      'CORRUPT_FILE: p.arff, line 2: there is no @attribute line before @data.',
    ],
    [
      'CSV',
      'a,b\n1,2\n',
      "CORRUPT_FILE: p.arff, line 1: expected @relation, @attribute or @data, got 'a,b'.",
    ],
    ['too few', `${header}1,x\n1\n`, 'CORRUPT_FILE: p.arff, line 6: 1 value, but there are 2 attributes.'],
    ['too many', `${header}1,'x',3\n`, 'CORRUPT_FILE: p.arff, line 5: 3 values, but there are 2 attributes.'],
    [
      'no number',
      `${header}${'1,x\n'.repeat(10_000)}one,x\n`,
      "INVALID_VALUE: p.arff, line 10005: attribute 'a' must be a number, got 'one'.",
    ],
    [
      'no such category',
      `${header}1,z\n`,
      "INVALID_VALUE: p.arff, line 5: attribute 'b' must be one of ['x', 'y'], got 'z'.",
    ],
    ['an open quote', `${header}1,'x\n`, "CORRUPT_FILE: p.arff, line 5: a closing quote ' is missing."],
    ['text after a quote', `${header}1,'x'y\n`, 'CORRUPT_FILE: p.arff, line 5: expected a comma before "y".'],
    [
      'two of one name',
      '@attribute a real\n@attribute b real\n@attribute a string\n@data\n',
      "CORRUPT_FILE: p.arff, line 3: attributes 1 and 3 are both called 'a'.",
    ],
    [
      'an unknown type',
      '@attribute a numerc\n',
      "CORRUPT_FILE: p.arff, line 1: attribute 'a' has the unknown type 'numerc'. Did you mean 'numeric'? Expected numeric, string, date or a list of values in braces.",
    ],
    ['no type', '@attribute\n', 'CORRUPT_FILE: p.arff, line 1: expected a name and a type after @attribute.'],
    [
      'an open list',
      '@attribute a {x, y\n',
      "CORRUPT_FILE: p.arff, line 1: the list of values of attribute 'a' does not end with a brace.",
    ],
    [
      'more than a type',
      '@attribute a real 5\n',
      "CORRUPT_FILE: p.arff, line 1: attribute 'a' is declared with more than a name and a type.",
    ],
    [
      'a relational attribute',
      '@attribute a relational\n',
      "UNSUPPORTED: p.arff, line 1: attribute 'a' is relational, which no table holds.",
    ],
    [
      'a date with names of months',
      '@attribute a date "dd MMM yyyy"\n',
      "UNSUPPORTED: p.arff, line 1: the date format 'dd MMM yyyy' of attribute 'a' is not read; only numbers for years (yyyy), months, days, hours (H), minutes, seconds and milliseconds are.",
    ],
    [
      'a wrong date',
      '@attribute a date yyyy-MM-dd\n@data\n2023-02-29\n',
      "INVALID_VALUE: p.arff, line 3: attribute 'a' must be a date like yyyy-MM-dd, got '2023-02-29'.",
    ],
    [
      'a sparse row out of order',
      `${header}{1 x, 0 2}\n`,
      "CORRUPT_FILE: p.arff, line 5: expected the position of an attribute from 2 to 1, in rising order, got '0'.",
    ],
    [
      'an open sparse row',
      `${header}{0 1\n`,
      'CORRUPT_FILE: p.arff, line 5: the sparse row does not end with a brace.',
    ],
    [
      'more after a sparse row',
      `${header}{0 1}, {2}\n`,
      'CORRUPT_FILE: p.arff, line 5: there is more after the closing brace of the sparse row.',
    ],
    [
      'zero bytes',
      `${header}\0`,
      'CORRUPT_FILE: p.arff, line 1: this is a binary file, not text (it contains zero bytes).',
    ],
  ])('%s', (_, arff, message) => {
    expect(errorOfSync(() => parseArff(arff, { name: 'p.arff' }))).toBe(message);
  });

  test('a sparse file of more cells than memory is refused', () => {
    const attributes = Array.from({ length: 20_000 }, (_, i) => `@attribute a${i} numeric`).join('\n');
    const arff = `${attributes}\n@data\n${'{}\n'.repeat(20_000)}`;
    expect(errorOfSync(() => parseArff(arff, { name: 'p.arff' }))).toBe(
      'UNSUPPORTED: p.arff has 20000 rows and 20000 columns, but only 0 values; a table of it would not fit into memory.',
    );
  });
});

test('readArff reads from bytes, gzipped or not', async () => {
  const arff = '@attribute a numeric\n@data\n1\n2\n';
  for (const bytes of [new TextEncoder().encode(arff), Uint8Array.from(gzipSync(arff))]) {
    expect((await readArff(new File([bytes], 'x.arff'))).column('a').toArray()).toEqual([1, 2]);
  }
  expect(await errorOf(() => readArff(new File(['a'], 'x.arff')))).toBe(
    "CORRUPT_FILE: x.arff, line 1: expected @relation, @attribute or @data, got 'a'.",
  );
});

describe('dateParser', () => {
  test.each([
    ['yyyy-MM-dd', '2024-02-29', '2024-02-29T00:00:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ss", '2024-02-29T01:02:03', '2024-02-29T01:02:03.000Z'],
    ['d.M.yyyy', '1.12.1999', '1999-12-01T00:00:00.000Z'],
    ["'on' MM/dd/yyyy 'at' H 'o''clock'", "on 12/01/1999 at 7 o'clock", '1999-12-01T07:00:00.000Z'],
    ['yyyy (SSS)', '2024 (7)', '2024-01-01T00:00:00.007Z'],
  ])('%s reads %s', (pattern, text, moment) => {
    const time = dateParser(pattern)?.(text) as number;
    expect(new Date(time).toISOString()).toBe(moment);
  });

  test('nothing else is read', () => {
    expect(dateParser('yyyy-MM-dd')?.('2024-13-01')).toBeUndefined();
    expect(dateParser('yyyy.MM')?.('2024-01')).toBeUndefined();
    for (const pattern of ['yy', 'MMM', 'HH:mm z', 'yyyy yyyy', 'EEE', 'toString']) {
      expect(dateParser(pattern), pattern).toBeUndefined();
    }
  });
});
