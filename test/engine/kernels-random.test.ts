// The counter-based uniforms against a plain implementation of Philox4x32-10, itself checked against the
// known-answer vectors published with Random123 1.14 (tests/kat_vectors, "philox4x32 10").

import { describe, expect, it } from 'vitest';
import { philoxUniform } from '../../src/random/counter.ts';
import { floats, KernelMemory } from './kernel-memory.ts';

type Words = readonly [number, number, number, number];

function philox(counter: Words, key: readonly [number, number]): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  const mask = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * c0;
    const p1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [c0, c1, c2, c3].map(Number);
}

const memory = new KernelMemory();
const streams: readonly (readonly [seed: number, salt: number, step: number])[] = [
  [0, 0, 0],
  [42, 7, 1],
  [0xffffffff, 0x80000001, 0xdeadbeef],
];

function f32At(i: number, [seed, salt, step]: (typeof streams)[number]): number {
  return (philox([i >>> 2, 0, step, 0], [seed, salt])[i % 4] >>> 8) * 2 ** -24;
}

function f64At(i: number, [seed, salt, step]: (typeof streams)[number]): number {
  const words = philox([i >>> 1, 0, step, 0], [seed, salt]);
  const [a, b] = [words[2 * (i % 2)], words[2 * (i % 2) + 1]];
  return ((a >>> 5) * 67108864 + (b >>> 6)) / 2 ** 53;
}

describe('Philox4x32-10', () => {
  it('the reference gives the published known answers', () => {
    const all = 0xffffffff;
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(philox([all, all, all, all], [all, all])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });

  it('the zero stream begins with the published words', () => {
    const out = memory.place(Float32Array, 4);
    memory.kernels.philox_uniform_f32(out.at, 0, 4, 0, 0, 0);
    const words = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8];
    expect([...out.array]).toEqual(words.map((word) => (word >>> 8) * 2 ** -24));
    memory.reset();
  });

  for (const stream of streams) {
    it(`f32 and f64 streams of ${stream} match the reference bit by bit`, () => {
      const singles = memory.place(Float32Array, 103, 1);
      memory.kernels.philox_uniform_f32(singles.at, 0, 103, ...stream);
      expect([...singles.array]).toEqual(Array.from({ length: 103 }, (_, i) => f32At(i, stream)));
      const doubles = memory.place(Float64Array, 51, 1);
      memory.kernels.philox_uniform_f64(doubles.at, 0, 51, ...stream);
      expect([...doubles.array]).toEqual(Array.from({ length: 51 }, (_, i) => f64At(i, stream)));
      memory.reset();
    });
  }

  for (const { dtype, type } of floats) {
    it(`gives the ${dtype} numbers of the library's own generator`, () => {
      for (const [seed, salt, step] of streams) {
        const out = memory.place(type, 1000);
        memory.kernels[`philox_uniform_${dtype}`](out.at, 0, 1000, seed, salt, step);
        const expected = dtype === 'f32' ? new Float32Array(1000) : new Float64Array(1000);
        philoxUniform(expected, 0, 1000, seed, salt, step);
        expect([...out.array]).toEqual([...expected]);
        memory.reset();
      }
    });
  }

  it('any cut of the elements gives the same bits and touches no others', () => {
    const stream = streams[1];
    const expected32 = Array.from({ length: 90 }, (_, i) => f32At(i, stream));
    const expected64 = Array.from({ length: 90 }, (_, i) => f64At(i, stream));
    for (let start = 0; start < 40; start++) {
      for (const count of [0, 1, 2, 3, 4, 5, 18, 31, 50]) {
        const singles = memory.place(Float32Array, 90);
        const doubles = memory.place(Float64Array, 90);
        singles.array.fill(-1);
        doubles.array.fill(-1);
        memory.kernels.philox_uniform_f32(singles.at, start, count, ...stream);
        memory.kernels.philox_uniform_f64(doubles.at, start, count, ...stream);
        const inside = (_: unknown, i: number) => i >= start && i < start + count;
        expect([...singles.array]).toEqual(expected32.map((x, i) => (inside(x, i) ? x : -1)));
        expect([...doubles.array]).toEqual(expected64.map((x, i) => (inside(x, i) ? x : -1)));
        memory.reset();
      }
    }
  });
});
