// The WebAssembly matrix products against plain loops in JavaScript, over random shapes, layouts and cuts: equal to the
// bit, since both add up in the order of k and round every product and every sum. Fused ones round less, and stay within
// the roundings of a sum.
// Knows the module's exports only; how an engine calls them is tested elsewhere.

import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { unpacked } from '../../src/engine/wasm/kernel-module.ts';
import { packedKernels } from '../../src/engine/wasm/kernels.ts';
import { packedProducts as fusedProducts } from '../../src/engine/wasm/products-fused.ts';
import { packedProducts as wide } from '../../src/engine/wasm/products-wide.ts';
import { packedProducts as wideFused } from '../../src/engine/wasm/products-wide-fused.ts';

type Kernel = (...args: number[]) => number;
type Values = Float32Array | Float64Array;

const memory = new WebAssembly.Memory({ initial: 256, maximum: 65536 });

interface Build {
  name: string;
  packed: string;
  fused: boolean;
}

// Node 20 knows relaxed SIMD only when told so; later ones need no flag, and the first of them has it still.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const builds: Build[] = [
  { name: 'plain', packed: packedKernels, fused: false },
  { name: 'wide', packed: wide, fused: false },
  { name: 'fused', packed: fusedProducts, fused: true },
  { name: 'wide-fused', packed: wideFused, fused: true },
];
/** The build under test. */
let exports: WebAssembly.Exports;

interface Width {
  name: 'f32' | 'f64';
  bytes: number;
  /** Half the distance from 1 to the next number. */
  unit: number;
  /** Rounds a float64 to the type. */
  round: (value: number) => number;
  view: (address: number, length: number) => Values;
}

const widths: Width[] = [
  {
    name: 'f32',
    bytes: 4,
    unit: 2 ** -24,
    round: Math.fround,
    view: (at, length) => new Float32Array(memory.buffer, at, length),
  },
  {
    name: 'f64',
    bytes: 8,
    unit: 2 ** -53,
    round: (value) => value,
    view: (at, length) => new Float64Array(memory.buffer, at, length),
  },
];

const kernel = (name: string, width: Width): Kernel => exports[`${name}_${width.name}`] as Kernel;

/** Hands out addresses, 16-byte aligned, each with slack behind it that the kernels may read. */
function arena(): (bytes: number) => number {
  let next = 65536;
  return (bytes) => {
    const address = next;
    next += Math.ceil((bytes + 64) / 16) * 16;
    return address;
  };
}

/** Small deterministic values in [-1, 1) from a seed: a linear congruential generator (Numerical Recipes, 7.1). */
function fill(values: Values, seed: number): void {
  let state = seed >>> 0;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 31 - 1;
  }
}

interface Case {
  m: number;
  n: number;
  k: number;
  transposedA: boolean;
  transposedB: boolean;
  accumulate: boolean;
  padA: number;
  padB: number;
  padC: number;
  seed: number;
}

const dimension = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 70 }));
const cases: fc.Arbitrary<Case> = fc.record({
  m: dimension,
  n: dimension,
  k: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 500, max: 1200 })),
  transposedA: fc.boolean(),
  transposedB: fc.boolean(),
  accumulate: fc.boolean(),
  padA: fc.integer({ min: 0, max: 3 }),
  padB: fc.integer({ min: 0, max: 3 }),
  padC: fc.integer({ min: 0, max: 3 }),
  seed: fc.nat(),
});

/** Lays a case out in memory; `multiply` computes rows [from, to); `expected` is a running sum in the order of k. */
function setUp(width: Width, { m, n, k, ...c }: Case) {
  const take = arena();
  const lda = (c.transposedA ? m : k) + c.padA;
  const ldb = (c.transposedB ? k : n) + c.padB;
  const ldc = n + c.padC;
  const [rowStride, colStride] = c.transposedA ? [1, lda] : [lda, 1];
  const lengths = { a: lda * (c.transposedA ? k : m), b: ldb * (c.transposedB ? n : k), c: ldc * m };
  const packedBytes = kernel('matmul_pack_size', width)(k, n);
  const scratchBytes = kernel('matmul_scratch_size', width)(k);
  const a = take(lengths.a * width.bytes);
  const b = take(lengths.b * width.bytes);
  const packed = take(packedBytes);
  const out = take(lengths.c * width.bytes);
  const scratch = take(scratchBytes);
  const A = width.view(a, lengths.a);
  const B = width.view(b, lengths.b);
  const C = width.view(out, lengths.c);
  const reset = (): void => fill(C, c.seed + 2);
  fill(A, c.seed);
  fill(B, c.seed + 1);
  reset();
  const guards = [packed + packedBytes, scratch + scratchBytes, out + lengths.c * width.bytes].map(
    (address) => new Uint8Array(memory.buffer, address, 16),
  );
  for (const guard of guards) guard.fill(0xa5);

  kernel('matmul_pack', width)(b, packed, k, n, ldb, Number(c.transposedB));
  const rows = (name: string, right: number[], from: number, to: number): number =>
    kernel(name, width)(
      a + from * rowStride * width.bytes,
      rowStride,
      colStride,
      ...right,
      out + from * ldc * width.bytes,
      ldc,
      to - from,
      n,
      k,
      Number(c.accumulate),
      scratch,
    );

  const expected = C.slice();
  const magnitudes = C.map(Math.abs);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = c.accumulate ? C[i * ldc + j] : 0;
      let magnitude = Math.abs(sum);
      for (let p = 0; p < k; p++) {
        const right = c.transposedB ? B[j * ldb + p] : B[p * ldb + j];
        const product = A[i * rowStride + p * colStride] * right;
        sum = width.round(sum + width.round(product));
        magnitude += Math.abs(product);
      }
      magnitudes[i * ldc + j] = magnitude;
      expected[i * ldc + j] = sum;
    }
  }
  /** Equal to the bit, or a fused sum: both err by at most a rounding a step. */
  const check = (fused: boolean): void => {
    if (!fused) expect(C).toEqual(expected);
    else {
      const isClose = (x: number, i: number): boolean =>
        Math.abs(x - expected[i]) <= 2 * (k + 1) * width.unit * magnitudes[i];
      expect(C.every(isClose)).toBe(true);
    }
  };
  return {
    C,
    check,
    guards,
    reset,
    multiply: (from = 0, to = m) => rows('matmul', [packed], from, to),
    multiplyDirect: (from = 0, to = m) => rows('matmul_direct', [b, ldb], from, to),
  };
}

const combinations = builds.flatMap((build) => widths.map((width) => ({ ...build, width })));

describe.each(combinations)('matrix product $name $width.name', ({ name, packed, fused, width }) => {
  /** The same code again is tried with fewer shapes. */
  const share = name === 'plain' ? 1 : 0.3;
  beforeAll(async () => {
    ({ exports } = (await WebAssembly.instantiate(unpacked(packed), { env: { memory } })).instance);
  });

  test('equals plain loops, and writes nothing beside C', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { check, guards, multiply } = setUp(width, shape);
        multiply();
        check(fused);
        for (const guard of guards) expect(guard.every((byte) => byte === 0xa5)).toBe(true);
      }),
      { numRuns: 150 * share },
    );
  });

  test('gives a row the same bits however the rows are cut', () => {
    fc.assert(
      fc.property(cases, fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 3 }), (shape, cuts) => {
        const { C, reset, multiply } = setUp(width, shape);
        multiply();
        const whole = C.slice();
        reset();
        const edges = [0, ...cuts.map((cut) => Math.min(cut, shape.m)).sort((x, y) => x - y), shape.m];
        for (let i = 0; i + 1 < edges.length; i++) multiply(edges[i], edges[i + 1]);
        expect(C).toEqual(whole);
      }),
      { numRuns: 100 * share },
    );
  });

  test.each([1, 2, 9, 10, 18, 50])('gives %d columns the same bits row by row', (n) => {
    for (const transposedA of [false, true]) {
      const options = { transposedB: false, accumulate: false, padA: 0, padB: 0, padC: 0, seed: 3 };
      const { C, reset, multiply } = setUp(width, { m: 9, n, k: 41, transposedA, ...options });
      multiply();
      const whole = C.slice();
      reset();
      for (let i = 0; i < 9; i++) multiply(i, i + 1);
      expect(C).toEqual(whole);
    }
  });

  test('gives the same bits from packed and from row-major B', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { C, reset, multiply, multiplyDirect } = setUp(width, { ...shape, transposedB: false });
        multiply();
        const packed = C.slice();
        reset();
        multiplyDirect();
        expect(C).toEqual(packed);
      }),
      { numRuns: 100 * share },
    );
  });

  test.each([
    [1, 784, 300],
    [12, 600, 250],
    [33, 20_000, 3],
    [7, 2500, 1],
    [512, 1, 17],
  ])('handles %d × %d × %d', (m, k, n) => {
    for (const transposedA of [false, true]) {
      const options = { transposedB: false, accumulate: false, padA: 0, padB: 0, padC: 0, seed: 7 };
      const { check, multiply } = setUp(width, { m, n, k, transposedA, ...options });
      multiply();
      check(fused);
    }
  });
});
