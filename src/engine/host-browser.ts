/**
 * The engine's surroundings in a browser: workers are made from a script in memory, so that nothing has to be
 * served beside the bundle. Memory can be shared with them where the page is cross-origin isolated.
 */
import type { Host, HostWorker } from './host.ts';
import { plainKernels } from './wasm/kernel-module.ts';

export const host: Host = {
  cores: globalThis.crossOriginIsolated ? (globalThis.navigator?.hardwareConcurrency ?? 1) : 1,
  maySleep: typeof document === 'undefined',
  patience: 10_000,
  startWorker,
  kernels: () => plainKernels,
  blas: () => 'browsers have no BLAS.',
  terminal: () => undefined,
};

function startWorker(script: string): HostWorker | undefined {
  const address = URL.createObjectURL(
    new Blob([`const port = self; ${script}`], { type: 'text/javascript' }),
  );
  try {
    return new Worker(address, { name: 'hebb' });
  } catch {
    // A content security policy may forbid it: one thread does it all then.
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}
