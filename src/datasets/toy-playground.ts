/**
 * The six data sets of the TensorFlow Playground (D. Smilkov, S. Carter, 2016), by its formulas: points of the
 * plane within about [−6, 6]², drawn from a seed. Four are for classification, with the labels 1 (blue) and −1
 * (orange); two are for regression, with targets between −1 and 1.
 */
import { checkOptions, integer, type Rule, real } from '../core/options.ts';
import { checkRandomState, type RandomState } from '../random/random-state.ts';
import type { Dataset, NumberRows } from './dataset.ts';
import { rowsOf, shuffled, type ToyClasses, type ToyOptions, toyRules } from './toy-points.ts';

export interface PlaygroundOptions extends ToyOptions {
  /** How many points. Default 500 for classification, 1200 for regression. */
  readonly nSamples?: number;
  /** 0 … 0.5: what the Playground's slider shows in percent. Default 0. */
  readonly noise?: number;
}

const rules: Readonly<Record<string, Rule>> = {
  ...toyRules,
  nSamples: integer({ min: 1 }),
  noise: real({ min: 0, max: 0.5 }),
};

/** Point number i of n, and what belongs to it. */
type Draw = (
  random: RandomState,
  noise: number,
  i: number,
  n: number,
) => [x: number, y: number, target: number];

function drawPoints(
  maker: string,
  options: PlaygroundOptions,
  count: number,
  draw: Draw,
): { data: NumberRows; target: Float64Array } {
  checkOptions(maker, options, rules);
  const { nSamples = count, noise = 0, shuffle = true, randomState } = options;
  const random = checkRandomState(randomState);
  const points = new Float64Array(2 * nSamples);
  const target = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    const [x, y, value] = draw(random, noise, i, nSamples);
    points[2 * i] = x;
    points[2 * i + 1] = y;
    target[i] = value;
  }
  const data = rowsOf(points, 2);
  return shuffle ? shuffled(data, target, random) : { data, target };
}

const origin = {
  source: 'TensorFlow Playground, D. Smilkov and S. Carter, 2016',
  licence: 'made up on the spot; free to use',
};

function classes(maker: string, description: string, options: PlaygroundOptions, draw: Draw): ToyClasses {
  const { data, target } = drawPoints(maker, options, 500, draw);
  const labels = Int32Array.from(target);
  return { name: maker, data, target: labels, targetNames: ['orange', 'blue'], description, ...origin };
}

function regression(
  maker: string,
  description: string,
  options: PlaygroundOptions,
  label: (x: number, y: number) => number,
): Dataset<NumberRows, Float64Array> {
  const drawn = drawPoints(maker, options, 1200, (random, noise) => {
    const [x, y] = [random.uniform(-6, 6), random.uniform(-6, 6)];
    return [x, y, label(x + random.uniform(-6, 6) * noise, y + random.uniform(-6, 6) * noise)];
  });
  return { name: maker, ...drawn, targetNames: ['value'], description, ...origin };
}

/**
 * A disc (1) inside a ring (−1): radius 0 … 2.5 and 3.5 … 5, half of the points each. Noise moves a point by up to
 * 5 times itself before its label is read off, and moves it back.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makeCircle({ nSamples: 200, noise: 0.1, randomState: 42 });
 * const model = await new MLPClassifier({ solver: 'lbfgs', randomState: 0 }).fit(data, target);
 * (await model.score(data, target)) > 0.9; // true
 */
export function makeCircle(options: PlaygroundOptions = {}): ToyClasses {
  return classes('makeCircle', 'A disc inside a ring.', options, (random, noise, i, n) => {
    const r = i < n / 2 ? random.uniform(0, 2.5) : random.uniform(3.5, 5);
    const angle = random.uniform(0, 2 * Math.PI);
    const [x, y] = [r * Math.sin(angle), r * Math.cos(angle)];
    const inside = Math.hypot(x + random.uniform(-5, 5) * noise, y + random.uniform(-5, 5) * noise) < 2.5;
    return [x, y, inside ? 1 : -1];
  });
}

/**
 * Four squares like a chessboard's: 1 where x and y have the same sign. No point is nearer than 0.3 to an axis.
 * Noise works as in `makeCircle`.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makeXor({ randomState: 42 });
 * data.shape; // [500, 2]
 */
export function makeXor(options: PlaygroundOptions = {}): ToyClasses {
  const away = (coordinate: number): number => coordinate + (coordinate > 0 ? 0.3 : -0.3);
  return classes('makeXor', 'Four squares, like a chessboard’s.', options, (random, noise) => {
    const [x, y] = [away(random.uniform(-5, 5)), away(random.uniform(-5, 5))];
    const product = (x + random.uniform(-5, 5) * noise) * (y + random.uniform(-5, 5) * noise);
    return [x, y, product >= 0 ? 1 : -1];
  });
}

/**
 * Two clouds of normally distributed points around (2, 2), labelled 1, and (−2, −2), labelled −1. Their variance is
 * 0.5 + 7 · noise.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makeGauss({ noise: 0.2, randomState: 42 });
 * data.shape; // [500, 2]
 */
export function makeGauss(options: PlaygroundOptions = {}): ToyClasses {
  return classes('makeGauss', 'Two round clouds of points.', options, (random, noise, i, n) => {
    const label = i < n / 2 ? 1 : -1;
    const deviation = Math.sqrt(0.5 + 7 * noise);
    return [random.normal(2 * label, deviation), random.normal(2 * label, deviation), label];
  });
}

/**
 * Two spirals of 1¾ turns around each other, from the middle to radius 5. Noise moves each point by up to as much.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makeSpiral({ nSamples: 300, randomState: 42 });
 * target.filter((label) => label === 1).length; // 150
 */
export function makeSpiral(options: PlaygroundOptions = {}): ToyClasses {
  return classes('makeSpiral', 'Two spirals around each other.', options, (random, noise, i, n) => {
    const first = i < n / 2;
    const along = (first ? i : i - Math.ceil(n / 2)) / (n / 2);
    const angle = 1.75 * along * 2 * Math.PI + (first ? 0 : Math.PI);
    const x = 5 * along * Math.sin(angle) + random.uniform(-1, 1) * noise;
    const y = 5 * along * Math.cos(angle) + random.uniform(-1, 1) * noise;
    return [x, y, first ? 1 : -1];
  });
}

/**
 * An inclined plane for regression: (x + y) / 10 over [−6, 6]². Noise moves a point by up to 6 times itself before
 * its value is read off.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makePlane({ randomState: 42 });
 * target[0]; // (data.data[0] + data.data[1]) / 10
 */
export function makePlane(options: PlaygroundOptions = {}): Dataset<NumberRows, Float64Array> {
  return regression('makePlane', 'An inclined plane.', options, (x, y) => (x + y) / 10);
}

/** x, y and sign of each hill. */
const hills = [
  [-4, 2.5, 1],
  [0, 2.5, -1],
  [4, 2.5, 1],
  [-4, -2.5, -1],
  [0, -2.5, 1],
  [4, -2.5, -1],
] as const;

/**
 * Three hills and three hollows for regression over [−6, 6]²: cones of height ±1 and radius 2. Noise works as in
 * `makePlane`.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makeMultiGauss({ randomState: 42 });
 * data.shape; // [1200, 2]
 */
export function makeMultiGauss(options: PlaygroundOptions = {}): Dataset<NumberRows, Float64Array> {
  return regression('makeMultiGauss', 'Three hills and three hollows.', options, (x, y) => {
    const heights = hills.map(([cx, cy, sign]) => sign * Math.max(0, 1 - Math.hypot(x - cx, y - cy) / 2));
    return heights.reduce((largest, height) => (Math.abs(height) > Math.abs(largest) ? height : largest), 0);
  });
}
