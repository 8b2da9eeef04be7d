/**
 * One line of an ARFF file, read from left to right: names and values with or without quotes, commas, braces.
 * It knows nothing of what a line means.
 */
import type { HebbError } from '../core/errors.ts';

/** A name or value. */
export interface ArffToken {
  readonly text: string;
  readonly quoted: boolean;
}

/** What stands after a backslash within quotes. */
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Reads a line's tokens one after the other. */
export class ArffLine {
  readonly #text: string;
  readonly #error: (problem: string) => HebbError;
  #at = 0;

  /** @param error makes the error for a broken line of what is wrong with it */
  constructor(text: string, error: (problem: string) => HebbError) {
    this.#text = text;
    this.#error = error;
  }

  /** Whether there is nothing left but blanks and a comment. */
  get ended(): boolean {
    this.#skipBlanks();
    return this.#at >= this.#text.length || this.#text[this.#at] === '%';
  }

  /** Go past `char` if it comes next, blanks left aside. */
  take(char: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  /** The next name or value, which without quotes ends before one of `stops` or before a comment. */
  token(stops: RegExp): ArffToken {
    this.#skipBlanks();
    const quote = this.#text[this.#at];
    if (quote === "'" || quote === '"') return { text: this.#quoted(quote), quoted: true };
    const rest = this.#text.slice(this.#at);
    const found = rest.search(stops);
    const cut = found === -1 ? rest : rest.slice(0, found);
    const text = cut.replace(/(^|\s)%.*$/s, '');
    this.#at += text.length;
    return { text: text.trim(), quoted: false };
  }

  /**
   * The values of a row, which commas or tabs separate, up to the line's end. An empty value is one without
   * quotes and text.
   */
  values(): ArffToken[] {
    const values: ArffToken[] = [];
    do values.push(this.token(/[,\t]/));
    while (this.#separator());
    if (!this.ended) throw this.#error(`expected a comma before ${JSON.stringify(this.#rest())}`);
    return values;
  }

  /** What is left, cut short, for messages. */
  #rest(): string {
    return this.#text.slice(this.#at, this.#at + 20);
  }

  /** Go past a comma, or the tabs that stand for one. */
  #separator(): boolean {
    const before = this.#at;
    if (this.take(',')) return true;
    return !this.ended && this.#text.slice(before, this.#at).includes('\t');
  }

  #quoted(quote: string): string {
    let text = '';
    for (let i = this.#at + 1; i < this.#text.length; i++) {
      const char = this.#text[i];
      if (char === quote) {
        this.#at = i + 1;
        return text;
      }
      if (char === '\\' && i + 1 < this.#text.length) {
        const next = this.#text[++i];
        text += escapes[next] ?? next;
      } else {
        text += char;
      }
    }
    throw this.#error(`a closing quote ${quote} is missing`);
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++;
  }
}
