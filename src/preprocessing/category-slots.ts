/**
 * The slots of one feature's categories: a slot each, and one more, the last, for all that are rare. An encoder
 * makes a column of each slot, or a number. The slot that is left out (`drop`) counts too, so that only what
 * lays columns out has to think of it. It knows no encoder.
 */
import type { HebbWarning } from '../core/errors.ts';
import type { Categories } from './categories.ts';
import { showCell } from './read-columns.ts';
import { featureLabel, type SeenFeatures } from './seen-features.ts';
import type { Cell } from './transformer.ts';

/** One feature: its categories, and which slot each of them has. */
export interface Encoding {
  readonly categories: Categories;
  /** Numbers of the categories that share the last slot. */
  readonly infrequent: readonly number[];
  /** Slot of each category, the dropped one counted. */
  readonly slots: Int32Array;
  /** How many slots there are, the dropped one counted. */
  readonly slotCount: number;
  /** The slot that is left out, or −1. */
  readonly dropped: number;
}

/** A code that has no slot. */
export const nowhere = -1;

/** Which slot is left out: none, the first, the first of two, or that of a category. */
export type Drop = 'first' | 'if_binary' | { readonly category: Cell } | null;

export function encodingOf(
  categories: Categories,
  infrequent: readonly number[],
  drop: Drop = null,
): Encoding {
  const rare = new Set(infrequent);
  const slotCount = categories.length - rare.size + (rare.size > 0 ? 1 : 0);
  let next = 0;
  const slots = Int32Array.from(categories, (_, code) => (rare.has(code) ? slotCount - 1 : next++));
  const dropped = (): number => {
    if (drop === null || (drop === 'if_binary' && slotCount !== 2)) return nowhere;
    return typeof drop === 'string' ? 0 : slots[categories.indexOf(drop.category)];
  };
  return { categories, infrequent, slots, slotCount, dropped: dropped() };
}

/** Numbers of the categories that are too rare for a slot of their own, ascending. */
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

/** Each feature's infrequent categories; null where there are none. */
export function infrequentCategories(encodings: readonly Encoding[]): (Categories | null)[] {
  return encodings.map(({ categories, infrequent }) =>
    infrequent.length === 0 ? null : infrequent.map((code) => categories[code]),
  );
}

/**
 * One warning for every feature whose rare categories share a slot, naming some of them.
 *
 * @param slot what a slot is to the encoder
 */
export function infrequentWarnings(
  owner: string,
  features: SeenFeatures,
  encodings: readonly Encoding[],
  slot: 'column' | 'number',
): HebbWarning[] {
  return infrequentCategories(encodings).flatMap((rare, j): HebbWarning[] => {
    if (rare === null) return [];
    const some = rare.slice(0, 3).map(showCell).join(', ');
    const message = `${owner}: ${featureLabel(features, j)} has ${encodings[j].categories.length} categories; ${rare.length} rare ones (${some}${rare.length > 3 ? ', …' : ''}) share one ${slot}.`;
    return [{ code: 'DATA', message }];
  });
}
