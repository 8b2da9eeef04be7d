/**
 * The engine's surroundings in Node: worker threads, which never keep the process alive; the variants of matrix
 * products; V8's flag for 256-bit SIMD; the machine's BLAS; and the terminal.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { isMainThread, Worker } from 'node:worker_threads';
import { bindBlas } from '../engine/blas/bind-blas.ts';
import { searchBlas } from '../engine/blas/find-blas.ts';
import type { Host, HostBlas, HostWorker, Terminal } from '../engine/host.ts';
import { chooseKernels, type ProductsSource } from '../engine/wasm/kernel-variants.ts';
import { packedProducts as fused } from '../engine/wasm/products-fused.ts';
import { packedProducts as wide } from '../engine/wasm/products-wide.ts';
import { packedProducts as wideFused } from '../engine/wasm/products-wide-fused.ts';
import { loadNative, loadNativeScript } from './native-gate.ts';

export const host: Host = {
  // Who makes worker threads shares out the cores among them, as searches do.
  cores: isMainThread ? availableParallelism() : 1,
  maySleep: true,
  patience: 10_000,
  startWorker,
  kernels: (widen) => chooseKernels(variants, widen ? tellToWiden : undefined),
  blas,
  terminal,
};

const variants: readonly ProductsSource[] = [
  { name: 'fused', packed: fused },
  { name: 'wide', packed: wide },
  { name: 'wide-fused', packed: wideFused },
];

const require: NodeJS.Require = createRequire(import.meta.url);

function tellToWiden(on: boolean): void {
  // Loaded when it is asked for: it would take part in every start.
  const v8: typeof import('node:v8') = require('node:v8');
  v8.setFlagsFromString(`--${on ? '' : 'no-'}experimental-wasm-revectorize`);
}

function startWorker(script: string): HostWorker {
  const withPort = `const port = require('node:worker_threads').parentPort; ${script}`;
  const worker = new Worker(withPort, { eval: true, name: 'hebb', execArgv: [], env: {} });
  worker.unref();
  // A worker that ends is missed by nobody but the machine that it leaves a chunk undone, which will say so.
  worker.on('error', () => undefined);
  return worker;
}

function blas(): HostBlas | string {
  const search = loadNative(searchBlas);
  if (search.library === undefined) return search.reason;
  const { name, version, coreType, path, koffiPath } = search.library;
  return {
    description: [name, version, coreType && `(${coreType})`].filter(Boolean).join(' '),
    bind: (memory) => loadNative(() => bindBlas(require(koffiPath), path, memory)),
    script: `(memory) => ${loadNativeScript}(() => (${bindBlas})(require(${JSON.stringify(koffiPath)}), ${JSON.stringify(path)}, memory))`,
  };
}

function terminal(): Terminal | undefined {
  const { stdout, env } = process;
  // Workers write by way of the main thread; a dumb terminal cannot go back in a line.
  if (!isMainThread || !stdout.isTTY || env.TERM === 'dumb') return undefined;
  return {
    columns: stdout.columns,
    hasColors: stdout.hasColors(),
    write: (text) => void stdout.write(text),
  };
}
