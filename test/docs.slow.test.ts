/**
 * What pages of docs/ print runs, on the built package: their programs (```ts) and the lines of `hebb` in their sessions
 * (```sh), in order, in a folder of their own.
 */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test, vi } from 'vitest';
import { sharedData, testWithSharedData } from './shared-data.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
// within the repository, so that Node finds the package by its name
const programs = join(root, 'test/.readme/docs');
afterAll(() => rmSync(programs, { recursive: true, force: true }));

/** Run a page; gives what was printed, and the names of the files that are there at the end. */
async function runPage(name: string): Promise<{ printed: string; files: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'hebb-docs-'));
  mkdirSync(programs, { recursive: true });
  const printed: string[] = [];
  const node = async (...args: readonly string[]): Promise<void> => {
    const { stdout } = await promisify(execFile)(process.execPath, [...args], { cwd: folder });
    printed.push(stdout);
  };
  try {
    const page = readFileSync(join(root, 'docs', name), 'utf8');
    for (const [i, [, language, code]] of Array.from(page.matchAll(/```(ts|sh)\n(.*?)```/gs)).entries()) {
      if (language === 'ts') {
        const program = join(programs, `${name}-${i}.mjs`);
        writeFileSync(program, code);
        await node(program);
      }
      for (const line of language === 'sh' ? code.split('\n') : []) {
        const [command, ...args] = line.split(' ');
        if (command === 'hebb')
          await node(join(root, 'dist/bundle/cli/main.js'), ...args.flatMap((arg) => found(folder, arg)));
      }
    }
    return { printed: printed.join(''), files: readdirSync(folder, { recursive: true, encoding: 'utf8' }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As shells do with a `*` at the end. */
function found(folder: string, arg: string): string[] {
  if (!arg.endsWith('*')) return [arg];
  const place = arg.slice(0, arg.lastIndexOf('/'));
  const names = existsSync(join(folder, place)) ? readdirSync(join(folder, place)) : [];
  return names.map((name) => `${place}/${name}`).filter((path) => path.startsWith(arg.slice(0, -1)));
}

test('tensorboard.md', async () => {
  const { printed, files } = await runPage('tensorboard.md');
  for (const run of ['4-units/train', '16-units/validation', 'iris/train', 'by hand'])
    expect(files).toContain(`logs/${run}`);
  expect(printed).toMatch(/^19 0\.\d+$/m);
  expect(printed).toMatch(/epoch_loss +scalars +20 +0 to 19/);
});

test('tuning-models.md', async () => {
  const { printed, files } = await runPage('tuning-models.md');
  expect(files).toContain('moons/trial-0007.weights');
  expect(printed).toContain('Showing 3 best trials by val_accuracy (max)');
  expect(printed).toMatch(/^8\/8 · trial 7 · val_accuracy 0\.\d+ · .* s · best /m);
  expect(printed).toMatch(/modelclassifier__modelParams__units: (4|16)/);
});

test('convert.md', async () => {
  const { printed, files } = await runPage('convert.md');
  expect(files).toEqual(expect.arrayContaining(['flowers.hebb', 'flowers.onnx']));
  expect(printed).toContain('ONNX graph');
  expect(printed).toContain('hidden_1 (Dense)');
});

test('saving-models.md', async () => {
  const { printed, files } = await runPage('saving-models.md');
  expect(printed).toContain('largest difference: 0\n');
  expect(printed).toContain("INVALID_VALUE scaled.hebb: there is no layer 'Scale'.");
  expect(printed).toContain('the lights went out\ntrained to the end: 24 steps');
  expect(files).toEqual(expect.arrayContaining(['runs/best.hebb', 'losses.csv']));
  expect(files).not.toContain('backup');
});

test('onnx.md', async () => {
  const { printed, files } = await runPage('onnx.md');
  expect(files).toEqual(expect.arrayContaining(['penguins.onnx', 'prices.onnx']));
  expect(printed).toContain('Total params: 131');
});

test('safetensors.md', async () => {
  const { printed, files } = await runPage('safetensors.md');
  expect(files).toEqual(['weights.safetensors']);
  expect(printed).toContain("[ 'head/kernel', 'head/bias' ] {}\n[ [ 4.5, 4.5 ] ]");
});

test('module.md', async () => {
  const { printed, files } = await runPage('module.md');
  expect(files).toEqual(['iris-model.mjs']);
  expect(printed).toMatch(/^\[ 'setosa' \] \[\s*\[ 0\.9\d+/m);
});

test('keras-files.md', async () => {
  const { printed, files } = await runPage('keras-files.md');
  expect(files).toEqual(['product.keras']);
  expect(printed).toMatch(/^\[ \[ -?0\.\d+ \] \]$/m);
  expect(printed).toContain("[ 'scaler', 'hidden_1', 'output' ]");
});

test('tfjs.md', async () => {
  const { printed } = await runPage('tfjs.md');
  expect(printed).toBe('[ [ 5.5 ] ]\n');
});

testWithSharedData('models.md', async () => {
  vi.stubEnv('HEBB_DATA_MIRROR', sharedData());
  const { printed } = await runPage('models.md');
  expect(printed).toContain('Total params: 266,610');
  expect(Number(printed.match(/^loss \S+, accuracy (\S+)$/m)?.[1])).toBeGreaterThan(0.8);
  expect(Number(printed.match(/^ *root_mean_squared_error: (\S+?),?$/m)?.[1])).toBeLessThan(0.7);
  for (const part of ['auxiliary_loss', 'output_loss', 'moons: {']) expect(printed).toContain(part);
});
