/**
 * The package as Node loads it, in dist/bundle/: CommonJS, whose `require` need not be called at the start. What a
 * door needs at once is one chunk; the rest waits in a chunk for each folder of src until a line is reached that uses
 * it, and needs no promise for that. Of `import 'hebb'` V8 reads a quarter this way. Beside each door lies an ES module
 * that hands on what it exports. Bundlers are given the modules one by one, as they can leave out more of them.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, rolldown } from 'rolldown';

const { exports, imports, bin } = JSON.parse(readFileSync(new URL('package.json', import.meta.url)));
const root = fileURLToPath(new URL('.', import.meta.url));
const folder = './dist/bundle/';

/** Files of the bundle that package.json names, and the scripts of workers, which node/ starts by their paths. */
const files = [
  ...Object.values(exports).flatMap((door) => [door.node, door.default]),
  ...Object.values(bin),
  `${folder}node/trial-worker.js`,
  `${folder}node/tuner-worker.js`,
].filter((file) => file?.startsWith(folder));

/** `#…` is the Node side of a seam (see ARCHITECTURE.md); `import.meta.url` is where tsc would put the module. */
const places = {
  name: 'places',
  resolveId: (id) => (id.startsWith('#') ? join(root, imports[id]['hebb-source'].node) : null),
  transform(code, id) {
    const path = JSON.stringify(id.slice(join(root, 'src/').length).replace(/ts$/, 'js'));
    return code.includes('import.meta.url')
      ? code.replaceAll('import.meta.url', `(bundleFolder + ${path})`)
      : null;
  },
};

/** Lines that rolldown writes for a chunk that is required, for a CommonJS package, for an export. */
const required = /^const (require_[\w$]+) = (require\("\.[^"]+"\));$/gm;
const converted = /^var (import_[\w$]+) = (.*__toESM.*);$/gm;
const exported =
  /^Object\.defineProperty\(exports, "([\w$]+)", \{\s+enumerable: true,\s+get: function ?\(\) \{\s+return ([\w$]+);\s+\}\s+\}\);$|^exports\.([\w$]+) = (.*);$/gm;

/** Chunks are required where they are used. What they export doesn't change, so plain members will do, which are quicker. */
const waiting = {
  name: 'waiting',
  renderChunk(code, { fileName }) {
    const later = new Map();
    const wait = (line, name, value) => {
      if (value.includes('rolldown-runtime.cjs')) return line;
      const short = name.replace(/^[a-z]+_/, '$');
      later.set(name, `(${short} ?? $${short}())`);
      return `let ${short};\nfunction $${short}() {\n\treturn ${short} = ${value};\n}`;
    };
    const members = [];
    const gather = (_, name, value, ownName, ownValue) => {
      members.push(`${name ?? ownName}: ${value ?? ownValue}`);
      return '';
    };
    const body = code
      .replace(/^#!.*/, '')
      .replace(required, wait)
      .replace(converted, wait)
      .replace(exported, gather);
    if (/^(Object\.defineProperty\(exports, "|exports\.)/m.test(body))
      throw new Error(`Exports of ${fileName} are not understood.`);
    const up = '../'.repeat(fileName.split('/').length - 1);
    const parts = [
      '"use strict";',
      body.includes('bundleFolder') &&
        `const bundleFolder = require("node:url").pathToFileURL(__dirname).href + "/${up}";`,
      body,
      members.length > 0 && `module.exports = {\n\t${members.join(',\n\t')}\n};`,
    ];
    return parts
      .filter(Boolean)
      .join('\n')
      .replace(/(?<![\w$])(?:require|import)_[\w$]+(?=\.)/g, (name) => later.get(name) ?? name);
  },
};

/** An ES module beside each entry, with its exports by name. */
const doors = {
  name: 'doors',
  generateBundle(_, bundle) {
    for (const { isEntry, fileName, exports: names } of Object.values(bundle)) {
      if (!isEntry) continue;
      const file = fileName.replace(/cjs$/, 'js');
      const own = `./${fileName.split('/').at(-1)}`;
      const lines = [
        Object.values(bin).includes(folder + file) && '#!/usr/bin/env node',
        names.length === 0 ? `import '${own}';` : `import door from '${own}';`,
        names.length > 0 && `export const { ${names.join(', ')} } = door;`,
      ];
      this.emitFile({ type: 'asset', fileName: file, source: `${lines.filter(Boolean).join('\n')}\n` });
    }
  },
};

/** The licences of the packages that are part of the bundle. */
const licences = {
  name: 'licences',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
    const packages = modules.flatMap(
      (id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? [],
    );
    const texts = Array.from(new Set(packages), (path) => {
      const { name, version } = JSON.parse(readFileSync(join(path, 'package.json')));
      return `# ${name} ${version}\n\n${readFileSync(join(path, 'LICENSE'), 'utf8')}`;
    });
    this.emitFile({ type: 'asset', fileName: 'licences.md', source: texts.sort().join('\n') });
  },
};

const options = {
  // papaparse is CommonJS, d3-scale cannot be required before Node 20.19: they become part of the bundle.
  // Told that it is in a browser, papaparse leaves Node's streams alone, which nothing here uses.
  external: (id) => !/^[./#]|^[A-Z]:|^papaparse$|^d3-|^internmap$/.test(id),
  transform: { define: { PAPA_BROWSER_CONTEXT: 'true' } },
  resolve: { mainFields: ['module', 'main'] },
  platform: 'neutral',
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  // What a small page loads late, Node has late or at once by the rule above.
  checks: { ineffectiveDynamicImport: false },
  plugins: [places, waiting],
};

const output = {
  format: 'cjs',
  strict: false,
  comments: { legal: true, annotation: false, jsdoc: false },
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name].cjs',
};

const inGroups = (groups) => ({ groups, includeDependenciesRecursively: false });

/** The modules that a door reaches by `import`, less those behind an `import()`. */
async function reachedFrom(door) {
  const build = await rolldown({ ...options, input: door });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const reached = new Set([output[0].fileName]);
  for (const name of reached) for (const other of chunks.get(name)?.imports ?? []) reached.add(other);
  return new Set([...reached].flatMap((name) => chunks.get(name)?.moduleIds ?? []));
}

/** The modules that run when a door is opened: it is opened, with every module in a chunk of its own. */
async function neededAtOnce(door) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const dir = mkdtempSync(join(root, 'dist/opened-'));
  try {
    const build = await rolldown({ ...options, input: door });
    const groups = [{ name: (id) => id.slice(root.length).replaceAll(/\W/g, '-'), debugName: 'modules' }];
    const { output: chunks } = await build.write({ ...output, dir, codeSplitting: inGroups(groups) });
    await build.close();
    const require = createRequire(join(dir, 'index.cjs'));
    require(join(dir, chunks[0].fileName));
    const opened = chunks.filter(({ fileName }) => require.cache[join(dir, fileName)] !== undefined);
    return new Set(opened.flatMap(({ moduleIds }) => moduleIds));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const isDoor = (id) => /[\\/]index\.ts$/.test(id);
const [tensor, hebb, nn] = ['src/tensor/index.ts', 'src/index.ts', 'src/nn/index.ts'];
const atOnce = {
  tensor: await neededAtOnce(tensor),
  hebb: await neededAtOnce(hebb),
  nn: await neededAtOnce(nn),
};
const reached = new Set([...(await reachedFrom(hebb)), ...(await reachedFrom(nn))]);
// A perceptron that is trained shall not load all of the models with its activations.
for (const module of await reachedFrom('src/estimators/mlp/mlp-classifier.ts')) atOnce.nn.delete(module);

export default defineConfig({
  ...options,
  input: Object.fromEntries(
    files.map((file) => {
      const name = file.slice(folder.length, -'.js'.length);
      return [name, `src/${name}.ts`];
    }),
  ),
  plugins: [...options.plugins, doors, licences],
  output: {
    ...output,
    dir: folder,
    codeSplitting: inGroups([
      ...Object.entries(atOnce).map(([name, modules], i) => ({
        name,
        test: (id) => modules.has(id) && !isDoor(id),
        priority: 9 - i,
      })),
      {
        // src/FOLDER/… or node_modules/PACKAGE/…
        name: (id) => `${id.slice(root.length).split(/[\\/]/).slice(1, -1).join('-')}-later`,
        debugName: 'later',
        test: (id) => reached.has(id) && !isDoor(id),
        priority: 1,
      },
    ]),
  },
});
