/**
 * `OrdinalEncoder`: each category becomes its number. Rare categories can share one. It knows nothing of tables
 * beyond their columns.
 */
import { HebbError, type HebbWarning } from '../core/errors.ts';
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
  type Encoding,
  encodingOf,
  infrequentCategories,
  infrequentOf,
  infrequentWarnings,
} from './category-slots.ts';
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

export interface OrdinalEncoderOptions extends InfrequentOptions {
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
  ...infrequentRules,
};

interface Learned {
  readonly features: SeenFeatures;
  readonly categories: readonly Categories[];
  /** The categories without null; their slots are the numbers. */
  readonly encodings: readonly Encoding[];
}

/**
 * Columns of categories (text, numbers, truth values) as columns of their numbers 0, 1, … in sorted order; rare
 * ones, where `minFrequency` or `maxCategories` make some, share the last number. Semantics of scikit-learn 1.9.
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
   * `INVALID_VALUE` for dates and mixed types; `UNKNOWN_OPTION`, `INVALID_OPTION`, also for an `unknownValue` or
   * `encodedMissingValue` that is the number of a category
   */
  async fit(X: TableLike, _y?: unknown): Promise<this> {
    const { categories = 'auto', handleUnknown = 'error', unknownValue } = this.#settings;
    const { minFrequency = null, maxCategories = null } = this.#settings;
    if ((handleUnknown === 'error') !== (unknownValue === undefined)) {
      throw new HebbError(
        'INVALID_OPTION',
        "OrdinalEncoder: options 'unknownValue' and handleUnknown: 'use_encoded_value' go together, each needs the other.",
      );
    }
    const { columns, features, rows } = readColumnsToFit(X, 'OrdinalEncoder');
    const given = givenCategories(categories, features.count, 'OrdinalEncoder');
    const seen = columns.map(countCategories);
    const known = given ?? seen.map((own) => own.categories);
    const encodings = known.map((own, j) => {
      const present = own.filter((category) => category !== null);
      const infrequent = infrequentOf(countsOf(seen[j], present), rows, minFrequency, maxCategories);
      return encodingOf(present, infrequent);
    });
    const learned = { features, categories: known, encodings };
    this.#checkNumbers(learned);
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
      const { slots } = learned.encodings[j];
      const numbers = learned.categories[j].map((category, code) =>
        category === null ? encodedMissingValue : slots[code],
      );
      const codes = this.#codes(learned, column, j);
      for (let i = 0; i < rows; i++) out[i * columns.length + j] = numbers[codes[i]] ?? unknownValue;
    });
    return fromTyped(out, [rows, columns.length]);
  }

  async fitTransform(X: TableLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /**
   * Numbers back to categories; `unknownValue`, `encodedMissingValue` and the number that infrequent categories
   * share become missing values.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`; `INVALID_VALUE` for a number that stands for no category
   */
  async inverseTransform(X: MatrixLike): Promise<Table> {
    const { features, encodings } = this.#fitted();
    const { unknownValue, encodedMissingValue = Number.NaN } = this.#settings;
    const { data, rows, columns } = toMatrix(X);
    checkCount(columns, features.count, 'OrdinalEncoder');
    const names = namesOf(features);
    return new Table(
      names.map((name, j) => {
        const cells = Array.from({ length: rows }, (_, i): Cell => {
          const code = data[i * columns + j];
          if (Object.is(code, unknownValue) || Object.is(code, encodedMissingValue)) return null;
          const { slotCount } = encodings[j];
          if (Number.isInteger(code) && code >= 0 && code < slotCount) return categoryOf(encodings[j], code);
          throw new HebbError(
            'INVALID_VALUE',
            `row ${i}, ${featureLabel(features, j)} is ${code}, but there are only the categories 0 to ${slotCount - 1}.`,
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

  /** Each feature's infrequent categories; null where there are none. */
  get infrequentCategories(): readonly (Categories | null)[] {
    return infrequentCategories(this.#fitted().encodings);
  }

  /** One warning for every feature whose rare categories share a number, naming some of them. */
  get warnings(): readonly HebbWarning[] {
    const { features, encodings } = this.#fitted();
    return infrequentWarnings('OrdinalEncoder', features, encodings, 'number');
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
    const { features, categories, encodings } = this.#learned;
    const infrequent = encodings.map((encoding) => encoding.infrequent);
    return { ...state, attributes: { ...featureAttributes(features), categories, infrequent } };
  }

  static fromState(state: ModelState): OrdinalEncoder {
    const encoder = new OrdinalEncoder(readOptions<OrdinalEncoderOptions>(state, rules));
    if (state.attributes === undefined) return encoder;
    const features = readFeatures(state);
    const categories = readCategories(state, features.count);
    const present = categories.map((own) => own.filter((category) => category !== null));
    const infrequent = readInfrequent(state, present);
    const encodings = present.map((own, j) => encodingOf(own, infrequent[j]));
    encoder.#learned = { features, categories, encodings };
    return encoder;
  }

  /** The numbers for what is unknown and what is missing must stand for nothing else. */
  #checkNumbers({ features, categories, encodings }: Learned): void {
    const { unknownValue, encodedMissingValue } = this.#settings;
    for (const [j, { slotCount }] of encodings.entries()) {
      const reserved = { unknownValue, ...(categories[j].includes(null) && { encodedMissingValue }) };
      for (const [option, value] of Object.entries(reserved)) {
        if (value === undefined || !Number.isInteger(value) || value < 0 || value >= slotCount) continue;
        throw new HebbError(
          'INVALID_OPTION',
          `OrdinalEncoder: option '${option}' is ${value}, which is the number of a category of ${featureLabel(features, j)}; use −1, NaN or ${slotCount}.`,
        );
      }
    }
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
