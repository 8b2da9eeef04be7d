/** JSON lines: what their values become, and what is said of broken ones. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonLinesOptions, parseJsonLines, readJsonLines } from '../../src/data/json-lines.ts';
import { errorOf, errorOfSync } from '../error-of.ts';

describe('parseJsonLines', () => {
  test('types are those of JSON, and ISO dates', () => {
    const table = parseJsonLines(
      [
        '{"n": 1.5, "b": true, "s": "Köln", "d": "2024-02-29", "digits": "007"}',
        '',
        '{"s": "2024-02-29", "n": null, "d": null, "b": false, "digits": "31"}\r',
        '{"extra": -2e3, "d": "2024-02-29T12:00:00Z", "s": "NA"}',
      ].join('\n'),
    );
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ['n', 'number'],
      ['b', 'boolean'],
      ['s', 'category'],
      ['d', 'date'],
      ['digits', 'category'],
      ['extra', 'number'],
    ]);
    expect([...table.rows()]).toEqual([
      { n: 1.5, b: true, s: 'Köln', d: new Date('2024-02-29'), digits: '007', extra: Number.NaN },
      { n: Number.NaN, b: false, s: '2024-02-29', d: null, digits: '31', extra: Number.NaN },
      { n: Number.NaN, b: null, s: null, d: new Date('2024-02-29T12:00:00Z'), digits: null, extra: -2000 },
    ]);
  });

  test('types and missing texts as told', () => {
    const lines = '{"a": "007", "b": 1, "c": "NA"}\n{"a": 8, "b": "x", "c": ""}\n';
    const types = { a: 'number', b: 'text' } as const;
    expect([...parseJsonLines(lines, { types, missing: [] }).rows()]).toEqual([
      { a: 7, b: '1', c: 'NA' },
      { a: 8, b: 'x', c: null },
    ]);
  });

  test('rows of objects come back, wherever the text is cut', () => {
    const value = fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const row = fc.record({ a: value, 'b "c"': value, __proto: value });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const table = parseJsonLines(rows.map((each) => JSON.stringify(each)).join('\r\n'));
        const expected = rows.map((each) =>
          Object.fromEntries(Object.entries(each).map(([key, number]) => [key, (number ?? Number.NaN) + 0])),
        );
        expect(table.toRows()).toEqual(expected);
      }),
    );
  });
});

describe('broken lines', () => {
  test.each<[string, string, JsonLinesOptions, string]>([
    ['empty', '', {}, 'EMPTY_DATA: p.jsonl is empty.'],
    ['blank', '\n \n', {}, 'EMPTY_DATA: p.jsonl is empty.'],
    ['no JSON', '{"a": 1}\n\n{"a": 1', {}, 'CORRUPT_FILE: p.jsonl, line 3: this is not JSON.'],
    [
      'a list',
      '[1, 2]',
      {},
      'CORRUPT_FILE: p.jsonl, line 1: expected an object such as {"age": 31}, one on each line, got a list.',
    ],
    [
      'JSON, but no JSON lines',
      '[\n{"a": 1}\n]\n',
      {},
      'CORRUPT_FILE: p.jsonl, line 1: expected an object such as {"age": 31}, one on each line, got the beginning of a list.',
    ],
    [
      'a number',
      '{"a": 1}\n7\n',
      {},
      'CORRUPT_FILE: p.jsonl, line 2: expected an object such as {"age": 31}, one on each line, got 7.',
    ],
    [
      'a list in a cell',
      '{"a": 1}\n{"a": [1]}\n',
      {},
      "INVALID_VALUE: p.jsonl, line 2: column 'a' holds a list, which is no cell of a table.",
    ],
    [
      'an object in a cell',
      '{"a": {"b": 1}}\n',
      {},
      "INVALID_VALUE: p.jsonl, line 1: column 'a' holds an object, which is no cell of a table.",
    ],
    [
      'text among numbers',
      `${'{"a": 1}\n'.repeat(10_000)}{"a": "x"}\n`,
      {},
      "INVALID_VALUE: p.jsonl, line 10001: column 'a' must be a number like the values before, got 'x'.",
    ],
    [
      'another type than the one asked for',
      '{"a": "x"}\n',
      { types: { a: 'number' } },
      "INVALID_VALUE: p.jsonl, line 1: column 'a' must be a number, got 'x'.",
    ],
    [
      'a type for no column',
      '{"mass": 1}\n',
      { types: { mas: 'number' } },
      "UNKNOWN_COLUMN: p.jsonl has no column 'mas', which 'types' names. Did you mean 'mass'?",
    ],
    [
      'zero bytes',
      '{"a": 1}\n\0\0\n',
      {},
      'CORRUPT_FILE: p.jsonl, line 1: this is a binary file, not text (it contains zero bytes).',
    ],
    [
      'an endless line',
      'x'.repeat((1 << 24) + 1),
      {},
      'CORRUPT_FILE: p.jsonl, line 1: this line does not end within 16777216 characters.',
    ],
    [
      'an unknown option',
      '{"a": 1}',
      { type: {} } as JsonLinesOptions,
      "UNKNOWN_OPTION: parseJsonLines has no option 'type'. Did you mean 'types'?",
    ],
  ])('%s', (_, lines, options, message) => {
    expect(errorOfSync(() => parseJsonLines(lines, { name: 'p.jsonl', ...options }))).toBe(message);
  });

  test('a table of more empty cells than memory is refused', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"k${i}": 1}`).join('\n');
    expect(errorOfSync(() => parseJsonLines(lines, { name: 'p.jsonl' }))).toBe(
      'UNSUPPORTED: p.jsonl has 20000 rows and 20000 columns, but only 20000 values; a table of it would not fit into memory.',
    );
  });
});

describe('readJsonLines', () => {
  const file = (bytes: Uint8Array | string): File =>
    new File([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)], 'p.jsonl');

  test('from a file, gzipped, with a byte order mark', async () => {
    const packed = gzipSync('\uFEFF{"ä": 1}\n{"ä": 2}');
    expect((await readJsonLines(file(packed))).toRows()).toEqual([{ ä: 1 }, { ä: 2 }]);
  });

  test('tells its progress, over two readings', async () => {
    const lines = '{"a": 1}\n'.repeat(100_000);
    const seen: [number, number][] = [];
    await readJsonLines(file(lines), { onProgress: (...step) => seen.push(step) });
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.every(([, total]) => total === 2 * lines.length)).toBe(true);
    expect(seen.at(-1)?.[0]).toBe(2 * lines.length);
  });

  test('ends when its signal says so', async () => {
    const controller = new AbortController();
    const reading = readJsonLines(file('{"a": 1}\n'.repeat(100_000)), {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(reading).rejects.toThrow('enough');
  });

  test('another encoding', async () => {
    const latin = Buffer.from('{"a": "x"}\n{"a": "Köln"}\n', 'latin1');
    expect(await errorOf(() => readJsonLines(file(latin)))).toBe(
      'CORRUPT_FILE: p.jsonl, line 2: this is not UTF-8 text; if it is text in another encoding, such as windows-1252, name that with the option encoding.',
    );
    expect((await readJsonLines(file(latin), { encoding: 'latin1' })).column('a').at(1)).toBe('Köln');
  });
});
