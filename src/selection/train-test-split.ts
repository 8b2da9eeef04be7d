/**
 * `trainTestSplit`: data cut once into rows for training and rows for testing. Which rows, `src/random` says;
 * how rows are taken, `take-rows.ts`.
 */
import { HebbError } from '../core/errors.ts';
import { boolean, checkOptions, matching, nullable, type Rule, real } from '../core/options.ts';
import { randomStateRule } from '../random/random-state.ts';
import { type SplitIndicesOptions, trainTestIndices } from '../random/split-indices.ts';
import { type RowData, rowCountOf, type Taken, takeRows } from './take-rows.ts';

/**
 * `testSize` and `trainSize` are shares below 1 or counts of rows; by default a quarter is for testing.
 * `stratify`, usually y, gives the labels whose shares both parts keep.
 */
export type TrainTestSplitOptions = Omit<SplitIndicesOptions, 'n'>;

const optionRules: Readonly<Record<string, Rule>> = {
  testSize: nullable(real()),
  trainSize: nullable(real()),
  randomState: randomStateRule,
  shuffle: boolean,
  stratify: nullable(
    matching('labels, one a row', (value) => Symbol.iterator in Object(value) && typeof value !== 'string'),
  ),
};

/**
 * Cut data into rows for training and rows for testing: the very rows scikit-learn draws for the same
 * `randomState`. Every form of data keeps its form: arrays, typed arrays, tables, columns, tensors.
 *
 * @param X n rows
 * @param y n labels or targets
 * @param sampleWeight n weights, or anything else that goes along with the rows
 * @returns `[XTrain, XTest]`, `[XTrain, XTest, yTrain, yTest]`, and so on
 * @throws HebbError `LENGTH_MISMATCH` for unequal numbers of rows; `INVALID_OPTION` for sizes that do not fit;
 * `EMPTY_DATA` when no row is left to train on; `INVALID_VALUE` when a class is too small to be stratified
 * @example
 * const X = [[1], [2], [3], [4]];
 * const y = ['a', 'b', 'a', 'b'];
 * const [XTrain, XTest, yTrain, yTest] = trainTestSplit(X, y, { testSize: 0.5, stratify: y, randomState: 42 });
 */
export function trainTestSplit<X extends RowData>(
  X: X,
  options?: TrainTestSplitOptions,
): [Taken<X>, Taken<X>];
export function trainTestSplit<X extends RowData, Y extends RowData>(
  X: X,
  y: Y,
  options?: TrainTestSplitOptions,
): [Taken<X>, Taken<X>, Taken<Y>, Taken<Y>];
export function trainTestSplit<X extends RowData, Y extends RowData, W extends RowData>(
  X: X,
  y: Y,
  sampleWeight: W,
  options?: TrainTestSplitOptions,
): [Taken<X>, Taken<X>, Taken<Y>, Taken<Y>, Taken<W>, Taken<W>];
export function trainTestSplit(...given: readonly unknown[]): unknown[] {
  const last = given[given.length - 1];
  const options = isOptions(last) ? last : {};
  const data = given.filter((one) => one !== options && one !== undefined) as RowData[];
  checkOptions('trainTestSplit', options, optionRules);
  const counts = data.map((one, i) => rowCountOf(one, nameOf(i)));
  const other = counts.findIndex((count) => count !== counts[0]);
  if (other !== -1) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `X has ${counts[0]} rows, but ${nameOf(other)} has ${counts[other]}; they must go together.`,
    );
  }
  const { train, test } = trainTestIndices({ ...options, n: counts[0] });
  return data.flatMap((one) => [takeRows(one, train), takeRows(one, test)]);
}

function nameOf(position: number): string {
  return ['X', 'y', 'sampleWeight'][position] ?? `argument ${position}`;
}

/** A plain object that is no data. */
function isOptions(value: unknown): value is TrainTestSplitOptions {
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    !('data' in Object(value)) &&
    !('take' in Object(value))
  );
}
