/** `hebb search` in this process. */
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { searchProgress } from '../../src/cli/search-progress.ts';
import { Pipeline } from '../../src/estimators/pipeline.ts';
import { loadModel } from '../../src/node/save-model.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const quick = ['--trials', '3', '--epochs', '5'];

describe('hebb search', () => {
  test('tries networks, shows the best, tests and saves the best of all', async () => {
    const out = folder.path('iris.hebb');
    const { code, stdout, stderr } = await hebb(['search', 'iris', '-t', 'species', '-o', out, ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain('iris: 3 networks for species, each on 3 folds of 120 rows');
    expect(stdout).toMatch(/Best +accuracy +± +activation +alpha +batch +hidden +rate/);
    expect(stdout).toMatch(/On the test rows +model +commonest class\nAccuracy/);
    expect(stderr).toContain('Trial 1/9');
    expect(await loadModel(out)).toBeInstanceOf(Pipeline);
    for (const line of stdout.split('\n')) {
      if (!line.includes(out)) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('numbers, with JSON, twice the same, and going on from a folder', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [
      i % 7,
      (i * 0.618) % 1,
      (i % 7) * 2 + ((i * 0.618) % 1),
    ]);
    const file = folder.file('lengths.csv', csv('x,z,y', rows));
    const run = async (): Promise<Record<string, unknown>> => {
      const out = folder.path('lengths.hebb');
      const more = ['--json', '--checkpoint', folder.path('tuning'), '-o', out];
      const { stdout } = await hebb(['search', file, '-t', 'y', ...quick, ...more]);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      return JSON.parse(stdout);
    };
    const [first, second] = [await run(), await run()];
    expect(first.task).toBe('regression');
    expect(first.trials).toBe(3);
    expect(Object.keys(first.best as object)).toContain('alpha');
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
    expect(existsSync(folder.path('tuning/study.json'))).toBe(true);
  });

  test('stops at Ctrl-C', async () => {
    const out = folder.path('stopped.hebb');
    const interrupt = { at: 'Trial', times: 1 };
    const { code, stderr } = await hebb(['search', 'penguins', '-t', 'species', '-o', out], { interrupt });
    expect(code).toBe(130);
    expect(stderr).toContain('Stopped; nothing is saved.');
    expect(existsSync(out)).toBe(false);
  });

  test('says what is wrong', async () => {
    expect((await hebb(['search', 'iris'])).stderr).toContain('which column is to be predicted?');
    expect((await hebb(['search', 'iris', '-t', 'specie'])).stderr).toContain("Did you mean 'species'?");
    const { stderr } = await hebb([
      'search',
      'iris',
      '-t',
      'species',
      '--folds',
      '41',
      '-o',
      folder.path('x'),
    ]);
    expect(stderr).toContain('41 folds need 41 rows of every class');
  });
});

test('on a screen a bar shows the best so far and the time left', () => {
  const written: string[] = [];
  const output = {
    isTerminal: true,
    hasColors: false,
    columns: 80,
    write: (text: string) => void written.push(text),
  };
  const shown = searchProgress(output, 'R²');
  shown.show({ done: 1, total: 20, secondsLeft: 95, best: null });
  shown.show({ done: 3, total: 20, secondsLeft: 85, best: { params: {}, score: 0.875 } });
  shown.clear();
  expect(written[0]).toContain('Trial  1/20');
  expect(written[0]).toContain('1:35 left');
  expect(written[1]).toContain('best R² 0.8750  1:25 left');
});
