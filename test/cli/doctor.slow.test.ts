/** `hebb doctor` from its beginning to its end: what this machine has, and how fast each engine is on it. */
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { contenders } from '../../src/cli/engine-speed.ts';
import { version } from '../../src/core/version.ts';
import { findBlas } from '../../src/engine/blas/find-blas.ts';
import { hebb } from './fake-terminal.ts';

const major = Number.parseInt(process.versions.node, 10);
const library = findBlas();

test('tells what this machine has and how fast each engine is', async () => {
  const { code, stdout, stderr } = await hebb(['doctor']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`Node         ${process.versions.node}, ${process.platform} ${process.arch}\n`);
  expect(stdout).toMatch(/\nWebAssembly {2}SIMD, (no )?relaxed SIMD, shared memory\n/);
  expect(stdout).toMatch(library === undefined ? /\nBLAS +none: / : new RegExp(`\nBLAS +${library.name} `));
  expect(stdout).toMatch(/\nEngine +products, float32 +products, float64 +training step\n/);
  const speeds = ' +[\\d.]+ GFLOP/s +[\\d.]+ GFLOP/s +[\\d.]+ ms\n';
  expect(stdout).toMatch(new RegExp(`\njs${speeds}wasm, 1 thread${speeds}`));
  expect(stdout).toMatch(
    library === undefined ? /\nblas, 1 thread +– / : new RegExp(`\nblas, 1 thread${speeds}`),
  );
  expect(stdout).toMatch(new RegExp(`\nauto, as here${speeds}`));
  expect(stdout).toContain(`\nauto: `);
  for (const line of stdout.split('\n')) {
    if (!line.includes(library?.path ?? '')) expect(line.length).toBeLessThanOrEqual(80);
  }
});

test('as JSON', async () => {
  const { code, stdout, stderr } = await hebb(['doctor', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    hebb: version,
    node: process.versions.node,
    platform: process.platform,
    cores: availableParallelism(),
    // Node 20 has it behind a flag, which tests of kernels in the same process may have set.
    webAssembly: { simd: true, relaxedSimd: major >= 22 ? true : expect.any(Boolean), sharedMemory: true },
    blas: library === undefined ? { name: null } : { name: library.name, path: library.path },
  });
  const engines = contenders(availableParallelism());
  expect(report.engines).toMatchObject(engines);
  for (const { engine, gigaflops, stepMilliseconds, reason } of report.engines) {
    if (engine === 'blas' && library === undefined) {
      expect(reason).toContain("engine 'blas' cannot run here");
      continue;
    }
    for (const figure of [gigaflops.float32, gigaflops.float64, stepMilliseconds]) {
      expect(figure).toBeGreaterThan(0);
    }
  }
});
