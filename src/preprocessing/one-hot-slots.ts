/**
 * One-hot columns of one feature: which category sets which column, counted as slots. The slot that is left
 * out (`drop`) counts too, so that only what lays columns out has to think of it. It knows no encoder.
 */
import type { Categories } from './categories.ts';
import type { Cell } from './transformer.ts';

/** One feature: its categories, and which column each of them sets. */
export interface Encoding {
  readonly categories: Categories;
  /** Numbers of the categories that share the last column. */
  readonly infrequent: readonly number[];
  /** Column of each category, the dropped one counted. */
  readonly slots: Int32Array;
  /** How many columns there are, the dropped one counted. */
  readonly slotCount: number;
  /** The slot that is left out, or −1. */
  readonly dropped: number;
}

/** A code that sets no column. */
export const nowhere = -1;

export function encodingOf(
  categories: Categories,
  infrequent: readonly number[],
  drop: 'first' | 'if_binary' | null,
): Encoding {
  const rare = new Set(infrequent);
  const slotCount = categories.length - rare.size + (rare.size > 0 ? 1 : 0);
  let next = 0;
  const slots = Int32Array.from(categories, (_, code) => (rare.has(code) ? slotCount - 1 : next++));
  const drops = drop === 'first' || (drop === 'if_binary' && slotCount === 2);
  return { categories, infrequent, slots, slotCount, dropped: drops ? 0 : nowhere };
}

/** Numbers of the categories that are too rare for a column of their own, ascending. */
export function infrequentOf(
  counts: readonly number[],
  rows: number,
  minFrequency: number | null,
  maxCategories: number | null,
): number[] {
  const least = minFrequency === null ? 0 : minFrequency < 1 ? minFrequency * rows : minFrequency;
  const rare = new Set([...counts.keys()].filter((code) => counts[code] < least));
  if (maxCategories !== null && maxCategories < counts.length - rare.size + 1) {
    const rarestFirst = [...counts.keys()].sort((a, b) => counts[a] - counts[b] || a - b);
    for (const code of rarestFirst.slice(0, counts.length - (maxCategories - 1))) rare.add(code);
  }
  return [...rare].sort((a, b) => a - b);
}

/** Where each feature's columns begin, and how many there are in all. */
export function layoutOf(encodings: readonly Encoding[]): { starts: number[]; width: number } {
  const starts: number[] = [];
  let width = 0;
  for (const { slotCount, dropped } of encodings) {
    starts.push(width);
    width += slotCount - (dropped === nowhere ? 0 : 1);
  }
  return { starts, width };
}

/** Position of a slot among the columns that are kept. */
export function place(slot: number, dropped: number): number {
  return dropped !== nowhere && slot > dropped ? slot - 1 : slot;
}

/** The slot with the largest number from `start` on; when all are zero, the dropped slot. */
export function largest({ slotCount, dropped }: Encoding, data: ArrayLike<number>, start: number): number {
  let best = dropped;
  let most = 0;
  for (let slot = 0; slot < slotCount; slot++) {
    if (slot === dropped) continue;
    const value = data[start + place(slot, dropped)];
    if (value > most) [best, most] = [slot, value];
  }
  return best;
}

/** The category of a slot; null for no slot and for the one that infrequent categories share. */
export function categoryOf({ categories, infrequent, slots, slotCount }: Encoding, slot: number): Cell {
  const shared = infrequent.length > 0 && slot === slotCount - 1;
  return slot === nowhere || shared ? null : categories[slots.indexOf(slot)];
}
