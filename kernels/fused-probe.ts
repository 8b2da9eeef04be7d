// How fast this processor multiplies and adds, fused or not: one function for both, so that a runtime which compiles it
// anew while it runs does so for both at once, and their ratio is that of the processor. Compiled with fused products.

/** Twelve running values x·v + 0 of ones, `times` steps each, fused or not; their sum, 12. */
export function fused_probe(fused: bool, times: i32): f32 {
  const x = f32x4.splat(1);
  const zero = f32x4.splat(0);
  let v0 = x;
  let v1 = x;
  let v2 = x;
  let v3 = x;
  let v4 = x;
  let v5 = x;
  let v6 = x;
  let v7 = x;
  let v8 = x;
  let v9 = x;
  let v10 = x;
  let v11 = x;
  if (fused) {
    for (; times > 0; times--) {
      v0 = f32x4.relaxed_madd(v0, x, zero);
      v1 = f32x4.relaxed_madd(v1, x, zero);
      v2 = f32x4.relaxed_madd(v2, x, zero);
      v3 = f32x4.relaxed_madd(v3, x, zero);
      v4 = f32x4.relaxed_madd(v4, x, zero);
      v5 = f32x4.relaxed_madd(v5, x, zero);
      v6 = f32x4.relaxed_madd(v6, x, zero);
      v7 = f32x4.relaxed_madd(v7, x, zero);
      v8 = f32x4.relaxed_madd(v8, x, zero);
      v9 = f32x4.relaxed_madd(v9, x, zero);
      v10 = f32x4.relaxed_madd(v10, x, zero);
      v11 = f32x4.relaxed_madd(v11, x, zero);
    }
  } else {
    for (; times > 0; times--) {
      v0 = f32x4.add(f32x4.mul(v0, x), zero);
      v1 = f32x4.add(f32x4.mul(v1, x), zero);
      v2 = f32x4.add(f32x4.mul(v2, x), zero);
      v3 = f32x4.add(f32x4.mul(v3, x), zero);
      v4 = f32x4.add(f32x4.mul(v4, x), zero);
      v5 = f32x4.add(f32x4.mul(v5, x), zero);
      v6 = f32x4.add(f32x4.mul(v6, x), zero);
      v7 = f32x4.add(f32x4.mul(v7, x), zero);
      v8 = f32x4.add(f32x4.mul(v8, x), zero);
      v9 = f32x4.add(f32x4.mul(v9, x), zero);
      v10 = f32x4.add(f32x4.mul(v10, x), zero);
      v11 = f32x4.add(f32x4.mul(v11, x), zero);
    }
  }
  const low = f32x4.add(f32x4.add(v0, v1), f32x4.add(v2, v3));
  const middle = f32x4.add(f32x4.add(v4, v5), f32x4.add(v6, v7));
  const high = f32x4.add(f32x4.add(v8, v9), f32x4.add(v10, v11));
  return f32x4.extract_lane(f32x4.add(f32x4.add(low, middle), high), 0);
}
