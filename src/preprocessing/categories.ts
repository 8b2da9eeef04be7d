/**
 * The categories of a column: its distinct values in order, and each row's number among them. It knows
 * nothing of how an encoder writes them down.
 */
import { HebbError, show } from '../core/errors.ts';
import { sortLabels } from '../core/labels.ts';
import type { Json, ModelState } from '../core/model-state.ts';
import { anyOf, integer, listOf, matching, nullable, oneOf, type Rule, real } from '../core/options.ts';
import { readAttribute } from '../core/read-state.ts';
import type { Column } from '../data/column.ts';
import { cellAt, showCell } from './read-columns.ts';
import type { Cell } from './transformer.ts';

/** Distinct values, ascending; null, the missing value, comes last. */
export type Categories = readonly Cell[];

/** `'auto'`, or the categories of each feature. */
export type CategoriesOption = 'auto' | readonly Categories[];

export const cellsRule: Rule = matching(
  'a list of numbers, texts, truth values and null',
  (value) =>
    Array.isArray(value) &&
    value.every((cell) => cell === null || ['number', 'string', 'boolean'].includes(typeof cell)),
);

export const categoriesRule: Rule = anyOf(oneOf('auto'), listOf(cellsRule));

/** Options that say which categories are infrequent. */
export interface InfrequentOptions {
  /** Categories seen less often than this (a count, or a share of the rows below 1) are infrequent. Default null. */
  readonly minFrequency?: number | null;
  /**
   * At most so many columns, or numbers, a feature; the least frequent categories share the last one. Default
   * null: as many as there are categories.
   */
  readonly maxCategories?: number | null;
}

export const infrequentRules: Readonly<Record<keyof InfrequentOptions, Rule>> = {
  minFrequency: nullable(integer({ min: 1 }), real({ above: 0, below: 1 })),
  maxCategories: nullable(integer({ min: 1 })),
};

/** A column's distinct values and how often each comes. */
export interface CategoryCounts {
  readonly categories: Categories;
  readonly counts: readonly number[];
}

export function countCategories(column: Column): CategoryCounts {
  const counts = new Map<Cell, number>();
  for (let row = 0; row < column.length; row++) {
    const cell = cellAt(column, row);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const present = sortLabels(Array.from(counts.keys()).filter((cell) => cell !== null));
  const categories = counts.has(null) ? [...present, null] : present;
  return { categories, counts: categories.map((category) => counts.get(category) as number) };
}

/** How often each of the given categories comes. */
export function countsOf({ categories, counts }: CategoryCounts, given: Categories): number[] {
  return given.map((category) => counts[categories.indexOf(category)] ?? 0);
}

/** Called for a value that is no category; gives the code to use instead, or throws. */
export type UnknownHandler = (cell: Cell, row: number) => number;

/** Each row's category number. */
export function codesOf(column: Column, categories: Categories, unknown: UnknownHandler): Int32Array {
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  return Int32Array.from({ length: column.length }, (_, row) => {
    const cell = cellAt(column, row);
    return codeOf.get(cell) ?? unknown(cell, row);
  });
}

/**
 * The error for a value that is no category.
 *
 * @param hint what the person may do about it
 */
export function unknownCategory(
  owner: string,
  column: string,
  { cell, row }: { cell: Cell; row: number },
  categories: Categories,
  hint: string,
): HebbError {
  const known = categories.slice(0, 10).map(showCell).join(', ');
  return new HebbError(
    'UNKNOWN_CATEGORY',
    `${owner}: row ${row}, ${column} is ${showCell(cell)}, which fit did not see; its categories are ${known}${categories.length > 10 ? ', …' : ''}. ${hint}`,
  );
}

/**
 * A value that is no category because the column now holds another type altogether is always an error.
 *
 * @throws HebbError `INVALID_VALUE`
 */
export function checkSameType(
  owner: string,
  column: string,
  cell: Cell,
  row: number,
  categories: Categories,
): void {
  const sample = categories.find((category) => category !== null) ?? null;
  if (cell !== null && sample !== null && typeof cell !== typeof sample) {
    throw new HebbError(
      'INVALID_VALUE',
      `${owner}: row ${row}, ${column} is the ${typeof cell} ${show(cell)}, but fit saw ${typeof sample}s such as ${show(sample)}.`,
    );
  }
}

/** The categories as given, one list a feature. @throws HebbError `LENGTH_MISMATCH`, `INVALID_OPTION` */
export function givenCategories(
  option: CategoriesOption,
  count: number,
  owner: string,
): readonly Categories[] | null {
  if (option === 'auto') return null;
  if (option.length !== count) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `${owner}: option 'categories' has ${option.length} lists, but X has ${count} features.`,
    );
  }
  const early = option.findIndex((own) => own.slice(0, -1).includes(null));
  if (early >= 0) {
    throw new HebbError(
      'INVALID_OPTION',
      `${owner}: option 'categories', list ${early}: null, the missing value, must come last.`,
    );
  }
  return option;
}

/** The categories of a saved encoder. */
export function readCategories(state: ModelState, count: number): readonly Categories[] {
  const lists = matching(
    `${count} lists of values`,
    (value) => listOf(cellsRule).allows(value) && (value as []).length === count,
  );
  return readAttribute<readonly (readonly Json[])[]>(state, 'categories', lists) as readonly Categories[];
}

/** Numbers of the infrequent ones among saved categories. */
export function readInfrequent(
  state: ModelState,
  categories: readonly Categories[],
): readonly (readonly number[])[] {
  const codes = matching('category numbers of each feature', (value) => {
    if (!listOf(listOf(integer({ min: 0 }))).allows(value)) return false;
    const lists = value as number[][];
    return (
      lists.length === categories.length &&
      lists.every((list, j) => list.every((code) => code in categories[j]))
    );
  });
  return readAttribute(state, 'infrequent', codes);
}
