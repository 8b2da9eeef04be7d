/**
 * What every reader of files lets its caller choose: the name in messages, a listener for progress, a signal
 * that ends the reading. It knows nothing of formats.
 */
import { callback, matching, type Rule } from '../core/options.ts';

/** How a file is read. Every option may be left out. */
export interface ReadOptions {
  /** What the file is called in messages. Default: its name. */
  readonly name?: string;
  /**
   * Told again and again how far the reading is, in bytes of the file as it lies on the disk. A text is read
   * twice, so its total is twice the size; NaN for a size that is unknown.
   */
  readonly onProgress?: (readBytes: number, totalBytes: number) => void;
  /** Ends the reading; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Any text. */
export const text: Rule = matching('text', (value) => typeof value === 'string');

/** The rules of `ReadOptions`. */
export const readRules: Readonly<Record<string, Rule>> = {
  name: text,
  onProgress: callback,
  signal: matching('an AbortSignal', (value) => value instanceof AbortSignal),
};
