// sin and cos for two f64 lanes. Method: x = n pi/2 + r with |r| <= pi/4, pi/2 in four parts of which three have
// 33 bits (so n times a part is exact), the remainder as a sum of two numbers; then a polynomial for each of
// sin and cos on that interval. From 2^20 on, lanes are reduced one at a time by a fixed-point product with 2/pi
// (Payne and Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18, 1983).

import { polynomial } from './math-core';

/** (sin(r) / r - 1) / r^2 in powers of r^2; relative to the sine within 2^-57. */
const SIN = memory.data<f64>([
  -0.16666666666666632, 0.00833333333332237, -0.0001984126982977132, 2.755731367870642e-6, -2.505075596665037e-8,
  1.5896666767038679e-10,
]);

/** (cos(r) - 1 + r^2 / 2) / r^4 in powers of r^2; within 2^-59. */
const COS = memory.data<f64>([
  0.0416666666666666, -0.0013888888888874064, 2.4801587289443505e-5, -2.7557314340650693e-7,
  2.0875721620846798e-9, -1.1359559113917042e-11,
]);

/** 64 zero bits, then 1216 bits of 2/pi after the point. */
const TWO_OVER_PI = memory.data<u64>([
  0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
  0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41,
  0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
  0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
]);

/** The upper 64 bits of a product. */
function multiplyHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const middle = a1 * b0 + ((a0 * b0) >> 32);
  const other = a0 * b1 + (middle & 0xffffffff);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

/** 64 bits of 2/pi from a bit position of the table. */
@inline
function windowOf(position: i32): u64 {
  const p = TWO_OVER_PI + ((position >> 6) << 3);
  const by = position & 63;
  return (load<u64>(p) << by) | ((load<u64>(p, 8) >> 1) >> (63 - by));
}

/** (r, n mod 4) with |x| = n pi/2 + r, for |x| of 2^20 and more, signs as for x; not numbers otherwise. */
function reduceLarge(x: f64): v128 {
  if (!(abs(x) < Infinity)) return f64x2.splat(NaN);
  const representation = reinterpret<u64>(x);
  const m = (representation & 0x000fffffffffffff) | 0x0010000000000000;
  // |x| = m 2^e. Bits of 2/pi that give multiples of 4 are left out; 192 bits from there are enough.
  const position = <i32>((representation >> 52) & 0x7ff) - 1075 + 62;
  const w1 = windowOf(position + 64);
  const w2 = windowOf(position + 128);
  const carried = m * w1;
  const p1 = carried + multiplyHigh(m, w2);
  const p0 = m * windowOf(position) + multiplyHigh(m, w1) + u64(p1 < carried);
  // Two integer bits, then the fraction of a quarter turn, taken to the nearest integer.
  let high = (p0 << 2) | (p1 >> 62);
  let low = (p1 << 2) | ((m * w2) >> 62);
  let n = <i32>(p0 >> 62);
  const up = <i64>high < 0;
  if (up) {
    n++;
    low = -low;
    high = ~high + u64(low == 0);
  }
  const zeros = clz(high);
  if (zeros > 0) high = (high << zeros) | (low >> (64 - zeros));
  const scale = reinterpret<f64>((1023 - 63 - zeros) << 52);
  const r = <f64>multiplyHigh(high, 0xc90fdaa22168c235) * scale;
  const negative = x < 0;
  const quarter = f64x2.splat(<f64>(negative ? -n : n));
  return f64x2.replace_lane(quarter, 0, up != negative ? -r : r);
}

/** sin(n pi/2 + r + low), for |r| <= pi/4. */
@inline
function sineOf(r: v128, low: v128, n: v128): v128 {
  const one = f64x2.splat(1);
  const z = f64x2.mul(r, r);
  const halfZ = f64x2.mul(z, f64x2.splat(0.5));
  const leading = f64x2.sub(one, halfZ);
  const cubed = f64x2.mul(f64x2.mul(r, z), polynomial<f64>(z, SIN, 5));
  const sin = f64x2.add(r, f64x2.add(cubed, f64x2.mul(low, leading)));
  const fourth = f64x2.sub(f64x2.mul(f64x2.mul(z, z), polynomial<f64>(z, COS, 5)), f64x2.mul(r, low));
  const cos = f64x2.add(leading, f64x2.add(f64x2.sub(f64x2.sub(one, leading), halfZ), fourth));

  const quarter = f64x2.add(n, f64x2.splat(6755399441055744.0));
  const odd = i64x2.ne(v128.and(quarter, i64x2.splat(1)), i64x2.splat(0));
  const y = v128.bitselect(cos, sin, odd);
  return v128.xor(y, i64x2.shl(v128.and(quarter, i64x2.splat(2)), 62));
}

/** sin(x + quarters pi/2) */
function sine(x: v128, quarters: f64): v128 {
  let n = f64x2.nearest(f64x2.mul(x, f64x2.splat(0.6366197723675814)));
  const a = f64x2.sub(x, f64x2.mul(n, f64x2.splat(1.5707963267341256)));
  // Two exact subtractions (Knuth's sum), then the rest.
  const b1 = f64x2.mul(n, f64x2.splat(-6.077100506303966e-11));
  const s1 = f64x2.add(a, b1);
  const v1 = f64x2.sub(s1, a);
  const e1 = f64x2.add(f64x2.sub(a, f64x2.sub(s1, v1)), f64x2.sub(b1, v1));
  const b2 = f64x2.mul(n, f64x2.splat(-2.0222662487111665e-21));
  const s2 = f64x2.add(s1, b2);
  const v2 = f64x2.sub(s2, s1);
  const e2 = f64x2.add(f64x2.sub(s1, f64x2.sub(s2, v2)), f64x2.sub(b2, v2));
  const rest = f64x2.sub(f64x2.add(e1, e2), f64x2.mul(n, f64x2.splat(8.4784276603689e-32)));
  let r = f64x2.add(s2, rest);
  let low = f64x2.add(f64x2.sub(s2, r), rest);
  const moderate = f64x2.lt(f64x2.abs(x), f64x2.splat(1048576));
  if (!i64x2.all_true(moderate)) {
    const first = reduceLarge(f64x2.extract_lane(x, 0));
    const second = reduceLarge(f64x2.extract_lane(x, 1));
    r = v128.bitselect(r, v128.shuffle<i64>(first, second, 0, 2), moderate);
    n = v128.bitselect(n, v128.shuffle<i64>(first, second, 1, 3), moderate);
    low = v128.and(low, moderate);
  }
  return sineOf(r, low, f64x2.add(n, f64x2.splat(quarters)));
}

export function sin64(x: v128): v128 {
  const minute = f64x2.lt(f64x2.abs(x), f64x2.splat(7.450580596923828e-9));
  return v128.bitselect(x, sine(x, 0), minute);
}

export function cos64(x: v128): v128 {
  return sine(x, 1);
}
