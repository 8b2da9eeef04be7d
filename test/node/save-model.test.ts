/** Models by path: saved whole or not at all, and every error names the file. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Pipeline } from '../../src/estimators/pipeline.ts';
import { loadModel, saveModel } from '../../src/node/save-model.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { errorOf } from '../error-of.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-'));
});
afterAll(() => rm(folder, { recursive: true }));

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
  expect(await errorOf(() => saveModel(path, unsavable))).toMatch('UNSUPPORTED');
  expect(await readFile(path)).toEqual(before);
  expect(await readdir(folder)).toEqual(['scaler.hebb']);
});

test('errors name the file', async () => {
  const missing = join(folder, 'missing.hebb');
  expect(await errorOf(() => loadModel(missing))).toBe(`FILE_NOT_FOUND: there is no file ${missing}.`);
  expect(await errorOf(() => loadModel(folder))).toMatch(/^FILE_ERROR.*it is a folder/);
  const nowhere = join(folder, 'none', 'model.hebb');
  expect(await errorOf(() => saveModel(nowhere, new StandardScaler()))).toMatch(
    `FILE_ERROR: cannot write ${nowhere}`,
  );
  const rubbish = join(folder, 'rubbish.hebb');
  await writeFile(rubbish, 'a,b\n1,2\n3,4\n');
  expect(await errorOf(() => loadModel(rubbish))).toMatch(
    `CORRUPT_FILE: ${rubbish}: Not a valid safetensors file`,
  );
  await saveModel(rubbish, new StandardScaler());
  expect(await errorOf(() => loadModel(rubbish, Pipeline))).toMatch(
    `UNSUPPORTED: ${rubbish}: The file holds a StandardScaler`,
  );
});
