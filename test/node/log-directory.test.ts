/** Event files in a folder: names, folders of runs, and what happens where nothing can be written. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { readEvents } from '../../src/formats/tensorboard/read-events.ts';
import { logDirectory } from '../../src/node/log-directory.ts';
import { errorOf } from '../error-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'hebb-logs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file for each writer, in the folder of its run, made with the first bytes', async () => {
  const logs = logDirectory(join(folder, 'new', 'logs'));
  const writers = [logs.open('train'), logs.open('train'), logs.open()];
  expect(readdirSync(folder)).toEqual([]);
  for (const [i, writer] of writers.entries()) {
    writer.scalar('loss', i, 0);
    await writer.flush();
    writer.scalar('loss', i, 1);
    await writer.close();
  }
  const inRun = readdirSync(join(folder, 'new', 'logs', 'train'));
  const inRoot = readdirSync(join(folder, 'new', 'logs')).filter((name) => name !== 'train');
  expect([inRun.length, inRoot.length]).toEqual([2, 1]);
  for (const name of [...inRun, ...inRoot]) {
    const [seconds] = name.match(/(?<=^events\.out\.tfevents\.)\d{10}(?=\.)/) ?? [];
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
    expect(name).toContain(`.${hostname()}.${process.pid}.`);
  }
  const { values, isWhole } = readEvents(readFileSync(join(folder, 'new', 'logs', inRoot[0])));
  expect([values.map(({ step, value }) => [step, value]), isWhole]).toEqual([
    [
      [0, 2],
      [1, 2],
    ],
    true,
  ]);
});

test('an address, and a writer that writes nothing', async () => {
  const logs = logDirectory(pathToFileURL(join(folder, 'by address')));
  await logs.open('silent').close();
  const writer = logs.open('a/b');
  writer.text('note', 'here', 0);
  await writer.close();
  expect(readdirSync(join(folder, 'by address'))).toEqual(['a']);
  expect(readdirSync(join(folder, 'by address', 'a', 'b'))).toHaveLength(1);
});

test('a folder that cannot be made', async () => {
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'taken', 'train'), '');
  const writer = logDirectory(join(folder, 'taken')).open('train');
  writer.scalar('loss', 1, 0);
  expect(await errorOf(() => writer.flush())).toMatch(/^FILE_ERROR: cannot write .*train/);
});
