/**
 * Moons, circles and blobs: scikit-learn's points, number for number, for the same `randomState`.
 */
import { HebbError } from '../core/errors.ts';
import {
  anyOf,
  checkOptions,
  integer,
  listOf,
  matching,
  nullable,
  type Rule,
  real,
} from '../core/options.ts';
import { checkRandomState } from '../random/random-state.ts';
import type { NumberRows } from './dataset.ts';
import { rowsOf, shuffled, type ToyClasses, type ToyOptions, toyRules } from './toy-points.ts';

export interface MoonsOptions extends ToyOptions {
  /** How many points; or how many in the outer and in the inner shape. Default 100. */
  readonly nSamples?: number | readonly [outer: number, inner: number];
  /** Standard deviation of what is added to each coordinate. Default null: nothing. */
  readonly noise?: number | null;
}

export interface CirclesOptions extends MoonsOptions {
  /** Radius of the inner circle, below that of the outer one, 1. Default 0.8. */
  readonly factor?: number;
}

export interface BlobsOptions extends ToyOptions {
  /** How many points; or how many in each blob. Default 100. */
  readonly nSamples?: number | readonly number[];
  /** Default 2; that of the centers, where they are given. */
  readonly nFeatures?: number;
  /** How many blobs, or their centers as rows. Default null: 3, or as many as `nSamples` tells. */
  readonly centers?: number | readonly (readonly number[])[] | null;
  /** Standard deviation of the blobs, or of each. Default 1. */
  readonly clusterStd?: number | readonly number[];
  /** Bounds between which centers are drawn. Default [−10, 10]. */
  readonly centerBox?: readonly [low: number, high: number];
}

/** Blobs, and where they lie. */
export interface BlobsDataset extends ToyClasses {
  /** One row for each blob. */
  readonly centers: NumberRows;
}

const origin = {
  source: 'scikit-learn’s sample generators',
  licence: 'made up on the spot; free to use',
};
const pairRules: Readonly<Record<string, Rule>> = {
  ...toyRules,
  nSamples: anyOf(
    integer({ min: 1 }),
    matching('a pair of counts', (value) => listOf(integer({ min: 0 })).allows(value) && pair(value)),
  ),
  noise: nullable(real({ min: 0 })),
};

function pair(value: unknown): boolean {
  return (value as readonly unknown[]).length === 2;
}

/** Two curves, given as functions of how far along them a point lies, 0 … 1. */
function twoCurves(
  { name, description, curveNames }: { name: string; description: string; curveNames: string[] },
  { nSamples = 100, noise, shuffle = true, randomState }: MoonsOptions,
  curves: readonly ((i: number, n: number) => readonly [number, number])[],
): ToyClasses {
  const counts =
    typeof nSamples === 'number' ? [Math.floor(nSamples / 2), Math.ceil(nSamples / 2)] : nSamples;
  const random = checkRandomState(randomState);
  const points = curves.flatMap((curve, k) =>
    Array.from({ length: counts[k] }, (_, i) => curve(i, counts[k])),
  );
  const rows = rowsOf(Float64Array.from(points.flat()), 2);
  const labels = Int32Array.from(points, (_, i) => (i < counts[0] ? 0 : 1));
  const { data, target } = shuffle ? shuffled(rows, labels, random) : { data: rows, target: labels };
  if (noise !== undefined && noise !== null) {
    const moves = random.normal(0, noise, data.data.length);
    for (let i = 0; i < moves.length; i++) data.data[i] += moves[i];
  }
  return { name, data, target, targetNames: curveNames, description, ...origin };
}

/**
 * Two half circles that interlock. `data` has shape (nSamples, 2), `target` 0 for the upper and 1 for the lower one.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makeMoons({ nSamples: 200, noise: 0.1, randomState: 42 });
 * data.shape; // [200, 2]
 */
export function makeMoons(options: MoonsOptions = {}): ToyClasses {
  checkOptions('makeMoons', options, pairRules);
  const angle = (i: number, n: number): number =>
    n === 1 ? 0 : i === n - 1 ? Math.PI : i * (Math.PI / (n - 1));
  const about = {
    name: 'makeMoons',
    description: 'Two half circles that interlock.',
    curveNames: ['upper moon', 'lower moon'],
  };
  return twoCurves(about, options, [
    (i, n) => [Math.cos(angle(i, n)), Math.sin(angle(i, n))],
    (i, n) => [1 - Math.cos(angle(i, n)), 1 - Math.sin(angle(i, n)) - 0.5],
  ]);
}

/**
 * A circle inside a circle. `data` has shape (nSamples, 2), `target` 0 for the outer and 1 for the inner one.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target } = makeCircles({ nSamples: 200, factor: 0.5, randomState: 42 });
 * data.shape; // [200, 2]
 */
export function makeCircles(options: CirclesOptions = {}): ToyClasses {
  checkOptions('makeCircles', options, { ...pairRules, factor: real({ min: 0, below: 1 }) });
  const { factor = 0.8, ...shared } = options;
  const angle = (i: number, n: number): number => i * ((2 * Math.PI) / n);
  const about = {
    name: 'makeCircles',
    description: 'A circle inside a circle.',
    curveNames: ['outer circle', 'inner circle'],
  };
  return twoCurves(about, shared, [
    (i, n) => [Math.cos(angle(i, n)), Math.sin(angle(i, n))],
    (i, n) => [Math.cos(angle(i, n)) * factor, Math.sin(angle(i, n)) * factor],
  ]);
}

const blobRules: Readonly<Record<string, Rule>> = {
  ...toyRules,
  nSamples: anyOf(integer({ min: 1 }), listOf(integer({ min: 0 }))),
  nFeatures: integer({ min: 1 }),
  centers: nullable(integer({ min: 1 }), listOf(listOf(real()))),
  clusterStd: anyOf(real({ min: 0 }), listOf(real({ min: 0 }))),
  centerBox: matching(
    'a pair of numbers, the lower first',
    (value) => listOf(real()).allows(value) && pair(value) && isAscending(value as [number, number]),
  ),
};

function isAscending([low, high]: readonly [number, number]): boolean {
  return low <= high;
}

/**
 * Round clouds of normally distributed points. `data` has shape (nSamples, nFeatures), `target` the number of the
 * blob, `centers` where they lie.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `LENGTH_MISMATCH` when counts, centers and deviations
 * are not as many
 * @example
 * const { data, target, centers } = makeBlobs({ centers: 4, clusterStd: 0.6, randomState: 0 });
 * centers.shape; // [4, 2]
 */
export function makeBlobs(options: BlobsOptions = {}): BlobsDataset {
  checkOptions('makeBlobs', options, blobRules);
  const { nSamples = 100, nFeatures = 2, clusterStd = 1, centerBox = [-10, 10], shuffle = true } = options;
  const random = checkRandomState(options.randomState);
  const wanted = options.centers ?? (typeof nSamples === 'number' ? 3 : nSamples.length);
  const centers =
    typeof wanted === 'number'
      ? rowsOf(random.uniform(...centerBox, [wanted, nFeatures]), nFeatures)
      : rowsOf(Float64Array.from(wanted.flat()), wanted[0]?.length ?? 0);
  const [count, columns] = centers.shape;
  if (!Number.isInteger(count) || count === 0 || (typeof wanted === 'object' && wanted.length !== count)) {
    throw new HebbError('LENGTH_MISMATCH', 'makeBlobs: centers must be rows of one length, at least one.');
  }
  const counts = typeof nSamples === 'number' ? evenShares(nSamples, count) : nSamples;
  const deviations = typeof clusterStd === 'number' ? counts.map(() => clusterStd) : clusterStd;
  requireEach('nSamples', counts, count);
  requireEach('clusterStd', deviations, count);
  const total = counts.reduce((sum, n) => sum + n, 0);
  const points = random.standardNormal(total * columns);
  const labels = new Int32Array(total);
  let row = 0;
  for (const [k, n] of counts.entries()) {
    for (const end = row + n; row < end; row++) {
      labels[row] = k;
      for (let j = 0; j < columns; j++) {
        points[row * columns + j] = centers.data[k * columns + j] + deviations[k] * points[row * columns + j];
      }
    }
  }
  const rows = rowsOf(points, columns);
  const { data, target } = shuffle ? shuffled(rows, labels, random) : { data: rows, target: labels };
  const targetNames = counts.map((_, k) => `blob ${k}`);
  return {
    name: 'makeBlobs',
    data,
    target,
    targetNames,
    centers,
    description: 'Round clouds of points.',
    ...origin,
  };
}

/** `total` in `parts` whole shares, the larger ones first. */
function evenShares(total: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, k) => Math.floor(total / parts) + (k < total % parts ? 1 : 0));
}

function requireEach(option: string, values: readonly number[], count: number): void {
  if (values.length === count) return;
  throw new HebbError(
    'LENGTH_MISMATCH',
    `makeBlobs: '${option}' has ${values.length} numbers, but there are ${count} centers.`,
  );
}
