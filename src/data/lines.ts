/**
 * A text that comes in pieces, handed on line by line. A line ends with a line feed, a carriage return, or
 * both. It knows nothing of what the lines mean.
 */
import { HebbError } from '../core/errors.ts';
import { longestRecord, refuseBinary, type TextSink } from './two-passes.ts';

/** Hears the lines one after the other, and then that there are no more. */
export interface LineListener {
  /** A line without its end, and its number, counted from 1. */
  line(text: string, number: number): void;
  end(): void;
}

/** Cuts a text into lines. */
export class Lines implements TextSink {
  readonly #name: string;
  readonly #listener: LineListener;
  #rest = '';
  #line = 1;

  /** @param name what the text is called in messages */
  constructor(name: string, listener: LineListener) {
    this.#name = name;
    this.#listener = listener;
  }

  get line(): number {
    return this.#line;
  }

  push(text: string): void {
    refuseBinary(text, this.#name, this.#line);
    const isFirst = this.#line === 1 && this.#rest === '';
    if (!/[\r\n]/.test(text) && !this.#rest.endsWith('\r')) {
      this.#rest += isFirst ? text.replace(/^\uFEFF/, '') : text;
      this.#checkLength();
      return;
    }
    const whole = this.#rest + (isFirst ? text.replace(/^\uFEFF/, '') : text);
    let start = 0;
    // A carriage return at the very end may be the first half of a line end.
    for (const end of whole.matchAll(/\r\n|\n|\r(?!$)/g)) {
      this.#listener.line(whole.slice(start, end.index), this.#line++);
      start = end.index + end[0].length;
    }
    this.#rest = whole.slice(start);
    this.#checkLength();
  }

  end(): void {
    const last = this.#rest.replace(/\r$/, '');
    if (this.#rest !== '') this.#listener.line(last, this.#line++);
    this.#rest = '';
    this.#listener.end();
  }

  #checkLength(): void {
    if (this.#rest.length <= longestRecord) return;
    throw new HebbError(
      'CORRUPT_FILE',
      `${this.#name}, line ${this.#line}: this line does not end within ${longestRecord} characters.`,
    );
  }
}
