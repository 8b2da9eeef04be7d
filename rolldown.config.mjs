/**
 * The package as Node loads it: a file for each door and for each Node side of a seam (`#…`, see ARCHITECTURE.md), and
 * chunks that they share, in dist/bundle/. Node opens some 25 files instead of 250, which makes `import 'hebb'`
 * several times as fast. Browsers' bundlers are given the modules one by one, as they can leave out more of them.
 */
import { readFileSync } from 'node:fs';
import { defineConfig } from 'rolldown';

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

export default defineConfig({
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
  output: {
    dir: folder,
    format: 'esm',
    comments: { legal: true, annotation: false, jsdoc: false },
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});
