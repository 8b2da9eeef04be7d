/**
 * Counts values that a model has never met: they pass as zeros or as a rare category, which is worth saying.
 * It knows models only by their encoders.
 */

import { counted } from '../core/counted.ts';
import type { Table } from '../data/table.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { firstTransformers } from './first-transformers.ts';

interface Unseen {
  rows: number;
  /** The first of the values. */
  example: string;
}

/** Looks at one table after the other. */
export class UnseenCategories {
  readonly #known: ReadonlyMap<string, ReadonlySet<unknown>>;
  readonly #unseen = new Map<string, Unseen>();

  constructor(model: object) {
    const encoders = firstTransformers(model).filter((step) => step instanceof OneHotEncoder);
    this.#known = new Map(
      encoders.flatMap((encoder) =>
        (encoder.featureNamesIn ?? []).map((name, j) => [name, new Set(encoder.categories[j])] as const),
      ),
    );
  }

  /** Take in the rows of a table. */
  see(table: Table): void {
    for (const [name, known] of this.#known) {
      const column = table.column(name);
      for (let row = 0; row < column.length; row++) {
        if (column.isMissing(row)) continue;
        const value = column.at(row);
        if (!known.has(value)) this.#count(name, String(value));
      }
    }
  }

  /** A sentence for each column with such values. */
  get warnings(): string[] {
    return Array.from(
      this.#unseen,
      ([name, { rows, example }]) =>
        `Column '${name}' holds values that the model has never seen in ${counted(rows, 'row')}, such as '${example}'.`,
    );
  }

  #count(name: string, example: string): void {
    const unseen = this.#unseen.get(name);
    if (unseen === undefined) this.#unseen.set(name, { rows: 1, example });
    else unseen.rows++;
  }
}
