/**
 * Shows what a claim is doing and how long that will take: a bar where a person looks on, a plain line now and then
 * elsewhere. It knows nothing of what the claims are about.
 */
import type { EpochLogs, Progress, TrainingCallback } from '../../estimators/mlp/options.ts';
import { ProgressBar } from '../../node/progress-bar.ts';
import { clock } from '../number-text.ts';
import type { Output } from '../terminal.ts';

/** Between two plain lines. */
const secondsBetweenLines = 10;

export class ClaimProgress {
  readonly #output: Output;
  readonly #bar: ProgressBar;
  readonly #now: () => number;
  #title = '';
  #doing = '';
  #since = 0;
  #from = 0;
  #lastLine: number;

  /** @param now the time in milliseconds */
  constructor(output: Output, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#bar = new ProgressBar(output);
    this.#now = now;
    this.#lastLine = now();
  }

  /** @param title what is tried from here on, such as `3/20 housing` */
  begin(title: string): void {
    this.#title = title;
    this.#doing = '';
    this.report('');
  }

  /**
   * The time left is reckoned by what was done since `doing` was said for the first time.
   *
   * @param detail what changes along the way
   */
  report(
    doing: string,
    fraction = 0,
    { detail = '', isAtMost = false }: { detail?: string; isAtMost?: boolean } = {},
  ): void {
    const now = this.#now();
    if (doing !== this.#doing) [this.#doing, this.#since, this.#from] = [doing, now, fraction];
    const done = fraction - this.#from;
    const left = ((now - this.#since) / 1000 / done) * (1 - fraction);
    const time = done > 0 && fraction < 1 ? `  ${isAtMost ? '≤ ' : ''}${clock(left)} left` : '';
    if (this.#output.isTerminal) {
      this.#bar.show({ left: this.#title, fraction, right: `${doing}${detail}${time}` });
    } else if (doing !== '' && now - this.#lastLine >= secondsBetweenLines * 1000) {
      this.#lastLine = now;
      this.#output.write(`${this.#title}: ${doing}${detail}${time}\n`);
    }
  }

  /** A callback of a network that shows its epochs. */
  training(doing: string): TrainingCallback {
    let detail = '';
    return {
      onTrainBegin: () => this.report(doing),
      onProgress: ({ epoch, maxIter, batch, batches }: Progress): void => {
        this.report(doing, (epoch - 1 + batch / batches) / maxIter, { detail, isAtMost: true });
      },
      onEpochEnd: ({ validationScore }: EpochLogs): void => {
        if (validationScore !== undefined) detail = `, validation ${validationScore.toFixed(4)}`;
      },
    };
  }

  clear(): void {
    if (this.#output.isTerminal) this.#bar.clear();
  }
}
