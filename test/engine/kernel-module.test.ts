// The kernel module over a memory that two threads share: the same results as alone, in each, while the other starts.

import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { kernelModule } from '../../src/engine/wasm/kernel-module.ts';

type Sum = (from: number, out: number, outer: number, n: number, inner: number, stride: number) => void;

test('is compiled once for each kind of memory', () => {
  expect(kernelModule(false)).toBe(kernelModule(false));
  expect(kernelModule(true)).toBe(kernelModule(true));
  expect(kernelModule(true)).not.toBe(kernelModule(false));
});

test('runs over a memory of its own, and over none of the other kind', () => {
  const own = new WebAssembly.Memory({ initial: 2, maximum: 65536 });
  const shared = new WebAssembly.Memory({ initial: 2, maximum: 65536, shared: true });
  expect(() => new WebAssembly.Instance(kernelModule(false), { env: { memory: own } })).not.toThrow();
  expect(() => new WebAssembly.Instance(kernelModule(true), { env: { memory: shared } })).not.toThrow();
  expect(() => new WebAssembly.Instance(kernelModule(true), { env: { memory: own } })).toThrow();
  expect(() => new WebAssembly.Instance(kernelModule(false), { env: { memory: shared } })).toThrow();
});

test('instances in two threads over one memory leave each other alone', async () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(kernelModule(true), { env: { memory } });
  const staticData = new Uint8Array(memory.buffer, 0, 65536).slice();
  const input = new Float32Array(memory.buffer, 65536, 2000).map((_, i) => i % 7);
  new Float32Array(memory.buffer, 65536, 2000).set(input);
  const worker = new Worker(
    `const { workerData: { module, memory }, parentPort } = require('node:worker_threads');
     for (let i = 0; i < 50; i++) {
       const { exports } = new WebAssembly.Instance(module, { env: { memory } });
       exports.reduce_sum_f32(65536, 65536 + 8192 + 64, 1, 1000, 2, 2);
     }
     parentPort.postMessage('done');`,
    { eval: true, workerData: { module: kernelModule(true), memory } },
  );
  let isRunning = true;
  const done = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve()).once('error', reject);
  }).finally(() => {
    isRunning = false;
  });
  const here = new Float32Array(memory.buffer, 65536 + 8192, 2);
  const there = new Float32Array(memory.buffer, 65536 + 8192 + 64, 2);
  const sum = exports.reduce_sum_f32 as Sum;
  const expected = [0, 1].map((column) =>
    input.reduce((total, x, i) => (i % 2 === column ? total + x : total), 0),
  );
  while (isRunning) {
    sum(65536, here.byteOffset, 1, 1000, 2, 2);
    expect([...here]).toEqual(expected);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
  expect([...there]).toEqual(expected);
  expect(new Uint8Array(memory.buffer, 0, 65536)).toEqual(staticData);
  await worker.terminate();
});
