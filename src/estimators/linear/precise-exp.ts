/**
 * The exponential function, computed to more bits than a double has and rounded once. `Math.exp` may differ in
 * its last bit from one JavaScript engine to the next, and from the C library; the first steps of stochastic
 * gradient descent can multiply such a bit by a hundred million. Sums and products carry their rounding errors
 * along by the error-free steps of Dekker (Numerische Mathematik 18, 1971).
 */

/** ln 2 in two parts; the first ends in 21 zero bits, so its small multiples are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** Beyond these the result is Infinity or 0. */
const LARGEST = 709.79;
const SMALLEST = -745.2;

/**
 * eˣ: the double nearest to it, but for about one x in a thousand, then its neighbour.
 *
 * eˣ = 2ᵏ eʳ with |r| ≤ ½ ln 2, and eʳ = 1 + r + r²/2 + r³/6 + …, the terms written out with what their
 * rounding lacks.
 */
export function preciseExp(x: number): number {
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST) return 0;
  const k = Math.round(x * Math.LOG2E);
  const nearly = x - k * LN2_HIGH;
  const r = nearly - k * LN2_LOW;
  const rLow = nearly - r - k * LN2_LOW;
  const square = r * r;
  const squareLow = productError(r, r) + 2 * r * rLow;
  const cube = square * r;
  const cubeLow = productError(square, r) + squareLow * r + square * rLow;
  const sixth = cube / 6;
  const sixthLow = (cube - sixth * 6 - productError(sixth, 6) + cubeLow) / 6;
  let tail = 0;
  for (let n = 18; n >= 5; n--) tail = (r / n) * (1 + tail);
  tail = ((square * square) / 24) * (1 + tail);
  // 1 + r + r²/2 + r³/6, from the largest to the smallest.
  const linear = 1 + r;
  const quadratic = linear + square / 2;
  const cubic = quadratic + sixth;
  const cubicLow = linear - quadratic + square / 2 + (quadratic - cubic + sixth) + (1 - linear + r);
  const power = cubic + (tail + cubicLow + rLow + squareLow / 2 + sixthLow);
  // In two factors, as 2ᵏ may be beyond the doubles where the product is not.
  const half = k >> 1;
  return power * 2 ** half * 2 ** (k - half);
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
