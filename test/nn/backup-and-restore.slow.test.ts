/**
 * Trainings that are interrupted at every place, in this process; and processes that are killed, time and again, while
 * they train and while they write, until one comes to its end. They use the package as it is built: `npm run build`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RandomState } from '../../src/random/random-state.ts';
import { checkInterruptions } from './check-interruptions.ts';
import { trainings } from './interrupted-trainings.ts';

const names = Object.keys(trainings);

describe.each(names)('%s, interrupted everywhere', (name) => {
  test.each(['epoch', 1, 3, 50] as const)('saved at every %s', async (saveFreq) => {
    expect(await checkInterruptions(trainings[name], saveFreq, 1)).toBeGreaterThan(25);
  });
});

const built = new URL('../../dist/bundle/nn/index.js', import.meta.url).href;
const source = fileURLToPath(new URL('interrupted-trainings.ts', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-backup-'));
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source);
  await writeFile(join(folder, 'trainings.mjs'), code);
  await writeFile(
    join(folder, 'train.mjs'),
    `import * as nn from ${JSON.stringify(built)};
import { trainings } from './trainings.mjs';
const [name, folder, saveFreq] = process.argv.slice(2);
const { model, callbacks, fit } = trainings[name](nn, folder);
const slowly = { onTrainBatchEnd: () => new Promise((resolve) => setTimeout(resolve, 4)) };
const backup = new nn.BackupAndRestore(folder + '/backup', { saveFreq: Number(saveFreq) || 'epoch' });
console.log('begun');
await fit([backup, ...callbacks, slowly]);
console.log(JSON.stringify([...model.weights, ...model.optimizerWeights].map(({ values }) => Array.from(values))));
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Train in a process; `when` says, once training has begun, when it is to be killed. */
function train(args: readonly string[], when?: () => Promise<void>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'train.mjs'), ...args], {
      env: { PATH: process.env.PATH },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout === '') void when?.().then(() => child.kill('SIGKILL'));
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (_, signal) => resolve({ signal, stdout, stderr }));
  });
}

/** What a training has left in its folder; what was being written when it was killed has no name of its own yet. */
async function leftIn(place: string): Promise<Record<string, string>> {
  const files = (await readdir(place)).filter((name) => !name.endsWith('.tmp')).sort();
  const entries = files.map(async (file) => {
    const digest = createHash('sha256').update(await readFile(join(place, file)));
    return [file, digest.digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Backups under `place` that are being written, or were when a process ended. */
async function halfWritten(place: string): Promise<string[]> {
  const found = await readdir(join(place, 'backup')).catch((): string[] => []);
  return found.filter((name) => name.endsWith('.tmp'));
}

/** Until another backup is being written under `place`, or too much time has passed. */
async function whileWriting(place: string, before: readonly string[]): Promise<void> {
  for (const start = performance.now(); performance.now() - start < 300; ) {
    const now = await halfWritten(place);
    if (now.some((name) => !before.includes(name))) return;
    await new Promise(setImmediate);
  }
}

const atMost = 9;

describe.each(names)('%s, in processes that are killed', (name) => {
  // The processes mostly wait to be killed.
  test.concurrent.each(['epoch', '1', '3'])('saved at every %s', async (saveFreq) => {
    const [whole, part] = ['whole', 'part'].map((what) =>
      join(folder, `${what}-${names.indexOf(name)}-${saveFreq}`),
    );
    await Promise.all([whole, part].map((path) => mkdir(path)));
    const expected = await train([name, whole, saveFreq]);
    expect(expected.stderr).toBe('');
    const random = new RandomState(names.indexOf(name) + saveFreq.length * 10 + Number(saveFreq) || 7);
    let [kills, cut] = [0, 0];
    for (let round = 0; ; round++) {
      const isWriting = round % 2 === 1;
      const before = await halfWritten(part);
      const when = (): Promise<void> =>
        isWriting
          ? wait(random.randint(0, 60)).then(() => whileWriting(part, before))
          : wait(random.randint(0, 250));
      const { signal, stdout, stderr } = await train(
        [name, part, saveFreq],
        round < atMost ? when : undefined,
      );
      expect(stderr).toBe('');
      if (signal === null) {
        expect(stdout).toBe(expected.stdout);
        break;
      }
      kills++;
      if ((await halfWritten(part)).some((name) => !before.includes(name))) cut++;
    }
    console.log(
      `${name}, saved at every ${saveFreq}: killed ${kills} times, ${cut} of them while it wrote a backup`,
    );
    expect(await leftIn(part)).toEqual(await leftIn(whole));
  });
});
