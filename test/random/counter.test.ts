/**
 * The counter-based generator: known answers of Philox4x32-10 from the Random123 distribution
 * (Salmon et al. 2011), the layout of elements over blocks, and independence of how the work is cut.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { philoxBlock, philoxUniform } from '../../src/random/counter.ts';

function block(counter: readonly number[], key: readonly number[]): number[] {
  const words = new Uint32Array(4);
  philoxBlock(words, counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  return [...words];
}

describe('Philox4x32-10', () => {
  test('known answers of Random123', () => {
    expect(block([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const ones = 0xffffffff;
    expect(block([ones, ones, ones, ones], [ones, ones])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });

  test('the products of two words are exact', () => {
    const M = 0xffffffffn;
    function reference(counter: readonly number[], key: readonly number[]): number[] {
      let [c0, c1, c2, c3] = counter.map(BigInt);
      let [k0, k1] = key.map(BigInt);
      for (let round = 0; round < 10; round++) {
        const p0 = 0xd2511f53n * c0;
        const p1 = 0xcd9e8d57n * c2;
        [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & M, (p0 >> 32n) ^ c3 ^ k1, p0 & M];
        k0 = (k0 + 0x9e3779b9n) & M;
        k1 = (k1 + 0xbb67ae85n) & M;
      }
      return [c0, c1, c2, c3].map(Number);
    }
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        expect(block(counter, key)).toEqual(reference(counter, key));
      }),
    );
  });
});

describe('uniform numbers by counter', () => {
  test('four float32 or two float64 elements come from one block', () => {
    const [seed, salt, step] = [42, 7, 3];
    const words = block([1, 0, step, 0], [seed, salt]);
    const singles = new Float32Array(8);
    philoxUniform(singles, 0, 8, seed, salt, step);
    expect([...singles.slice(4)]).toEqual(words.map((word) => (word >>> 8) * 2 ** -24));
    const doubles = new Float64Array(4);
    philoxUniform(doubles, 0, 4, seed, salt, step);
    const pair = (a: number, b: number): number => ((a >>> 5) * 67108864 + (b >>> 6)) / 2 ** 53;
    expect([...doubles.slice(2)]).toEqual([pair(words[0], words[1]), pair(words[2], words[3])]);
  });

  test('cutting the work changes no number', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.nat(40), fc.nat(40), fc.nat(), (single, a, b, step) => {
        const n = a + b;
        const whole = single ? new Float32Array(n) : new Float64Array(n);
        const pieces = single ? new Float32Array(n) : new Float64Array(n);
        philoxUniform(whole, 0, n, 1, 2, step);
        philoxUniform(pieces, a, b, 1, 2, step);
        philoxUniform(pieces, 0, a, 1, 2, step);
        expect(pieces).toEqual(whole);
      }),
    );
  });

  test('seed, salt and step each change the numbers; all lie in [0, 1) and average a half', () => {
    const draw = (seed: number, salt: number, step: number): Float32Array => {
      const out = new Float32Array(10000);
      philoxUniform(out, 0, out.length, seed, salt, step);
      return out;
    };
    const base = draw(1, 2, 3);
    for (const other of [draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4)]) expect(other).not.toEqual(base);
    expect(base.every((x) => x >= 0 && x < 1)).toBe(true);
    const mean = base.reduce((sum, x) => sum + x, 0) / base.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * base.length));
  });
});
