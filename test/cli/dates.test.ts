/** Tables with dates through `hebb train`, `predict` and `evaluate`. */
import { afterAll, expect, test } from 'vitest';
import { parseCsv } from '../../src/data/csv.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const day = (i: number): string => new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10);

test('sales that depend on the weekday are learned from dates alone', async () => {
  // 2023-01-01 is a Sunday: every seventh day nothing is sold
  const rows = Array.from({ length: 400 }, (_, i) => [day(i), i % 7 === 0 ? 0 : 50 + (i % 7)]);
  const model = folder.path('sales.hebb');
  const path = folder.file('sales.csv', csv('day,sold', rows));
  const { code, stdout } = await hebb(['train', path, '-t', 'sold', '--task', 'regression', '-o', model]);
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Dates day: as days, month, weekday and hour, standardized, the median where missing',
  );
  const report = await hebb(['evaluate', model, path, '-t', 'sold', '--json']);
  expect(JSON.parse(report.stdout).scores.r2).toBeGreaterThan(0.9);
});

test('missing dates, and a file in which no date is there', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [i % 5 === 0 ? '' : day(i), 'ab'[i % 2], i % 3]);
  const model = folder.path('gaps.hebb');
  const path = folder.file('gaps.csv', csv('when,kind,y', rows));
  expect((await hebb(['train', path, '-t', 'y', '-q', '-o', model, '--epochs', '3'])).code).toBe(0);
  const blank = await hebb(['predict', model, folder.file('blank.csv', 'when,kind\n,a\n,b\n'), '--only']);
  expect([blank.code, parseCsv(blank.stdout).rowCount]).toEqual([0, 2]);
  const wrong = folder.file('wrong.csv', 'when,kind\n2023-01-01,a\nsoon,b\n');
  expect((await hebb(['predict', model, wrong])).stderr).toBe(
    `hebb predict: ${wrong}, line 3: column 'when' must be a date such as 2024-02-29, got 'soon'.\n`,
  );
});
