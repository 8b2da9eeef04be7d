/**
 * Texts become a column: repeating ones are kept once each with a code per row, others as they are.
 * It knows nothing of where the texts come from.
 */
import { CategoryColumn, TextColumn } from './column.ts';

/** Up to this many distinct texts are a category however few rows there are. */
const alwaysCategories = 50;

/**
 * Collects the texts of a column; rows never set stay missing. Without a wished type the column becomes a
 * category, unless there are more than 50 distinct texts and they make up more than half of those present:
 * then it is text.
 */
export class LabelBuilder {
  readonly #length: number;
  readonly #wished: 'category' | 'text' | undefined;
  readonly #categories: string[] = [];
  readonly #codeOf = new Map<string, number>();
  #codes: Int32Array;
  /** One by one, once it is certain that the column is text. */
  #texts: (string | null)[] | undefined;

  /** @param categories those that are known beforehand, in their order */
  constructor(length: number, wished?: 'category' | 'text', categories: readonly string[] = []) {
    this.#length = length;
    this.#wished = wished;
    this.#codes = new Int32Array(length).fill(-1);
    for (const category of categories) this.#codeFor(category);
    if (wished === 'text') this.#becomeText();
  }

  set(row: number, text: string): void {
    if (this.#texts !== undefined) {
      this.#texts[row] = detached(text);
      return;
    }
    this.#codes[row] = this.#codeFor(text);
    if (this.#wished === undefined && this.#isText(this.#length)) this.#becomeText();
  }

  build(name: string): CategoryColumn | TextColumn {
    if (this.#texts !== undefined) return new TextColumn(name, this.#texts);
    const column = new CategoryColumn(name, this.#codes, this.#categories);
    const isText = this.#wished === undefined && this.#isText(column.length - column.missing);
    return isText ? new TextColumn(name, column.toArray()) : column;
  }

  #codeFor(text: string): number {
    let code = this.#codeOf.get(text);
    if (code === undefined) {
      code = this.#categories.length;
      const category = detached(text);
      this.#codeOf.set(category, code);
      this.#categories.push(category);
    }
    return code;
  }

  #isText(present: number): boolean {
    const distinct = this.#categories.length;
    return distinct > alwaysCategories && distinct * 2 > present;
  }

  #becomeText(): void {
    this.#texts = Array.from(this.#codes, (code) => (code === -1 ? null : this.#categories[code]));
    this.#codes = new Int32Array(0);
    this.#codeOf.clear();
  }
}

/**
 * The same text in memory of its own: what is cut out of a long text may keep all of that alive, which for
 * the cells of a file would be the file.
 */
function detached(text: string): string {
  return text.length < 13 ? text : JSON.parse(JSON.stringify(text));
}
