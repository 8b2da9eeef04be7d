/**
 * `OneHotEncoder`: each category becomes a column of zeros and ones. Rare categories can share one column.
 * It knows nothing of tables beyond their columns.
 */
import { HebbError, type HebbWarning } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { type MatrixLike, toMatrix } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { type Checked, checkOptions, nullable, oneOf, type Spelled } from '../core/options.ts';
import { readOptions } from '../core/read-state.ts';
import type { Column } from '../data/column.ts';
import { columnOf } from '../data/column-of.ts';
import { Table } from '../data/table.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import {
  type Categories,
  type CategoriesOption,
  categoriesRule,
  cellsRule,
  checkSameType,
  codesOf,
  countCategories,
  countsOf,
  givenCategories,
  type InfrequentOptions,
  infrequentRules,
  readCategories,
  readInfrequent,
  unknownCategory,
} from './categories.ts';
import {
  categoryOf,
  type Drop,
  type Encoding,
  encodingOf,
  infrequentCategories,
  infrequentOf,
  infrequentWarnings,
  largest,
  layoutOf,
  nowhere,
  place,
} from './category-slots.ts';
import { readColumnsAgain, readColumnsToFit, showCell } from './read-columns.ts';
import {
  checkCount,
  featureAttributes,
  featureLabel,
  namesOf,
  readFeatures,
  type SeenFeatures,
} from './seen-features.ts';
import type { Cell, TableLike, Transformer } from './transformer.ts';

export interface OneHotEncoderOptions extends InfrequentOptions {
  /** `'auto'`: the sorted distinct values seen in `fit`; or one list a feature. */
  readonly categories?: CategoriesOption;
  /**
   * Leave out the first column of every feature, or only of those with two categories, or the column of one
   * category a feature, in the order of the features. Default null: none.
   */
  readonly drop?: Spelled<'first' | 'if_binary'> | readonly Cell[] | null;
  /**
   * What a value that is no category does: throw, become all zeros, or count as infrequent where there are
   * infrequent categories (all zeros elsewhere). Default `'error'`.
   */
  readonly handleUnknown?: Spelled<'error' | 'ignore' | 'infrequent_if_exist'>;
}

const rules = {
  categories: categoriesRule,
  drop: nullable(oneOf('first', 'if_binary'), cellsRule),
  handleUnknown: oneOf('error', 'ignore', 'infrequent_if_exist'),
  ...infrequentRules,
};

interface Learned {
  readonly features: SeenFeatures;
  readonly encodings: readonly Encoding[];
}

/**
 * Columns of categories (text, numbers, truth values) as one column of zeros and ones per category, called
 * `<column>_<category>`. A missing value is a category of its own. Semantics of scikit-learn 1.9, dense.
 *
 * @example
 * const encoder = new OneHotEncoder({ handleUnknown: 'ignore' });
 * const Z = await encoder.fitTransform([['red'], ['blue'], ['red']]);
 * Z.toArray(); // [[0, 1], [1, 0], [0, 1]]
 * encoder.getFeatureNamesOut(); // ['x0_blue', 'x0_red']
 */
export class OneHotEncoder implements Transformer {
  readonly options: OneHotEncoderOptions;
  #learned: Learned | undefined;

  constructor(options: OneHotEncoderOptions = {}) {
    this.options = options;
  }

  /** The options, checked, in the spelling that is compared with. */
  get #settings(): Checked<OneHotEncoderOptions> {
    return checkOptions('OneHotEncoder', this.options, rules);
  }

  /**
   * Learn each feature's categories.
   *
   * @throws HebbError `EMPTY_DATA`; `UNKNOWN_CATEGORY` for a value that given categories lack, and for one to
   * drop that isn't there; `LENGTH_MISMATCH` for lists of another number of features; `INVALID_VALUE` for dates
   * and mixed types; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: TableLike, _y?: unknown): Promise<this> {
    const { categories = 'auto', drop = null, minFrequency = null, maxCategories = null } = this.#settings;
    const { columns, features, rows } = readColumnsToFit(X, 'OneHotEncoder');
    const given = givenCategories(categories, features.count, 'OneHotEncoder');
    const encodings = columns.map((column, j) => {
      const seen = countCategories(column);
      const known = given?.[j] ?? seen.categories;
      const infrequent = infrequentOf(countsOf(seen, known), rows, minFrequency, maxCategories);
      return encodingOf(known, infrequent, dropOf(drop, features, j, known, infrequent));
    });
    const learned = { features, encodings };
    if (given !== null) for (const [j, column] of columns.entries()) this.#slots(learned, column, j);
    this.#learned = learned;
    return this;
  }

  /**
   * Zeros and ones, float64.
   *
   * @throws HebbError `NOT_FITTED`; `UNKNOWN_CATEGORY` naming row, column and value; `INVALID_VALUE` for a
   * column of another type than in `fit`; `SHAPE_MISMATCH`, `UNKNOWN_COLUMN`
   */
  async transform(X: TableLike): Promise<Tensor> {
    const learned = this.#fitted();
    const { columns, rows } = readColumnsAgain(X, learned.features, 'OneHotEncoder');
    const { starts, width } = layoutOf(learned.encodings);
    const out = new Float64Array(rows * width);
    columns.forEach((column, j) => {
      const { dropped } = learned.encodings[j];
      this.#slots(learned, column, j).forEach((slot, row) => {
        if (slot === nowhere || slot === dropped) return;
        out[row * width + starts[j] + place(slot, dropped)] = 1;
      });
    });
    return fromTyped(out, [rows, width]);
  }

  async fitTransform(X: TableLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /**
   * Zeros and ones (or probabilities: the largest counts) back to categories. Infrequent categories and, with
   * `handleUnknown`, rows of zeros become missing values; with `drop`, zeros are the dropped category.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`; `INVALID_VALUE` for a row of zeros that nothing explains
   */
  async inverseTransform(X: MatrixLike): Promise<Table> {
    const { features, encodings } = this.#fitted();
    const { starts, width } = layoutOf(encodings);
    const { data, rows, columns } = toMatrix(X);
    checkCount(columns, width, 'the output of OneHotEncoder');
    return new Table(
      namesOf(features).map((name, j) => {
        const encoding = encodings[j];
        const cells = Array.from({ length: rows }, (_, row) => {
          const slot = largest(encoding, data, row * width + starts[j]);
          if (slot === nowhere && (this.#settings.handleUnknown ?? 'error') === 'error') {
            throw new HebbError('INVALID_VALUE', `row ${row} is all zeros for ${featureLabel(features, j)}.`);
          }
          return categoryOf(encoding, slot);
        });
        return columnOf(name, cells);
      }),
    );
  }

  /** Each feature's categories, those left out and the infrequent ones too; null, the missing value, is last. */
  get categories(): readonly Categories[] {
    return this.#fitted().encodings.map(({ categories }) => categories);
  }

  /** Each feature's infrequent categories; null where there are none. */
  get infrequentCategories(): readonly (Categories | null)[] {
    return infrequentCategories(this.#fitted().encodings);
  }

  /**
   * The number, among a feature's categories, of the one whose column is left out; null for a feature that keeps all, and in place of the list without `drop`.
   */
  get dropIdx(): readonly (number | null)[] | null {
    const { encodings } = this.#fitted();
    if ((this.#settings.drop ?? null) === null) return null;
    return encodings.map(({ slots, dropped }) => (dropped === nowhere ? null : slots.indexOf(dropped)));
  }

  /** One warning for every feature whose rare categories share a column, naming some of them. */
  get warnings(): readonly HebbWarning[] {
    const { features, encodings } = this.#fitted();
    return infrequentWarnings('OneHotEncoder', features, encodings, 'column');
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /** `<column>_<category>`; the shared column of rare ones is `<column>_infrequent`, of missing ones `<column>_nan`. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const { features, encodings } = this.#fitted();
    return namesOf(features, inputFeatures).flatMap((name, j) => {
      const { categories, infrequent, dropped } = encodings[j];
      const slots = categories
        .filter((_, code) => !infrequent.includes(code))
        .map((cell) => String(cell ?? 'nan'));
      if (infrequent.length > 0) slots.push('infrequent');
      return slots.filter((_, slot) => slot !== dropped).map((category) => `${name}_${category}`);
    });
  }

  toState(): ModelState {
    const state = { kind: 'OneHotEncoder', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { features, encodings } = this.#learned;
    const categories = encodings.map((encoding) => encoding.categories);
    const infrequent = encodings.map((encoding) => encoding.infrequent);
    return { ...state, attributes: { ...featureAttributes(features), categories, infrequent } };
  }

  static fromState(state: ModelState): OneHotEncoder {
    const encoder = new OneHotEncoder(readOptions<OneHotEncoderOptions>(state, rules));
    const { drop = null } = encoder.#settings;
    if (state.attributes === undefined) return encoder;
    const features = readFeatures(state);
    const categories = readCategories(state, features.count);
    const infrequent = readInfrequent(state, categories);
    const encodings = categories.map((cells, j) =>
      encodingOf(cells, infrequent[j], dropOf(drop, features, j, cells, infrequent[j])),
    );
    encoder.#learned = { features, encodings };
    return encoder;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'OneHotEncoder');
  }

  /** The slot that each row of a column sets. */
  #slots({ features, encodings }: Learned, column: Column, j: number): Int32Array {
    const { categories, infrequent, slots, slotCount } = encodings[j];
    const { handleUnknown = 'error' } = this.#settings;
    const label = featureLabel(features, j);
    const codes = codesOf(column, categories, (cell, row) => {
      checkSameType('OneHotEncoder', label, cell, row, categories);
      if (handleUnknown !== 'error') return nowhere;
      const hint = "To let unknown values pass as zeros, set handleUnknown: 'ignore'.";
      throw unknownCategory('OneHotEncoder', label, { cell, row }, categories, hint);
    });
    const unknown =
      handleUnknown === 'infrequent_if_exist' && infrequent.length > 0 ? slotCount - 1 : nowhere;
    return codes.map((code) => (code === nowhere ? unknown : slots[code]));
  }
}

/** What a feature leaves out. @throws HebbError `LENGTH_MISMATCH`, `UNKNOWN_CATEGORY`, `INVALID_OPTION` */
function dropOf(
  option: 'first' | 'if_binary' | readonly Cell[] | null,
  features: SeenFeatures,
  j: number,
  categories: Categories,
  infrequent: readonly number[],
): Drop {
  if (option === null || typeof option === 'string') return option;
  if (option.length !== features.count) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `OneHotEncoder: option 'drop' has ${option.length} categories, but X has ${features.count} features.`,
    );
  }
  const named = `OneHotEncoder: option 'drop' names ${showCell(option[j])} for ${featureLabel(features, j)}`;
  const code = categories.indexOf(option[j]);
  if (code === -1) throw new HebbError('UNKNOWN_CATEGORY', `${named}, which is none of its categories.`);
  if (infrequent.includes(code)) {
    throw new HebbError('INVALID_OPTION', `${named}, which is infrequent and has no column of its own.`);
  }
  return { category: option[j] };
}
