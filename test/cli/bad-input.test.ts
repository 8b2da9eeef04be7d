/**
 * Bad input through the command line: each is one clear sentence and leaves nothing half-written. What has a test
 * elsewhere (commands.test.ts, evaluate.test.ts, inspect.test.ts, predict-stream.test.ts) is not repeated.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { getuid } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../../src/data/csv.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { saveModel } from '../../src/node/save-model.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
const path = (name: string): string => folder.path(name);
const model = path('model.hebb');
const scattered = (i: number): number => (i * 0.6180339887) % 1;
const repeat = <T>(count: number, of: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => of(i));
const plain = repeat(60, (i) => [scattered(i), ['red', 'green', 'blue'][i % 3], 2 * scattered(i) + (i % 3)]);

beforeAll(async () => {
  folder.file('plain.csv', csv('x,colour,y', plain));
  await hebb(['train', path('plain.csv'), '-t', 'y', '-q', '-o', model]);
});
afterAll(() => folder.remove());

folder.file('one-row.csv', 'x,y\n1,2\n');
folder.file(
  'labels.csv',
  csv(
    'x,y',
    repeat(30, (i) => [scattered(i), `label ${i}`]),
  ),
);
folder.file(
  'constant.csv',
  csv(
    'x,z,y',
    repeat(30, (i) => [1, 'same', scattered(i)]),
  ),
);
folder.file(
  'infinite.csv',
  csv(
    'x,y',
    repeat(30, (i) => [i === 17 ? 'Infinity' : scattered(i), scattered(2 * i)]),
  ),
);
folder.file(
  'infinite-target.csv',
  csv(
    'x,y',
    repeat(30, (i) => [scattered(i), i === 3 ? '-Infinity' : scattered(2 * i)]),
  ),
);
folder.file(
  'late-text.csv',
  csv(
    'x,y',
    repeat(10_050, (i) => [i === 10_000 ? 'much' : scattered(i), scattered(2 * i)]),
  ),
);
folder.file('latin.csv', Buffer.from('stra\u00dfe,y\n1,2\n3,4\n5,7\n6,8\n9,10\n2,4\n', 'latin1'));
folder.file('quote.csv', 'x,y\n1,2\n"3,4\n5,6\n');
folder.file('truncated.csv.gz', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 75));

test.each<[string, string[], number, string | RegExp]>([
  [
    'one row',
    ['one-row.csv'],
    1,
    /one-row\.csv: there is only 1 row with a target; training and testing need at least 5\.$/,
  ],
  [
    'as many classes as rows',
    ['labels.csv'],
    1,
    /labels\.csv: the target 'y' has 30 different values in 30 rows; classification needs values that repeat\.$/,
  ],
  ['constant columns alone', ['constant.csv'], 1, /constant\.csv: no column is left to learn 'y' from\.$/],
  [
    'an infinite feature',
    ['infinite.csv'],
    1,
    /infinite\.csv: column 'x' holds Infinity in row 18; only finite numbers and missing values can be used\.$/,
  ],
  [
    'an infinite target',
    ['infinite-target.csv'],
    1,
    /infinite-target\.csv: column 'y' holds -Infinity in row 4/,
  ],
  [
    'a text at row 10,001',
    ['late-text.csv'],
    1,
    /late-text\.csv: column 'x' holds numbers, but 'much' in row 10,001; mend the value, or leave the column out\.$/,
  ],
  [
    'another encoding',
    ['latin.csv'],
    1,
    /latin\.csv, line 1: this is not UTF-8 text; if it is text in another encoding, such as windows-1252, name that with the option encoding\.$/,
  ],
  ['a quote that never ends', ['quote.csv'], 1, /quote\.csv, line 3: /],
  ['gzip cut short', ['truncated.csv.gz'], 1, /truncated\.csv\.gz is gzip, but damaged or cut short\.$/],
  [
    'no hidden units',
    ['plain.csv', '--hidden', '0'],
    2,
    "--hidden must be whole numbers ≥ 1 separated by commas, such as 100,50, got '0'.",
  ],
  ['negative hidden units', ['plain.csv', '--hidden=-5'], 2, /--hidden must be .*, got '-5'\.$/],
  [
    'hidden units that are no number',
    ['plain.csv', '--hidden', 'NaN'],
    2,
    /--hidden must be .*, got 'NaN'\.$/,
  ],
  ['an empty list of hidden layers', ['plain.csv', '--hidden', ''], 2, /--hidden must be .*, got ''\.$/],
  ['a model in the place of a table', ['model.hebb'], 1, /model\.hebb/],
])('hebb train: %s', async (_, [file, ...more], code, sentence) => {
  const before = readdirSync(path('.'));
  const outcome = await hebb(['train', path(file), '-t', 'y', '-o', path('never.hebb'), ...more]);
  expect([outcome.code, outcome.stdout]).toEqual([code, '']);
  const [line] = outcome.stderr.split('\n');
  const said = line.replace('hebb train: ', '');
  if (typeof sentence === 'string') expect(said).toBe(sentence);
  else expect(said).toMatch(sentence);
  expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(code);
  expect(readdirSync(path('.'))).toEqual(before);
});

test('another encoding is read when it is named', async () => {
  const { code, stdout } = await hebb([
    ...['train', path('latin.csv'), '-t', 'y', '--task', 'regression', '--epochs', '1'],
    ...['--encoding', 'windows-1252', '-o', path('latin.hebb')],
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain('stra\u00dfe');
});

test('a feature that gives the target away is a warning, not a failure', async () => {
  const rows = plain.map(([x, colour, y]) => [x, colour, y, Number(y) * 100]);
  const leaking = folder.file('leaking.csv', csv('x,colour,y,cents', rows));
  const { code, stderr } = await hebb(['train', leaking, '-t', 'y', '-o', path('l.hebb'), '--epochs', '1']);
  expect(code).toBe(0);
  expect(stderr).toContain("warning: Column 'cents' gives the target away; leave it out with --drop");
});

describe('hebb predict', () => {
  const predictions = async (text: string): Promise<unknown[]> => {
    const { stdout } = await hebb(['predict', model, folder.file('new.csv', text), '--only']);
    return parseCsv(stdout).column('prediction').toArray();
  };

  test('columns may come in any order, and further ones do no harm', async () => {
    const ordered = await predictions('x,colour\n0.3,red\n0.8,blue\n');
    expect(await predictions('more,colour,x,text\n1,red,0.3,a\n2,blue,0.8,b\n')).toEqual(ordered);
    expect(ordered).toHaveLength(2);
  });

  test('a category that was never seen is a warning, and predicted as none of the known', async () => {
    const { code, stdout, stderr } = await hebb([
      ...['predict', model, folder.file('unseen.csv', 'x,colour\n0.3,mauve\n0.3,red\n0.5,beige\n'), '--only'],
    ]);
    expect([code, stdout.trimEnd().split('\n').length]).toEqual([0, 4]);
    expect(stderr).toBe(
      "warning: Column 'colour' holds values that the model has never seen in 2 rows, such as 'mauve'.\n",
    );
  });

  test.each<[string, string, RegExp]>([
    ['an empty file', '', /new\.csv is empty\.\n$/],
    ['a header only', 'x,colour\n', /new\.csv has a header line but no rows\.\n$/],
    ['ragged rows', 'x,colour\n1,red\n2\n', /new\.csv, line 3: /],
    [
      'a missing column',
      'x,color\n1,red\n',
      /new\.csv: there is no column 'colour'\. Did you mean 'color'\?/,
    ],
    [
      'an infinite number',
      'x,colour\n1,red\nInfinity,red\n',
      /new\.csv: column 'x' holds Infinity in row 2; /,
    ],
    [
      'a text among numbers',
      'x,colour\n1,red\nmuch,red\n',
      /new\.csv, line 3: column 'x' must be a number, got 'much'\.\n$/,
    ],
  ])('%s', async (_, text, sentence) => {
    const input = folder.file('new.csv', text);
    const { code, stdout, stderr } = await hebb(['predict', model, input, '-o', path('never.csv')]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(path('.')).filter((name) => name.includes('never'))).toEqual([]);
  });

  test('a model that was never fitted', async () => {
    await saveModel(path('unfitted.hebb'), new MLPClassifier());
    const { code, stderr } = await hebb(['predict', path('unfitted.hebb'), path('plain.csv')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/MLPClassifier is not fitted yet; call fit first\.\n$/);
  });
});

/** A file system of 128 kB, where it can be had. */
const disk = path('disk');
mkdirSync(disk);
const isMounted =
  process.platform === 'linux' &&
  getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', disk]).status === 0;

describe.skipIf(!isMounted)('a full disk (needs root, who may mount a small tmpfs)', () => {
  afterAll(() => {
    spawnSync('umount', [disk]);
  });
  const left = (): string[] => readdirSync(disk);

  test('a model that does not fit is not half written, and the old one stays', async () => {
    const out = path('disk/m.hebb');
    writeFileSync(out, 'old');
    const { code, stderr } = await hebb([
      ...['train', path('plain.csv'), '-t', 'y', '-o', out, '-q', '--epochs', '1', '--hidden', '300,300'],
    ]);
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(`hebb train: cannot write ${out}: the disk is full.`);
    expect(left()).toEqual(['m.hebb']);
  });

  test('predictions that do not fit are not half written', async () => {
    const many = folder.file(
      'many.csv',
      csv(
        'x,colour',
        repeat(30_000, (i) => [scattered(i), 'red']),
      ),
    );
    const out = path('disk/p.csv');
    const { code, stderr } = await hebb(['predict', model, many, '-o', out]);
    expect([code, stderr]).toEqual([1, `hebb predict: cannot write ${out}: the disk is full.\n`]);
    expect(left()).toEqual(['m.hebb']);
  });
});
