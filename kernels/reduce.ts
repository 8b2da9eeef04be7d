// Sums, maxima, minima and the positions of extrema along one axis of a dense array.
// Every kernel sees its input as [outer, n, inner] and reduces the middle axis.
// The order of additions depends on n alone (never on addresses, inner or outer), so cutting the
// work by rows or columns can't change a bit. Not a number propagates, as in NumPy.
// These kernels know nothing of ranks, negative axes or means: the caller folds shapes first.

/** Rows are summed in blocks this long, and blocks in groups this long, to keep rounding errors small. */
const BLOCK: i32 = 128;
/** Rows up to this many elements are summed by one loop; longer ones are halved first. */
const LEAF: i32 = 512;

const MAX: i32 = 1;
const MIN: i32 = 2;

@inline
function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

@inline
function at<T>(base: usize, index: i32): usize {
  return base + (<usize>index) * sizeof<T>();
}

/** Stores the first `count` lanes of a vector. */
@inline
function storeLanes<T>(out: usize, vector: v128, count: i32): void {
  store<T>(out, v128.extract_lane<T>(vector, 0));
  if (count > 1) store<T>(out, v128.extract_lane<T>(vector, 1), sizeof<T>());
  if (sizeof<T>() == 4 && count > 2) store<f32>(out, f32x4.extract_lane(vector, 2), 8);
  if (sizeof<T>() == 4 && count > 3) store<f32>(out, f32x4.extract_lane(vector, 3), 12);
}

@inline
function sumLanes<T>(v: v128): T {
  if (sizeof<T>() == 8) return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
  const swapped = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return <T>(f32x4.extract_lane(swapped, 0) + f32x4.extract_lane(swapped, 1));
}

/** Pairwise sum of n neighbouring elements. */
function sumRow<T>(from: usize, n: i32): T {
  if (n > LEAF) {
    const half = (n >> 1) & ~15;
    return <T>(sumRow<T>(from, half) + sumRow<T>(at<T>(from, half), n - half));
  }
  const step = lanes<T>();
  let total: T = 0;
  let i = 0;
  if (n >= step) {
    let a0 = v128.splat<T>(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    for (; i + 4 * step <= n; i += 4 * step) {
      const p = at<T>(from, i);
      a0 = v128.add<T>(a0, v128.load(p));
      a1 = v128.add<T>(a1, v128.load(p, 16));
      a2 = v128.add<T>(a2, v128.load(p, 32));
      a3 = v128.add<T>(a3, v128.load(p, 48));
    }
    for (; i + step <= n; i += step) a0 = v128.add<T>(a0, v128.load(at<T>(from, i)));
    total = sumLanes<T>(v128.add<T>(v128.add<T>(a0, a1), v128.add<T>(a2, a3)));
  }
  for (; i < n; i++) total = <T>(total + load<T>(at<T>(from, i)));
  return total;
}

/** Sums of one vector of neighbouring columns, in the same order as `sumFourVectors`. */
function sumVector<T>(from: usize, n: i32, stride: usize): v128 {
  let total = v128.splat<T>(0);
  for (let row = 0; row < n; ) {
    const groupEnd = min(n, row + BLOCK * BLOCK);
    let group = v128.splat<T>(0);
    while (row < groupEnd) {
      const blockEnd = min(groupEnd, row + BLOCK);
      let block = v128.splat<T>(0);
      for (; row < blockEnd; row++, from += stride) block = v128.add<T>(block, v128.load(from));
      group = v128.add<T>(group, block);
    }
    total = v128.add<T>(total, group);
  }
  return total;
}

/** Sums of four vectors of neighbouring columns: rows in blocks of 128, blocks in groups of 128. */
function sumFourVectors<T>(from: usize, out: usize, n: i32, stride: usize): void {
  const zero = v128.splat<T>(0);
  let t0 = zero;
  let t1 = zero;
  let t2 = zero;
  let t3 = zero;
  for (let row = 0; row < n; ) {
    const groupEnd = min(n, row + BLOCK * BLOCK);
    let g0 = zero;
    let g1 = zero;
    let g2 = zero;
    let g3 = zero;
    while (row < groupEnd) {
      const blockEnd = min(groupEnd, row + BLOCK);
      let b0 = zero;
      let b1 = zero;
      let b2 = zero;
      let b3 = zero;
      for (; row < blockEnd; row++, from += stride) {
        b0 = v128.add<T>(b0, v128.load(from));
        b1 = v128.add<T>(b1, v128.load(from, 16));
        b2 = v128.add<T>(b2, v128.load(from, 32));
        b3 = v128.add<T>(b3, v128.load(from, 48));
      }
      g0 = v128.add<T>(g0, b0);
      g1 = v128.add<T>(g1, b1);
      g2 = v128.add<T>(g2, b2);
      g3 = v128.add<T>(g3, b3);
    }
    t0 = v128.add<T>(t0, g0);
    t1 = v128.add<T>(t1, g1);
    t2 = v128.add<T>(t2, g2);
    t3 = v128.add<T>(t3, g3);
  }
  v128.store(out, t0);
  v128.store(out, t1, 16);
  v128.store(out, t2, 32);
  v128.store(out, t3, 48);
}

@inline
function sum<T>(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  if (inner == 1) {
    for (let o = 0; o < outer; o++) store<T>(at<T>(out, o), sumRow<T>(from + <usize>o * at<T>(0, n), n));
    return;
  }
  const step = lanes<T>();
  const stride = at<T>(0, inner);
  for (let o = 0; o < outer; o++, from += <usize>n * stride, out += stride) {
    let c = 0;
    for (; c + 4 * step <= inner; c += 4 * step) {
      sumFourVectors<T>(at<T>(from, c), at<T>(out, c), n, stride);
    }
    for (; c < inner; c += step) {
      const vector = sumVector<T>(at<T>(from, c), n, stride);
      if (c + step <= inner) v128.store(at<T>(out, c), vector);
      else storeLanes<T>(at<T>(out, c), vector, inner - c);
    }
  }
}

@inline
function identity<T>(op: i32): T {
  return <T>(op == MAX ? -Infinity : Infinity);
}

/** The better of two vectors, lane by lane, by one instruction: keeps `best` where `x` is not a number. */
@inline
function better<T>(op: i32, best: v128, x: v128): v128 {
  return op == MAX ? v128.pmax<T>(best, x) : v128.pmin<T>(best, x);
}

@inline
function betterScalar<T>(op: i32, a: T, b: T): T {
  return op == MAX ? max<T>(a, b) : min<T>(a, b);
}

/** Extremum of n neighbouring elements: `best` ignores what is not a number, `odd` remembers it. */
@inline
function extremeRow<T>(op: i32, from: usize, n: i32): T {
  const step = lanes<T>();
  let b0 = v128.splat<T>(identity<T>(op));
  let b1 = b0;
  let odd = i32x4.splat(0);
  let i = 0;
  for (; i + 2 * step <= n; i += 2 * step) {
    const x0 = v128.load(at<T>(from, i));
    const x1 = v128.load(at<T>(from, i), 16);
    odd = v128.or(odd, v128.or(v128.ne<T>(x0, x0), v128.ne<T>(x1, x1)));
    b0 = better<T>(op, b0, x0);
    b1 = better<T>(op, b1, x1);
  }
  if (v128.any_true(odd)) return <T>NaN;
  b0 = better<T>(op, b0, b1);
  let best = betterScalar<T>(op, v128.extract_lane<T>(b0, 0), v128.extract_lane<T>(b0, 1));
  if (sizeof<T>() == 4) {
    const high = betterScalar<f32>(op, f32x4.extract_lane(b0, 2), f32x4.extract_lane(b0, 3));
    best = betterScalar<T>(op, best, <T>high);
  }
  for (; i < n; i++) best = betterScalar<T>(op, best, load<T>(at<T>(from, i)));
  return best;
}

/** Extrema of one vector of neighbouring columns. */
@inline
function extremeVector<T>(op: i32, from: usize, n: i32, stride: usize): v128 {
  let best = v128.splat<T>(identity<T>(op));
  let odd = i32x4.splat(0);
  for (let row = 0; row < n; row++, from += stride) {
    const x = v128.load(from);
    odd = v128.or(odd, v128.ne<T>(x, x));
    best = better<T>(op, best, x);
  }
  return v128.bitselect(v128.splat<T>(<T>NaN), best, odd);
}

@inline
function extreme<T>(op: i32, from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  if (inner == 1) {
    for (let o = 0; o < outer; o++) {
      store<T>(at<T>(out, o), extremeRow<T>(op, from + <usize>o * at<T>(0, n), n));
    }
    return;
  }
  const step = lanes<T>();
  const stride = at<T>(0, inner);
  for (let o = 0; o < outer; o++, from += <usize>n * stride, out += stride) {
    for (let c = 0; c < inner; c += step) {
      const vector = extremeVector<T>(op, at<T>(from, c), n, stride);
      if (c + step <= inner) v128.store(at<T>(out, c), vector);
      else storeLanes<T>(at<T>(out, c), vector, inner - c);
    }
  }
}

/** First of n neighbouring elements that equals `value`, or is not a number when `value` is not. */
@inline
function firstOf<T>(value: T, from: usize, n: i32): i32 {
  const step = lanes<T>();
  const odd = value != value;
  const sought = v128.splat<T>(value);
  for (let i = 0; i < n; i += step) {
    const x = v128.load(at<T>(from, i));
    const hit = odd ? v128.ne<T>(x, x) : v128.eq<T>(x, sought);
    const mask = sizeof<T>() == 4 ? i32x4.bitmask(hit) : i64x2.bitmask(hit);
    if (mask != 0) return i + ctz(mask);
  }
  return 0;
}

/** First position of the extremum among n elements `stride` bytes apart; what is not a number wins. */
@inline
function positionAlong<T>(op: i32, from: usize, n: i32, stride: usize): i32 {
  let best = load<T>(from);
  let found = 0;
  for (let i = 1; i < n && best == best; i++) {
    from += stride;
    const x = load<T>(from);
    if ((op == MAX ? x > best : x < best) || x != x) {
      best = x;
      found = i;
    }
  }
  return found;
}

@inline
function positions<T>(op: i32, from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  const stride = at<T>(0, inner);
  for (let o = 0; o < outer; o++, from += <usize>n * stride) {
    if (inner == 1) {
      store<i32>(out + ((<usize>o) << 2), firstOf<T>(extremeRow<T>(op, from, n), from, n));
      continue;
    }
    for (let c = 0; c < inner; c++, out += 4) {
      store<i32>(out, n > 0 ? positionAlong<T>(op, at<T>(from, c), n, stride) : 0);
    }
  }
}

/** out[o, i] = sum of in[o, :, i]; 0 when n is 0. */
export function reduce_sum_f32(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  sum<f32>(from, out, outer, n, inner);
}

export function reduce_sum_f64(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  sum<f64>(from, out, outer, n, inner);
}

/** out[o, i] = largest of in[o, :, i]; -Infinity when n is 0. */
export function reduce_max_f32(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  extreme<f32>(MAX, from, out, outer, n, inner);
}

export function reduce_max_f64(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  extreme<f64>(MAX, from, out, outer, n, inner);
}

/** out[o, i] = smallest of in[o, :, i]; Infinity when n is 0. */
export function reduce_min_f32(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  extreme<f32>(MIN, from, out, outer, n, inner);
}

export function reduce_min_f64(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  extreme<f64>(MIN, from, out, outer, n, inner);
}

/** out[o, i] (i32) = first position of the largest of in[o, :, i]; 0 when n is 0. */
export function argreduce_max_f32(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  positions<f32>(MAX, from, out, outer, n, inner);
}

export function argreduce_max_f64(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  positions<f64>(MAX, from, out, outer, n, inner);
}

/** out[o, i] (i32) = first position of the smallest of in[o, :, i]; 0 when n is 0. */
export function argreduce_min_f32(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  positions<f32>(MIN, from, out, outer, n, inner);
}

export function argreduce_min_f64(from: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  positions<f64>(MIN, from, out, outer, n, inner);
}
