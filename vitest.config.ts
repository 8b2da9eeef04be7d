import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ['hebb-source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['hebb-source', 'node', 'import', 'default'] } },
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, pool: 'threads' },
});

export default config;
