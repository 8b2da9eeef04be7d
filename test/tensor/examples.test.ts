/**
 * The examples in the docstrings run, and what their comments say of a line is what it gives: `// value`, or
 * `// close to value`, at its end or on the line below.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as hebb from '../../src/tensor/index.ts';

interface Example {
  readonly at: string;
  readonly code: string;
}

const src = new URL('../../src/', import.meta.url);
const examples = ['tensor', 'engine'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, src), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => examplesIn(`${folder}/${name}`)),
);

function examplesIn(path: string): Example[] {
  const text = readFileSync(new URL(path, src), 'utf8');
  return Array.from(text.matchAll(/ \* @example\n((?: \* .*\n)+?) \*\//g), ([, lines], i) => ({
    at: `${path} ${i}`,
    code: lines.replaceAll(/^ \* /gm, '').replaceAll(/: Tensor\b/g, ''),
  }));
}

/** Turns `expression; // value` into a comparison. */
function withChecks(code: string): string {
  return code
    .replaceAll(/;\n\/\/ /g, '; // ')
    .replaceAll(/^(.*); \/\/ (close to )?(.*)$/gm, (_, expression, near, value) =>
      expression.startsWith('const')
        ? `${expression};`
        : `check(${expression}, ${value}, ${near === undefined ? 12 : 5});`,
    );
}

function check(actual: unknown, expected: unknown, digits: number): void {
  if (typeof expected === 'number') expect(actual).toBeCloseTo(expected, digits);
  else if (Array.isArray(expected) || ArrayBuffer.isView(expected)) {
    const list = Array.from(actual as ArrayLike<unknown>);
    expect(list.length).toBe((expected as unknown[]).length);
    for (const [i, value] of (expected as unknown[]).entries()) check(list[i], value, digits);
  } else expect(actual).toEqual(expected);
}

test('there are examples', () => expect(examples.length).toBeGreaterThan(6));

test.each(examples)('$at', async ({ code }) => {
  const names = Object.keys(hebb);
  const run = new Function('check', ...names, `return (async () => {\n${withChecks(code)}\n})();`);
  expect(code).toContain('//');
  await run(check, ...Object.values(hebb));
});
