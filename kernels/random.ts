// Uniform numbers from a counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC'11). Element i depends on (seed, salt, step, i) alone, so any
// split of the work gives the same bits. Key = (seed, salt); counter = (block, 0, step, 0).
// These kernels know nothing of distributions: the caller shapes the uniforms.

const MULTIPLIER_0: u64 = 0xd2511f53;
const MULTIPLIER_1: u64 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;

/** The four words of one block. */
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

/** The elements of one block, from its words. */
@inline
function storeBlock<T>(out: usize, words: v128): void {
  if (sizeof<T>() == 4) {
    v128.store(out, fractions(words));
  } else {
    v128.store(out, longFractions(words));
  }
}

/** Four blocks at once, one a lane: 16 elements of f32, 8 of f64. */
@inline
function fourBlocks<T>(out: usize, block: u32, step: u32, seed: u32, salt: u32): void {
  const multiplier0 = i32x4.splat(<u32>MULTIPLIER_0);
  const multiplier1 = i32x4.splat(<u32>MULTIPLIER_1);
  let c0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(0);
  let c2 = i32x4.splat(step);
  let c3 = c1;
  for (let round = 0; round < 10; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(c0, multiplier0);
    const high0 = i64x2.extmul_high_i32x4_u(c0, multiplier0);
    const low1 = i64x2.extmul_low_i32x4_u(c2, multiplier1);
    const high1 = i64x2.extmul_high_i32x4_u(c2, multiplier1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), c1), i32x4.splat(seed));
    c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3), i32x4.splat(salt));
    c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
    seed += WEYL_0;
    salt += WEYL_1;
  }
  const c01 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5);
  const c23 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const d01 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
  const d23 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  storeBlock<T>(out, v128.shuffle<i64>(c01, c23, 0, 2));
  storeBlock<T>(out + 16, v128.shuffle<i64>(c01, c23, 1, 3));
  storeBlock<T>(out + 32, v128.shuffle<i64>(d01, d23, 0, 2));
  storeBlock<T>(out + 48, v128.shuffle<i64>(d01, d23, 1, 3));
}

/** Element `lane` of one block. */
@inline
function storeElement<T>(out: usize, words: v128, lane: i32): void {
  if (sizeof<T>() == 4) {
    const pair = i64x2.extract_lane(words, 0);
    const other = i64x2.extract_lane(words, 1);
    const word = <u32>((lane < 2 ? pair : other) >>> ((lane & 1) << 5));
    store<f32>(out, <f32>(word >> 8) * <f32>(1.0 / 16777216.0));
  } else {
    const two = longFractions(words);
    store<f64>(out, lane == 0 ? f64x2.extract_lane(two, 0) : f64x2.extract_lane(two, 1));
  }
}

@inline
function uniform<T>(out: usize, start: i32, count: i32, seed: i32, salt: i32, step: i32): void {
  const side = 16 / sizeof<T>();
  const blockShift = sizeof<T>() == 4 ? 2 : 1;
  const end = start + count;
  let i = start;
  out += (<usize>start) * sizeof<T>();
  while (i < end) {
    const block = i >>> blockShift;
    if ((i & (side - 1)) != 0 || i + side > end) {
      storeElement<T>(out, philox(block, step, seed, salt), i & (side - 1));
      i++;
      out += sizeof<T>();
    } else if (i + 4 * side <= end) {
      fourBlocks<T>(out, block, step, seed, salt);
      i += 4 * side;
      out += 64;
    } else {
      storeBlock<T>(out, philox(block, step, seed, salt));
      i += side;
      out += 16;
    }
  }
}

/** Writes elements start … start+count-1 of the uniform array at `out`; element i is word i%4 of block i>>2. */
export function philox_uniform_f32(out: usize, start: i32, count: i32, seed: i32, salt: i32, step: i32): void {
  uniform<f32>(out, start, count, seed, salt, step);
}

/** Writes elements start … start+count-1 of the uniform array at `out`; element i is pair i%2 of block i>>1. */
export function philox_uniform_f64(out: usize, start: i32, count: i32, seed: i32, salt: i32, step: i32): void {
  uniform<f64>(out, start, count, seed, salt, step);
}
