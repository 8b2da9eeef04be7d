// Uniform numbers from a counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC'11). Element i depends on (seed, salt, step, i) alone, so any
// split of the work gives the same bits. Key = (seed, salt); counter = (block, 0, step, 0).
// These kernels know nothing of distributions: the caller shapes the uniforms.

const MULTIPLIER_0: u64 = 0xd2511f53;
const MULTIPLIER_1: u64 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;

/** The four words of one block. */
@inline
function philox(block: u32, step: u32, seed: u32, salt: u32): v128 {
  let c0 = block;
  let c1: u32 = 0;
  let c2 = step;
  let c3: u32 = 0;
  for (let round = 0; round < 10; round++) {
    const p0 = MULTIPLIER_0 * <u64>c0;
    const p1 = MULTIPLIER_1 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ seed;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ salt;
    c3 = <u32>p0;
    seed += WEYL_0;
    salt += WEYL_1;
  }
  let words = i32x4.splat(c0);
  words = i32x4.replace_lane(words, 1, c1);
  words = i32x4.replace_lane(words, 2, c2);
  return i32x4.replace_lane(words, 3, c3);
}

/** Four words as f32 in [0, 1): the upper 24 bits of each. */
@inline
function fractions(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(words, 8)), f32x4.splat(<f32>(1.0 / 16777216.0)));
}

/** Word pairs (a, b) as f64 in [0, 1): 27 bits of a, 26 bits of b. */
@inline
function longFractions(words: v128): v128 {
  const high = f64x2.convert_low_i32x4_u(i32x4.shr_u(v128.shuffle<i32>(words, words, 0, 2, 0, 2), 5));
  const low = f64x2.convert_low_i32x4_u(i32x4.shr_u(v128.shuffle<i32>(words, words, 1, 3, 1, 3), 6));
  const sum = f64x2.add(f64x2.mul(high, f64x2.splat(67108864.0)), low);
  return f64x2.mul(sum, f64x2.splat(1.0 / 9007199254740992.0));
}

/** Writes elements start … start+count-1 of the uniform array at `out`; element i is word i%4 of block i>>2. */
export function philox_uniform_f32(out: usize, start: i32, count: i32, seed: i32, salt: i32, step: i32): void {
  const end = start + count;
  let i = start;
  while (i < end) {
    const four = fractions(philox(i >>> 2, step, seed, salt));
    const target = out + ((<usize>i) << 2);
    const lane = i & 3;
    if (lane == 0 && i + 4 <= end) {
      v128.store(target, four);
      i += 4;
      continue;
    }
    const base = target - (<usize>lane << 2);
    const last = min(4, lane + end - i);
    if (lane == 0) store<f32>(base, f32x4.extract_lane(four, 0));
    if (lane <= 1 && last > 1) store<f32>(base, f32x4.extract_lane(four, 1), 4);
    if (lane <= 2 && last > 2) store<f32>(base, f32x4.extract_lane(four, 2), 8);
    if (last > 3) store<f32>(base, f32x4.extract_lane(four, 3), 12);
    i += last - lane;
  }
}

/** Writes elements start … start+count-1 of the uniform array at `out`; element i is pair i%2 of block i>>1. */
export function philox_uniform_f64(out: usize, start: i32, count: i32, seed: i32, salt: i32, step: i32): void {
  const end = start + count;
  let i = start;
  while (i < end) {
    const two = longFractions(philox(i >>> 1, step, seed, salt));
    const target = out + ((<usize>i) << 3);
    if ((i & 1) == 0 && i + 2 <= end) {
      v128.store(target, two);
      i += 2;
    } else {
      store<f64>(target, (i & 1) == 0 ? f64x2.extract_lane(two, 0) : f64x2.extract_lane(two, 1));
      i++;
    }
  }
}
