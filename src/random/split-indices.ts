/**
 * Drawing rows for training and rows for testing, at random or by class, with the very rows scikit-learn
 * draws for the same seed. It knows row numbers and labels only; `src/selection` takes rows of real data.
 */
import { HebbError, show } from '../core/errors.ts';
import { encodeLabels, type Label } from '../core/labels.ts';
import { range } from '../core/range.ts';
import { checkRandomState, type RandomSeed, type RandomState } from './random-state.ts';

/** How large the two parts are: whole numbers are counts of rows, others shares between 0 and 1. */
export interface SplitSizes {
  /** Default: what `trainSize` leaves, or a quarter. */
  testSize?: number | null;
  /** Default: what `testSize` leaves. */
  trainSize?: number | null;
}

/** One label a row, or for several outputs one row of labels: an array, a typed array, a column of a table. */
export type StratifyLabels = Iterable<unknown>;

export interface SplitIndicesOptions extends SplitSizes {
  /** How many rows there are. */
  n: number;
  /** A seed, or a generator to draw from. */
  randomState?: RandomSeed;
  /** Whether rows are drawn at random (default), or the last ones become the test rows. */
  shuffle?: boolean;
  /** Labels, one a row, whose shares both parts are to keep. */
  stratify?: StratifyLabels | null;
}

/** Row numbers of the two parts. */
export interface SplitIndices {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** How many rows each part gets. */
export interface SplitCounts {
  readonly train: number;
  readonly test: number;
}

/**
 * The rows of `trainTestSplit`, without data.
 *
 * @throws HebbError `INVALID_OPTION` for sizes that do not fit, or `stratify` without `shuffle`;
 * `EMPTY_DATA` when no row is left to train on; `LENGTH_MISMATCH` when `stratify` has not `n` labels;
 * `INVALID_VALUE` when a class is too small
 * @example
 * trainTestIndices({ n: 10, randomState: 42 }).test; // Int32Array [8, 1, 5]
 */
export function trainTestIndices(options: SplitIndicesOptions): SplitIndices {
  const { n, randomState, shuffle = true, stratify } = options;
  const counts = splitCounts(n, options, 0.25);
  if (!shuffle) {
    if (stratify !== undefined && stratify !== null) {
      throw new HebbError(
        'INVALID_OPTION',
        'A stratified split draws at random; it cannot have shuffle: false.',
      );
    }
    const rows = range(counts.train + counts.test);
    return { train: rows.slice(0, counts.train), test: rows.slice(counts.train) };
  }
  if (stratify === undefined || stratify === null) return drawSplit(n, counts, checkRandomState(randomState));
  const strata = strataOf(stratify, n);
  checkStrata(strata, counts);
  return drawStratifiedSplit(strata, counts, checkRandomState(randomState));
}

/**
 * How many rows train and test get of `n`: test rows are rounded up, training rows down.
 *
 * @param defaultTestSize the test rows' share when neither size is given
 * @throws HebbError `INVALID_OPTION` for sizes that do not fit, `EMPTY_DATA` when no row is left to train on
 */
export function splitCounts(n: number, sizes: SplitSizes, defaultTestSize: number): SplitCounts {
  const trainSize = sizes.trainSize ?? undefined;
  const testSize = sizes.testSize ?? (trainSize === undefined ? defaultTestSize : undefined);
  checkSize('testSize', testSize, n);
  checkSize('trainSize', trainSize, n);
  const shares = testSize !== undefined && trainSize !== undefined && testSize < 1 && trainSize < 1;
  if (shares && testSize + trainSize > 1) {
    throw new HebbError(
      'INVALID_OPTION',
      `testSize ${testSize} and trainSize ${trainSize} sum to ${testSize + trainSize}; shares must not exceed 1.`,
    );
  }
  const givenTest = testSize === undefined ? undefined : testSize < 1 ? Math.ceil(testSize * n) : testSize;
  const givenTrain =
    trainSize === undefined ? undefined : trainSize < 1 ? Math.floor(trainSize * n) : trainSize;
  const test = givenTest ?? n - (givenTrain as number);
  const train = givenTrain ?? n - test;
  if (train + test > n) {
    throw new HebbError(
      'INVALID_OPTION',
      `testSize and trainSize ask for ${test} + ${train} = ${train + test} rows, but there are only ${n}.`,
    );
  }
  if (train === 0) {
    throw new HebbError(
      'EMPTY_DATA',
      `Of ${n} rows ${test} ${test === 1 ? 'is' : 'are'} for testing: no row is left to train on.`,
    );
  }
  return { train, test };
}

/** Draw rows without regard to classes. */
export function drawSplit(n: number, counts: SplitCounts, random: RandomState): SplitIndices {
  const order = random.permutation(n);
  return {
    test: order.slice(0, counts.test),
    train: order.slice(counts.test, counts.test + counts.train),
  };
}

/** The rows of each class, ascending. */
export interface Strata {
  readonly classes: readonly Label[];
  readonly rows: readonly Int32Array[];
}

/**
 * Sort rows by label. A row of several labels counts as one label, written out with blanks between.
 *
 * @throws HebbError `LENGTH_MISMATCH` unless there are `n` labels; see `encodeLabels` for other errors
 */
export function strataOf(labels: StratifyLabels, n: number, name = 'stratify'): Strata {
  const keys = Array.from(labels, (label) =>
    Array.isArray(label) || ArrayBuffer.isView(label)
      ? Array.from(label as ArrayLike<Label>).join(' ')
      : label,
  );
  const { classes, codes } = encodeLabels(keys as Label[], name);
  if (codes.length !== n) {
    throw new HebbError('LENGTH_MISMATCH', `${name} has ${codes.length} labels, but there are ${n} rows.`);
  }
  const rows: number[][] = classes.map(() => []);
  for (let row = 0; row < n; row++) rows[codes[row]].push(row);
  return { classes, rows: rows.map((own) => Int32Array.from(own)) };
}

/** Refuse (`INVALID_VALUE`) a class of one row, and parts that have fewer rows than there are classes. */
export function checkStrata(strata: Strata, counts: SplitCounts): void {
  const lonely = strata.rows.findIndex((rows) => rows.length < 2);
  if (lonely !== -1) {
    throw new HebbError(
      'INVALID_VALUE',
      `A stratified split needs at least 2 rows of every class, but class ${show(strata.classes[lonely])} has 1 (row ${strata.rows[lonely][0]}).`,
    );
  }
  for (const part of ['train', 'test'] as const) {
    if (counts[part] < strata.rows.length) {
      throw new HebbError(
        'INVALID_VALUE',
        `A stratified split needs at least as many ${part} rows as classes: ${counts[part]} rows, ${strata.rows.length} classes.`,
      );
    }
  }
}

/** Draw rows so that both parts keep the classes' shares as nearly as whole rows can. */
export function drawStratifiedSplit(strata: Strata, counts: SplitCounts, random: RandomState): SplitIndices {
  const sizes = strata.rows.map((rows) => rows.length);
  const trainOf = approximateMode(sizes, counts.train, random);
  const left = sizes.map((size, k) => size - trainOf[k]);
  const testOf = approximateMode(left, counts.test, random);
  const train = new Int32Array(counts.train);
  const test = new Int32Array(counts.test);
  let trained = 0;
  let tested = 0;
  strata.rows.forEach((rows, k) => {
    const drawn = random.permutation(rows);
    train.set(drawn.subarray(0, trainOf[k]), trained);
    test.set(drawn.subarray(trainOf[k], trainOf[k] + testOf[k]), tested);
    trained += trainOf[k];
    tested += testOf[k];
  });
  random.shuffle(train);
  random.shuffle(test);
  return { train, test };
}

/**
 * How many of `draws` elements to take from each class: its share rounded down, and one more for the classes
 * with the largest remainders; among equal remainders chance decides.
 */
export function approximateMode(
  classCounts: readonly number[],
  draws: number,
  random: RandomState,
): number[] {
  const total = classCounts.reduce((sum, count) => sum + count, 0);
  const exact = classCounts.map((count) => (count / total) * draws);
  const taken = exact.map(Math.floor);
  const remainders = exact.map((share, k) => share - taken[k]);
  let missing = draws - taken.reduce((sum, count) => sum + count, 0);
  for (const remainder of Array.from(new Set(remainders)).sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = [...remainders.keys()].filter((k) => remainders[k] === remainder);
    const size = Math.min(tied.length, missing);
    for (const k of random.choice(tied, { size, replace: false })) taken[k]++;
    missing -= size;
  }
  return taken;
}

function checkSize(name: string, size: number | undefined, n: number): void {
  if (size === undefined) return;
  const isCount = Number.isInteger(size) && size > 0 && size < n;
  const isShare = size > 0 && size < 1;
  if (!isCount && !isShare) {
    throw new HebbError(
      'INVALID_OPTION',
      `option '${name}' must be a share above 0 and below 1 or a count from 1 to ${n - 1} (of ${n} rows), got ${show(size)}.`,
    );
  }
}
