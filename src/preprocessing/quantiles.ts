/**
 * Quantiles: of a column's values, and of the normal distribution. It knows nothing of scalers.
 */
import { tensor } from '../tensor/creation.ts';

/**
 * The value below which a share of sorted values lies, between two of them by linear interpolation (type 7 of
 * Hyndman & Fan, "Sample quantiles in statistical packages", The American Statistician 50(4), 1996). From the
 * nearer of the two, as NumPy does, which matters for the last digit. NaN for no values.
 *
 * @param share between 0 and 1
 */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const part = position - below;
  if (part === 0) return sorted[below];
  const distance = sorted[below + 1] - sorted[below];
  return part < 0.5 ? sorted[below] + distance * part : sorted[below + 1] - distance * (1 - part);
}

/** The middle of sorted values, or the mean of the two in the middle. NaN for no values. */
export function median(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The z below which a share of the standard normal distribution lies, by Newton's method on
 * Φ(z) = (1 + erf(z/√2)) / 2. From 0 it goes outwards and never past the solution, as Φ is concave there.
 *
 * @param share between 0 and 1, ends excluded
 */
export function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share);
  let z = 0;
  for (;;) {
    const below = (1 + tensor([z / Math.SQRT2]).erf().values[0]) / 2;
    const step = ((share - below) * Math.sqrt(2 * Math.PI)) / Math.exp((-z * z) / 2);
    if (step <= 0) return z;
    z += step;
  }
}
