/**
 * The examples and the README's programs run as they are printed, on the built package.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fromKeras } from '../src/formats/index.ts';
import { sharedData, testWithSharedData } from './shared-data.ts';

const root = new URL('../', import.meta.url);
const scratch = new URL('test/.readme/', root);

/** What a program prints when it is imported. */
async function outputOf(program: URL): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...parts) => lines.push(parts.join(' ')));
  try {
    await import(/* @vite-ignore */ program.href);
  } finally {
    log.mockRestore();
  }
  return lines.join('\n');
}

describe('examples', async () => {
  const files = (await readdir(new URL('examples/', root))).filter((name) => name.endsWith('.ts'));

  const sources = await Promise.all(files.map((name) => readFile(new URL(`examples/${name}`, root), 'utf8')));
  for (const [i, name] of files.entries()) {
    const testIt = sources[i].includes('await fetch') ? testWithSharedData : test;
    testIt(`${name} runs`, async () => {
      expect(sources[i].split('\n').length).toBeLessThanOrEqual(61);
      vi.stubEnv('HEBB_DATA_MIRROR', sharedData());
      vi.stubEnv('EPOCHS', '2');
      expect(await outputOf(new URL(`examples/${name}`, root))).not.toBe('');
    });
  }
});

test('run.mjs runs one by its name', async () => {
  const run = fileURLToPath(new URL('examples/run.mjs', root));
  const { stdout } = await promisify(execFile)(process.execPath, [run, 'watch-backpropagation']);
  expect(stdout).toContain('∂loss/∂w1: 0.17272184 by backpropagation, 0.17272184 by differences');
});

describe('README', async () => {
  const readme = await readFile(new URL('README.md', root), 'utf8');
  const programs = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code]) => code);
  const program = async (index: number): Promise<URL> => {
    const file = new URL(`program-${index}.mjs`, scratch);
    await writeFile(file, programs[index]);
    return file;
  };
  beforeAll(() => mkdir(scratch, { recursive: true }));
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  test('a program that trains and predicts', async () => {
    const output = await outputOf(await program(0));
    expect(Number(output.match(/accuracy (\S+)/)?.[1])).toBeGreaterThan(0.9);
    expect(output).toContain('setosa');
  });

  test('from one neuron on', async () => {
    const output = await outputOf(await program(2));
    const path = '0.000 → 2.400 → 2.880 → 2.976';
    for (const line of ['A ∧ ¬B, B ∧ ¬A, #1 ∨ #2', '11 mistakes', path, '∂/∂b = 0.2475', '∂/∂w = 0.1238']) {
      expect(output.split('\n')).toContain(line);
      expect(programs[2]).toContain(line);
    }
    expect(output).toContain('0,0,0,1');
  });

  test('an archive for Keras', async () => {
    const options = { cwd: fileURLToPath(scratch) };
    await promisify(execFile)(process.execPath, [fileURLToPath(await program(3))], options);
    const model = await fromKeras(await readFile(new URL('moons.keras', scratch)));
    expect([model.countParams(), model.compiled]).toEqual([65, true]);
  });

  testWithSharedData("the textbook's numbers", async () => {
    vi.stubEnv('HEBB_DATA_MIRROR', sharedData());
    const output = await outputOf(await program(1));
    for (const [, printed] of programs[1].matchAll(/^\/\/ ((?:Iteration|Validation).*)$/gm))
      expect(output).toContain(printed);
    const numbers = Array.from(programs[1].matchAll(/; \/\/ ([\d.]+)$/gm), ([, printed]) => Number(printed));
    const printed = output.split('\n').slice(-2).map(Number);
    expect(numbers).toHaveLength(2);
    for (const [i, number] of numbers.entries()) expect(printed[i]).toBeCloseTo(number, 9);
  });
});
