/** Products and sums of strips: runs of numbers inside larger arrays. Four sums at a time, as processors like it. */

/** Σ a·b over `length` numbers of each, from `aStart` and `bStart` on. */
export function dot(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  length: number,
): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const fours = length - (length % 4);
  for (let i = 0; i < fours; i += 4) {
    sum0 += a[aStart + i] * b[bStart + i];
    sum1 += a[aStart + i + 1] * b[bStart + i + 1];
    sum2 += a[aStart + i + 2] * b[bStart + i + 2];
    sum3 += a[aStart + i + 3] * b[bStart + i + 3];
  }
  for (let i = fours; i < length; i++) sum0 += a[aStart + i] * b[bStart + i];
  return sum0 + sum1 + (sum2 + sum3);
}

/** target += factor · x over `length` numbers of each, from `targetStart` and `xStart` on. */
export function addScaled(
  target: Float64Array,
  targetStart: number,
  x: Float64Array,
  xStart: number,
  length: number,
  factor: number,
): void {
  for (let i = 0; i < length; i++) target[targetStart + i] += factor * x[xStart + i];
}
