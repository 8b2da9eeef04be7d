import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { digitImages } from './digit-images.ts';

const library = fileURLToPath(new URL('../src', import.meta.url));
/** What lets a page share memory between threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The library loads late what a small page can do without; the studio needs all of it. */
const quiet = { checks: { pluginTimings: false, ineffectiveDynamicImport: false } };

/** The studio is built from the library's sources, by its public names. Static files, for any host and folder. */
const config: UserConfig = defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: {
    conditions: ['hebb-source', 'browser', 'module', 'import', 'default'],
    alias: [
      { find: /^hebb$/, replacement: `${library}/index.ts` },
      { find: /^hebb\/(.+)$/, replacement: `${library}/$1/index.ts` },
    ],
  },
  plugins: [digitImages()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/studio',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    license: { fileName: 'licences.md' },
    // HDF5 is one large file, loaded by who saves or opens a Keras file.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: quiet,
  },
  worker: { format: 'es', rolldownOptions: quiet },
  server: { headers: isolation },
  preview: { headers: isolation },
});

export default config;
