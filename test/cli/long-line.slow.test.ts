/** A single line of 200 MB through the command line: refused in time, without taking it into memory. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

test.each([
  ['of one value', 'x'],
  ['of many values', '1,'],
  ['that begins with a quote', '"a'],
])('a line %s', async (_, text) => {
  const path = folder.path('long.csv');
  const file = openSync(path, 'w');
  const block = text.startsWith('"') ? `"${'a'.repeat(1e6 - 1)}` : text.repeat(1e6 / text.length);
  writeSync(file, block);
  const more = block.replace('"', 'a');
  for (let i = 1; i < 200; i++) writeSync(file, more);
  closeSync(file);
  const before = process.memoryUsage.rss();
  const { code, stdout, stderr } = await hebb(['train', path, '-t', 'y', '-o', folder.path('never.hebb')]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    /long\.csv, line 1: .*(does not end within 16777216 characters|columns are more than)/,
  );
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(process.memoryUsage.rss() - before).toBeLessThan(1e9);
});
