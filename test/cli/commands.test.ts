/** `hebb train` and `hebb predict` in this process; what they refuse is in command-refusals.test.ts, what needs a process of its own in process.test.ts. */
import { readdirSync, readFileSync } from 'node:fs';
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
