/**
 * The natural logarithm, computed to more bits than a double has and rounded once. `Math.log` may differ in
 * its last bit from one JavaScript engine to the next, and from the C library that NumPy calls; normal random
 * numbers made with this one are the same everywhere. Sums and products carry their rounding errors along by
 * the error-free steps of Dekker (Numerische Mathematik 18, 1971). It knows only positive numbers.
 */

/** ln 2 in two parts; the first ends in 21 zero bits, so its small multiples are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** What the double 1/3 lacks to a third. */
const THIRD_LOW = 2 ** -54 / 3;

/**
 * log x for a finite x > 0: the double nearest to it, but for about one x in a thousand, then its neighbour.
 *
 * x = 2ᵏ m with √½ ≤ m < √2, and log m = 2 artanh s = 2s (1 + s²/3 + s⁴/5 + …) with s = (m − 1)/(m + 1).
 */
export function preciseLog(x: number): number {
  let m = x;
  let k = 0;
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  while (m >= Math.SQRT2) {
    m /= 2;
    k++;
  }
  // s = (m − 1)/(m + 1) as s + sLow; m − 1 is exact, m + 1 is sum + sumLow.
  const difference = m - 1;
  const sum = m + 1;
  const sumLow = m - (sum - 1);
  const s = difference / sum;
  const sLow = (difference - s * sum - productError(s, sum) - s * sumLow) / sum;
  // z = s², and tail = z/5 + z²/7 + …, to 2⁻⁶⁵ of the whole.
  const z = s * s;
  const zLow = productError(s, s) + 2 * s * sLow;
  let tail = 0;
  for (let power = 29; power >= 5; power -= 2) tail = z * (1 / power + tail);
  // series = z (1/3 + tail), then log m = 2s + 2s series.
  const factor = 1 / 3 + tail;
  const factorLow = 1 / 3 - factor + tail + THIRD_LOW;
  const series = z * factor;
  const seriesLow = productError(z, factor) + z * factorLow + zLow * factor;
  const rest = 2 * s * series;
  const restLow = 2 * (productError(s, series) + s * seriesLow + sLow * series + sLow);
  // k ln 2 + 2s + rest, from the largest to the smallest.
  const logM = 2 * s + rest;
  const logMLow = 2 * s - logM + rest + restLow;
  const whole = k * LN2_HIGH;
  const log = whole + logM;
  const logLow = whole - log + logM + logMLow + k * LN2_LOW;
  return log + logLow;
}

/** a·b − fl(a·b), exactly, by splitting both into halves of 26 bits (Veltkamp). */
function productError(a: number, b: number): number {
  const aHigh = upperHalf(a);
  const aLow = a - aHigh;
  const bHigh = upperHalf(b);
  const bLow = b - bHigh;
  return aLow * bLow - (a * b - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function upperHalf(a: number): number {
  const scaled = 134217729 * a;
  return scaled - (scaled - a);
}
