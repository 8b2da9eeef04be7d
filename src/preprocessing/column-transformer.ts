/**
 * `ColumnTransformer`: different transformers for different columns, their results side by side. It knows only
 * what a transformer offers, none by name.
 */

import type { FloatDType } from '../core/dtype.ts';
import { didYouMean, HebbError, type HebbWarning, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import type { Json, ModelState, Savable } from '../core/model-state.ts';
import { boolean, checkOptions, integer, listOf, matching } from '../core/options.ts';
import { cloneWith, paramsOf, splitParams } from '../core/params.ts';
import { readOptions } from '../core/read-state.ts';
import type { Column } from '../data/column.ts';
import { Table } from '../data/table.ts';
import { type ColumnSelector, resolveColumns, selectorRule } from './column-selector.ts';
import { readColumnsAgain, readColumnsToFit } from './read-columns.ts';
import { featureAttributes, namesOf, readFeatures, type SeenFeatures } from './seen-features.ts';
import { sideBySide } from './side-by-side.ts';
import { type Features, isTransformer, type TableLike, type Transformer } from './transformer.ts';

/** What is done with some columns. */
export type ColumnAction = Transformer | 'drop' | 'passthrough';
export type ColumnTransformerEntry = readonly [name: string, action: ColumnAction, columns: ColumnSelector];

export interface ColumnTransformerOptions {
  /** What is done with the columns that no entry names. Default `'drop'`. */
  readonly remainder?: ColumnAction;
  /** Call every column of the result `<entry>__<column>`. Default true. */
  readonly verboseFeatureNamesOut?: boolean;
}

const action = matching(
  "a transformer, 'drop' or 'passthrough'",
  (value) =>
    value === 'drop' ||
    value === 'passthrough' ||
    (typeof value === 'object' && value !== null && isTransformer(value)),
);
const rules = { remainder: action, verboseFeatureNamesOut: boolean };

/** An entry with its columns found, and its transformer fitted. */
interface Part {
  readonly name: string;
  readonly action: ColumnAction;
  readonly columns: readonly number[];
}

interface Learned {
  readonly features: SeenFeatures;
  /** One part for each entry, then the remainder. */
  readonly parts: readonly Part[];
}

/**
 * Each entry's transformer gets its columns; the results stand side by side in the order of the entries, the
 * remainder last. A `Tensor` (float32 if X was) when all of them are numeric, otherwise a `Table`. The
 * transformers given stay as they are: `fit` fits copies. Semantics of scikit-learn 1.9.
 *
 * @example
 * const columns = new ColumnTransformer([
 *   ['scale', new StandardScaler(), { type: 'number' }],
 *   ['encode', new OneHotEncoder(), ['cut', 'color']],
 * ]);
 * const Z = await columns.fitTransform(table);
 * columns.getFeatureNamesOut(); // ['scale__carat', …, 'encode__cut_Fair', …]
 */
export class ColumnTransformer implements Transformer {
  readonly transformers: readonly ColumnTransformerEntry[];
  readonly options: ColumnTransformerOptions;
  #learned: Learned | undefined;

  /** @param transformers what to do with which columns, under a name each */
  constructor(transformers: readonly ColumnTransformerEntry[], options: ColumnTransformerOptions = {}) {
    this.transformers = transformers;
    this.options = options;
  }

  /**
   * Find each entry's columns and fit a copy of its transformer on them.
   *
   * @throws HebbError `UNKNOWN_COLUMN` with the nearest name there is; `EMPTY_DATA`; `INVALID_OPTION`,
   * `UNKNOWN_OPTION`; whatever the transformers throw
   */
  async fit(X: TableLike, y?: unknown): Promise<this> {
    checkOptions('ColumnTransformer', this.options, rules);
    checkEntries(this.transformers);
    const { columns, features } = readColumnsToFit(X, 'ColumnTransformer');
    const found = this.transformers.map(([name, action, selector]) => ({
      name,
      action,
      columns: resolveColumns(selector, columns, `ColumnTransformer, '${name}'`),
    }));
    const used = new Set(found.flatMap((part) => part.columns));
    const rest = [...columns.keys()].filter((j) => !used.has(j));
    const { remainder = 'drop' } = this.options;
    const parts: Part[] = [];
    for (const part of [...found, { name: 'remainder', action: remainder, columns: rest }]) {
      const { action } = part;
      if (typeof action === 'string' || part.columns.length === 0) parts.push(part);
      else {
        const copy = cloneWith(action);
        await copy.fit(new Table(part.columns.map((j) => columns[j])), y);
        parts.push({ ...part, action: copy });
      }
    }
    this.#learned = { features, parts };
    return this;
  }

  /**
   * The results side by side. Columns that no part uses may be missing from a table.
   *
   * @throws HebbError `NOT_FITTED`, `UNKNOWN_COLUMN`, `SHAPE_MISMATCH`; whatever the transformers throw
   */
  async transform(X: TableLike): Promise<Features> {
    const learned = this.#fitted();
    const { rows, dtype, column } = columnReader(X, learned.features);
    const pieces: Features[] = [];
    for (const { action, columns } of activeParts(learned)) {
      const own = new Table(columns.map(column));
      pieces.push(action === 'passthrough' ? own : await action.transform(own));
    }
    return sideBySide(pieces, rows, dtype, this.getFeatureNamesOut());
  }

  async fitTransform(X: TableLike, y?: unknown): Promise<Features> {
    return (await this.fit(X, y)).transform(X);
  }

  /** The fitted transformers by name (or `'drop'`, `'passthrough'`), the remainder's too. */
  get namedTransformers(): Readonly<Record<string, ColumnAction>> {
    return Object.fromEntries(this.#fitted().parts.map(({ name, action }) => [name, action]));
  }

  /** What the transformers have to say of what `fit` found. */
  get warnings(): readonly HebbWarning[] {
    return activeParts(this.#fitted()).flatMap(({ action }) =>
      action === 'passthrough' ? [] : (action.warnings ?? []),
    );
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /**
   * `<entry>__<column>`, or only the columns' names without `verboseFeatureNamesOut`.
   *
   * @throws HebbError `NOT_FITTED`; `INVALID_OPTION` when names without their entry's are not unique
   */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const learned = this.#fitted();
    const { verboseFeatureNamesOut = true } = this.options;
    const names = namesOf(learned.features, inputFeatures);
    const out = activeParts(learned).flatMap(({ name, action, columns }) => {
      const own = columns.map((j) => names[j]);
      const features = action === 'passthrough' ? own : action.getFeatureNamesOut(own);
      return verboseFeatureNamesOut ? features.map((feature) => `${name}__${feature}`) : features;
    });
    const repeated = out.find((name, i) => out.indexOf(name) !== i);
    if (repeated === undefined) return out;
    throw new HebbError(
      'INVALID_OPTION',
      `ColumnTransformer gives two columns called '${repeated}'; set verboseFeatureNamesOut: true to tell them apart.`,
    );
  }

  /** Own options, the transformers by name, and all their options as `name__option`. */
  getParams(): Record<string, unknown> {
    const params: Record<string, unknown> = { ...this.options };
    for (const [name, action] of this.#actions()) {
      params[name] = action;
      if (typeof action === 'string') continue;
      for (const [key, value] of Object.entries(paramsOf(action))) params[`${name}__${key}`] = value;
    }
    return params;
  }

  /**
   * A new, unfitted one with own options, transformers (`{ scale: new MinMaxScaler() }`) or their options
   * (`{ scale__clip: true }`) changed.
   *
   * @throws HebbError `UNKNOWN_OPTION` for an entry there is not
   */
  withParams(params: Readonly<Record<string, unknown>>): ColumnTransformer {
    const { whole, nested } = splitParams(params);
    const actions = this.#actions();
    const known = [...actions.map(([name]) => name), ...Object.keys(rules)];
    for (const name of [...whole.keys(), ...nested.keys()]) {
      if (!known.includes(name)) {
        throw new HebbError(
          'UNKNOWN_OPTION',
          `ColumnTransformer has no entry '${name}'.${didYouMean(name, known)}`,
        );
      }
    }
    const change = (name: string, action: ColumnAction): ColumnAction => {
      const base = (whole.get(name) ?? action) as ColumnAction;
      return typeof base === 'string' ? base : cloneWith(base, nested.get(name));
    };
    const { remainder, verboseFeatureNamesOut } = this.options;
    return new ColumnTransformer(
      this.transformers.map(([name, action, columns]) => [name, change(name, action), columns]),
      {
        remainder: remainder === undefined ? undefined : change('remainder', remainder),
        verboseFeatureNamesOut: (whole.get('verboseFeatureNamesOut') ?? verboseFeatureNamesOut) as
          | boolean
          | undefined,
      },
    );
  }

  toState(): ModelState {
    const { remainder = 'drop', verboseFeatureNamesOut } = this.options;
    const unfitted = [...this.transformers, ['remainder', remainder, []] as const];
    const parts =
      this.#learned?.parts ?? unfitted.map(([name, action, columns]) => ({ name, action, columns }));
    const transformers = parts.map(({ name, action, columns }) => {
      return { name, action: typeof action === 'string' ? action : 'transformer', columns: columns as Json };
    });
    return {
      kind: 'ColumnTransformer',
      options: { transformers, ...(verboseFeatureNamesOut !== undefined && { verboseFeatureNamesOut }) },
      attributes: this.#learned && featureAttributes(this.#learned.features),
      children: parts.flatMap(({ name, action }) =>
        typeof action === 'string' ? [] : [{ name, state: action.toState() }],
      ),
    };
  }

  /** @param revive makes a transformer of its state */
  static fromState(state: ModelState, revive: (state: ModelState) => Savable): ColumnTransformer {
    const { verboseFeatureNamesOut, transformers } = readOptions<SavedOptions>(state, savedRules);
    if (transformers === undefined) {
      throw new HebbError('CORRUPT_FILE', 'The saved ColumnTransformer has no list of transformers.');
    }
    const children = [...(state.children ?? [])];
    const entries = transformers.map(({ name, action, columns }): ColumnTransformerEntry => {
      if (action !== 'transformer') return [name, action, columns];
      const child = children.shift();
      const transformer = child && revive(child.state);
      if (transformer !== undefined && isTransformer(transformer)) return [name, transformer, columns];
      throw new HebbError('CORRUPT_FILE', `The saved ColumnTransformer lacks the transformer '${name}'.`);
    });
    const remainder = entries[entries.length - 1][1];
    const result = new ColumnTransformer(entries.slice(0, -1), { remainder, verboseFeatureNamesOut });
    if (state.attributes === undefined) return result;
    const features = readFeatures(state);
    const positions = listOf(integer({ min: 0, max: features.count - 1 }));
    const parts = entries.map(([name, action, columns]): Part => {
      if (positions.allows(columns)) return { name, action, columns: columns as readonly number[] };
      throw new HebbError(
        'CORRUPT_FILE',
        `The saved ColumnTransformer does not say which columns '${name}' has.`,
      );
    });
    result.#learned = { features, parts };
    return result;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'ColumnTransformer');
  }

  /** Every entry's name and action, then the remainder's. */
  #actions(): [string, ColumnAction][] {
    const { remainder = 'drop' } = this.options;
    return [
      ...this.transformers.map(([name, action]): [string, ColumnAction] => [name, action]),
      ['remainder', remainder],
    ];
  }
}

/** How the options of a saved one look: the last transformer is the remainder, and columns are found ones once fitted. */
interface SavedOptions {
  readonly verboseFeatureNamesOut?: boolean;
  readonly transformers?: readonly {
    readonly name: string;
    readonly action: 'transformer' | 'drop' | 'passthrough';
    readonly columns: ColumnSelector;
  }[];
}

const savedRules = {
  verboseFeatureNamesOut: boolean,
  transformers: matching(
    'a list of { name, action, columns }',
    (value) => Array.isArray(value) && value.length > 0 && value.every(isSavedEntry),
  ),
};

function isSavedEntry(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!('name' in value && 'action' in value && 'columns' in value)) return false;
  const known: readonly unknown[] = ['transformer', 'drop', 'passthrough'];
  return typeof value.name === 'string' && known.includes(value.action) && selectorRule.allows(value.columns);
}

/** The parts that have a say in the result. */
function activeParts({ parts }: Learned): (Part & { readonly action: Transformer | 'passthrough' })[] {
  return parts.flatMap(({ name, action, columns }) =>
    action === 'drop' || columns.length === 0 ? [] : [{ name, action, columns }],
  );
}

/** Columns of X by their position in `fit`. A table with names is asked only for the columns that are used. */
function columnReader(
  X: TableLike,
  features: SeenFeatures,
): { rows: number; dtype: FloatDType; column: (position: number) => Column } {
  const names = namesOf(features);
  if (X instanceof Table && features.names !== null) {
    return { rows: X.rowCount, dtype: 'float64', column: (j) => X.column(names[j]) };
  }
  const { columns, rows, dtype } = readColumnsAgain(X, features, 'ColumnTransformer');
  return { rows, dtype, column: (j) => columns[j].rename(names[j]) };
}

function checkEntries(entries: readonly ColumnTransformerEntry[]): void {
  if (!Array.isArray(entries) || !entries.every((one) => Array.isArray(one) && typeof one[0] === 'string')) {
    throw new HebbError(
      'INVALID_OPTION',
      `ColumnTransformer: transformers must be a list of [name, transformer, columns], got ${show(entries)}.`,
    );
  }
  const names = new Set(['remainder', ...Object.keys(rules)]);
  for (const [name, entryAction, selector] of entries) {
    if (name === '' || name.includes('__') || names.has(name)) {
      throw new HebbError(
        'INVALID_OPTION',
        `ColumnTransformer: an entry is called ${show(name)}; names must differ, not be empty, not contain '__', and not be an option's.`,
      );
    }
    names.add(name);
    for (const [rule, value] of [
      [action, entryAction],
      [selectorRule, selector],
    ] as const) {
      if (!rule.allows(value)) {
        throw new HebbError(
          'INVALID_OPTION',
          `ColumnTransformer, '${name}': expected ${rule.expected}, got ${show(value)}.`,
        );
      }
    }
  }
}
