/**
 * Approximate quantiles of data that comes in pieces: a summary keeps about 1/ε values, each with the number of those
 * it stands for, and summaries can be merged. As in Keras, in float32.
 */

/** Values in ascending order, and how many numbers each stands for. */
export interface Summary {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** A summary of some numbers. */
export function summarize(numbers: ArrayLike<number>, epsilon: number): Summary {
  const sorted = Float64Array.from(numbers).sort();
  const step = Math.max(sorted.length * epsilon, 1);
  const values: number[] = [];
  for (let i = Math.floor(step - 1); i < sorted.length; i += Math.floor(step))
    values.push(Math.fround(sorted[i]));
  return { values, weights: values.map(() => step) };
}

/** A summary of both. */
export function mergeSummaries(a: Summary, b: Summary, epsilon: number): Summary {
  const values = [...a.values, ...b.values];
  const weights = [...a.weights, ...b.weights];
  const order = [...values.keys()].sort((i, j) => values[i] - values[j]);
  return compressed({ values: order.map((i) => values[i]), weights: order.map((i) => weights[i]) }, epsilon);
}

/** The ends of all bins but the last. */
export function binBoundaries(summary: Summary, bins: number): readonly number[] {
  return compressed(summary, 1 / bins).values.slice(0, -1);
}

function compressed(summary: Summary, epsilon: number): Summary {
  const { values, weights } = summary;
  if (values.length * epsilon < 1) return summary;
  const cumulated: number[] = [];
  for (const weight of weights) cumulated.push((cumulated.at(-1) ?? 0) + weight);
  const total = cumulated[cumulated.length - 1];
  const shares = cumulated.map((weight) => Math.fround(weight / total));
  const count = Math.ceil(1 / epsilon);
  const wanted = Array.from({ length: count }, (_, i) => epsilon + i * epsilon);
  const ends = wanted.map((share) => interpolate(share, shares, cumulated));
  return {
    values: wanted.map((share) => Math.fround(interpolate(share, shares, values))),
    weights: ends.map((end, i) => Math.fround(end - (ends[i - 1] ?? 0))),
  };
}

/** The value at x of the line through (xs, ys), level outside. */
function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  const above = xs.findIndex((other) => other >= x);
  if (above === -1) return ys[ys.length - 1];
  if (above === 0) return ys[0];
  const share = (x - xs[above - 1]) / (xs[above] - xs[above - 1]);
  return ys[above - 1] + share * (ys[above] - ys[above - 1]);
}
