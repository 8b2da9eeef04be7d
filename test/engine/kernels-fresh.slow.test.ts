/** The committed WebAssembly modules are the ones their sources give. */
import { test } from 'vitest';
import { checkBuiltKernels } from './check-built-kernels.ts';

test('the built files of src/engine/wasm/ match kernels/ (else: npm run kernels)', () =>
  checkBuiltKernels(4));
