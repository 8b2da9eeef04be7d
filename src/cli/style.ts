/**
 * Bold, faint and coloured text where an output takes it, plain text elsewhere. It knows nothing of what is
 * written.
 */
import type { Output } from './terminal.ts';

/** Ways to set off text. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
}

/** The style of an output. */
export function styleOf({ hasColors }: Pick<Output, 'hasColors'>): Style {
  const paint =
    (on: number, off: number) =>
    (text: string): string =>
      hasColors ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    green: paint(32, 39),
    yellow: paint(33, 39),
    red: paint(31, 39),
  };
}
