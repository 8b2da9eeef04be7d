/** `hebb completion`: the scripts, and what the shells that are here make of them. */
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const isHere = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

async function script(shell: string): Promise<string> {
  const { code, stdout, stderr } = await hebb(['completion', shell]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

test.each(['bash', 'zsh', 'fish'])('%s: every command and every option is in the script', async (shell) => {
  const text = await script(shell);
  const overview = (await hebb(['--help'])).stdout;
  const commands = Array.from(overview.matchAll(/^ {2}([a-z]+) {2,}/gm), ([, name]) => name);
  expect(commands).toContain('completion');
  for (const command of commands) {
    expect(text).toMatch(new RegExp(`\\b${command}\\b`));
    const page = (await hebb([command, '--help'])).stdout;
    for (const [, option] of page.matchAll(/^ {2}(?:-.,| {3}) --([a-z-]+)/gm)) {
      expect(text).toContain(shell === 'fish' ? `-l ${option}` : `--${option}`);
    }
  }
});

test('another shell is refused', async () => {
  const { code, stderr } = await hebb(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('there is no script for tcsh; the shells are bash, zsh, fish.');
});

describe.skipIf(!isHere('bash'))('bash (needs bash)', () => {
  test.each([
    [['hebb', 'tr'], ['train']],
    [
      ['hebb', 'train', '--ta'],
      ['--target', '--task'],
    ],
    [
      ['hebb', 'train', 'x.csv', '--task', ''],
      ['regression', 'classification'],
    ],
    [['hebb', 'train', 'x.csv', '--target', ''], []],
    [['hebb', 'predict', 'm.hebb', ''], []],
    [['hebb', 'datasets', 'fetch', 'fash'], ['fashion-mnist']],
    [
      ['hebb', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['hebb', 'help', 'ins'], ['inspect']],
  ])('%j offers %j', async (words, offers) => {
    const given = words.map((word) => `'${word}'`).join(' ');
    const text = `${await script('bash')}
COMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}; _hebb; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync('bash', ['-c', text], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter(Boolean)).toEqual(offers);
  });
});

test.skipIf(!isHere('zsh'))('zsh reads its script (needs zsh)', async () => {
  const { status, stderr } = spawnSync('zsh', ['-n', folder.file('_hebb', await script('zsh'))], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});

test.skipIf(!isHere('fish'))('fish reads its script (needs fish)', async () => {
  const { status, stderr } = spawnSync('fish', ['-n', folder.file('hebb.fish', await script('fish'))], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});
