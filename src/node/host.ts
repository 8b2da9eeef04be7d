/**
 * The engine's surroundings in Node: worker threads, which never keep the process alive.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Host, HostWorker } from '../engine/host.ts';

export const host: Host = { cores: availableParallelism(), maySleep: true, startWorker };

function startWorker(script: string): HostWorker {
  const withPort = `const port = require('node:worker_threads').parentPort; ${script}`;
  const worker = new Worker(withPort, { eval: true, name: 'hebb', execArgv: [], env: {} });
  worker.unref();
  // A worker that ends is missed by nobody but the machine that it leaves a chunk undone, which will say so.
  worker.on('error', () => undefined);
  return {
    post: (message) => worker.postMessage(message),
    stop: () => void worker.terminate(),
  };
}
