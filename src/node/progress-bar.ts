/**
 * A line at the bottom of a terminal that is drawn over itself: words, a bar, words. It knows nothing of what
 * makes progress.
 */

/** Where the bar is drawn. */
export interface BarOutput {
  /** Characters in a line. */
  readonly columns: number;
  write(text: string): void;
}

/** What the bar shows. */
export interface BarState {
  readonly left: string;
  /** How much is done, from 0 to 1. */
  readonly fraction: number;
  readonly right: string;
}

const widest = 24;
const eraseLine = '\u001b[2K\r';

/**
 * A progress bar.
 *
 * @example
 * const bar = new ProgressBar(process.stderr);
 * bar.show({ left: 'epoch 3/10', fraction: 0.25, right: '0:12 left' });
 * bar.clear();
 */
export class ProgressBar {
  readonly #output: BarOutput;
  #isShown = false;

  constructor(output: BarOutput) {
    this.#output = output;
  }

  /** Draw it, over what was there. */
  show(state: BarState): void {
    this.#output.write(`${eraseLine}${barLine(state, this.#output.columns)}`);
    this.#isShown = true;
  }

  /** Take it away; the next text starts in its place. */
  clear(): void {
    if (this.#isShown) this.#output.write(eraseLine);
    this.#isShown = false;
  }
}

/** The line of a bar, shorter than `columns`, so that no terminal breaks it. */
export function barLine({ left, fraction, right }: BarState, columns: number): string {
  const room = columns - 1 - left.length - right.length - 2;
  const width = Math.min(widest, room);
  if (width < 4) return `${left} ${right}`.slice(0, Math.max(0, columns - 1));
  const done = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return `${left} ${'━'.repeat(done)}${'─'.repeat(width - done)} ${right}`;
}
