/** `hebb predict` on a table of many blocks, in this process. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCsv } from '../../src/data/csv.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const model = folder.path('m.hebb');
const many = folder.path('many.csv');
const rowCount = 200_000;
const kinds = ['a', 'b', 'c'];

beforeAll(async () => {
  const rows = Array.from({ length: 300 }, (_, i) => [
    (i * 0.618) % 1,
    kinds[i % 3],
    i % 3 === 0 ? 'x' : 'y',
  ]);
  await hebb([
    'train',
    folder.file('few.csv', csv('n,kind,target', rows)),
    '-t',
    'target',
    '-q',
    '-o',
    model,
  ]);
  const lines = Array.from({ length: rowCount }, (_, i) => `${i},${kinds[i % 3]},${(i * 0.618) % 1}\n`);
  lines[150_000] = '150000,never,0.5\n';
  folder.file('many.csv', `row,kind,n\n${lines.join('')}`);
});

test('all rows come in order, with the predictions they have by themselves', async () => {
  const out = folder.path('p.csv');
  const { code, stdout, stderr } = await hebb(['predict', model, many, '-o', out]);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toBe(
    `warning: Column 'kind' holds values that the model has never seen in 1 row, such as 'never'.\nWrote 200,000 predictions to ${out}.\n`,
  );
  const table = parseCsv(readFileSync(out, 'utf8'));
  expect(table.columnNames).toEqual(['row', 'kind', 'n', 'prediction']);
  expect(table.column('row').toArray()).toEqual(Array.from({ length: rowCount }, (_, i) => i));
  const wrong = table.filter(({ row, prediction }) => (prediction === 'x') !== (Number(row) % 3 === 0));
  expect(wrong.rowCount).toBeLessThanOrEqual(1);
  const piped = await hebb(['predict', model, many, '--only']);
  const predictions = table.column('prediction').toArray();
  expect(piped.stdout).toBe(`prediction\n${predictions.map((label) => `${label}\n`).join('')}`);
});

test('Ctrl-C leaves nothing behind, and ends with 130', async () => {
  const before = readdirSync(folder.path('.'));
  const { code, stdout, stderr } = await hebb(['predict', model, many, '-o', folder.path('never.csv')], {
    isTerminal: true,
    interrupt: { at: 'Predicting', times: 1 },
  });
  expect([code, stdout]).toEqual([130, '']);
  expect(stderr).toMatch(/Predicting ━─* 8,192 of 200,000 rows/);
  expect(stderr).not.toContain('Wrote');
  expect(readdirSync(folder.path('.'))).toEqual(before);
});

test('what is wrong far down is named by its row or line, and nothing is written', async () => {
  const out = folder.path('never.csv');
  const before = readdirSync(folder.path('.'));
  const spoil = (name: string, cell: string): string => {
    const lines = Array.from({ length: 30_000 }, (_, i) => (i === 20_000 ? `${cell},a\n` : `${i},a\n`));
    return folder.file(name, `n,kind\n${lines.join('')}`);
  };
  const text = spoil('text.csv', 'much');
  const infinite = spoil('infinite.csv', '-Infinity');
  const said = async (path: string): Promise<string> =>
    (await hebb(['predict', model, path, '-o', out])).stderr;
  expect(await said(text)).toBe(
    `hebb predict: ${text}, line 20002: column 'n' must be a number, got 'much'.\n`,
  );
  expect(await said(infinite)).toBe(
    `hebb predict: ${infinite}: column 'n' holds -Infinity in row 20,001; only finite numbers and missing values can be used.\n`,
  );
  expect(readdirSync(folder.path('.')).sort()).toEqual([...before, 'infinite.csv', 'text.csv'].sort());
});

test('a column that has no value in some blocks keeps its type', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => (i < 19_000 ? ',\n' : `${i % 2},b\n`));
  const path = folder.file('sparse.csv', `n,kind\n${lines.join('')}`);
  const { code, stdout } = await hebb(['predict', model, path, '--only']);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(20_001);
});

test('one row, and nothing but missing values', async () => {
  const one = await hebb(['predict', model, folder.file('one.csv', 'kind,n\na,1\n'), '--only']);
  expect(one.stdout).toBe('prediction\nx\n');
  const nothing = await hebb(['predict', model, folder.file('nothing.csv', 'kind,n\n,\n?,NA\n'), '--only']);
  expect([nothing.code, nothing.stdout.split('\n')[0]]).toEqual([0, 'prediction']);
});
