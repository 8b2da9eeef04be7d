/** Tables by path, and files written whole or not at all. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readIdx } from '../../src/data/read-idx.ts';
import { writeFileAtomic } from '../../src/node/atomic-write.ts';
import { openFile, readTable } from '../../src/node/read-table.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readTable', () => {
  test('plain, gzipped, by path, by address', async () => {
    const csv = 'a,b\n1,x\n2,y\n';
    await writeFile(join(folder, 't.csv'), csv);
    await writeFile(join(folder, 't.csv.gz'), gzipSync(csv));
    for (const path of [
      join(folder, 't.csv'),
      join(folder, 't.csv.gz'),
      pathToFileURL(join(folder, 't.csv')),
    ]) {
      expect([...(await readTable(path)).rows()]).toEqual([
        { a: 1, b: 'x' },
        { a: 2, b: 'y' },
      ]);
    }
  });

  test('a file of many pieces', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i},"name ${i % 10}"`);
    await writeFile(join(folder, 'long.csv'), `id,name\r\n${rows.join('\r\n')}\r\n`);
    const table = await readTable(join(folder, 'long.csv'));
    expect(table.rowCount).toBe(100_000);
    expect(table.describe()).toMatchObject([
      { type: 'number', min: 0, max: 99_999, distinct: 100_000 },
      { type: 'category', distinct: 10, topCount: 10_000 },
    ]);
  });

  test('Parquet is read at the places that are needed', async () => {
    const path = join(folder, 't.parquet');
    const a = Array.from({ length: 10_000 }, (_, i) => i / 4);
    await writeFile(path, new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', data: a }] })));
    expect((await readTable(path)).column('a').toArray()).toEqual(a);
  });

  test.skipIf(process.platform === 'win32')(
    'a pipe, which can be read only once (needs mkfifo)',
    async () => {
      const path = join(folder, 'pipe');
      execFileSync('mkfifo', [path]);
      const [table] = await Promise.all([readTable(path), writeFile(path, 'a\n1\n2\n')]);
      expect(table.column('a').toArray()).toEqual([1, 2]);
    },
  );

  test('other readers take a file that is opened', async () => {
    const path = join(folder, 'labels');
    await writeFile(path, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 9, 7));
    expect(await readIdx(await openFile(path))).toEqual({ data: Uint8Array.of(9, 7), shape: [2] });
  });

  test('each failure names the file', async () => {
    const path = join(folder, 'x.csv');
    await expect(readTable(path)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: `there is no file ${path}.`,
    });
    await expect(readTable(folder)).rejects.toMatchObject({
      code: 'FILE_ERROR',
      message: `cannot read ${folder}: it is a folder.`,
    });
    await writeFile(path, '');
    await expect(readTable(path)).rejects.toMatchObject({ code: 'EMPTY_DATA', message: `${path} is empty.` });
    await writeFile(path, 'a,b\n1,2\n3\n');
    await expect(readTable(path)).rejects.toThrow(`${path}, line 3: 1 value, but there are 2 columns.`);
    await writeFile(
      path,
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251),
    );
    await expect(readTable(path)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission (root may read everything)', async () => {
    const path = join(folder, 'secret.csv');
    await writeFile(path, 'a\n1\n');
    await chmod(path, 0o000);
    await expect(readTable(path)).rejects.toMatchObject({
      code: 'FILE_ERROR',
      message: `cannot read ${path}: permission denied.`,
    });
  });
});

describe('writeFileAtomic', () => {
  test('writes and replaces, leaving nothing else behind', async () => {
    const path = join(folder, 'model.hebb');
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    await writeFileAtomic(path, 'text');
    expect(await readFile(path, 'utf8')).toBe('text');
    expect(await readdir(folder)).toEqual(['model.hebb']);
  });

  test('a failed write leaves what was there', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await expect(writeFileAtomic(path, 'x')).rejects.toMatchObject({
      code: 'FILE_ERROR',
      message: `cannot write ${path}: it is a folder.`,
    });
    await expect(writeFileAtomic(join(folder, 'no', 'such'), 'x')).rejects.toMatchObject({
      code: 'FILE_ERROR',
      message: `cannot write ${join(folder, 'no', 'such')}: its folder does not exist.`,
    });
    expect(await readdir(folder)).toEqual(['taken']);
  });
});
