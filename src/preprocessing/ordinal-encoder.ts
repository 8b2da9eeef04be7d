/**
 * `OrdinalEncoder`: each category becomes its number. It knows nothing of tables beyond their columns.
 */
import { HebbError } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { type MatrixLike, toMatrix } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import {
  anyOf,
  type Checked,
  checkOptions,
  integer,
  matching,
  oneOf,
  type Rule,
  real,
  type Spelled,
} from '../core/options.ts';
import { readOptions } from '../core/read-state.ts';
import type { Column } from '../data/column.ts';
import { columnOf } from '../data/column-of.ts';
import { Table } from '../data/table.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import {
  type Categories,
  type CategoriesOption,
  categoriesRule,
  checkSameType,
  codesOf,
  countCategories,
  givenCategories,
  readCategories,
  unknownCategory,
} from './categories.ts';
import { readColumnsAgain, readColumnsToFit } from './read-columns.ts';
import {
  checkCount,
  featureAttributes,
  featureLabel,
  namesOf,
  readFeatures,
  type SeenFeatures,
} from './seen-features.ts';
import type { Cell, TableLike, Transformer } from './transformer.ts';

export interface OrdinalEncoderOptions {
  /** `'auto'`: the sorted distinct values seen in `fit`; or one list a feature, in the order to number them. */
  readonly categories?: CategoriesOption;
  /** What a value that is no category does: throw, or become `unknownValue`. Default `'error'`. */
  readonly handleUnknown?: Spelled<'error' | 'use_encoded_value'>;
  /** The number for unknown values, an integer or NaN; needed by `'use_encoded_value'` and only there. */
  readonly unknownValue?: number;
  /** The number for missing values. Default NaN. */
  readonly encodedMissingValue?: number;
}

const nan: Rule = matching('NaN', Number.isNaN);
const rules = {
  categories: categoriesRule,
  handleUnknown: oneOf('error', 'use_encoded_value'),
  unknownValue: anyOf(integer(), nan),
  encodedMissingValue: anyOf(real(), nan),
};

interface Learned {
  readonly features: SeenFeatures;
  readonly categories: readonly Categories[];
}

/**
 * Columns of categories (text, numbers, truth values) as columns of their numbers 0, 1, … in sorted order.
 * Semantics of scikit-learn 1.9.
 *
 * @example
 * const encoder = new OrdinalEncoder({ categories: [['low', 'middle', 'high']] });
 * const Z = await encoder.fitTransform([['high'], ['low']]);
 * Z.toArray(); // [[2], [0]]
 */
export class OrdinalEncoder implements Transformer {
  readonly options: OrdinalEncoderOptions;
  #learned: Learned | undefined;

  constructor(options: OrdinalEncoderOptions = {}) {
    this.options = options;
  }

  /** The options, checked, in the spelling that is compared with. */
  get #settings(): Checked<OrdinalEncoderOptions> {
    return checkOptions('OrdinalEncoder', this.options, rules);
  }

  /**
   * Learn each feature's categories.
   *
   * @throws HebbError `EMPTY_DATA`; `UNKNOWN_CATEGORY` for a value that given categories lack;
   * `INVALID_VALUE` for dates and mixed types; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: TableLike, _y?: unknown): Promise<this> {
    const { categories = 'auto', handleUnknown = 'error', unknownValue } = this.#settings;
    if ((handleUnknown === 'error') !== (unknownValue === undefined)) {
      throw new HebbError(
        'INVALID_OPTION',
        "OrdinalEncoder: options 'unknownValue' and handleUnknown: 'use_encoded_value' go together, each needs the other.",
      );
    }
    const { columns, features } = readColumnsToFit(X, 'OrdinalEncoder');
    const given = givenCategories(categories, features.count, 'OrdinalEncoder');
    const learned = {
      features,
      categories: given ?? columns.map((column) => countCategories(column).categories),
    };
    if (given !== null) for (const [j, column] of columns.entries()) this.#codes(learned, column, j);
    this.#learned = learned;
    return this;
  }

  /**
   * Numbers of categories, float64.
   *
   * @throws HebbError `NOT_FITTED`; `UNKNOWN_CATEGORY` naming row, column and value; `INVALID_VALUE` for a
   * column of another type than in `fit`; `SHAPE_MISMATCH`, `UNKNOWN_COLUMN`
   */
  async transform(X: TableLike): Promise<Tensor> {
    const learned = this.#fitted();
    const { unknownValue = Number.NaN, encodedMissingValue = Number.NaN } = this.#settings;
    const { columns, rows } = readColumnsAgain(X, learned.features, 'OrdinalEncoder');
    const out = new Float64Array(rows * columns.length);
    columns.forEach((column, j) => {
      const codes = this.#codes(learned, column, j);
      for (let i = 0; i < rows; i++) {
        const code = codes[i];
        const missing = code !== -1 && learned.categories[j][code] === null;
        out[i * columns.length + j] = missing ? encodedMissingValue : code === -1 ? unknownValue : code;
      }
    });
    return fromTyped(out, [rows, columns.length]);
  }

  async fitTransform(X: TableLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /**
   * Numbers back to categories; `unknownValue` and `encodedMissingValue` become missing values.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`; `INVALID_VALUE` for a number that stands for no category
   */
  async inverseTransform(X: MatrixLike): Promise<Table> {
    const { features, categories } = this.#fitted();
    const { unknownValue, encodedMissingValue = Number.NaN } = this.#settings;
    const { data, rows, columns } = toMatrix(X);
    checkCount(columns, features.count, 'OrdinalEncoder');
    const names = namesOf(features);
    return new Table(
      names.map((name, j) => {
        const cells = Array.from({ length: rows }, (_, i): Cell => {
          const code = data[i * columns + j];
          if (Object.is(code, unknownValue) || Object.is(code, encodedMissingValue)) return null;
          if (code in categories[j]) return categories[j][code];
          throw new HebbError(
            'INVALID_VALUE',
            `row ${i}, ${featureLabel(features, j)} is ${code}, but there are only the categories 0 to ${categories[j].length - 1}.`,
          );
        });
        return columnOf(name, cells);
      }),
    );
  }

  /** Each feature's categories; null, the missing value, comes last. */
  get categories(): readonly Categories[] {
    return this.#fitted().categories;
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    return namesOf(this.#fitted().features, inputFeatures);
  }

  toState(): ModelState {
    const state = { kind: 'OrdinalEncoder', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { features, categories } = this.#learned;
    return { ...state, attributes: { ...featureAttributes(features), categories } };
  }

  static fromState(state: ModelState): OrdinalEncoder {
    const encoder = new OrdinalEncoder(readOptions<OrdinalEncoderOptions>(state, rules));
    if (state.attributes === undefined) return encoder;
    const features = readFeatures(state);
    encoder.#learned = { features, categories: readCategories(state, features.count) };
    return encoder;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'OrdinalEncoder');
  }

  /** Category numbers of a column, −1 for unknown values where they are allowed. */
  #codes({ features, categories }: Learned, column: Column, j: number): Int32Array {
    const label = featureLabel(features, j);
    return codesOf(column, categories[j], (cell, row) => {
      checkSameType('OrdinalEncoder', label, cell, row, categories[j]);
      if (this.#settings.handleUnknown === 'use_encoded_value') return -1;
      const hint = "To let unknown values pass, set handleUnknown: 'use_encoded_value' and unknownValue.";
      throw unknownCategory('OrdinalEncoder', label, { cell, row }, categories[j], hint);
    });
  }
}
