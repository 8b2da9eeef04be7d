/** `hebb evaluate` in this process. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const species = folder.path('species.hebb');
const line = folder.path('line.hebb');
const lineRows = Array.from({ length: 40 }, (_, i) => [i, 3 * i + 1]);
const lineCsv = folder.file('line.csv', csv('x,y', lineRows));

beforeAll(async () => {
  await hebb(['train', 'penguins', '-t', 'species', '-q', '-o', species, '--epochs', '20']);
  await hebb(['train', lineCsv, '-t', 'y', '-q', '-o', line]);
});

interface Report {
  readonly task: string;
  readonly rows: { readonly scored: number; readonly dropped: number };
  readonly scores: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

async function evaluateJson(...args: string[]): Promise<Report> {
  const { code, stdout } = await hebb(['evaluate', ...args, '--json']);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Report;
}

test('the scores of classes stand beside the commonest class', async () => {
  const { code, stdout, stderr } = await hebb(['evaluate', species, 'penguins', '--target', 'species']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^penguins: species\n\nOn 344 rows +model +commonest class\nAccuracy +[01]\.\d{4} +0\.4419\n/,
  );
});

test('the scores agree with the predictions, counted by hand', async () => {
  const { stdout } = await hebb(['predict', species, 'penguins', '--json']);
  const { predictions } = JSON.parse(stdout) as { predictions: string[] };
  const truth = [...Array(152).fill('Adelie'), ...Array(68).fill('Chinstrap'), ...Array(124).fill('Gentoo')];
  const right = predictions.filter((label, row) => label === truth[row]).length;
  const { task, scores, baseline } = await evaluateJson(species, 'penguins', '-t', 'species');
  expect(task).toBe('classification');
  expect(scores.accuracy).toBeCloseTo(right / 344, 12);
  expect([baseline.accuracy, baseline.balancedAccuracy]).toEqual([152 / 344, 1 / 3]);
});

test('the scores of numbers stand beside the mean', async () => {
  const { task, rows, scores, baseline } = await evaluateJson(line, lineCsv, '-t', 'y');
  expect([task, rows]).toEqual(['regression', { scored: 40, dropped: 0 }]);
  expect(scores.r2).toBeGreaterThan(0.9);
  expect(baseline.r2).toBe(0);
  // the mean distance of 40 evenly spaced numbers from their mean is a quarter of 40 steps
  expect(baseline.meanAbsoluteError).toBeCloseTo(30, 12);
});

test('a column that the model predicts from is no target', async () => {
  const { code, stderr } = await hebb(['evaluate', line, lineCsv, '-t', 'x']);
  expect([code, stderr]).toEqual([
    1,
    `hebb evaluate: ${lineCsv}: the model predicts from the column 'x', so it cannot be the target.\n`,
  ]);
});

test('rows without a target are left out, and columns may come in any order', async () => {
  const rows = [...lineRows.map(([x, y]) => [y, 'note', x]), ['', 'note', 7], ['NA', 'note', 8]];
  const path = folder.file('gaps.csv', csv('y,more,x', rows));
  const { stdout } = await hebb(['evaluate', line, path, '-t', 'y']);
  expect(stdout).toContain('gaps.csv: y; 2 left out, as their target is missing\n\nOn 40 rows');
  const [whole, gaps] = [
    await evaluateJson(line, lineCsv, '-t', 'y'),
    await evaluateJson(line, path, '-t', 'y'),
  ];
  expect([gaps.scores, gaps.rows.dropped]).toEqual([whole.scores, 2]);
});

test('classes of digits are read as the model knows them', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [i % 3, ['01', 'x', '02'][i % 3]]);
  const model = folder.path('digits.hebb');
  await hebb(['train', folder.file('digits.csv', csv('x,y', rows)), '-t', 'y', '-q', '-o', model]);
  const fresh = folder.file(
    'fresh.csv',
    csv('x,y', [
      [0, '01'],
      [2, '02'],
    ]),
  );
  expect((await evaluateJson(model, fresh, '-t', 'y')).scores.accuracy).toBe(1);
});

test('a class that the model does not know is said aloud', async () => {
  const header = 'island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,species';
  const rows = [
    ['Torgersen', 39.1, 18.7, 181, 3750, 'MALE', 'Adelie'],
    ['Biscoe', 46.1, 13.2, 217, 4600, 'FEMALE', 'Emperor'],
  ];
  const path = folder.file('emperor.csv', csv(header, rows));
  const { scores, warnings } = await evaluateJson(species, path, '-t', 'species');
  expect(scores.accuracy).toBe(0.5);
  expect(warnings).toEqual([
    "1 row has a class that the model does not know ('Emperor'); none of them can be right.",
  ]);
});

folder.file(
  'texts.csv',
  csv('x,y', [
    [1, 'a'],
    [2, 'b'],
  ]),
);
folder.file(
  'blank.csv',
  csv('x,y', [
    [1, ''],
    [2, 'NA'],
  ]),
);
folder.file(
  'infinite.csv',
  csv('x,y', [
    [1, 2],
    [2, 'Infinity'],
  ]),
);
const path = (name: string): string => folder.path(name);

test.each<[string, string[], number, string | RegExp]>([
  ['no target', [line, lineCsv], 2, 'which column holds the truth? Say it with --target COLUMN.'],
  [
    'a target that is not there',
    [line, lineCsv, '-t', 'yy'],
    1,
    `${lineCsv}: there is no column 'yy'. Did you mean 'y'? The columns are: x, y.`,
  ],
  ['no such model', [path('none.hebb'), lineCsv, '-t', 'y'], 1, `there is no file ${path('none.hebb')}.`],
  ['no such table', [line, path('none.csv'), '-t', 'y'], 1, `there is no file ${path('none.csv')}.`],
  [
    'texts for numbers',
    [line, path('texts.csv'), '-t', 'y'],
    1,
    `${path('texts.csv')}, line 2: column 'y' must be a number, got 'a'.`,
  ],
  [
    'no target in any row',
    [line, path('blank.csv'), '-t', 'y'],
    1,
    `${path('blank.csv')}: the target 'y' is missing in every row.`,
  ],
  ['a missing column', [species, lineCsv, '-t', 'y'], 1, /there is no column 'bill_length_mm'/],
  ['an infinite target', [line, path('infinite.csv'), '-t', 'y'], 1, /infinite\.csv/],
  [
    'a target of another kind',
    [line, 'penguins', '-t', 'species'],
    1,
    /^penguins: the target 'species' holds text, but the model predicts numbers\.$/,
  ],
])('%s', async (_, args, code, sentence) => {
  const outcome = await hebb(['evaluate', ...args]);
  expect([outcome.code, outcome.stdout]).toEqual([code, '']);
  const said = outcome.stderr.split('\n')[0].replace(/^hebb evaluate: /, '');
  if (typeof sentence === 'string') expect(said).toBe(sentence);
  else expect(said).toMatch(sentence);
});
