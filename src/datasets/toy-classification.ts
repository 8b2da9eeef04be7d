/**
 * `makeClassification`: clusters around the corners of a hypercube, hidden among features that repeat them, mix
 * them, or mean nothing (I. Guyon, "Design of experiments for the NIPS 2003 variable selection benchmark"). The
 * numbers are scikit-learn's for the same `randomState`.
 */
import { HebbError } from '../core/errors.ts';
import { anyOf, boolean, checkOptions, integer, listOf, nullable, type Rule, real } from '../core/options.ts';
import { range } from '../core/range.ts';
import { checkRandomState, type RandomState } from '../random/random-state.ts';
import {
  rowsOf,
  shuffleColumns,
  shuffled,
  type ToyClasses,
  type ToyOptions,
  toyRules,
} from './toy-points.ts';

export interface ClassificationOptions extends ToyOptions {
  /** Default 100. */
  readonly nSamples?: number;
  /** All features, useful or not. Default 20. */
  readonly nFeatures?: number;
  /** Features that the classes depend on. Default 2. */
  readonly nInformative?: number;
  /** Mixtures of informative ones. Default 2. */
  readonly nRedundant?: number;
  /** Copies of informative or redundant ones. Default 0. The rest is noise. */
  readonly nRepeated?: number;
  /** Default 2. */
  readonly nClasses?: number;
  /** Default 2. */
  readonly nClustersPerClass?: number;
  /** Share of each class; the last may be left out. Default null: equal shares. */
  readonly weights?: readonly number[] | null;
  /** Share of labels that are drawn anew. Default 0.01. */
  readonly flipY?: number;
  /** Half the side of the hypercube; larger is easier. Default 1. */
  readonly classSep?: number;
  /** Clusters at the corners of a hypercube (true) or of a random polytope? Default true. */
  readonly hypercube?: boolean;
  /** Added to all features, or to each; null draws from ±classSep. Default 0. */
  readonly shift?: number | readonly number[] | null;
  /** Then multiplied; null draws from 1 … 100. Default 1. */
  readonly scale?: number | readonly number[] | null;
}

const rules: Readonly<Record<string, Rule>> = {
  ...toyRules,
  nSamples: integer({ min: 1 }),
  nFeatures: integer({ min: 1 }),
  nInformative: integer({ min: 1 }),
  nRedundant: integer({ min: 0 }),
  nRepeated: integer({ min: 0 }),
  nClasses: integer({ min: 1 }),
  nClustersPerClass: integer({ min: 1 }),
  weights: nullable(listOf(real({ min: 0, max: 1 }))),
  flipY: real({ min: 0, max: 1 }),
  classSep: real({ above: 0 }),
  hypercube: boolean,
  shift: nullable(real(), listOf(real())),
  scale: nullable(anyOf(real({ above: 0 }), listOf(real({ above: 0 })))),
};

/**
 * A made-up classification problem. `data` has shape (nSamples, nFeatures), `target` holds 0 … nClasses − 1.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `INVALID_VALUE` when there are too few features for the
 * clusters or the kinds of features; `LENGTH_MISMATCH` when weights, shift or scale are not as many as they should
 * @example
 * const { data, target } = makeClassification({ nFeatures: 4, nClasses: 2, randomState: 0 });
 * data.shape; // [100, 4]
 */
export function makeClassification(options: ClassificationOptions = {}): ToyClasses {
  checkOptions('makeClassification', options, rules);
  const { nSamples = 100, nFeatures = 20, nInformative = 2, nRedundant = 2, nRepeated = 0 } = options;
  const { nClasses = 2, nClustersPerClass = 2, flipY = 0.01, classSep = 1, shuffle = true } = options;
  const clusters = nClasses * nClustersPerClass;
  checkCounts(nFeatures, nInformative + nRedundant + nRepeated, nInformative, clusters);
  const sizes = clusterSizes(options.weights ?? null, nSamples, nClasses, nClustersPerClass);
  const random = checkRandomState(options.randomState);

  const corners = hypercubeCorners(clusters, nInformative, random);
  const centroids = corners.map((corner) => corner.map((bit) => bit * 2 * classSep - classSep));
  if (options.hypercube === false) stretch(centroids, random);

  const X = Array.from({ length: nSamples }, () => new Float64Array(nFeatures));
  const y = new Int32Array(nSamples);
  for (const row of X) row.set(random.standardNormal(nInformative));
  let stop = 0;
  for (const [k, centroid] of centroids.entries()) {
    const mixing = mixingMatrix(nInformative, nInformative, random);
    for (let i = stop; i < stop + sizes[k]; i++) {
      y[i] = k % nClasses;
      const mixed = product(X[i].subarray(0, nInformative), mixing);
      X[i].set(mixed.map((value, j) => value + centroid[j]));
    }
    stop += sizes[k];
  }
  if (nRedundant > 0) {
    const mixing = mixingMatrix(nInformative, nRedundant, random);
    for (const row of X) row.set(product(row.subarray(0, nInformative), mixing), nInformative);
  }
  const useful = nInformative + nRedundant;
  if (nRepeated > 0) {
    const copied = random.randomSample(nRepeated).map((u) => Math.trunc((useful - 1) * u + 0.5));
    for (const row of X)
      row.set(
        copied.map((column) => row[column]),
        useful,
      );
  }
  const noisy = nFeatures - useful - nRepeated;
  if (noisy > 0) for (const row of X) row.set(random.standardNormal(noisy), useful + nRepeated);

  flipLabels(y, flipY, nClasses, random);
  const drawn = (low: number, width: number): Float64Array =>
    random.randomSample(nFeatures).map((u) => low + width * u);
  const shift = perFeature('shift', options.shift, 0, nFeatures, () => drawn(-classSep, 2 * classSep));
  const scale = perFeature('scale', options.scale, 1, nFeatures, () => drawn(1, 100));
  for (const row of X) for (let j = 0; j < nFeatures; j++) row[j] = (row[j] + shift[j]) * scale[j];

  const rows = rowsOf(new Float64Array(nSamples * nFeatures), nFeatures);
  for (const [i, row] of X.entries()) rows.data.set(row, i * nFeatures);
  const { data, target } = shuffle ? shuffled(rows, y, random) : { data: rows, target: y };
  if (shuffle) shuffleColumns(data.data, nFeatures, random);
  return {
    name: 'makeClassification',
    data,
    target,
    targetNames: Array.from({ length: nClasses }, (_, k) => `class ${k}`),
    description: 'Clusters around the corners of a hypercube, among features that mean nothing.',
    source: 'I. Guyon, NIPS 2003; scikit-learn’s sample generators',
    licence: 'made up on the spot; free to use',
  };
}

function checkCounts(nFeatures: number, named: number, nInformative: number, clusters: number): void {
  if (named > nFeatures) {
    throw new HebbError(
      'INVALID_VALUE',
      `makeClassification: ${named} informative, redundant and repeated features do not fit in ${nFeatures}.`,
    );
  }
  if (nInformative < Math.log2(clusters)) {
    throw new HebbError(
      'INVALID_VALUE',
      `makeClassification: ${clusters} clusters need as many corners, but ${nInformative} informative features ` +
        `have ${2 ** nInformative}.`,
    );
  }
}

/** How many samples each cluster gets; clusters take turns with the classes. */
function clusterSizes(
  weights: readonly number[] | null,
  nSamples: number,
  nClasses: number,
  perClass: number,
): number[] {
  const given = weights ?? Array.from({ length: nClasses }, () => 1 / nClasses);
  const total = given.reduce((sum, weight) => sum + weight, 0);
  if (given.length !== nClasses && given.length !== nClasses - 1) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `makeClassification: 'weights' has ${given.length} numbers, but there are ${nClasses} classes.`,
    );
  }
  if (total > 1 + 1e-9) {
    throw new HebbError('INVALID_VALUE', `makeClassification: 'weights' sum to ${total}, more than 1.`);
  }
  const shares = given.length === nClasses ? given : [...given, 1 - total];
  const clusters = nClasses * perClass;
  const sizes = Array.from({ length: clusters }, (_, k) =>
    Math.trunc((nSamples * shares[k % nClasses]) / perClass),
  );
  const left = nSamples - sizes.reduce((sum, size) => sum + size, 0);
  for (let i = 0; i < left; i++) sizes[i % clusters]++;
  return sizes;
}

/** `count` different corners of the unit cube, as bits, the highest first. */
function hypercubeCorners(count: number, dimensions: number, random: RandomState): number[][] {
  if (dimensions > 30) {
    const more = dimensions - 30;
    const lead = random.randint(2, null, count * more);
    return hypercubeCorners(count, 30, random).map((bits, i) => [
      ...lead.subarray(i * more, (i + 1) * more),
      ...bits,
    ]);
  }
  const numbers = Array.from(sampleWithoutReplacement(2 ** dimensions, count, random));
  return numbers.map((number) =>
    Array.from({ length: dimensions }, (_, k) => (number >>> (dimensions - 1 - k)) & 1),
  );
}

/** Different numbers below `population`, by one of three ways, chosen by how many are wanted, as scikit-learn does. */
function sampleWithoutReplacement(population: number, count: number, random: RandomState): Iterable<number> {
  const ratio = count / population;
  if (ratio > 0.01 && ratio < 0.99) return random.permutation(population).subarray(0, count);
  if (ratio < 0.2) {
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(random.randint(population));
    return chosen;
  }
  const reservoir = range(count);
  for (let i = count; i < population; i++) {
    const j = random.randint(i + 1);
    if (j < count) reservoir[j] = i;
  }
  return reservoir;
}

/** Every centroid by a factor of its own, then every coordinate. */
function stretch(centroids: number[][], random: RandomState): void {
  const factors = random.randomSample(centroids.length);
  const widths = random.randomSample(centroids[0].length);
  for (const [k, centroid] of centroids.entries()) {
    for (let j = 0; j < centroid.length; j++) centroid[j] *= factors[k] * widths[j];
  }
}

/** rows × columns numbers between −1 and 1. */
function mixingMatrix(rows: number, columns: number, random: RandomState): Float64Array[] {
  return Array.from({ length: rows }, () => random.randomSample(columns).map((u) => 2 * u - 1));
}

function product(row: Float64Array, matrix: readonly Float64Array[]): Float64Array {
  return matrix[0].map((_, j) => row.reduce((sum, value, i) => sum + value * matrix[i][j], 0));
}

function flipLabels(y: Int32Array, share: number, nClasses: number, random: RandomState): void {
  const flipped = random.randomSample(y.length).map((u) => (u < share ? 1 : 0));
  const count = flipped.reduce((sum, flag) => sum + flag, 0);
  const labels = random.randint(nClasses, null, count);
  let next = 0;
  for (let i = 0; i < y.length; i++) if (flipped[i] === 1) y[i] = labels[next++];
}

function perFeature(
  option: string,
  value: number | readonly number[] | null | undefined,
  fallback: number,
  nFeatures: number,
  draw: () => Float64Array,
): ArrayLike<number> {
  if (value === null) return draw();
  if (typeof value !== 'object') return new Float64Array(nFeatures).fill(value ?? fallback);
  if (value.length === nFeatures) return value;
  throw new HebbError(
    'LENGTH_MISMATCH',
    `makeClassification: '${option}' has ${value.length} numbers, but there are ${nFeatures} features.`,
  );
}
