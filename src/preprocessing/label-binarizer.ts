/**
 * `LabelBinarizer`: each class becomes a column that says whether a row has it. It transforms targets, so it
 * is no step of a pipeline, and knows nothing of what learns them.
 */
import { HebbError, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { hasRows } from '../core/has-rows.ts';
import { checkLabels, type Label, type Labels, sortLabels } from '../core/labels.ts';
import { type Matrix, type MatrixLike, toMatrix } from '../core/matrix.ts';
import type { Json, ModelState, Savable } from '../core/model-state.ts';
import { boolean, checkOptionNames, checkOptions, integer, matching } from '../core/options.ts';
import { readAttribute, readOptions } from '../core/read-state.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';

export interface LabelBinarizerOptions {
  /** The number for "not this class". Default 0. */
  readonly negLabel?: number;
  /** The number for "this class", larger than `negLabel`. Default 1. */
  readonly posLabel?: number;
}

const rules = { negLabel: integer(), posLabel: integer() };

interface Learned<L> {
  /** Ascending; for rows of zeros and ones the columns' numbers. */
  readonly classes: readonly L[];
  /** Whether `fit` saw rows of zeros and ones, several labels a row. */
  readonly isMultilabel: boolean;
}

const labels = matching('a list of labels', (value) => {
  return Array.isArray(value) && value.every((v) => ['number', 'string', 'boolean'].includes(typeof v));
});

/**
 * Labels as one column for each class, in the classes' order; two classes need one column only, which stands
 * for the second. Rows of zeros and ones (several labels a row) pass, as `negLabel` and `posLabel`. Semantics
 * of scikit-learn 1.9.
 *
 * @example
 * const binarizer = new LabelBinarizer();
 * const Y = await binarizer.fitTransform(['no', 'yes', 'maybe']);
 * binarizer.classes; // ['maybe', 'no', 'yes']
 * Y.toArray(); // [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
 * await binarizer.inverseTransform([[0.2, 0.1, 0.7]]); // ['yes']
 */
export class LabelBinarizer<L extends Label = Label> implements Savable {
  readonly options: LabelBinarizerOptions;
  #learned: Learned<L> | undefined;

  constructor(options: LabelBinarizerOptions = {}) {
    this.options = options;
  }

  /**
   * Learn the classes.
   *
   * @param y one label a row, or rows of zeros and ones
   * @throws HebbError `EMPTY_DATA`; `INVALID_VALUE` for missing and mixed labels, and for rows of anything but
   * zeros and ones; `NON_FINITE`; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(y: Labels<L> | MatrixLike): Promise<this> {
    checkOptions('LabelBinarizer', this.options, rules);
    const { negLabel, posLabel } = this.#marks();
    if (negLabel >= posLabel) {
      throw new HebbError(
        'INVALID_OPTION',
        `LabelBinarizer: negLabel must be smaller than posLabel, got ${negLabel} and ${posLabel}.`,
      );
    }
    const isMultilabel = hasRows(y);
    const classes = isMultilabel
      ? Array.from({ length: readIndicators(y).columns }, (_, column) => column as L)
      : sortLabels(new Set(checkLabels<L>(y)));
    if (classes.length === 0) throw new HebbError('EMPTY_DATA', 'LabelBinarizer needs at least one label.');
    this.#learned = { classes, isMultilabel };
    return this;
  }

  /**
   * Rows × classes (× 1 for two classes or one), float64. A label that `fit` did not see has none of the
   * classes.
   *
   * @throws HebbError `NOT_FITTED`; `UNKNOWN_LABEL` where two classes share one column, and so none of both
   * cannot be told; `SHAPE_MISMATCH` for rows of zeros and ones of another width; errors as of `fit`
   */
  async transform(y: Labels<L> | MatrixLike): Promise<Tensor> {
    const { classes, isMultilabel } = this.#fitted();
    const { negLabel, posLabel } = this.#marks();
    if (hasRows(y)) {
      const { data, rows, columns } = readIndicators(y);
      if (!isMultilabel || columns !== classes.length) {
        const seen = isMultilabel ? `rows of ${classes.length}` : 'one label a row';
        throw new HebbError('SHAPE_MISMATCH', `y has rows of ${columns} labels, but fit saw ${seen}.`);
      }
      return fromTyped(
        Float64Array.from(data, (flag) => (flag === 0 ? negLabel : posLabel)),
        [rows, columns],
      );
    }
    const codeOf = new Map(classes.map((label, code) => [label, code]));
    const isBinary = classes.length <= 2 && !isMultilabel;
    const width = isBinary ? 1 : classes.length;
    const read = checkLabels<L>(y);
    const out = new Float64Array(read.length * width).fill(negLabel);
    for (const [row, label] of read.entries()) {
      const code = codeOf.get(label);
      if (code === undefined && isBinary) {
        throw new HebbError(
          'UNKNOWN_LABEL',
          `y is ${show(label)} at row ${row}, which fit did not see; its classes are ${show(classes)}.`,
        );
      }
      if (code === undefined || (isBinary && code === 0)) continue;
      out[row * width + (isBinary ? 0 : code)] = posLabel;
    }
    return fromTyped(out, [read.length, width]);
  }

  async fitTransform(y: Labels<L> | MatrixLike): Promise<Tensor> {
    return (await this.fit(y)).transform(y);
  }

  /**
   * Columns back to labels: of three and more classes the one with the largest number, of two by the
   * threshold; several labels a row become a `Tensor` of zeros and ones.
   *
   * @param Y rows × classes of marks, probabilities or scores
   * @param options `threshold`: above it counts as the class; default halfway between `negLabel` and `posLabel`
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of columns, `NON_FINITE` for NaN
   */
  async inverseTransform(
    Y: MatrixLike,
    options: { readonly threshold?: number } = {},
  ): Promise<L[] | Tensor> {
    checkOptionNames('LabelBinarizer.inverseTransform', options, ['threshold']);
    const { classes, isMultilabel } = this.#fitted();
    const { negLabel, posLabel } = this.#marks();
    const { threshold = (negLabel + posLabel) / 2 } = options;
    const { data, rows, columns } = toMatrix(Y, 'Y');
    const isBinary = classes.length <= 2 && !isMultilabel;
    if (columns !== classes.length && !(isBinary && columns === 1)) {
      const expected = isBinary ? 'one column' : `${classes.length} columns`;
      throw new HebbError('SHAPE_MISMATCH', `Y has ${columns} columns, expected ${expected}.`);
    }
    const missing = data.findIndex((score: number) => Number.isNaN(score));
    if (missing !== -1) {
      throw new HebbError('NON_FINITE', `Y contains NaN at row ${Math.floor(missing / columns)}.`);
    }
    if (isMultilabel) {
      return fromTyped(
        Float64Array.from(data, (score) => (score > threshold ? 1 : 0)),
        [rows, columns],
      );
    }
    return Array.from({ length: rows }, (_, row) => {
      const scores = data.subarray(row * columns, (row + 1) * columns);
      if (isBinary) return classes[classes.length === 2 && scores[columns - 1] > threshold ? 1 : 0];
      let best = 0;
      for (let code = 1; code < columns; code++) if (scores[code] > scores[best]) best = code;
      return classes[best];
    });
  }

  /** The classes, ascending; for rows of zeros and ones the columns' numbers. */
  get classes(): readonly L[] {
    return this.#fitted().classes;
  }

  toState(): ModelState {
    const state = { kind: 'LabelBinarizer', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { classes, isMultilabel } = this.#learned;
    return { ...state, attributes: { classes: [...classes], isMultilabel } };
  }

  static fromState(state: ModelState): LabelBinarizer {
    const binarizer = new LabelBinarizer(readOptions<LabelBinarizerOptions>(state, rules));
    if (state.attributes === undefined) return binarizer;
    binarizer.#learned = {
      classes: readAttribute<Json & readonly Label[]>(state, 'classes', labels),
      isMultilabel: readAttribute<boolean>(state, 'isMultilabel', boolean),
    };
    return binarizer;
  }

  #fitted(): Learned<L> {
    return fitted(this.#learned, 'LabelBinarizer');
  }

  #marks(): { negLabel: number; posLabel: number } {
    const { negLabel = 0, posLabel = 1 } = this.options;
    return { negLabel, posLabel };
  }
}

function readIndicators(y: MatrixLike): Matrix {
  const matrix = toMatrix(y, 'y');
  const { data, columns } = matrix;
  const wrong = data.findIndex((flag: number) => flag !== 0 && flag !== 1);
  if (wrong === -1) return matrix;
  throw new HebbError(
    'INVALID_VALUE',
    `several labels a row must come as zeros and ones; y has ${data[wrong]} at row ${Math.floor(wrong / columns)}, column ${wrong % columns}.`,
  );
}
