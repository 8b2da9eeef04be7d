/**
 * MT19937, the 32-bit Mersenne Twister of Matsumoto and Nishimura (1998), seeded by `init_genrand` as
 * NumPy's legacy generator is. It gives raw words, 53-bit doubles and bounded integers;
 * it knows no distribution.
 */

const LENGTH = 624;
const SHIFT = 397;

/** The generator's whole state: 624 words and the position of the next one. */
export type TwisterState = { readonly key: readonly number[]; readonly position: number };

export class MersenneTwister {
  readonly #key = new Int32Array(LENGTH);
  #position = LENGTH;

  /** @param seed an integer from 0 to 2³² − 1 */
  constructor(seed: number) {
    const key = this.#key;
    key[0] = seed;
    for (let i = 1; i < LENGTH; i++) {
      const previous = key[i - 1];
      key[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** The next word, as an integer from 0 to 2³² − 1. */
  nextUint32(): number {
    return this.#next() >>> 0;
  }

  /** The next double in [0, 1), with 53 random bits drawn from two words. */
  nextDouble(): number {
    const high = this.#next() >>> 5;
    const low = this.#next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * An integer from 0 to `max`, both included: words masked to the bits of `max` are drawn until one fits.
   * A `max` below 2³² costs one word a try, a larger one two (high word first), 0 costs none.
   */
  nextBounded(max: number): number {
    if (max === 0) return 0;
    if (max <= 0xffffffff) {
      const mask = maskOf(max);
      for (;;) {
        const value = (this.#next() & mask) >>> 0;
        if (value <= max) return value;
      }
    }
    const highMask = maskOf(Math.floor(max / 4294967296));
    for (;;) {
      const high = (this.#next() & highMask) >>> 0;
      const value = high * 4294967296 + this.nextUint32();
      if (value <= max) return value;
    }
  }

  getState(): TwisterState {
    return { key: Array.from(this.#key, (word) => word >>> 0), position: this.#position };
  }

  setState(state: TwisterState): void {
    this.#key.set(state.key);
    this.#position = state.position;
  }

  #next(): number {
    if (this.#position === LENGTH) {
      twist(this.#key);
      this.#position = 0;
    }
    let word = this.#key[this.#position++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  }
}

/** The smallest 2ᵏ − 1 that is at least `max`. */
function maskOf(max: number): number {
  return max === 0 ? 0 : 0xffffffff >>> Math.clz32(max);
}

/** Replace the 624 words by the next 624. */
function twist(key: Int32Array): void {
  let k = 0;
  for (; k < LENGTH - SHIFT; k++) key[k] = key[k + SHIFT] ^ mixed(key[k], key[k + 1]);
  for (; k < LENGTH - 1; k++) key[k] = key[k + SHIFT - LENGTH] ^ mixed(key[k], key[k + 1]);
  key[k] = key[SHIFT - 1] ^ mixed(key[k], key[0]);
}

/** The top bit of `a` joined to the low bits of `b`, times the twist matrix. */
function mixed(a: number, b: number): number {
  return (((a & 0x80000000) | (b & 0x7fffffff)) >>> 1) ^ (-(b & 1) & 0x9908b0df);
}
