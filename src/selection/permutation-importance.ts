/**
 * `permutationImportance`: how much a fitted model's score falls when one column's values are dealt out anew
 * among the rows (Breiman, Machine Learning 45, 2001). It knows columns and scores, no concrete model.
 */
import { HebbError } from '../core/errors.ts';
import { type MatrixLike, toMatrix } from '../core/matrix.ts';
import { anyOf, callback, checkOptions, integer, type Rule, real } from '../core/options.ts';
import { range } from '../core/range.ts';
import { Table } from '../data/table.ts';
import { type Weights, weightRule } from '../metrics/score-inputs.ts';
import { checkRandomState, type RandomSeed, RandomState, randomStateRule } from '../random/random-state.ts';
import { sampleRows } from '../random/sample-rows.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { type RowData, rowCountOf, takeRows } from './take-rows.ts';

/** A fitted model, as far as this goes. */
export interface Scorable {
  score(X: Table | Tensor, y: unknown, options?: ScoringOptions): Promise<number>;
}

/** What a score is told beside rows and targets. */
export interface ScoringOptions {
  /** How much each row counts; left out where all count the same. */
  readonly sampleWeight?: readonly number[];
}

export interface PermutationImportanceOptions<Model> {
  /** How often each column is shuffled. Default 5. */
  readonly nRepeats?: number;
  /** Seed of the shuffling. Default: a random one. */
  readonly randomState?: RandomSeed;
  /** Gives a score, larger for better models. Default: the model's own `score`. */
  readonly scoring?: (
    model: Model,
    X: Table | Tensor,
    y: unknown,
    options: ScoringOptions,
  ) => number | Promise<number>;
  /** How much each row counts in the scores; handed to `scoring`. Default: all the same. */
  readonly sampleWeight?: Weights | null;
  /**
   * Of how many rows the scores of shuffled columns are: a count, or a share of the rows up to 1. Default 1.0,
   * all (the count 1 and the share 1 are one number: it is read as the share).
   */
  readonly maxSamples?: number;
  /** Stops between two scores. */
  readonly signal?: AbortSignal;
}

/** How much the score fell, one element a column. */
export interface PermutationImportance {
  readonly importancesMean: Float64Array;
  /** The population's standard deviation over the repeats. */
  readonly importancesStd: Float64Array;
  /** Shape (columns, repeats). */
  readonly importances: Tensor;
  /** What the columns are called, where X had names; beyond scikit-learn. */
  readonly columnNames?: readonly string[];
}

const rules: Readonly<Record<string, Rule>> = {
  nRepeats: integer({ min: 1 }),
  randomState: randomStateRule,
  scoring: callback,
  sampleWeight: weightRule,
  maxSamples: anyOf(integer({ min: 1 }), real({ above: 0, below: 1 })),
  signal: { expected: 'an AbortSignal', allows: (value) => 'aborted' in Object(value) },
};

/**
 * How much a fitted model relies on each column: the fall of its score on X and y when that column is shuffled.
 * Give rows the model was not fitted on. A pipeline that starts from a `Table` is told of by the table's own
 * columns, before any encoding. The numbers are scikit-learn's `permutation_importance` for the same seed.
 *
 * @param X n rows
 * @param y n targets
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `SHAPE_MISMATCH`; `UNKNOWN_OPTION`, `INVALID_OPTION`,
 * also for `maxSamples` that come to none or to more than there are; the signal's reason when it is aborted;
 * whatever the model throws
 * @example
 * const { importancesMean, columnNames } = await permutationImportance(model, XTest, yTest, { randomState: 42 });
 */
export async function permutationImportance<Model extends Scorable>(
  model: Model,
  X: Table | MatrixLike,
  y: RowData,
  options: PermutationImportanceOptions<Model> = {},
): Promise<PermutationImportance> {
  checkOptions('permutationImportance', options, rules);
  const { nRepeats = 5, randomState, signal } = options;
  const score =
    options.scoring ?? ((own: Model, features, targets, more) => own.score(features, targets, more));
  const { features, names } = readFeatures(X);
  const all: Rows = { X: features, y, weights: readWeights(options.sampleWeight) };
  const [rows, columns] =
    features instanceof Table ? [features.rowCount, features.columns.length] : features.shape;
  if (rows === 0 || columns === 0) throw new HebbError('EMPTY_DATA', 'X has no rows or no columns.');
  checkLength(y, 'y', rows);
  if (all.weights !== undefined) checkLength(all.weights, 'sampleWeight', rows);
  const count = sampleCount(options.maxSamples ?? 1, rows);
  const ask = async ({ X, y, weights }: Rows): Promise<number> =>
    score(model, X, y, weights === undefined ? {} : { sampleWeight: weights });

  const seed = checkRandomState(randomState).randint(0, 2 ** 31);
  const draw = (random: RandomState): Int32Array | undefined =>
    count < rows ? sampleRows(random, rows, count) : undefined;
  const sample = takeSample(all, draw(new RandomState(seed)));
  const baseline = await ask(all);
  const falls = new Float64Array(columns * nRepeats);
  for (let column = 0; column < columns; column++) {
    // Every column starts from the same seed, and so from the same sample.
    const random = new RandomState(seed);
    draw(random);
    const order = identity(count);
    // Each repeat shuffles what the last one left, the order and the column alike.
    let taken = identity(count);
    for (let repeat = 0; repeat < nRepeats; repeat++) {
      signal?.throwIfAborted();
      random.shuffle(order);
      const before = taken;
      taken = order.map((row) => before[row]);
      const fallen = await ask({ ...sample, X: shuffled(sample.X, column, taken) });
      falls[column * nRepeats + repeat] = baseline - fallen;
    }
  }
  const perColumn = Array.from({ length: columns }, (_, j) =>
    falls.subarray(j * nRepeats, (j + 1) * nRepeats),
  );
  return {
    importancesMean: Float64Array.from(perColumn, mean),
    importancesStd: Float64Array.from(perColumn, (own) =>
      Math.sqrt(mean(own.map((fall) => (fall - mean(own)) ** 2))),
    ),
    importances: fromTyped(falls, [columns, nRepeats]),
    ...(names && { columnNames: names }),
  };
}

/** What a score is of. */
interface Rows {
  readonly X: Table | Tensor;
  readonly y: RowData;
  readonly weights?: readonly number[];
}

function readFeatures(X: Table | MatrixLike): { features: Table | Tensor; names?: readonly string[] } {
  if (X instanceof Table) return { features: X, names: X.columnNames };
  const { data, rows, columns, columnNames } = toMatrix(X);
  return { features: fromTyped(data, [rows, columns]), names: columnNames };
}

function readWeights(weights: Weights | null | undefined): readonly number[] | undefined {
  return weights === undefined || weights === null ? undefined : Array.from(weights);
}

function checkLength(values: RowData, name: string, rows: number): void {
  const count = rowCountOf(values, name);
  if (count !== rows) {
    throw new HebbError('LENGTH_MISMATCH', `X has ${rows} rows, but ${name} has ${count}.`);
  }
}

/** How many rows a count or a share comes to. @throws HebbError `INVALID_OPTION` */
function sampleCount(maxSamples: number, rows: number): number {
  const count = maxSamples <= 1 ? Math.floor(maxSamples * rows) : maxSamples;
  if (count >= 1 && count <= rows) return count;
  throw new HebbError(
    'INVALID_OPTION',
    `permutationImportance: option 'maxSamples' is ${maxSamples}, which comes to ${count} of ${rows} rows; expected 1 to ${rows} of them.`,
  );
}

function takeSample({ X, y, weights }: Rows, rows: Int32Array | undefined): Rows {
  if (rows === undefined) return { X, y, weights };
  return { X: X.take(rows), y: takeRows(y, rows), weights: weights && takeRows(weights, rows) };
}

/** All columns as they are but one, whose row i has the value of row `taken[i]`. */
function shuffled(X: Table | Tensor, column: number, taken: Int32Array): Table | Tensor {
  if (X instanceof Table) {
    return new Table(X.columns.map((own, j) => (j === column ? own.take(taken) : own)));
  }
  const { data, rows, columns } = X.toMatrix();
  const changed = data.slice();
  taken.forEach((from, row) => {
    changed[row * columns + column] = data[from * columns + column];
  });
  return fromTyped(changed, [rows, columns]);
}

function identity(rows: number): Int32Array {
  return range(rows);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
