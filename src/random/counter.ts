/**
 * Random numbers without a state: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", 2011) turns a counter and a key into four random words. Any element of any step can be
 * computed by itself, so the numbers depend neither on threads nor on the order of work.
 * It knows nothing of what they are used for.
 */
import type { FloatArray } from '../core/dtype.ts';

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9;
const KEY_STEP_1 = 0xbb67ae85;
const ROUNDS = 10;

/** The high 32 bits of the 64-bit product of two words (as a signed 32-bit number), by 16-bit halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const cross = aHigh * bLow + (Math.imul(aLow, bLow) >>> 16);
  const middle = (cross & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(cross / 65536) + Math.floor(middle / 65536)) | 0;
}

/**
 * One block: four words of Philox4x32-10 for a counter of four words and a key of two.
 *
 * @param out receives the four words
 */
export function philoxBlock(
  out: Uint32Array,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let [c0, c1, c2, c3] = [counter0, counter1, counter2, counter3];
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + KEY_STEP_0) | 0;
    k1 = (k1 + KEY_STEP_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * Fill `out[start … start + count − 1]` with uniform numbers in [0, 1). Element i depends on i, the key
 * (seed, salt) and the step alone. float32 takes the top 24 bits of one word, four elements a block;
 * float64 takes 53 bits of two words, two elements a block. Block b has counter (b, 0, step, 0).
 *
 * @param seed the run's seed; its low 32 bits count
 * @param salt what tells users of the same seed apart, such as the number of a layer
 * @param step the number of the training step
 * @example
 * const noise = new Float32Array(1000);
 * philoxUniform(noise, 0, 1000, 42, 0, 1);
 */
export function philoxUniform(
  out: FloatArray,
  start: number,
  count: number,
  seed: number,
  salt: number,
  step: number,
): void {
  const words = new Uint32Array(4);
  const perBlock = out instanceof Float32Array ? 4 : 2;
  const end = start + count;
  for (let block = Math.floor(start / perBlock); block * perBlock < end; block++) {
    philoxBlock(words, block, 0, step, 0, seed, salt);
    const first = block * perBlock;
    for (let i = Math.max(first, start); i < Math.min(first + perBlock, end); i++) {
      const k = i - first;
      out[i] =
        perBlock === 4
          ? (words[k] >>> 8) * 2 ** -24
          : ((words[2 * k] >>> 5) * 67108864 + (words[2 * k + 1] >>> 6)) / 9007199254740992;
    }
  }
}
