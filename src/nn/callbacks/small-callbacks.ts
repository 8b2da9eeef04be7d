/** Small callbacks: functions in place of a class, an end to NaN, and a table of the metrics. */
import { boolean, checkOptions, matching } from '../../core/options.ts';
import type { CallbackMethods } from '../models/fit-options.ts';
import { type Awaitable, Callback, type Logs } from './callback.ts';

/**
 * Functions as a callback.
 *
 * @example
 * new LambdaCallback({ onEpochEnd: (epoch, logs) => console.log(epoch, logs.loss) });
 */
export class LambdaCallback extends Callback {
  /** @param methods any of a callback's */
  constructor(methods: Partial<CallbackMethods>) {
    super();
    Object.assign(this, methods);
  }
}

/** Stops a training whose loss has become NaN or infinite, after the batch that made it so. */
export class TerminateOnNaN extends Callback {
  override onTrainBatchEnd(_batch: number, logs: Logs): void {
    if (!Number.isFinite(logs.loss)) this.model.stopTraining = true;
  }
}

export interface CSVLoggerOptions {
  /** Between the values. Default `','`. */
  readonly separator?: string;
  /** Go on with a table that has its heading already. Default false. */
  readonly append?: boolean;
}

/**
 * The metrics of every epoch as lines of a table.
 *
 * @example
 * let text = '';
 * const logger = new CSVLogger((lines) => void (text += lines));
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks: [logger], verbose: 0 });
 * text.split('\n')[0]; // 'epoch,loss'
 */
export class CSVLogger extends Callback {
  readonly #write: (text: string) => Awaitable;
  readonly #separator: string;
  readonly #append: boolean;
  #keys: readonly string[] | undefined;

  /**
   * @param write takes the next lines, line ends included: in Node, `(text) => appendFile(path, text)`
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  constructor(write: (text: string) => Awaitable, options: CSVLoggerOptions = {}) {
    super();
    const text = matching('a text', (value) => typeof value === 'string');
    const { separator = ',', append = false } = checkOptions('CSVLogger', options, {
      separator: text,
      append: boolean,
    });
    this.#write = write;
    this.#separator = separator;
    this.#append = append;
  }

  override onTrainBegin(): void {
    this.#keys = undefined;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const isFirst = this.#keys === undefined;
    this.#keys ??= Object.keys(logs).sort();
    const line = (cells: readonly (string | number)[]): string => `${cells.join(this.#separator)}\n`;
    const heading = isFirst && !this.#append ? line(['epoch', ...this.#keys]) : '';
    await this.#write(heading + line([epoch, ...this.#keys.map((key) => logs[key] ?? 'NA')]));
  }
}
