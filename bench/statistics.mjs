/**
 * The arithmetic of the benchmark: medians and quartiles, ratios, counted operations, and whether contenders did
 * the same work. Pure functions of numbers; it knows no process, no clock and no file.
 */

/** The value below which a share `p` of the values lies, interpolated between neighbours. */
export function quantile(values, p) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

export const median = (values) => quantile(values, 0.5);

/** Median, lower and upper quartile, and how many values they are of. */
export function summary(values) {
  if (values.length === 0) throw new RangeError('a summary needs at least one value.');
  const [low, middle, high] = [0.25, 0.5, 0.75].map((p) => quantile(values, p));
  return { median: middle, low, high, count: values.length };
}

/**
 * Floating-point operations of one row in training, a multiplication and an addition being two: forward, the
 * gradient of the weights, and the gradient handed to the layer below, which the first layer has no need of.
 * Activations and optimizer are left out, for all alike.
 */
export function trainingOperations(sizes) {
  return products(sizes).reduce((sum, product, i) => sum + product * (i === 0 ? 2 : 3), 0);
}

/** Floating-point operations of one row in prediction. */
export function predictionOperations(sizes) {
  return products(sizes).reduce((sum, product) => sum + product, 0);
}

const products = (sizes) => sizes.slice(1).map((units, i) => 2 * units * sizes[i]);

/** Steps of one epoch: the last one may have fewer rows. */
export const stepsPerEpoch = ({ rows, batch }) => Math.ceil(rows / batch);

/**
 * Contenders whose losses differ from the median one, as sentences; none when all is well.
 *
 * @param reports `name`, and `losses` after each checked epoch; `looseness`: so many times the tolerance will do
 * @param tolerance relative
 */
export function lossDifferences(reports, tolerance) {
  const epochs = Math.max(0, ...reports.map(({ losses }) => losses.length));
  return Array.from({ length: epochs }, (_, epoch) => {
    const middle = median(reports.map(({ losses }) => losses[epoch]));
    return reports.flatMap(({ name, losses, looseness = 1 }) => {
      const isClose = Math.abs(losses[epoch] - middle) <= looseness * tolerance * Math.abs(middle);
      return isClose
        ? []
        : [`${name} has loss ${losses[epoch]} after epoch ${epoch + 1}; the median is ${middle}`];
    });
  }).flat();
}

/** Contenders that took other numbers of steps or rows than there should be, by their own count, as sentences. */
export function countDifferences(reports, expected) {
  return reports.flatMap((report) =>
    ['steps', 'rows']
      .filter((what) => report[what] !== expected[what])
      .map((what) => `${report.name} counted ${report[what]} ${what} an epoch instead of ${expected[what]}`),
  );
}

/** Slope of log(time) over log(size), by least squares: 1 is linear growth. */
export function growthExponent(sizes, times) {
  const [x, y] = [sizes.map(Math.log), times.map(Math.log)];
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const above = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return above / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}
