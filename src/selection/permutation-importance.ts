/**
 * `permutationImportance`: how much a fitted model's score falls when one column's values are dealt out anew
 * among the rows (Breiman, Machine Learning 45, 2001). It knows columns and scores, no concrete model.
 */
import { HebbError } from '../core/errors.ts';
import { type Matrix, type MatrixLike, toMatrix } from '../core/matrix.ts';
import { callback, checkOptions, integer, type Rule } from '../core/options.ts';
import { Table } from '../data/table.ts';
import { checkRandomState, type RandomSeed, randomStateRule } from '../random/random-state.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { type RowData, rowCountOf } from './take-rows.ts';

/** A fitted model, as far as this goes. */
export interface Scorable {
  score(X: Table | Tensor, y: unknown): Promise<number>;
}

export interface PermutationImportanceOptions<Model> {
  /** How often each column is shuffled. Default 5. */
  readonly nRepeats?: number;
  /** Seed of the shuffling. Default: a random one. */
  readonly randomState?: RandomSeed;
  /** Gives a score, larger for better models. Default: the model's own `score`. */
  readonly scoring?: (model: Model, X: Table | Tensor, y: unknown) => number | Promise<number>;
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
  signal: { expected: 'an AbortSignal', allows: (value) => 'aborted' in Object(value) },
};

/**
 * How much a fitted model relies on each column: the fall of its score on X and y when that column is shuffled.
 * Give rows the model was not fitted on. A pipeline that starts from a `Table` is told of by the table's own
 * columns, before any encoding. The numbers are scikit-learn's `permutation_importance` for the same seed.
 *
 * @param X n rows
 * @param y n targets
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `SHAPE_MISMATCH`; `UNKNOWN_OPTION`, `INVALID_OPTION`; the
 * signal's reason when it is aborted; whatever the model throws
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
  const score = options.scoring ?? ((own: Model, features, targets) => own.score(features, targets));
  const source = X instanceof Table ? columnsOfTable(X) : columnsOfMatrix(toMatrix(X));
  const { rows, columns } = source;
  if (rows === 0 || columns === 0) throw new HebbError('EMPTY_DATA', 'X has no rows or no columns.');
  const targets = rowCountOf(y, 'y');
  if (targets !== rows) throw new HebbError('LENGTH_MISMATCH', `X has ${rows} rows, but y has ${targets}.`);
  const seed = checkRandomState(randomState).randint(0, 2 ** 31);
  const baseline = await score(model, source.shuffled(0, identity(rows)), y);
  const falls = new Float64Array(columns * nRepeats);
  for (let column = 0; column < columns; column++) {
    const random = checkRandomState(seed);
    const order = identity(rows);
    // Each repeat shuffles what the last one left, the order and the column alike.
    let taken = identity(rows);
    for (let repeat = 0; repeat < nRepeats; repeat++) {
      signal?.throwIfAborted();
      random.shuffle(order);
      const before = taken;
      taken = order.map((row) => before[row]);
      falls[column * nRepeats + repeat] = baseline - (await score(model, source.shuffled(column, taken), y));
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
    ...(source.names && { columnNames: source.names }),
  };
}

interface Columns {
  readonly rows: number;
  readonly columns: number;
  readonly names?: readonly string[];
  /** All columns as they are but one, whose row i has the value of row `taken[i]`. */
  shuffled(column: number, taken: Int32Array): Table | Tensor;
}

function columnsOfTable(table: Table): Columns {
  return {
    rows: table.rowCount,
    columns: table.columns.length,
    names: table.columnNames,
    shuffled: (column, taken) =>
      new Table(table.columns.map((own, j) => (j === column ? own.take(taken) : own))),
  };
}

function columnsOfMatrix({ data, rows, columns, columnNames }: Matrix): Columns {
  return {
    rows,
    columns,
    names: columnNames,
    shuffled: (column, taken) => {
      const changed = data.slice();
      taken.forEach((from, row) => {
        changed[row * columns + column] = data[from * columns + column];
      });
      return fromTyped(changed, [rows, columns]);
    },
  };
}

function identity(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
