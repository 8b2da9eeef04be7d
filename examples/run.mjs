/**
 * Runs an example in any Node, those without type stripping (before 22.18) included:
 * `npm run build && node examples/run.mjs toy-data`.
 */
import { runnerImport } from 'vite';

const [name = ''] = process.argv.slice(2);
await runnerImport(new URL(`${name}.ts`, import.meta.url).pathname);
