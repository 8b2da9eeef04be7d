/** Parquet files, written by another package, and broken ones. */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ByteSource } from '../../src/data/bytes.ts';
import { readParquet } from '../../src/data/read-parquet.ts';
import { errorOf } from '../error-of.ts';

const count = 500;
const day = Date.UTC(2024, 1, 29);
const rows = Array.from({ length: count }, (_, i) => ({
  f: i % 7 === 3 ? Number.NaN : i / 8,
  i: i - 250,
  big: 2 ** 40 + i,
  b: i % 5 === 0 ? null : i % 2 === 0,
  t: `text ${i}`,
  c: i % 11 === 0 ? null : ['x', 'y', 'Köln'][i % 3],
  d: new Date(day + i * 1000),
}));

const column = (name: keyof (typeof rows)[number]): unknown[] =>
  rows.map((row) => (Number.isNaN(row[name]) ? null : row[name]));

type Codec = Parameters<typeof parquetWriteBuffer>[0]['codec'];

function write(options: { codec?: Codec; rowGroupSize?: number } = {}): Uint8Array<ArrayBuffer> {
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'f', data: column('f'), type: 'DOUBLE', nullable: true },
      { name: 'i', data: column('i'), type: 'INT32' },
      { name: 'big', data: rows.map(({ big }) => BigInt(big)), type: 'INT64' },
      { name: 'b', data: column('b'), type: 'BOOLEAN', nullable: true },
      { name: 't', data: column('t'), type: 'STRING' },
      { name: 'c', data: column('c'), type: 'STRING', nullable: true },
      { name: 'd', data: column('d'), type: 'TIMESTAMP' },
    ],
    compressors: { GZIP: (input) => gzipSync(input), BROTLI: (input) => brotliCompressSync(input) },
    ...options,
  });
  return new Uint8Array(buffer);
}

describe('readParquet', () => {
  afterEach(() => {
    vi.doUnmock('hyparquet');
    vi.doUnmock('hyparquet-compressors');
  });

  test.each([
    ['compressed with Snappy', write()],
    ['uncompressed', write({ codec: 'UNCOMPRESSED' })],
    ['compressed with gzip within', write({ codec: 'GZIP' })],
    ['compressed with Brotli', write({ codec: 'BROTLI' })],
    ['in row groups of 64', write({ rowGroupSize: 64 })],
    ['gzipped as a whole', Uint8Array.from(gzipSync(write()))],
  ])('%s', async (_, bytes) => {
    const table = await readParquet(new File([bytes], 'x.parquet'));
    expect(table.columns.map(({ type }) => type)).toEqual([
      'number',
      'number',
      'number',
      'boolean',
      'text',
      'category',
      'date',
    ]);
    expect(table.toRows()).toEqual(rows);
  });

  test('of the columns selected, in their order, and of no others a byte', async () => {
    const bytes = write({ codec: 'UNCOMPRESSED' });
    const asked: [number, number][] = [];
    const source: ByteSource = {
      name: 'x.parquet',
      size: bytes.length,
      open: () => new Blob([bytes.slice(0, 4)]).stream(),
      slice: async (start, end) => {
        asked.push([start, end]);
        return bytes.slice(start, end).buffer;
      },
    };
    const seen: [number, number][] = [];
    const table = await readParquet(source, { select: ['i', 'f'], onProgress: (...step) => seen.push(step) });
    expect(table.toRows()).toEqual(rows.map(({ i, f }) => ({ i, f })));
    const [footer, ...pieces] = asked;
    expect(footer[1]).toBe(bytes.length);
    expect(pieces.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(bytes.length / 2);
    expect(seen.length).toBe(2);
    expect(seen[1][0]).toBe(seen[1][1]);
    expect(await errorOf(() => readParquet(bytes, { select: ['F1'], name: 'x.parquet' }))).toBe(
      "UNKNOWN_COLUMN: x.parquet has no column 'F1', which 'select' names. Did you mean 'f'?",
    );
  });

  test('lists are no cells, and can be left out', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'a', data: [1, 2] },
          { name: 'l', data: [[1], [2, 3]] },
        ],
        schema: [
          { name: 'root', num_children: 2 },
          { name: 'a', type: 'INT32', repetition_type: 'REQUIRED' },
          { name: 'l', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
          { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
          { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' },
        ],
      }),
    );
    expect(await errorOf(() => readParquet(bytes, { name: 'x.parquet' }))).toBe(
      "INVALID_VALUE: x.parquet: column 'l' holds lists or structs, which are no cells of a table; leave it out with the option 'select'.",
    );
    expect((await readParquet(bytes, { select: ['a'] })).toRows()).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('no Parquet, no rows, cut short, damaged within', async () => {
    const whole = write({ codec: 'UNCOMPRESSED' });
    const told = (bytes: Uint8Array): Promise<string> =>
      errorOf(() => readParquet(bytes, { name: 'x.parquet' }));
    const noRows = parquetWriteBuffer({ columnData: [{ name: 'a', data: [], type: 'INT32' }] });
    expect(await told(new Uint8Array(noRows))).toBe('EMPTY_DATA: x.parquet has no rows.');
    for (const bytes of [
      new Uint8Array(0),
      new TextEncoder().encode('a,b\n1,2\n'),
      whole.subarray(0, -5),
      whole.subarray(100),
    ]) {
      expect(await told(bytes)).toMatch(
        /^CORRUPT_FILE: x\.parquet(, column '\w+')?: this is no whole Parquet file/,
      );
    }
    const damaged = whole.slice();
    damaged.fill(0xff, 4, 40);
    expect(await told(damaged)).toMatch(/^CORRUPT_FILE: x\.parquet, column 'f': /);
  });

  test('Snappy whose lengths would lead it round in circles', async () => {
    // 8 bytes unpacked; a literal of 2³² − 15 bytes, which as a 32-bit number leads backwards
    const SNAPPY = (): Uint8Array => Uint8Array.of(8, 63 << 2, 0xf0, 0xff, 0xff, 0xff, 0, 0, 0, 0);
    const columnData = [{ name: 'a', data: Float64Array.of(1) }];
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData, compressors: { SNAPPY } }));
    expect(await errorOf(() => readParquet(bytes, { name: 'x.parquet' }))).toMatch(
      /^CORRUPT_FILE: x\.parquet, column 'a': .* says 4294967281 where at most \d+ fit/,
    );
  });

  test('ends when its signal says so', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readParquet(write(), { signal })).rejects.toThrow('enough');
  });

  test('without the packages it says what to install', async () => {
    vi.doMock('hyparquet-compressors', () => {
      throw new Error('not there');
    });
    const told = (bytes: Uint8Array): Promise<string> =>
      errorOf(() => readParquet(bytes, { name: 'x.parquet' }));
    const zipped = write({ codec: 'GZIP' });
    expect(await told(zipped)).toBe(
      'MISSING_PACKAGE: x.parquet is compressed with GZIP; reading it needs one more package: npm install hyparquet-compressors',
    );
    vi.doMock('hyparquet', () => {
      throw new Error('not there');
    });
    expect(await told(write())).toBe(
      'MISSING_PACKAGE: x.parquet is a Parquet file; reading it needs a package: npm install hyparquet@1.31',
    );
  });
});
