/** A committed WebAssembly module is the one its sources give; kernels-fresh.slow.test.ts builds them all. */
import { test } from 'vitest';
import { checkBuiltKernels } from './check-built-kernels.ts';

test('products of wide tiles match kernels/ (else: npm run kernels)', () => checkBuiltKernels(1, ['wide']));
