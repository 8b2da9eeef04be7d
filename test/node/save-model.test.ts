/** Models by path: saved whole or not at all, and every error names the file. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HebbError } from '../../src/core/errors.ts';
import { Pipeline } from '../../src/estimators/pipeline.ts';
import { loadModel, saveModel } from '../../src/node/save-model.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-'));
});
afterAll(() => rm(folder, { recursive: true }));

const messageOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof HebbError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing thrown';
};

test('a saved model comes back, by path and by address', async () => {
  const path = join(folder, 'scaler.hebb');
  const scaler = await new StandardScaler().fit([
    [1, 2],
    [3, 5],
  ]);
  await saveModel(path, scaler);
  expect((await loadModel(path, StandardScaler)).toState()).toEqual(scaler.toState());
  expect((await loadModel(pathToFileURL(path), StandardScaler)).toState()).toEqual(scaler.toState());
  expect(await readdir(folder)).toEqual(['scaler.hebb']);
});

test('a failed save leaves the old file as it was', async () => {
  const path = join(folder, 'scaler.hebb');
  await saveModel(path, new StandardScaler());
  const before = await readFile(path);
  const unsavable = new StandardScaler({ withMean: (() => true) as unknown as boolean });
  expect(await messageOf(saveModel(path, unsavable))).toMatch('UNSUPPORTED');
  expect(await readFile(path)).toEqual(before);
  expect(await readdir(folder)).toEqual(['scaler.hebb']);
});

test('errors name the file', async () => {
  const missing = join(folder, 'missing.hebb');
  expect(await messageOf(loadModel(missing))).toBe(`FILE_NOT_FOUND: there is no file ${missing}.`);
  expect(await messageOf(loadModel(folder))).toMatch(/^FILE_ERROR.*it is a folder/);
  const nowhere = join(folder, 'none', 'model.hebb');
  expect(await messageOf(saveModel(nowhere, new StandardScaler()))).toMatch(
    `FILE_ERROR: cannot write ${nowhere}`,
  );
  const rubbish = join(folder, 'rubbish.hebb');
  await writeFile(rubbish, 'a,b\n1,2\n3,4\n');
  expect(await messageOf(loadModel(rubbish))).toMatch(
    `CORRUPT_FILE: ${rubbish}: Not a valid safetensors file`,
  );
  await saveModel(rubbish, new StandardScaler());
  expect(await messageOf(loadModel(rubbish, Pipeline))).toMatch(
    `UNSUPPORTED: ${rubbish}: The file holds a StandardScaler`,
  );
});
