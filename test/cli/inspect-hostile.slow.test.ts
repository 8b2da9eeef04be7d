/** `hebb inspect` on damaged copies of files of every format: it tells of them, or says in a typed error why not. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { describeFile } from '../../src/cli/describe-file.ts';
import { openModelFile } from '../../src/cli/file-formats.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { saveModel } from '../../src/node/save-model.ts';
import { fuzz } from '../data/fuzz.ts';
import { mutants } from '../data/mutants.ts';
import { eventFile } from '../formats/tensorboard/fuzzed-events.ts';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const count = 500;

const network = folder.path('network.hebb');
const model = new Sequential([Input([2]), new Dense(2, { activation: 'relu' }), new Dense(1)]);
await saveModel(network, model.compile({ loss: 'mse' }));
const endings = ['hebb', 'keras', 'weights.h5', 'onnx', 'safetensors', 'mjs'];
const files = new Map<string, Uint8Array<ArrayBuffer>>([['tfevents', await eventFile()]]);
for (const ending of endings) {
  const path = folder.path(`good.${ending}`);
  await hebb(['convert', network, path]);
  files.set(ending, Uint8Array.from(readFileSync(path)));
}

test.each([...files])(`.%s: ${count} damaged copies`, async (ending, bytes) => {
  const path = folder.path(`damaged.${ending}`);
  const read = async (copy: Uint8Array): Promise<void> => {
    writeFileSync(path, copy);
    const file = await openModelFile(path);
    const { facts } = await describeFile(file);
    if (facts.length === 0) throw new Error('nothing is told');
  };
  const { read: told, refused } = await fuzz(
    { name: ending, files: [bytes], damage: mutants, read },
    count,
    3,
  );
  expect([told > 0, told + refused]).toEqual([true, count]);
});
