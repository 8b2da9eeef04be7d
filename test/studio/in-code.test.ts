/** What the rooms say “in code” runs as it stands. */
import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as datasets from '../../src/datasets/index.ts';
import * as hebb from '../../src/index.ts';
import * as nn from '../../src/nn/index.ts';
import * as tensors from '../../src/tensor/index.ts';

const folder = new URL('../../studio/src/rooms/', import.meta.url);
const rooms = readdirSync(folder).filter((room) => existsSync(new URL(`${room}/in-code.ts`, folder)));
const doors: Readonly<Record<string, object>> = {
  hebb,
  'hebb/datasets': datasets,
  'hebb/nn': nn,
  'hebb/tensor': tensors,
};

test.each(rooms)('%s', async (room) => {
  const { code } = (await import(new URL(`${room}/in-code.ts`, folder).href)) as { readonly code: string };
  const imports = Array.from(code.matchAll(/^import \{ ([^}]*) \} from '([^']*)';$/gm));
  expect(imports.length).toBeGreaterThan(0);
  const names = imports.flatMap(([, list]) => list.split(', '));
  const values = imports.flatMap(([, list, door]) =>
    list.split(', ').map((name) => (doors[door] as never)[name]),
  );
  for (const [i, value] of values.entries()) expect(value, names[i]).toBeDefined();
  const said: unknown[] = [];
  const body = code.replaceAll(/^import .*$/gm, '');
  const run = new Function(...names, 'console', `return (async () => {${body}\n})();`);
  await run(...values, { log: (...all: unknown[]) => said.push(all) });
  expect(said.length).toBeGreaterThan(0);
  expect(code.split('\n').length).toBeLessThanOrEqual(20);
});
