/** What `hebb` refuses: in one sentence, with an exit code, and without leaving a file. */
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

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
