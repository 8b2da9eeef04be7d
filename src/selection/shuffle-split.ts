/**
 * `ShuffleSplit` and `StratifiedShuffleSplit`: independent random cuts into training and test rows, any
 * number of times, the very rows scikit-learn draws for the same `randomState`. They know rows and labels,
 * no model.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions, integer, nullable, type Rule, real } from '../core/options.ts';
import { checkRandomState, type RandomSeed, randomStateRule } from '../random/random-state.ts';
import {
  checkStrata,
  drawSplit,
  drawStratifiedSplit,
  type SplitIndices,
  type SplitSizes,
  type StratifyLabels,
  splitCounts,
  strataOf,
} from '../random/split-indices.ts';
import { commonRowCount, type Split, type Splitter } from './splitter.ts';
import type { RowData } from './take-rows.ts';

/** Sizes are shares below 1 or counts of rows; by default a tenth is for testing. */
export interface ShuffleSplitOptions extends SplitSizes {
  /** How many splits. Default 10. */
  nSplits?: number;
  randomState?: RandomSeed;
}

const optionRules: Readonly<Record<string, Rule>> = {
  nSplits: integer({ min: 1 }),
  testSize: nullable(real()),
  trainSize: nullable(real()),
  randomState: randomStateRule,
};
const defaultTestSize = 0.1;

/** How many splits the options ask for. @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
function checkedSplits(owner: string, options: ShuffleSplitOptions): number {
  checkOptions(owner, options, optionRules);
  return options.nSplits ?? 10;
}

/**
 * Random splits of rows.
 *
 * @example
 * for (const [train, test] of new ShuffleSplit({ nSplits: 3, testSize: 0.3, randomState: 42 }).split(X)) {
 *   console.log(train.length, test.length);
 * }
 */
export class ShuffleSplit implements Splitter {
  readonly options: ShuffleSplitOptions;

  constructor(options: ShuffleSplitOptions = {}) {
    this.options = options;
  }

  getNSplits(): number {
    return checkedSplits('ShuffleSplit', this.options);
  }

  /**
   * The splits, rows in the order drawn.
   *
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`
   */
  split(X: RowData, y?: RowData | null): IterableIterator<Split> {
    const nSplits = this.getNSplits();
    const n = commonRowCount(X, y);
    const counts = splitCounts(n, this.options, defaultTestSize);
    const random = checkRandomState(this.options.randomState);
    return repeat(nSplits, () => drawSplit(n, counts, random));
  }
}

/**
 * Random splits of rows whose parts keep the classes' shares.
 *
 * @example
 * const splits = new StratifiedShuffleSplit({ nSplits: 3, testSize: 0.3, randomState: 42 }).split(X, y);
 */
export class StratifiedShuffleSplit implements Splitter {
  readonly options: ShuffleSplitOptions;

  constructor(options: ShuffleSplitOptions = {}) {
    this.options = options;
  }

  getNSplits(): number {
    return checkedSplits('StratifiedShuffleSplit', this.options);
  }

  /**
   * The splits, rows in the order drawn.
   *
   * @param y one label a row, or one row of labels
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, `LENGTH_MISMATCH`, `EMPTY_DATA`; `INVALID_VALUE`
   * when a class has one row, or a part fewer rows than there are classes
   */
  split(X: RowData, y?: RowData | null): IterableIterator<Split> {
    const nSplits = this.getNSplits();
    const n = commonRowCount(X, y);
    if (y === undefined || y === null) {
      throw new HebbError('INVALID_VALUE', 'StratifiedShuffleSplit needs y, the labels to stratify by.');
    }
    const counts = splitCounts(n, this.options, defaultTestSize);
    const strata = strataOf(y as StratifyLabels, n, 'y');
    checkStrata(strata, counts);
    const random = checkRandomState(this.options.randomState);
    return repeat(nSplits, () => drawStratifiedSplit(strata, counts, random));
  }
}

function* repeat(count: number, draw: () => SplitIndices): IterableIterator<Split> {
  for (let i = 0; i < count; i++) {
    const { train, test } = draw();
    yield [train, test];
  }
}
