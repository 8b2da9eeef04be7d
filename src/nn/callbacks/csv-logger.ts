/** The metrics of every epoch as lines of a table. Where they go is the business of a function, or of `#files`. */
import { boolean, checkOptions, matching } from '../../core/options.ts';
import type { CallbackState } from '../models/snapshot.ts';
import { type Awaitable, Callback, type Logs } from './callback.ts';
import type { TextFile } from './files.ts';

export interface CSVLoggerOptions {
  /** Between the values. Default `','`. */
  readonly separator?: string;
  /** Go on with a table that is there; its heading is not written again. Default false: begin it anew. */
  readonly append?: boolean;
}

/**
 * A line for each epoch, counted from 0: its metrics by name, those of the training first. As in Keras, the columns of
 * the validation are there even without one, with NA, lines end in `\r\n`, and a metric that is missing is NA.
 *
 * With `BackupAndRestore` a table in a file goes on where it was: lines of epochs that are trained again are taken back.
 *
 * @example
 * let text = '';
 * const logger = new CSVLogger((lines) => void (text += lines));
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks: [logger], verbose: 0 });
 * text.split('\r\n')[0]; // 'epoch,loss,val_loss'
 */
export class CSVLogger extends Callback {
  readonly #target: string | ((text: string) => Awaitable);
  readonly #separator: string;
  readonly #append: boolean;
  #keys: readonly string[] | undefined;
  /** Bytes of the file after the last line. */
  #size = 0;

  /**
   * @param target the path of a file, in Node, or a function that takes the next lines, line ends included
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  constructor(target: string | ((text: string) => Awaitable), options: CSVLoggerOptions = {}) {
    super();
    const text = matching('a text', (value) => typeof value === 'string');
    const { separator = ',', append = false } = checkOptions('CSVLogger', options, {
      separator: text,
      append: boolean,
    });
    this.#target = target;
    this.#separator = separator;
    this.#append = append;
  }

  override getState(): CallbackState {
    return { keys: this.#keys, size: this.#size };
  }

  override setState(state: CallbackState): void {
    const { keys, size } = state as { readonly keys?: readonly string[]; readonly size: number };
    this.#keys = keys;
    this.#size = size;
  }

  /** @throws HebbError `UNSUPPORTED` for a path in a browser */
  override async onTrainBegin(): Promise<void> {
    this.#keys = undefined;
    this.#size = 0;
    if (typeof this.#target !== 'string') return;
    const file = await tableAt(this.#target);
    if (this.#append) this.#size = await file.size();
  }

  /** @throws HebbError `FILE_ERROR` */
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const isFirst = this.#keys === undefined;
    this.#keys ??= columnsOf(logs);
    const heading = this.#line(['epoch', ...this.#keys]);
    const row = this.#line([
      epoch,
      ...this.#keys.map((key) => (Object.hasOwn(logs, key) ? logs[key] : 'NA')),
    ]);
    if (typeof this.#target === 'string') await this.#toFile(this.#target, heading, row);
    else await this.#target(isFirst && !this.#append ? heading + row : row);
  }

  async #toFile(path: string, heading: string, row: string): Promise<void> {
    const file = await tableAt(path);
    const there = await file.size();
    const kept = Math.min(there, this.#size);
    if (there > kept) await file.cut(kept);
    await file.append(kept === 0 ? heading + row : row);
    this.#size = await file.size();
  }

  #line(cells: readonly (string | number)[]): string {
    const quoted = cells.map((cell) => {
      const text = String(cell);
      return text.includes(this.#separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
    });
    return `${quoted.join(this.#separator)}\r\n`;
  }
}

async function tableAt(path: string): Promise<TextFile> {
  const { files } = await import('#files');
  return files.table(path);
}

/** The metrics by name; without a validation so far, its columns stand behind them. */
function columnsOf(logs: Logs): readonly string[] {
  const names = Object.keys(logs).sort();
  if (names.some((name) => name.startsWith('val_'))) return names;
  return [...names, ...names.map((name) => `val_${name}`)];
}
