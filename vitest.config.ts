import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The studio imports the library by its public names: here too these are the sources. */
const source = fileURLToPath(new URL('src/', import.meta.url));
const alias = [
  { find: /^hebb$/, replacement: `${source}index.ts` },
  { find: /^hebb\/(tensor|nn|datasets|formats|plot)$/, replacement: `${source}$1/index.ts` },
];

/** The sources are tested as they stand: `#platform` is src/node/platform.ts, not the built one. */
const conditions = ['hebb-source', 'node', 'import', 'default'];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions, alias },
  ssr: { resolve: { conditions } },
  test: {
    pool: 'threads',
    maxWorkers: '100%',
    setupFiles: ['test/fixed-seed.ts'],
    projects: [
      {
        // npm test: nothing but Node and npm ci
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['**/*.slow.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // npm run test:slow: packs and installs the package, long trainings, a browser; run by .ci/run
        extends: true,
        test: {
          name: 'slow',
          include: ['test/**/*.slow.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

export default config;
