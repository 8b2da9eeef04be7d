/** The reader that a file needs: by its first bytes, by its name, by the look of its text. */
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { type ReadTableOptions, readTable } from '../../src/data/read-table.ts';
import { errorOf } from '../error-of.ts';

const bytes = (content: string | ArrayLike<number>): Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);

const csv = bytes('a,b\n1,x\n2,y\n');
const tsv = bytes('a\tb\n1\tx\n2\ty\n');
const jsonLines = bytes('{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n');
const arff = bytes('% pets\n\n@RELATION r\n@attribute a numeric\n@attribute b {x, y}\n@data\n1,x\n2,y\n');
const parquet = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'a', data: [1, 2] },
      { name: 'b', data: ['x', 'y'] },
    ],
  }),
);
const arrows = tableFromArrays({ a: Float64Array.of(1, 2), b: ['x', 'y'] });
const arrow = Uint8Array.from(tableToIPC(arrows, { format: 'file' }) as Uint8Array);
const stream = Uint8Array.from(tableToIPC(arrows, { format: 'stream' }) as Uint8Array);

describe('readTable', () => {
  test.each<[string, Uint8Array<ArrayBuffer>, ReadTableOptions?]>([
    ['t.csv', csv],
    ['T.CSV', csv],
    ['t.txt', csv],
    ['t.data', csv],
    ['t', csv],
    ['t.tsv', tsv],
    ['t.jsonl', jsonLines],
    ['t.ndjson', jsonLines],
    ['t.json', jsonLines],
    ['t', jsonLines],
    ['t.arff', arff],
    ['t', arff],
    ['t.csv', arff],
    ['t.parquet', parquet],
    ['t.csv', parquet],
    ['t.arrow', arrow],
    ['t.feather', arrow],
    ['t', stream],
    ['t.json', csv, { format: 'csv' }],
  ])('%s', async (name, content, options) => {
    const expected = [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ];
    for (const packed of [content, Uint8Array.from(gzipSync(content))]) {
      const ending = packed === content ? '' : '.gz';
      expect((await readTable(new File([packed], name + ending), options)).toRows()).toEqual(expected);
    }
  });

  test('idx: a row for each entry of the first axis', async () => {
    const images = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255]);
    expect((await readTable(new File([images], 't3-ubyte'))).toRows()).toEqual([
      { column_1: 1, column_2: 2, column_3: 3 },
      { column_1: 4, column_2: 5, column_3: 255 },
    ]);
    expect(await errorOf(() => readTable(bytes([0, 0, 8, 1, 0, 0, 0, 0]), { name: 't' }))).toBe(
      'EMPTY_DATA: t holds no values.',
    );
  });

  test('options reach the reader, which refuses those that it does not have', async () => {
    const table = await readTable(bytes('1;2,5\n'), { columns: ['a', 'b'], decimal: ',' });
    expect(table.toRows()).toEqual([{ a: 1, b: 2.5 }]);
    expect(await errorOf(() => readTable(new File([arff], 't.arff'), { delimiter: ';' }))).toBe(
      "UNKNOWN_OPTION: readArff has no option 'delimiter'.",
    );
    expect(await errorOf(() => readTable(csv, { format: 'xlsx' } as unknown as ReadTableOptions))).toBe(
      "INVALID_OPTION: readTable: option 'format' must be one of 'csv', 'jsonl', 'arff', 'parquet', 'arrow', 'idx', got 'xlsx'.",
    );
  });

  test.each<[string, string | number[], string]>([
    [
      'x.xlsx',
      'PK\x03\x04....',
      'a zip archive or a spreadsheet, no table that can be read; unpack it, or save',
    ],
    ['x.csv', 'PK\x03\x04....', 'a zip archive or a spreadsheet'],
    ['x.pdf', '%PDF-1.7', 'a PDF document'],
    ['x.csv', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], 'a picture'],
    ['x.csv.bz2', 'BZh91AY', 'packed with bzip2'],
    ['x.npy', [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0], 'an array of NumPy'],
    ['x.db', 'SQLite format 3\0', 'a database of SQLite'],
    ['x.csv', '\n<!DOCTYPE html>\n<html></html>', 'a web page'],
  ])('%s that is something else is refused with advice', async (name, content, message) => {
    expect(await errorOf(() => readTable(new File([bytes(content)], name)))).toContain(
      `UNSUPPORTED: ${name} is ${message}`,
    );
  });

  test.each(['x.csv', 'x.jsonl', 'x.arff', 'x'])('%s that is empty', async (name) => {
    expect(await errorOf(() => readTable(new File([], name)))).toBe(`EMPTY_DATA: ${name} is empty.`);
  });

  test.each([
    ['x.parquet', 'CORRUPT_FILE: x.parquet: this is no whole Parquet file'],
    ['x.arrow', 'CORRUPT_FILE: x.arrow is no whole Arrow file or stream'],
    ['x.jsonl', 'CORRUPT_FILE: x.jsonl, line 1: this is not JSON.'],
    ['x.csv', 'CORRUPT_FILE: x.csv, line 1: this is a binary file'],
    ['x.arff', 'CORRUPT_FILE: x.arff, line 1: this is a binary file'],
  ])('binary rubbish named %s', async (name, message) => {
    const rubbish = name === 'x.jsonl' ? bytes('rubbish') : bytes([7, 1, 0, 250, 3, 9, 0, 0, 44, 10, 200]);
    expect(await errorOf(() => readTable(new File([rubbish], name)))).toContain(message);
  });
});
