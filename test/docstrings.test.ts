/**
 * The examples in the docstrings run, and what their comments say of a line is what it gives: `// value`, or
 * `// close to value` (to the decimals written, five at least for whole numbers), at its end or on the line below.
 * What follows a semicolon is for readers, and so is a comment that is no value.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import * as datasets from '../src/datasets/index.ts';
import * as formats from '../src/formats/index.ts';
import * as hebb from '../src/index.ts';
import * as nn from '../src/nn/index.ts';
import * as tensors from '../src/tensor/index.ts';

interface Example {
  readonly at: string;
  readonly code: string;
}

const src = new URL('../src/', import.meta.url);
const covered =
  /^(tensor|engine\/select|nn|selection\/tuners|estimators\/models|formats\/to|estimators\/linear|estimators\/logic|estimators\/gradient|datasets\/toy|formats\/tensorboard|formats\/onnx|formats\/module|formats\/safetensors-weights)/;
const examples = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => covered.test(path) && path.endsWith('.ts'))
  .sort()
  .flatMap(examplesIn);

function examplesIn(path: string): Example[] {
  const text = readFileSync(new URL(path, src), 'utf8');
  return Array.from(text.matchAll(/ \* @example\n((?: *\* .*\n)+?) *\*\//g), ([, lines], i) => ({
    at: `${path} ${i}`,
    code: lines.replaceAll(/^ *\* /gm, '').replaceAll(/: Tensor\b/g, ''),
  }));
}

let checks = 0;

/** Turns `expression; // value` into a comparison. */
function withChecks(code: string): string {
  return code
    .replaceAll(/;\n\/\/ /g, '; // ')
    .replaceAll(/^(.*); \/\/ (close to )?([^;\n]*).*$/gm, (_, statement, near, value) => {
      if (statement.startsWith('const') || !isExpression(value)) return `${statement};`;
      checks++;
      return `check(${statement}, ${value}, ${near === undefined ? 12 : decimalsOf(value)});`;
    });
}

function isExpression(text: string): boolean {
  try {
    new Function(`return (${text});`);
    return true;
  } catch {
    return false;
  }
}

function decimalsOf(value: string): number {
  const [, decimals = '00000'] = value.match(/\.(\d+)/) ?? [];
  return decimals.length;
}

function check(actual: unknown, expected: unknown, digits: number): void {
  if (typeof expected === 'number') expect(actual).toBeCloseTo(expected, digits);
  else if (Array.isArray(expected) || ArrayBuffer.isView(expected)) {
    const list = Array.from(actual as ArrayLike<unknown>);
    expect(list.length).toBe((expected as unknown[]).length);
    for (const [i, value] of (expected as unknown[]).entries()) check(list[i], value, digits);
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, value] of Object.entries(expected)) check((actual as never)[key], value, digits);
  } else expect(actual).toEqual(expected);
}

test.each(examples)('$at', async ({ at, code }) => {
  // Names that two doors have are those of the door that the file belongs to.
  const doors = {
    ...tensors,
    ...datasets,
    ...formats,
    ...hebb,
    ...(/^(nn|selection\/tuners|estimators\/models|formats\/to-model|formats\/onnx|formats\/safetensors)/.test(
      at,
    )
      ? nn
      : {}),
    tensor: tensors.tensor,
  };
  const run = new Function(
    'check',
    ...Object.keys(doors),
    `return (async () => {\n${withChecks(code)}\n})();`,
  );
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await run(check, ...Object.values(doors)).finally(() => log.mockRestore());
});

test('every layer, loss, metric, optimizer and so on of hebb/nn has an example', () => {
  const all = examples.map(({ code }) => code).join('\n');
  const values: readonly [string, unknown][] = Object.entries(nn);
  // Of a family the members have examples.
  const hasMembers = (base: unknown): boolean =>
    values.some(([, other]) => typeof other === 'function' && Object.getPrototypeOf(other) === base);
  const silent = values
    .filter(([name, value]) => !hasMembers(value) && !new RegExp(`\\b${name}\\b`).test(all))
    .map(([name]) => name);
  expect(silent).toEqual([]);
});

test('there are examples, and they say what comes out', () => {
  expect(examples.length).toBeGreaterThan(34);
  expect(checks).toBeGreaterThan(38);
});
