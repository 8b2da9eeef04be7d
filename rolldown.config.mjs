/**
 * The package as Node loads it: a file for each door and for each Node side of a seam (`#…`, see ARCHITECTURE.md), and
 * chunks that they share, in dist/bundle/. Node opens a dozen files instead of 250, which makes `import 'hebb'`
 * several times as fast. Browsers' bundlers are given the modules one by one, as they can leave out more of them.
 */
import { readFileSync } from 'node:fs';
import { defineConfig, rolldown } from 'rolldown';

const { exports, imports, bin } = JSON.parse(readFileSync(new URL('package.json', import.meta.url)));
const folder = './dist/bundle/';

/** Files of the bundle that package.json names, and the scripts of workers, which node/ starts by their paths. */
const files = [
  ...Object.values(exports).flatMap((door) => [door.node, door.default]),
  ...Object.values(imports).map((seam) => seam.node),
  ...Object.values(bin),
  `${folder}node/trial-worker.js`,
  `${folder}node/tuner-worker.js`,
].filter((file) => file?.startsWith(folder));

const options = {
  input: Object.fromEntries(
    files.map((file) => {
      const name = file.slice(folder.length, -'.js'.length);
      return [name, `src/${name}.ts`];
    }),
  ),
  // Of the packages only papaparse is loaded at once. It is CommonJS, which Node takes long to load; told that it is
  // in a browser, it leaves Node's streams alone, which nothing here uses.
  external: (id) => !/^[./]|^papaparse$/.test(id),
  transform: { define: { PAPA_BROWSER_CONTEXT: 'true' } },
  resolve: { mainFields: ['main'] },
  platform: 'neutral',
  logLevel: 'warn',
};

/** The modules that Node loads with a door: what it imports, and what that imports, but not what waits for its use. */
async function loadedWith(door) {
  const build = await rolldown({ ...options, input: door });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set([output[0].fileName]);
  for (const name of loaded) for (const other of chunks.get(name)?.imports ?? []) loaded.add(other);
  return new Set([...loaded].flatMap((name) => chunks.get(name)?.moduleIds ?? []));
}

/** A chunk for all that a door loads, less what is in those before it: by itself rolldown makes 50. */
const groups = [];
for (const [name, door] of Object.entries({ tensor: 'src/tensor/index.ts', hebb: 'src/index.ts' })) {
  const modules = await loadedWith(door);
  groups.push({ name, test: (id) => modules.has(id), priority: 2 - groups.length });
}

export default defineConfig({
  ...options,
  output: {
    codeSplitting: { groups, includeDependenciesRecursively: false },
    dir: folder,
    format: 'esm',
    comments: { legal: true, annotation: false, jsdoc: false },
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});
