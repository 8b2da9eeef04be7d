/**
 * What fitted encoders do with each category, as plain tables, for formats that have to write it down. It knows the
 * encoders' saved states and no format.
 */
import type { ModelState } from '../core/model-state.ts';
import type { Categories } from '../preprocessing/categories.ts';
import { encodingOf, nowhere, place } from '../preprocessing/category-slots.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { attributeOf, optionOf } from './fitted-state.ts';

/** One feature of a `OneHotEncoder`. */
export interface OneHotTable {
  readonly categories: Categories;
  /** The column that each category sets, or −1. */
  readonly columns: readonly number[];
  /** The column that a value sets that is no category, or −1. */
  readonly unknown: number;
  readonly width: number;
}

/** One feature of an `OrdinalEncoder`. */
export interface OrdinalTable {
  readonly categories: Categories;
  /** What each category becomes. */
  readonly numbers: readonly number[];
  /** What a value becomes that is no category. */
  readonly unknown: number;
}

/** @throws HebbError `NOT_FITTED` */
export function oneHotTables(state: ModelState): OneHotTable[] {
  const lists = attributeOf<readonly Categories[]>(state, 'categories');
  const infrequent = attributeOf<readonly (readonly number[])[]>(state, 'infrequent');
  const dropped = OneHotEncoder.fromState(state).dropIdx;
  const shares = optionOf<string>(state, 'handleUnknown', 'error') === 'infrequent_if_exist';
  return lists.map((categories, j) => {
    const { slots, slotCount } = encodingOf(categories, infrequent[j]);
    const code = dropped?.[j] ?? null;
    const out = code === null ? nowhere : slots[code];
    const columnOf = (slot: number): number => (slot === out ? nowhere : place(slot, out));
    return {
      categories,
      columns: Array.from(slots, columnOf),
      unknown: shares && infrequent[j].length > 0 ? columnOf(slotCount - 1) : nowhere,
      width: slotCount - (out === nowhere ? 0 : 1),
    };
  });
}

/** @throws HebbError `NOT_FITTED` */
export function ordinalTables(state: ModelState): OrdinalTable[] {
  const lists = attributeOf<readonly Categories[]>(state, 'categories');
  const infrequent = attributeOf<readonly (readonly number[])[]>(state, 'infrequent');
  const missing = optionOf(state, 'encodedMissingValue', Number.NaN);
  return lists.map((categories, j) => {
    const present = categories.filter((category) => category !== null);
    const { slots } = encodingOf(present, infrequent[j]);
    let next = 0;
    const numbers = categories.map((category) => (category === null ? missing : slots[next++]));
    return { categories, numbers, unknown: optionOf(state, 'unknownValue', Number.NaN) };
  });
}
