/**
 * The doors in Node: the packed package in an empty project, imported, run, type-checked and inspected, with
 * this Node and others.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installPackage, root, run, succeed } from './installed-package.ts';

let installed: Installed;
beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => rm(dirname(installed.project), { recursive: true }));

const tool = (name: string): string => join(root, 'node_modules/.bin', name);
const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) as string;

function expectSmoke(stdout: string): void {
  const result = JSON.parse(lastLine(stdout));
  expect(result).toMatchObject({
    closed: [],
    slope: [2, 4, 6],
    sameAfterLoading: [true, true],
    tensors: true,
    diamonds: 53_940,
    refused: 'NOT_FITTED',
  });
  expect(result.doors).toBeGreaterThan(4);
  expect(result.accuracy).toBeGreaterThan(0.9);
}

test('nothing but built files, the studio, the manifest, the licence and the README is packed', async () => {
  const packed = await readdir(join(installed.project, 'node_modules/hebb'), {
    recursive: true,
    encoding: 'utf8',
  });
  const files = packed.filter((path) => /\.\w+$/.test(path));
  const strange = files.filter(
    (path) =>
      !/^dist[\\/].*\.(c?js|d\.ts)$|^dist[\\/]studio[\\/].*\.(html|css|csv|svg|hebb)$|^dist[\\/](bundle|studio)[\\/]licences\.md$|^dist[\\/]studio[\\/]digits[\\/](index\.json|licences\.txt|(mnist|fashion)-images\.idx\.gz)$|^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(
        path,
      ),
  );
  expect(strange).toEqual([]);
  const unbuilt = files
    .filter((path) => /\.c?js$/.test(path))
    .map(async (path) => {
      const text = await readFile(join(installed.project, 'node_modules/hebb', path), 'utf8');
      return /\bfrom '[^']*\.ts'/.test(text) ? [path] : [];
    });
  expect((await Promise.all(unbuilt)).flat()).toEqual([]);
});

test(`every door opens and a model is trained, with Node ${process.versions.node}`, async () => {
  expectSmoke(await succeed(process.execPath, ['smoke.mjs'], installed.project));
});

test.each([22, 24, 26])('the same with Node %i', async (version) => {
  expectSmoke(await succeed('npx', ['-y', `node@${version}`, 'smoke.mjs'], installed.project));
});

describe('the command line', () => {
  const csv = 'node_modules/@observablehq/sample-datasets/penguins.csv';

  test('trains from a table, predicts, and refuses what it cannot do', async () => {
    const { project } = installed;
    const train = ['hebb', 'train', csv, '--target', 'species', '--out', 'penguins.hebb', '--json'];
    expect(JSON.parse(lastLine(await succeed('npx', train, project)))).toBeTypeOf('object');
    const predict = await succeed('npx', ['hebb', 'predict', 'penguins.hebb', csv], project);
    expect(predict).toMatch(/Adelie/);
    const wrong = await run('npx', ['hebb', 'train', csv, '--target', 'spices', '--out', 'x.hebb'], project);
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toMatch(/species/);
    expect(await readdir(project)).not.toContain('x.hebb');
  });
});

describe('the types', () => {
  const libraries = {
    'Node projects (nodenext)': {
      module: 'nodenext',
      lib: ['es2022', 'esnext.disposable'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    'bundled projects (bundler)': {
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
    },
  };

  test.each(Object.entries(libraries))('fit %s', async (_, options) => {
    const { project } = installed;
    const compilerOptions = { target: 'es2022', strict: true, noEmit: true, skipLibCheck: false, ...options };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    await succeed(tool('tsc'), ['-p', 'tsconfig.json'], project);
  });
});

describe('what others say of the package', () => {
  test('publint', async () => {
    await succeed(tool('publint'), ['--strict', installed.tarball], root);
  });

  test('are the types wrong?', async () => {
    await succeed(tool('attw'), [installed.tarball, '--profile', 'esm-only'], root);
  });

  test('knip: no unused file, export or dependency', async () => {
    await succeed(tool('knip'), [], root);
  });
});
