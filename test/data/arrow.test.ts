/** Arrow tables of both packages, Arrow files and streams, and broken ones. */
import * as flechette from '@uwdata/flechette';
import * as arrow from 'apache-arrow';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { NumberColumn } from '../../src/data/column.ts';
import { readArrow } from '../../src/data/read-arrow.ts';
import { Table } from '../../src/data/table.ts';
import { errorOf, errorOfSync } from '../error-of.ts';

const day = Date.UTC(2024, 1, 29);
const rows = [
  { f: 1.5, g: 0.5, i: 2 ** 40, b: true, t: 'Köln', c: 'x', d: new Date(day), m: new Date(day + 1500) },
  { f: Number.NaN, g: Number.NaN, i: Number.NaN, b: null, t: null, c: null, d: null, m: null },
  { f: -2, g: 4, i: -7, b: false, t: '', c: 'y', d: new Date(0), m: new Date(-500) },
];
const types = ['number', 'number', 'number', 'boolean', 'category', 'category', 'date', 'date'];

/** A null for what is missing. */
const values = (name: keyof (typeof rows)[number]): unknown[] =>
  rows.map((row) => (Number.isNaN(row[name]) ? null : row[name]));

function fromApache(): arrow.Table {
  const vector = (name: keyof (typeof rows)[number], type: arrow.DataType): arrow.Vector =>
    arrow.vectorFromArray(values(name), type);
  return new arrow.Table({
    f: vector('f', new arrow.Float64()),
    g: vector('g', new arrow.Float32()),
    i: arrow.vectorFromArray(
      values('i').map((value) => (value === null ? null : BigInt(value as number))),
      new arrow.Int64(),
    ),
    b: vector('b', new arrow.Bool()),
    t: vector('t', new arrow.Utf8()),
    c: vector('c', new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
    d: vector('d', new arrow.DateDay()),
    m: vector('m', new arrow.TimestampMillisecond()),
  });
}

function fromFlechette(): flechette.Table {
  const { float64, float32, int64, bool, utf8, dictionary, dateDay, timestamp, TimeUnit } = flechette;
  return flechette.tableFromArrays(
    Object.fromEntries(Object.keys(rows[0]).map((name) => [name, values(name as 'f')])),
    {
      types: {
        f: float64(),
        g: float32(),
        i: int64(),
        b: bool(),
        t: utf8(),
        c: dictionary(utf8()),
        d: dateDay(),
        m: timestamp(TimeUnit.MILLISECOND),
      },
    },
  );
}

const ipc = (table: flechette.Table, format: 'file' | 'stream' = 'file'): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(flechette.tableToIPC(table, { format }) as Uint8Array);

describe('Table.fromArrow', () => {
  test.each([
    ['apache-arrow', fromApache()],
    ['flechette', fromFlechette()],
  ])('a table of %s', (_, source) => {
    const table = Table.fromArrow(source);
    expect(table.columns.map(({ type }) => type)).toEqual(types);
    expect(table.toRows()).toEqual(rows);
  });

  test('float64 in one piece without missing values is not copied', () => {
    const x = Float64Array.of(1, 2, 3);
    const vector = arrow.makeVector(x);
    const table = Table.fromArrow(new arrow.Table({ x: vector }));
    expect((table.columns[0] as NumberColumn).values.buffer).toBe(x.buffer);
  });

  test('record batches are put together', () => {
    const piece = new arrow.Table({
      x: arrow.vectorFromArray(['a', 'b']),
      y: arrow.makeVector(Float64Array.of(1, 2)),
    });
    expect(Table.fromArrow(piece.concat(piece)).toRows()).toEqual([
      { x: 'a', y: 1 },
      { x: 'b', y: 2 },
      { x: 'a', y: 1 },
      { x: 'b', y: 2 },
    ]);
  });

  test('lists are no cells', () => {
    const table = flechette.tableFromArrays({ a: [[1], [2, 3]] });
    const what = "column 'a' holds lists, structs or other values that are no cells of a table.";
    expect(errorOfSync(() => Table.fromArrow(table))).toBe(`INVALID_VALUE: ${what}`);
  });
});

describe('readArrow', () => {
  afterEach(() => {
    vi.doUnmock('@uwdata/flechette');
  });

  test.each(['file', 'stream'] as const)('a %s', async (format) => {
    const table = await readArrow(new File([ipc(fromFlechette(), format)], 'x.arrow'));
    expect(table.columns.map(({ type }) => type)).toEqual(types);
    expect(table.toRows()).toEqual(rows);
  });

  test('what apache-arrow writes', async () => {
    const bytes = Uint8Array.from(arrow.tableToIPC(fromApache(), 'file'));
    expect((await readArrow(bytes)).toRows()).toEqual(rows);
  });

  test('no rows, no Arrow, cut short', async () => {
    const empty = Uint8Array.from(
      arrow.tableToIPC(new arrow.Table({ a: arrow.makeVector(new Float64Array(0)) }), 'file'),
    );
    expect(await errorOf(() => readArrow(empty, { name: 'x.arrow' }))).toBe(
      'EMPTY_DATA: x.arrow has no rows.',
    );
    for (const bytes of [
      new Uint8Array(0),
      new TextEncoder().encode('a,b\n1,2\n'),
      ipc(fromFlechette()).subarray(0, 300),
    ]) {
      expect(await errorOf(() => readArrow(bytes, { name: 'x.arrow' }))).toMatch(
        /^CORRUPT_FILE: x\.arrow is no whole Arrow file or stream/,
      );
    }
  });

  test('without the package it says what to install', async () => {
    vi.doMock('@uwdata/flechette', () => {
      throw new Error('not there');
    });
    expect(await errorOf(() => readArrow(new Uint8Array(8), { name: 'x.arrow' }))).toBe(
      'MISSING_PACKAGE: x.arrow is an Arrow file; reading it needs a package: npm install @uwdata/flechette@2.6',
    );
  });
});
