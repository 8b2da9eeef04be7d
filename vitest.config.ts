import { existsSync } from 'node:fs';
import { normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The studio imports the library by its public names: here too these are the sources. */
const source = fileURLToPath(new URL('src/', import.meta.url));
const alias = [
  { find: /^hebb$/, replacement: `${source}index.ts` },
  { find: /^hebb\/(tensor|nn|datasets|formats|plot)$/, replacement: `${source}$1/index.ts` },
];

/** The sources are tested as they stand: `#platform` is src/node/platform.ts, not the built one. */
const conditions = ['hebb-source', 'node', 'import', 'default'];

const testFile = (name: string): string => fileURLToPath(new URL(`test/${name}.test.ts`, import.meta.url));

/** Those that take longest, longest first: begun first, so that no core waits for the other at the end. */
const longest = [
  'cli/book.slow',
  'nn/backup-and-restore.slow',
  'formats/fuzz-networks.slow',
  'estimators/fashion.slow',
  'studio/playground.slow',
  'studio/your-data.slow',
  'studio/digits.slow',
  'nn/better-mlp.slow',
  'doors/package.slow',
  'docs.slow',
  'cli/covertype.slow',
  'selection/tuners/threads.slow',
  'data/fuzz.slow',
  'formats/onnx/hostile.slow',
  'examples',
  'selection/threads',
  'nn/backup-and-restore',
  'cli/process',
  'engine/matmul-kernels',
].map(testFile);
const lost = longest.filter((file) => !existsSync(file));
if (lost.length > 0) throw new Error(`vitest.config.ts names tests that are not there: ${lost.join(', ')}`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.indexOf(normalize(moduleId));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

const config: ViteUserConfig = defineConfig({
  resolve: { conditions, alias },
  ssr: { resolve: { conditions } },
  test: {
    pool: 'threads',
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    setupFiles: ['test/fixed-seed.ts'],
    projects: [
      {
        // npm test: nothing but Node and npm ci
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['**/*.slow.test.ts'],
          // Files share the modules of their thread, and may leave no trace there.
          isolate: false,
          setupFiles: ['test/no-traces.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // npm run test:slow: packs and installs the package, long trainings, a browser; run by .ci/run
        extends: true,
        test: {
          name: 'slow',
          include: ['test/**/*.slow.test.ts'],
          // A process for each file: some measure its memory.
          pool: 'forks',
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Other tests run at the same time, and the machine may be a slow one.
          expect: { poll: { timeout: 120_000 } },
        },
      },
    ],
  },
});

export default config;
