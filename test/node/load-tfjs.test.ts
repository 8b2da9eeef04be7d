/** Models of TensorFlow.js by path: the weights lie beside model.json, and nowhere else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Model, Sequential } from '../../src/nn/index.ts';
import { loadModel } from '../../src/node/index.ts';
import { errorOf } from '../error-of.ts';
import { expectNear, type Numbers, readFixture } from '../nn/reference.ts';

interface Case {
  readonly modelJson: { readonly weightsManifest: readonly { paths: string[] }[] };
  readonly shards: Readonly<Record<string, string>>;
  readonly inputs: number[][];
  readonly outputs: Numbers[];
}

const [one] = readFixture<Case>('tfjs.json');
const folder = mkdtempSync(join(tmpdir(), 'hebb-tfjs-'));
const path = join(folder, 'model.json');
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path, JSON.stringify(one.modelJson));

test('weights that are not there are named', async () => {
  expect(await errorOf(() => loadModel(path))).toMatch(/^FILE_NOT_FOUND: .*group1-shard1of2\.bin/);
});

test('model.json brings its weights', async () => {
  for (const [name, text] of Object.entries(one.shards)) writeFileSync(join(folder, name), text, 'base64');
  const model = await loadModel(path, Sequential);
  const output = await model.predict(one.inputs);
  expectNear(
    [output].flat().flatMap(({ values }) => [...values]),
    one.outputs,
    1e-6,
  );
  expect(await loadModel(path)).toBeInstanceOf(Model);
});

test.each(['../x.bin', '/etc/hostname', 'a/../../x.bin', 'C:\\x.bin', '..\\x.bin'])(
  'weights at %s are refused',
  async (outside) => {
    const evil = structuredClone(one.modelJson);
    evil.weightsManifest[0].paths[0] = outside;
    const file = join(folder, 'evil.json');
    writeFileSync(file, JSON.stringify(evil));
    expect(await errorOf(() => loadModel(file))).toMatch(/^CORRUPT_FILE: .*leads out of the folder/);
  },
);
