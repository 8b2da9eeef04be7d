import { expect, test } from 'vitest';
import { parseCsv } from '../../src/data/csv.ts';
import { CsvBlocks } from '../../src/data/csv-blocks.ts';
import type { Table } from '../../src/data/table.ts';
import { errorOf } from '../error-of.ts';

const lines = Array.from({ length: 1003 }, (_, i) => `${i},${i % 3 === 0 ? '' : `c${i % 5}`},"a, ${i}"\n`);
const csv = `n,c,t\n${lines.join('')}`;
const bytes = new TextEncoder().encode(csv);

async function tables(blocks: AsyncIterable<Table>): Promise<Table[]> {
  const all: Table[] = [];
  for await (const table of blocks) all.push(table);
  return all;
}

test.each([1, 7, 1000, 1003, 5000])('blocks of %d rows are the table cut in pieces', async (rows) => {
  const file = await CsvBlocks.survey(bytes);
  expect([file.rowCount, file.columnTypes]).toEqual([1003, { n: 'number', c: 'label', t: 'label' }]);
  const all = await tables(file.read(rows));
  expect(all.flatMap((table) => table.toRows())).toEqual(parseCsv(csv).toRows());
  expect(all.slice(0, -1).every((table) => table.rowCount === rows)).toBe(true);
});

test('the types are those of the whole file, and others may be asked for', async () => {
  const mixed = new TextEncoder().encode('x\n1\n2\n3\nmuch\n');
  const file = await CsvBlocks.survey(mixed, { name: 'mixed.csv' });
  const [first] = await tables(file.read(2));
  expect(first.column('x').toArray()).toEqual(['1', '2']);
  expect(await errorOf(() => tables(file.read(2, { x: 'number' })))).toBe(
    "INVALID_VALUE: mixed.csv, line 5: column 'x' must be a number, got 'much'.",
  );
});

test('rows come before the file is read to its end, and reading can be stopped', async () => {
  const long = new TextEncoder().encode(`x\n${'1234567\n'.repeat(200_000)}`);
  let read = 0;
  const source = {
    name: 'long.csv',
    open: () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: () => {
          read = 0;
        },
        pull: (controller) => {
          controller.enqueue(long.slice(read, read + 10_000));
          read += 10_000;
          if (read >= long.length) controller.close();
        },
      }),
  };
  const file = await CsvBlocks.survey(source);
  for await (const table of file.read(100)) {
    expect(table.rowCount).toBe(100);
    break;
  }
  expect(read).toBeLessThan(100_000);
  const stop = new AbortController();
  const stopped = await CsvBlocks.survey(source, { signal: stop.signal });
  stop.abort();
  await expect(tables(stopped.read(100))).rejects.toThrow(/abort/);
});
