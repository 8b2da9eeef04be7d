/** `hebb train` and `hebb predict` in this process; what needs a process of its own is in process.test.ts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../../src/data/csv.ts';
import { describeWithSharedData, sharedData } from '../shared-data.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Report {
  readonly task: string;
  readonly rows: { readonly train: number; readonly test: number; readonly dropped: number };
  readonly scores: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly epochs: number;
  readonly model: string;
  readonly seed: number;
  readonly warnings: readonly string[];
}

async function trainJson(source: string, target: string, ...more: string[]): Promise<Report> {
  const out = folder.path('scored.hebb');
  const { code, stdout, stderr } = await hebb(['train', source, '-t', target, '--json', '-o', out, ...more]);
  expect(stderr).not.toMatch(/hebb train:/);
  expect(code).toBe(0);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Report;
}

describe('hebb train', () => {
  test('tells what it does, scores beside a baseline, and how to load the model', async () => {
    const out = folder.path('penguins.hebb');
    const { code, stdout, stderr } = await hebb(['train', 'penguins', '--target', 'species', '--out', out]);
    expect(code).toBe(0);
    expect(stdout).toContain('penguins: 344 rows, 7 columns');
    expect(stdout).toContain('classification, as species is text with 3 different values');
    expect(stdout).toContain('275 to train on, 69 to test on');
    expect(stdout).toMatch(/On the test rows +model +commonest class\nAccuracy +[01]\.\d{4} +0\.4348\n/);
    expect(stdout).toContain(`const model = await loadModel('${out}');`);
    expect(stderr).toMatch(/^Epoch 1\/200 {2}loss /);
    expect(readdirSync(folder.path('.')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    for (const line of stdout.split('\n')) {
      if (!line.includes(out)) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('with --json the last line of stdout is one object, all else is on stderr', async () => {
    const out = folder.path('iris.hebb');
    const { stdout, stderr } = await hebb([
      'train',
      'iris',
      '-t',
      'species',
      '--json',
      '--out',
      out,
      '--seed',
      '7',
    ]);
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({
      task: 'classification',
      rows: { train: 120, test: 30, dropped: 0 },
      model: out,
      seed: 7,
      warnings: [],
    });
    expect(report.baseline.accuracy).toBeCloseTo(1 / 3, 12);
    expect(report.baseline.logLoss).toBeCloseTo(Math.log(3), 12);
    expect(report.scores.accuracy).toBeGreaterThan(0.9);
    expect(stderr).toContain('On the test rows');
  });

  test('with --quiet it says nothing but the scores', async () => {
    const out = folder.path('quiet.hebb');
    const { stdout, stderr } = await hebb(['train', 'iris', '-t', 'species', '-q', '-o', out]);
    expect(stdout.split('\n')).toHaveLength(5);
    expect(stderr).toBe('');
  });

  test('the same seed gives the same file', async () => {
    const bytes = async (name: string, seed: string): Promise<Buffer> => {
      const out = folder.path(name);
      await hebb(['train', 'iris', '-t', 'species', '-q', '-o', out, '--epochs', '5', '--seed', seed]);
      return readFileSync(out);
    };
    expect(await bytes('one.hebb', '1')).toEqual(await bytes('same.hebb', '1'));
    expect(await bytes('one.hebb', '1')).not.toEqual(await bytes('other.hebb', '2'));
  });

  test('on a terminal there is a bar, drawn over itself, and colours', async () => {
    const out = folder.path('bar.hebb');
    const { stdout, stderr } = await hebb(['train', 'penguins', '-t', 'species', '-o', out], {
      isTerminal: true,
      hasColors: true,
    });
    const drawn = stderr.split('\u001b[2K\r')[1];
    expect(drawn).toMatch(/^Epoch +\d+\/200 ━*─* (loss [\d.]+ {2})?≤ \d+:\d\d left$/);
    expect(stderr.endsWith('\u001b[2K\r')).toBe(true);
    expect(stdout).toContain('\u001b[1mTask\u001b[22m');
  });

  test('a column that says nothing leads to a warning', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [(i * 0.618) % 1, 'ab'[Math.floor((i * 0.754) % 2)]]);
    const report = await trainJson(folder.file('noise.csv', csv('x,y', rows)), 'y', '--epochs', '1');
    expect(report.warnings).toEqual([
      'The network does no better than the baseline; the columns may tell nothing about the target.',
    ]);
  });

  test('names out of a file cannot steer the terminal', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i * 1.1, i * i * 0.3]);
    const path = folder.file('steering.csv', csv('x\u001b[2J,y', rows));
    const { stdout } = await hebb(['train', path, '-t', 'y', '--epochs', '1', '-o', folder.path('s.hebb')]);
    expect(stdout).toContain('x·[2J');
  });
});

describe('Ctrl-C', () => {
  const long = ['train', 'penguins', '-t', 'species', '--epochs', '100000', '--alpha', '0'];

  test('the first stops the training; what was learned is tested and saved', async () => {
    const out = folder.path('stopped.hebb');
    const { code, stdout, stderr, quitWith } = await hebb([...long, '-o', out], {
      interrupt: { at: 'Epoch 1/', times: 1 },
    });
    expect([code, quitWith]).toEqual([0, undefined]);
    expect(stderr).toContain('Stopping: the best network so far is tested and saved.');
    expect(stderr).toContain('Training was interrupted before its end.');
    expect(stdout).toContain('Accuracy');
    expect((await hebb(['predict', out, 'penguins', '--only'])).code).toBe(0);
  });

  test('the second quits with 130', async () => {
    const { quitWith } = await hebb([...long, '-o', folder.path('quit.hebb')], {
      interrupt: { at: 'Epoch 1/', times: 2 },
    });
    expect(quitWith).toBe(130);
  });
});

describe('hebb predict', () => {
  const model = folder.path('species.hebb');
  const rows = parseCsvRows();

  function parseCsvRows(): string {
    return csv('sex,flipper_length_mm,island,bill_length_mm,body_mass_g,bill_depth_mm', [
      ['MALE', 181, 'Torgersen', 39.1, 3750, 18.7],
      ['FEMALE', 217, 'Biscoe', 46.1, 4600, 13.2],
      ['', '', 'Nowhere', '', '', ''],
    ]);
  }

  test('writes the columns of the file and the prediction', async () => {
    await hebb(['train', 'penguins', '-t', 'species', '-q', '-o', model]);
    const { code, stdout } = await hebb(['predict', model, folder.file('new.csv', rows)]);
    expect(code).toBe(0);
    const table = parseCsv(stdout);
    expect(table.columnNames.slice(0, 2)).toEqual(['sex', 'flipper_length_mm']);
    expect(table.column('prediction').toArray().slice(0, 2)).toEqual(['Adelie', 'Gentoo']);
    expect(table.column('prediction').missing).toBe(0);
  });

  test('probabilities sum to 1 and agree with the prediction', async () => {
    const { stdout } = await hebb(['predict', model, folder.path('new.csv'), '--only', '--proba']);
    const table = parseCsv(stdout);
    const classes = ['Adelie', 'Chinstrap', 'Gentoo'];
    expect(table.columnNames).toEqual(['prediction', ...classes.map((name) => `probability_${name}`)]);
    for (const { prediction, ...row } of table.rows()) {
      const probabilities = Object.values(row) as number[];
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
      expect(prediction).toBe(classes[probabilities.indexOf(Math.max(...probabilities))]);
    }
  });

  test('JSON and a file', async () => {
    const json = await hebb(['predict', model, folder.path('new.csv'), '--json', '--proba']);
    const { rows: count, predictions, probabilities } = JSON.parse(json.stdout);
    expect([count, predictions.slice(0, 2)]).toEqual([3, ['Adelie', 'Gentoo']]);
    expect(Object.keys(probabilities)).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    const out = folder.path('predictions.csv');
    const { stdout, stderr } = await hebb(['predict', model, folder.path('new.csv'), '-o', out]);
    const unseen =
      "warning: Column 'island' holds values that the model has never seen in 1 row, such as 'Nowhere'.\n";
    expect([stdout, stderr]).toEqual(['', `${unseen}Wrote 3 predictions to ${out}.\n`]);
    expect(parseCsv(readFileSync(out, 'utf8')).rowCount).toBe(3);
  });

  test('categories of digits are read as categories, with their zeros', async () => {
    const train = Array.from({ length: 90 }, (_, i) => [
      ['01', 'A1', '1'][i % 3],
      (i * 0.618) % 1,
      'pqp'[i % 3],
    ]);
    const digits = folder.path('digits.hebb');
    await hebb(['train', folder.file('zip.csv', csv('zip,x,y', train)), '-t', 'y', '-q', '-o', digits]);
    const fresh = folder.file(
      'fresh.csv',
      csv('zip,x', [
        ['01', 0.5],
        ['1', 0.5],
      ]),
    );
    const { stdout } = await hebb(['predict', digits, fresh, '--only']);
    expect(stdout).toBe('prediction\np\np\n');
  });
});

describe('what goes wrong is one sentence, and leaves no file', () => {
  const path = (name: string): string => folder.path(name);
  const small = folder.file(
    'small.csv',
    csv('x,y', [
      [1, 2],
      [2, 4],
      [3, 7],
      [4, 8],
      [5, 11],
      [6, 12],
    ]),
  );
  folder.file('empty.csv', '');
  folder.file('header.csv', 'x,y\n');
  folder.file('ragged.csv', 'x,y\n1,2\n3\n');
  folder.file('twice.csv', 'x,x,y\n1,2,3\n');
  folder.file(
    'no-target.csv',
    csv('x,y', [
      [1, ''],
      [2, 'NA'],
    ]),
  );
  folder.file(
    'one-class.csv',
    csv(
      'x,y',
      Array.from({ length: 30 }, (_, i) => [i, 'a']),
    ),
  );
  folder.file(
    'rubbish.csv',
    Uint8Array.from({ length: 999 }, (_, i) => (i * 151) % 256),
  );
  folder.file(
    'rubbish.hebb',
    Uint8Array.from({ length: 999 }, (_, i) => (i * 151) % 256),
  );
  const train = (...args: string[]): string[] => ['train', ...args, '--out', path('never.hebb')];

  test.each<[string, string[], number, string | RegExp]>([
    ['no such file', train(path('none.csv'), '-t', 'y'), 1, `there is no file ${path('none.csv')}.`],
    [
      'a slip in a data set',
      train('diamond', '-t', 'y'),
      1,
      "there is no file diamond. Did you mean 'diamonds'?",
    ],
    ['a folder', train(path('.'), '-t', 'y'), 1, /it is a folder\.$/],
    ['an empty file', train(path('empty.csv'), '-t', 'y'), 1, `${path('empty.csv')} is empty.`],
    [
      'a header only',
      train(path('header.csv'), '-t', 'y'),
      1,
      /header\.csv has a header line but no rows\.$/,
    ],
    ['ragged rows', train(path('ragged.csv'), '-t', 'y'), 1, /ragged\.csv, line 3: /],
    ['two columns of one name', train(path('twice.csv'), '-t', 'y'), 1, /twice\.csv, line 1: .*'x'/],
    [
      'bytes that are no text',
      train(path('rubbish.csv'), '-t', 'y'),
      1,
      /rubbish\.csv, line 1: this is a binary file/,
    ],
    ['no target named', train(small), 2, 'which column is to be predicted? Say it with --target COLUMN.'],
    [
      'a target that is not there',
      train('diamonds', '-t', 'prize'),
      1,
      /^diamonds: there is no column 'prize'\. Did you mean 'price'\?/,
    ],
    [
      'a target without values',
      train(path('no-target.csv'), '-t', 'y'),
      1,
      /the target 'y' is missing in every row\.$/,
    ],
    ['one class', train(path('one-class.csv'), '-t', 'y'), 1, /has the same value, 'a', in all 30 rows/],
    ['a dropped target', train(small, '-t', 'y', '--drop', 'y'), 2, "--drop names the target, 'y'."],
    [
      'no folder to write to',
      ['train', small, '-t', 'y', '-o', path('no/m.hebb')],
      1,
      /cannot write .*: its folder does not exist\.$/,
    ],
    [
      'a file as a folder',
      ['train', small, '-t', 'y', '-o', path('small.csv/m.hebb')],
      1,
      /a part of the path is a file, not a folder\.$/,
    ],
    [
      'the source as the model',
      ['train', small, '-t', 'y', '-o', small],
      1,
      /it would replace what is read from it\.$/,
    ],
    [
      'an unknown option',
      train(small, '--targt', 'y'),
      2,
      "there is no option --targt. Did you mean '--target'?",
    ],
    [
      'an argument too many',
      train(small, 'b.csv', '-t', 'y'),
      2,
      "'b.csv' is one argument too many: hebb train FILE [options].",
    ],
    ['no file named', ['train', '-t', 'y'], 2, 'FILE is missing: hebb train FILE [options].'],
    ['a wrong encoding', train(small, '-t', 'y', '--encoding', 'utf-9'), 1, /encoding/],
    ['no such model', ['predict', path('none.hebb'), small], 1, `there is no file ${path('none.hebb')}.`],
    ['a damaged model', ['predict', path('rubbish.hebb'), small], 1, /rubbish\.hebb: /],
  ])('%s', async (_, args, code, sentence) => {
    const before = readdirSync(folder.path('.'));
    const outcome = await hebb(args);
    expect(outcome.code).toBe(code);
    expect(outcome.stdout).toBe('');
    const [line, hint, ...rest] = outcome.stderr.trimEnd().split('\n');
    expect(line).toMatch(/^hebb (train|predict): /);
    const said = line.replace(/^hebb (train|predict): /, '');
    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
    expect([hint, ...rest]).toEqual([code === 2 ? `See hebb ${args[0]} --help.` : undefined]);
    expect(readdirSync(folder.path('.'))).toEqual(before);
  });

  test('a column that predict misses, and a text among its numbers', async () => {
    const model = path('small.hebb');
    expect((await hebb(['train', small, '-t', 'y', '-q', '-o', model])).code).toBe(0);
    const lacking = await hebb([
      'predict',
      model,
      folder.file('lacking.csv', 'z\n1\n'),
      '-o',
      path('never.csv'),
    ]);
    expect(lacking.stderr).toBe(
      `hebb predict: ${path('lacking.csv')}: there is no column 'x'. Did you mean 'z'? The columns are: z.\n`,
    );
    const wrong = await hebb([
      'predict',
      model,
      folder.file('wrong.csv', 'x\n1\nmuch\n'),
      '-o',
      path('never.csv'),
    ]);
    expect(wrong.stderr).toBe(
      `hebb predict: ${path('wrong.csv')}, line 3: column 'x' must be a number, got 'much'.\n`,
    );
    const taken = await hebb(['predict', model, folder.file('taken.csv', 'x,prediction\n1,2\n')]);
    expect(taken.stderr).toContain("taken.csv: there already is a column 'prediction'");
    const proba = await hebb(['predict', model, small, '--proba']);
    expect(proba.stderr).toContain('the model predicts numbers; only classes have probabilities.');
    expect([lacking, wrong, taken, proba].map(({ code, stdout }) => [code, stdout])).toEqual(
      Array.from({ length: 4 }, () => [1, '']),
    );
    expect(existsSync(path('never.csv'))).toBe(false);
  });
});

describe('hebb', () => {
  test('shows its commands', async () => {
    const { code, stdout } = await hebb([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {2}train +train a network/);
    expect((await hebb(['--help'])).stdout).toBe(stdout);
    expect((await hebb(['help'])).stdout).toBe(stdout);
  });

  test.each(['train', 'predict', 'evaluate', 'inspect', 'datasets', 'completion'])(
    '%s --help fits in 80 columns and has examples',
    async (name) => {
      const { code, stdout } = await hebb([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:\n  # ');
      expect(stdout).not.toContain('\u001b');
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      expect((await hebb(['help', name])).stdout).toBe(stdout);
    },
  );

  test('says its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await hebb(['--version'])).stdout).toBe(`${version}\n`);
  });

  test.each([
    ['trian', "hebb: there is no command trian. Did you mean 'train'?"],
    ['--versoin', "hebb: there is no option --versoin. Did you mean '--version'?"],
  ])('%s is a slip', async (word, sentence) => {
    const { code, stderr } = await hebb([word]);
    expect(code).toBe(2);
    expect(stderr).toBe(`${sentence}\nSee hebb --help.\n`);
  });
});

describeWithSharedData('tables as people have them', () => {
  test('penguins: accuracy above 0.97', async () => {
    const { scores } = await trainJson(sharedData('tabular/penguins.csv'), 'species');
    expect(scores.accuracy).toBeGreaterThan(0.97);
  });

  test('titanic: accuracy above 0.78', async () => {
    const { scores } = await trainJson(sharedData('tabular/titanic.csv'), 'Survived');
    expect(scores.accuracy).toBeGreaterThan(0.78);
  });
});
