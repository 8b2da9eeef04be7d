/**
 * What every transformer offers, and what it may be given. Transformers are told apart by what they do, not
 * by descent: there is no base class. This file knows no concrete transformer.
 */
import type { HebbWarning } from '../core/errors.ts';
import type { MatrixLike } from '../core/matrix.ts';
import type { ModelState, Savable } from '../core/model-state.ts';
import type { Table } from '../data/table.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** One value of a row that may hold text: null and NaN are missing values. */
export type Cell = number | string | boolean | null;

/** Every form the features may take where text is welcome: numbers, a `Table`, or rows of cells. */
export type TableLike = MatrixLike | Table | readonly (readonly Cell[])[];

/** Features on their way through a pipeline: numbers as a `Tensor` of rank 2, anything mixed as a `Table`. */
export type Features = Tensor | Table;

/**
 * Learns something from features and then changes features by it.
 *
 * The constructor only stores `options`; `fit` checks them. `transform` before `fit` throws `NOT_FITTED`.
 */
export interface Transformer extends Savable {
  readonly options: object;
  /** Learn from X (rows × features); resolves to the transformer itself. `y` is there for those who need it. */
  fit(X: TableLike, y?: unknown): Promise<this>;
  /** X changed by what was learned: as many rows, possibly other columns. */
  transform(X: TableLike): Promise<Features>;
  /** `fit`, then `transform` of the same X. */
  fitTransform(X: TableLike, y?: unknown): Promise<Features>;
  /** The names of the columns that `transform` gives; `inputFeatures` are the names X had, where it had none. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[];
  /** What is worth saying of what `fit` found; absent where there never is anything. */
  readonly warnings?: readonly HebbWarning[];
  toState(): ModelState;
}

/** Whether a step of a pipeline is a transformer. */
export function isTransformer(step: object): step is Transformer {
  return 'fitTransform' in step && 'transform' in step;
}
