/** The program as it is installed: dist/bundle/cli/main.js in a process of its own. `npm test` builds it first. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { getuid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { csv, temporaryFolder } from './fake-terminal.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = `${root}dist/bundle/cli/main.js`;
const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Start Node in the temporary folder. */
function node(
  args: readonly string[],
  watch?: (child: ChildProcess, stderr: string) => void,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: folder.path('.') };
    const child = spawn(process.execPath, args, { cwd: folder.path('.'), env });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      watch?.(child, stderr);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const hebb = (...args: string[]): Promise<Ended> => node([program, ...args]);
const files = (): string[] => readdirSync(folder.path('.')).sort();

describe('the four lines that hebb train prints', () => {
  test.each([
    ['a file', 'lengths.csv', 'y'],
    ['an embedded data set', 'iris', 'species'],
  ])('run as they are: %s', async (_, source, target) => {
    const rows = Array.from({ length: 40 }, (_, i) => [i, (i * 0.618) % 1, i * 2 + ((i * 0.618) % 1)]);
    folder.file('lengths.csv', csv('x,z,y', rows));
    const { code, stdout } = await hebb('train', source, '--target', target, '--epochs', '3');
    expect(code).toBe(0);
    const printed = stdout.trimEnd().split('\n');
    const lines = printed.slice(printed.indexOf('or in TypeScript:') + 2).map((line) => line.trim());
    expect(lines).toHaveLength(4);
    if (!existsSync(folder.path('node_modules'))) {
      mkdirSync(folder.path('node_modules'));
      symlinkSync(root, folder.path('node_modules/hebb'), 'junction');
    }
    const ran = await node([folder.file('lines.mjs', lines.join('\n'))]);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toMatch(source === 'iris' ? /^\[\s+'setosa'/ : /^Float64Array\(40\) \[\s+-?\d/);
  });
});

describe('Ctrl-C', () => {
  const long = ['train', 'diamonds', '--target', 'price', '--epochs', '100000', '--no-early-stopping'];

  test('once: the training stops, the network is tested and saved', async () => {
    let pressed = false;
    const { code, stdout, stderr } = await node(
      [program, ...long, '--out', 'stopped.hebb'],
      (child, said) => {
        if (!pressed && said.includes('Epoch 1/')) pressed = child.kill('SIGINT');
      },
    );
    expect(code).toBe(0);
    expect(stderr).toContain('Stopping: ');
    expect(stdout).toContain('Saved stopped.hebb.');
    expect((await hebb('predict', 'stopped.hebb', 'diamonds', '--only', '--out', 'p.csv')).code).toBe(0);
  });
});

describe('exit codes and streams', () => {
  test('a failure: one sentence on stderr, nothing on stdout, no file, no stack', async () => {
    const before = files();
    const { code, stdout, stderr } = await hebb('train', 'none.csv', '--target', 'y');
    expect([code, stdout, stderr]).toEqual([1, '', 'hebb train: there is no file none.csv.\n']);
    expect(files()).toEqual(before);
  });

  test('a misunderstanding: 2', async () => {
    expect((await hebb('train', 'iris', '--taget', 'species')).code).toBe(2);
  });

  test('a reader that has seen enough is no failure', async () => {
    await hebb('train', 'diamonds', '--target', 'price', '--epochs', '1', '--quiet', '--out', 'd.hebb');
    const ended = await new Promise<Ended>((resolve) => {
      const child = spawn(process.execPath, [program, 'predict', 'd.hebb', 'diamonds'], {
        cwd: folder.path('.'),
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.stdout.once('data', () => child.stdout.destroy());
      child.on('close', (code) => resolve({ code, stdout: '', stderr }));
    });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
  });

  test.skipIf(process.platform === 'win32' || getuid?.() === 0)(
    'a folder that may not be written to (needs a user who is not root)',
    async () => {
      mkdirSync(folder.path('locked'));
      chmodSync(folder.path('locked'), 0o555);
      const { code, stderr } = await hebb('train', 'iris', '-t', 'species', '--out', 'locked/m.hebb');
      expect([code, stderr]).toEqual([1, 'hebb train: cannot write locked/m.hebb: permission denied.\n']);
      expect(readdirSync(folder.path('locked'))).toEqual([]);
    },
  );

  test('the program can be started by its name', () => {
    expect(readFileSync(program, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
  });
});
