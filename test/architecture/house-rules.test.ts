/** The rules of the house hold in src, and each of them can fail: it is shown a small house that breaks it. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { brokenRules, doors, floors, type SourceFile } from './house-rules.ts';

const root = new URL('../../', import.meta.url);

function sources(): SourceFile[] {
  return readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));
}

/** A small house: path → text. */
const house = (files: Readonly<Record<string, string>>): string[] =>
  brokenRules(Object.entries(files).map(([path, text]) => ({ path, text })));

test('src keeps the rules of the house', () => {
  expect(brokenRules(sources())).toEqual([]);
});

test('no floor of the table stands empty', () => {
  const paths = sources().map(({ path }) => path.replace(/^src\/|\.ts$/g, ''));
  const here = new Set(paths.flatMap((path) => [path, path.split('/')[0]]));
  expect(Object.keys(floors).filter((floor) => !here.has(floor))).toEqual([]);
});

test('the doors are those package.json opens', () => {
  const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    exports: Record<string, { types: string } | string>;
  };
  const opened = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : target.types));
  expect(opened.map((path) => path.replace('./dist/', 'src/').replace('.d.ts', '.ts'))).toEqual(doors);
});

describe('a house that keeps the rules', () => {
  test.each<[string, Record<string, string>]>([
    ['a floor above imports one below', { 'src/tensor/a.ts': "import { b } from '../core/b.ts';" }],
    ['neighbours', { 'src/core/a.ts': "import './b.ts';", 'src/core/b.ts': '' }],
    [
      'a cycle of types alone',
      { 'src/core/a.ts': "import { b } from './b.ts';", 'src/core/b.ts': "import type { A } from './a.ts';" },
    ],
    ['a door hands on names', { 'src/index.ts': "export { a } from './core/a.ts';" }],
    ['Node in its own folder', { 'src/node/a.ts': "import 'node:fs'; process.exit();" }],
    ['Node in the one folder of the engine', { 'src/engine/blas/a.ts': "import 'node:fs'; process.env;" }],
    ['types of it elsewhere', { 'src/engine/a.ts': "import type { B } from './blas/b.ts';" }],
    ['the seam', { 'src/datasets/a.ts': "import { platform } from '#platform';" }],
    ['the seam of searches', { 'src/selection/a.ts': "import { trialPlatform } from '#trials';" }],
    ['the seam of tuners', { 'src/selection/a.ts': "import { tunerPlatform } from '#tuners';" }],
    ['the one opener of modules', { 'src/selection/tuners/open-module.ts': 'const a = import(href);' }],
    ['a door that stands higher', { 'src/nn/index.ts': "export { a } from '../selection/a.ts';" }],
    ['words in comments and texts', { 'src/core/a.ts': "// require('fs')\nconst a = 'import \"node:fs\"';" }],
    ['a property called process', { 'src/core/a.ts': 'const a = { process: 1 }; a.process;' }],
    ['400 lines', { 'src/core/a.ts': '\n'.repeat(400) }],
  ])('%s', (_, files) => {
    expect(house(files)).toEqual([]);
  });
});

describe('a house that breaks a rule', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a floor below imports one above',
      { 'src/core/a.ts': "\nimport { b } from '../tensor/b.ts';" },
      /^src\/core\/a\.ts:2: 'core' may not import 'tensor'/,
    ],
    [
      'even for a type',
      { 'src/core/a.ts': "import type { B } from '../data/b.ts';" },
      /'core' may not import 'data'/,
    ],
    [
      'even inside a type',
      { 'src/core/a.ts': "export type B = import('../data/b.ts').B;" },
      /'core' may not import 'data'/,
    ],
    [
      'even later',
      { 'src/metrics/a.ts': "const b = await import('../data/b.ts');" },
      /'metrics' may not import 'data'/,
    ],
    [
      'even by handing on',
      { 'src/index.ts': "export { b } from './node/b.ts';" },
      /'index' may not import 'node'/,
    ],
    ['a folder on no floor', { 'src/attic/a.ts': '' }, /'attic' is on no floor/],
    [
      'an import of a computed name',
      { 'src/core/a.ts': 'const b = import(name);' },
      /a\.ts:1: import\(\) of an address; who imports what must be seen/,
    ],
    ['even in Node', { 'src/node/a.ts': 'const b = import(name);' }, /who imports what must be seen/],
    [
      'a door inside a floor, imported',
      { 'src/nn/a.ts': "import { b } from './index.ts';" },
      /'nn' may not import 'nn\/index'/,
    ],
    [
      'a cycle',
      {
        'src/core/a.ts': "import './b.ts';",
        'src/core/b.ts': "export const b = 1; import './c.ts';",
        'src/core/c.ts': "import { type A } from './a.ts';",
      },
      /^import cycle: src\/core\/a\.ts → src\/core\/b\.ts → src\/core\/c\.ts → src\/core\/a\.ts$/,
    ],
    ['node: in the browser part', { 'src/data/a.ts': "import { x } from 'node:fs';" }, /browsers/],
    [
      'a module of Node by its bare name',
      { 'src/data/a.ts': "import { x } from 'fs/promises';" },
      /browsers/,
    ],
    ['process in the browser part', { 'src/data/a.ts': 'const a = process.env.A;' }, /: process; browsers/],
    ['process through globalThis', { 'src/data/a.ts': 'globalThis.process.exit();' }, /: process; browsers/],
    ['Buffer in the browser part', { 'src/data/a.ts': 'Buffer.from([]);' }, /: Buffer; browsers/],
    ['require in the browser part', { 'src/data/a.ts': "const a = require('b');" }, /: require; browsers/],
    [
      'what runs in Node, from the browser part',
      { 'src/engine/a.ts': "import { b } from './blas/b.ts';" },
      /'\.\/blas\/b\.ts' runs in Node only/,
    ],
    ['the seam in another folder', { 'src/data/a.ts': "import '#platform';" }, /for datasets alone/],
    ['Math.random anywhere', { 'src/cli/a.ts': 'const a = Math.random();' }, /Math\.random; .*seed/],
    ['Math.random by another spelling', { 'src/core/a.ts': "Math['random']();" }, /Math\.random/],
    ['a file too long', { 'src/core/a.ts': '\n'.repeat(401) }, /401 lines/],
    ['a vague file name', { 'src/core/utils.ts': '' }, /'utils' names no idea/],
    ['a vague folder name', { 'src/core/helpers/a.ts': '' }, /'helpers' names no idea/],
    ['a file name in camelCase', { 'src/core/dataFrame.ts': '' }, /not kebab-case/],
    ['a default export', { 'src/core/a.ts': 'export default 1;' }, /exports have names/],
    ['a default export by name', { 'src/core/a.ts': 'const a = 1; export { a as default };' }, /have names/],
    ['a barrel', { 'src/core/index.ts': "export * from './shape.ts';" }, /re-exports/],
    ['a name handed on', { 'src/core/a.ts': "export type { B } from './b.ts';" }, /re-exports/],
  ])('%s', (_, files, sentence) => {
    const broken = house(files);
    expect(
      broken.some((found) => sentence.test(found)),
      broken.join('\n'),
    ).toBe(true);
  });
});
