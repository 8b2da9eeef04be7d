/**
 * What all toy data sets share: their options, points that are collected one after the other, and the data set
 * that is made of them. It knows none of the shapes that the points make.
 */
import { boolean, type Rule } from '../core/options.ts';
import type { RandomSeed, RandomState } from '../random/random-state.ts';
import { randomStateRule } from '../random/random-state.ts';
import type { Dataset, NumberRows } from './dataset.ts';

export interface ToyOptions {
  /** Do the rows come in random order? Default true. */
  readonly shuffle?: boolean;
  /** Seed, `RandomState`, or null for other data in each call. Default null. */
  readonly randomState?: RandomSeed;
}

export const toyRules: Readonly<Record<string, Rule>> = { shuffle: boolean, randomState: randomStateRule };

/** A toy data set for classification: numbers in rows, a class number for each. */
export type ToyClasses = Dataset<NumberRows, Int32Array>;

/** Numbers in rows. */
export function rowsOf(data: Float64Array, columns: number): NumberRows {
  return { data, shape: [columns === 0 ? 0 : data.length / columns, columns] };
}

/** The given rows, in that order. */
export function takeRows({ data, shape: [, columns] }: NumberRows, order: Int32Array): NumberRows {
  const out = new Float64Array(order.length * columns);
  for (const [i, row] of order.entries()) {
    out.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return rowsOf(out, columns);
}

/** Rows and what belongs to them in one random order, as scikit-learn's `shuffle` brings them. */
export function shuffled<Y extends Float64Array | Int32Array>(
  rows: NumberRows,
  target: Y,
  random: RandomState,
): { data: NumberRows; target: Y } {
  const order = random.permutation(rows.shape[0]);
  return { data: takeRows(rows, order), target: target.map((_, i) => target[order[i]]) as Y };
}

/** All rows' columns in one random order, in place. */
export function shuffleColumns(data: Float64Array, columns: number, random: RandomState): Int32Array {
  const order = random.permutation(columns);
  for (let start = 0; start < data.length; start += columns) {
    const row = data.slice(start, start + columns);
    for (let j = 0; j < columns; j++) data[start + j] = row[order[j]];
  }
  return order;
}
