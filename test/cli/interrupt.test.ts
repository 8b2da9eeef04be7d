/** Ctrl-C at stages that write nothing for people to see: the built program in a process of its own. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const program = fileURLToPath(new URL('../../dist/bundle/cli/main.js', import.meta.url));
const folder = temporaryFolder();
afterAll(() => folder.remove());
const files = (): string[] => readdirSync(folder.path('.')).sort();

beforeAll(async () => {
  const rows = Array.from({ length: 100 }, (_, i) => `${i},${(i * 0.618) % 1},${i % 7}\n`).join('');
  folder.file('few.csv', `x,z,y\n${rows}`);
  folder.file('many.csv', `x,z,y\n${rows.repeat(10_000)}`);
  await hebb([
    ...['train', folder.path('few.csv'), '-t', 'y', '--task', 'regression', '--epochs', '1', '-q'],
    ...['-o', folder.path('m.hebb')],
  ]);
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
}

/** Start the program, and press Ctrl-C as soon as `isDue`. */
function interrupted(args: readonly string[], isDue: () => boolean): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder.path('.') });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const watch = setInterval(() => {
      if (!isDue()) return;
      clearInterval(watch);
      child.kill('SIGINT');
    }, 5);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      resolve({ code, signal, stdout });
    });
  });
}

test('while predictions are written: no half of a file is left, and the exit code is 130', async () => {
  const before = files();
  const ended = await interrupted(['predict', 'm.hebb', 'many.csv', '-o', 'p.csv'], () =>
    files().some((name) => name.endsWith('.tmp')),
  );
  expect(ended).toEqual({ code: 130, signal: null, stdout: '' });
  expect(files()).toEqual(before);
});

test('while a table is read to be predicted', async () => {
  const before = files();
  const start = performance.now();
  const ended = await interrupted(['predict', 'm.hebb', 'many.csv', '-o', 'p.csv'], () => {
    return performance.now() - start > 250;
  });
  expect(ended.stdout).toBe('');
  expect([130, null]).toContain(ended.code);
  expect(files()).toEqual(before);
});

test('while a table is read to be trained on', async () => {
  const before = files();
  const start = performance.now();
  const ended = await interrupted(['train', 'many.csv', '-t', 'y', '-o', 'never.hebb'], () => {
    return performance.now() - start > 250;
  });
  expect(ended).toEqual({ code: null, signal: 'SIGINT', stdout: '' });
  expect(files()).toEqual(before);
});
