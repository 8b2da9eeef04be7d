/**
 * `KFold` and `StratifiedKFold`: rows cut into k parts, each of which is for testing once. The folds are
 * scikit-learn's for the same `randomState`. They know rows and labels, no model.
 */
import { HebbError } from '../core/errors.ts';
import { encodeLabels, type Label, type Labels } from '../core/labels.ts';
import { boolean, checkOptions, integer, type Rule } from '../core/options.ts';
import { range } from '../core/range.ts';
import { checkRandomState, type RandomSeed, randomStateRule } from '../random/random-state.ts';
import { commonRowCount, type Split, type Splitter, splitByFold } from './splitter.ts';
import type { RowData } from './take-rows.ts';

export interface KFoldOptions {
  /** How many folds, at least 2. Default 5. */
  nSplits?: number;
  /** Whether rows are shuffled before they are cut. Default false. */
  shuffle?: boolean;
  /** Seed of the shuffling; only with `shuffle`. */
  randomState?: RandomSeed;
}

const optionRules: Readonly<Record<string, Rule>> = {
  nSplits: integer({ min: 2 }),
  shuffle: boolean,
  randomState: randomStateRule,
};

/** The options, checked. @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
function settings(owner: string, options: KFoldOptions): Required<KFoldOptions> {
  checkOptions(owner, options, optionRules);
  const { nSplits = 5, shuffle = false, randomState = null } = options;
  if (!shuffle && randomState !== null) {
    throw new HebbError('INVALID_OPTION', `${owner}: randomState has no effect without shuffle: true.`);
  }
  return { nSplits, shuffle, randomState };
}

/**
 * k folds of neighbouring rows, or of rows drawn at random. The first n mod k folds have one row more.
 *
 * @example
 * for (const [train, test] of new KFold({ nSplits: 3 }).split(X)) {
 *   await model.fit(takeRows(X, train), takeRows(y, train));
 * }
 */
export class KFold implements Splitter {
  readonly options: KFoldOptions;

  constructor(options: KFoldOptions = {}) {
    this.options = options;
  }

  getNSplits(): number {
    return settings('KFold', this.options).nSplits;
  }

  /**
   * The splits, each with ascending row numbers.
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `LENGTH_MISMATCH`; `INVALID_VALUE` for fewer rows
   * than folds
   */
  split(X: RowData, y?: RowData | null): IterableIterator<Split> {
    const { nSplits, shuffle, randomState } = settings('KFold', this.options);
    const n = commonRowCount(X, y);
    if (nSplits > n) {
      throw new HebbError('INVALID_VALUE', `KFold cannot cut ${n} rows into ${nSplits} folds.`);
    }
    const order = range(n);
    if (shuffle) checkRandomState(randomState).shuffle(order);
    const foldOf = new Int32Array(n);
    const smallest = Math.floor(n / nSplits);
    const larger = n % nSplits;
    for (let fold = 0, start = 0; fold < nSplits; fold++) {
      const end = start + smallest + (fold < larger ? 1 : 0);
      for (; start < end; start++) foldOf[order[start]] = fold;
    }
    return folds(foldOf, nSplits);
  }
}

/**
 * k folds that keep the classes' shares: class counts of any two folds differ by at most one.
 *
 * @example
 * const folds = new StratifiedKFold({ nSplits: 3, shuffle: true, randomState: 42 }).split(X, y);
 */
export class StratifiedKFold implements Splitter {
  readonly options: KFoldOptions;

  constructor(options: KFoldOptions = {}) {
    this.options = options;
  }

  getNSplits(): number {
    return settings('StratifiedKFold', this.options).nSplits;
  }

  /**
   * The splits, each with ascending row numbers.
   *
   * @param y one label a row; numbers must be whole
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `LENGTH_MISMATCH`; `INVALID_VALUE` for what is no
   * label, or when every class has fewer rows than there are folds
   */
  split(X: RowData, y?: RowData | null): IterableIterator<Split> {
    const { nSplits, shuffle, randomState } = settings('StratifiedKFold', this.options);
    const n = commonRowCount(X, y);
    const codes = codesByAppearance(y);
    const counts: number[] = [];
    for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
    const largest = counts.reduce((most, count) => Math.max(most, count), 0);
    if (nSplits > largest) {
      throw new HebbError(
        'INVALID_VALUE',
        `StratifiedKFold cannot make ${nSplits} folds: the largest class has ${largest} rows.`,
      );
    }
    // Rows sorted by class are dealt to the folds in turn: so many of each class go to each fold.
    const random = checkRandomState(randomState);
    const foldOf = new Int32Array(n);
    let sorted = 0;
    counts.forEach((count, code) => {
      const dealt = Int32Array.from({ length: count }, () => sorted++ % nSplits).sort();
      if (shuffle) random.shuffle(dealt);
      let next = 0;
      for (let row = 0; row < n; row++) if (codes[row] === code) foldOf[row] = dealt[next++];
    });
    return folds(foldOf, nSplits);
  }
}

/** Classes as codes in the order in which they first come. */
function codesByAppearance(y: RowData | null | undefined): Int32Array {
  if (y === undefined || y === null) {
    throw new HebbError('INVALID_VALUE', 'StratifiedKFold needs y, the labels to stratify by.');
  }
  const { classes, codes } = encodeLabels(y as Labels<Label>);
  const fraction = classes.find((label) => typeof label === 'number' && !Number.isInteger(label));
  if (fraction !== undefined) {
    throw new HebbError(
      'INVALID_VALUE',
      `StratifiedKFold needs class labels, but y contains ${fraction}; use KFold for continuous targets.`,
    );
  }
  const firstOf = new Map<number, number>();
  return codes.map((code) => {
    if (!firstOf.has(code)) firstOf.set(code, firstOf.size);
    return firstOf.get(code) as number;
  });
}

function* folds(foldOf: Int32Array, count: number): IterableIterator<Split> {
  for (let fold = 0; fold < count; fold++) yield splitByFold(foldOf, fold);
}
