/** The page `--report` writes: complete in itself, true to what the command printed, safe with any names. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { parseXml } from '../plot/well-formed.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

async function report(
  source: string,
  target: string,
  ...more: string[]
): Promise<{ page: string; stdout: string }> {
  const path = folder.path('report.html');
  const { code, stdout, stderr } = await hebb([
    'train',
    source,
    '-t',
    target,
    '--report',
    path,
    '-o',
    folder.path('m.hebb'),
    ...more,
  ]);
  expect([code, stderr.match(/hebb train:.*/)?.[0]]).toEqual([0, undefined]);
  return { page: readFileSync(path, 'utf8'), stdout };
}

/** The numbers in the printed table of scores. */
function printedScores(stdout: string): string[] {
  const table = stdout.slice(stdout.indexOf('On the test rows')).split('\n\n')[0];
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => line.trim().split(/ {2,}/).slice(1));
}

function expectComplete(page: string): void {
  expect(page).not.toMatch(/<script|<link|<img|\ssrc=|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  expect(page).toContain('prefers-color-scheme:dark');
  expect(page).toContain('@media print');
}

describe('classification', () => {
  test('the page holds what the command printed, and every section', async () => {
    const { page, stdout } = await report('penguins', 'species', '--epochs', '60');
    expectComplete(page);
    const { text, elements } = parseXml(page);
    const printed = printedScores(stdout);
    expect(printed).toHaveLength(6);
    for (const number of printed) expect(text).toContain(number);
    for (const heading of [
      'Scores',
      'Predictions',
      'What the network relies on',
      'Learning',
      'Data',
      'Use it',
      'How it was made',
    ]) {
      expect(text).toContain(heading);
    }
    for (const column of [
      'flipper_length_mm',
      'Chinstrap',
      'Expected calibration error',
      'loadPenguins',
      'randomState',
    ]) {
      expect(text).toContain(column);
    }
    expect(elements.h1).toBe(1);
    expect(stdout).toContain('Report: ');
    expect(readdirSync(folder.path('.')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('regression', () => {
  test('the page holds what the command printed, the ideal line, and stays below a megabyte', async () => {
    const { page, stdout } = await report('diamonds', 'price', '--epochs', '2');
    expectComplete(page);
    expect(page.length).toBeLessThan(1_000_000);
    const { text } = parseXml(page);
    const printed = printedScores(stdout);
    expect(printed).toHaveLength(6);
    for (const number of printed) expect(text).toContain(number);
    expect(text).toContain('Shows 2,000 of 10,788 points.');
    expect(text).toContain('ideal');
    expect(text).toContain('R² on the validation rows');
    expect(text).toContain('mean and standard deviation of 5 shufflings, on 2,000 of the 10,788 test rows');
  });
});

test('names out of a file are text on the page', async () => {
  const name = '<script>alert(1)</script><img onerror=alert(2)>&amp;';
  const rows = Array.from({ length: 60 }, (_, i) => [
    i * 1.1,
    ['<b>x</b>', "' onload='", 'accuracy'][i % 3],
    ['</td>', '"""><i>"', '__proto__'][i % 3],
  ]);
  const path = folder.file('<u>&.csv', csv(`${name},kind,<svg/onload=x>`, rows));
  const { page } = await report(path, '<svg/onload=x>', '--epochs', '5');
  expectComplete(page);
  const { text, elements } = parseXml(page);
  expect(text).toContain(name);
  for (const tag of ['script', 'img', 'b', 'i', 'u'])
    if (tag !== 'b') expect(elements).not.toHaveProperty(tag);
  // The three scores are the only bold ones.
  expect(elements.b).toBe(3);
});

test('a path that cannot be written is refused before training', async () => {
  const { code, stderr, stdout } = await hebb([
    'train',
    'penguins',
    '-t',
    'species',
    '-o',
    folder.path('n.hebb'),
    '--report',
    folder.path('none/r.html'),
  ]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/r\.html/);
  const same = await hebb([
    'train',
    'penguins',
    '-t',
    'species',
    '-o',
    folder.path('n.hebb'),
    '--report',
    folder.path('n.hebb'),
  ]);
  expect(same.code).toBe(1);
});
