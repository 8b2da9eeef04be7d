import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { endThreads, loadNativeScript } from '../../src/node/native-gate.ts';

/** Words of a worker: it runs, it has begun to load, it has finished, one to sleep on. */
const [RUNS, BEGUN, FINISHED, NEVER] = [0, 1, 2, 3];

/** Loads again and again, 20 ms each time. */
const script = `
  const words = require('node:worker_threads').workerData;
  Atomics.store(words, ${RUNS}, 1);
  Atomics.notify(words, ${RUNS});
  for (;;) {
    ${loadNativeScript}(() => {
      Atomics.add(words, ${BEGUN}, 1);
      Atomics.wait(words, ${NEVER}, 0, 20);
      Atomics.add(words, ${FINISHED}, 1);
    });
  }`;

function start(): { worker: Worker; words: Int32Array } {
  const words = new Int32Array(new SharedArrayBuffer(16));
  const worker = new Worker(script, { eval: true, workerData: words });
  Atomics.wait(words, RUNS, 0, 10_000);
  return { worker, words };
}

test('no thread is ended while it loads native code', async () => {
  for (let i = 0; i < 5; i++) {
    const threads = [start(), start()];
    for (const { words } of threads)
      while (Atomics.load(words, BEGUN) === 0) Atomics.wait(words, NEVER, 0, 1);
    await endThreads(threads.map(({ worker }) => worker));
    for (const { words } of threads) expect(words[FINISHED]).toBe(words[BEGUN]);
  }
});
