/**
 * Texts become a column: repeating ones are kept once each with a code per row, others as they are.
 * It knows nothing of where the texts come from.
 */
import { CategoryColumn, TextColumn } from './column.ts';

/** Up to this many distinct texts are a category however few rows there are. */
const alwaysCategories = 50;

/** Collects texts and their codes, −1 for missing. */
export class LabelBuilder {
  readonly #codes: Int32Array;
  readonly #categories: string[] = [];
  readonly #codeOf = new Map<string, number>();

  constructor(length: number) {
    this.#codes = new Int32Array(length).fill(-1);
  }

  set(row: number, text: string): void {
    let code = this.#codeOf.get(text);
    if (code === undefined) {
      code = this.#categories.length;
      this.#codeOf.set(text, code);
      this.#categories.push(text);
    }
    this.#codes[row] = code;
  }

  /**
   * The finished column. Without a wished type it is a category, unless there are more than 50 distinct
   * texts and they make up more than half of those present: then it is text.
   */
  build(name: string, type?: 'category' | 'text'): CategoryColumn | TextColumn {
    const column = new CategoryColumn(name, this.#codes, this.#categories);
    return (type ?? this.#guess(column)) === 'category' ? column : new TextColumn(name, column.toArray());
  }

  #guess(column: CategoryColumn): 'category' | 'text' {
    const distinct = this.#categories.length;
    if (distinct <= alwaysCategories) return 'category';
    return distinct * 2 > column.length - column.missing ? 'text' : 'category';
  }
}
