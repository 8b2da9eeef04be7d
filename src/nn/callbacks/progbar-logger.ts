/**
 * What `fit`, `evaluate` and `predict` show while they work: on a terminal a line that is drawn over itself, and
 * elsewhere a line when an epoch is over. It knows no model; where a terminal is, the host knows.
 */
import type { Terminal } from '../../engine/host.ts';
import { terminal as standardOutput } from '../../engine/terminal.ts';
import type { CallbackMethods, Verbose } from '../models/fit-options.ts';
import { Callback, type CallbackParams, type Logs } from './callback.ts';
import { barLine, colours, type PassState, plainLine } from './progress-line.ts';

export interface ProgbarLoggerOptions {
  /** Takes a whole line. Default: the console. */
  readonly write?: (line: string) => void;
  /** Where a line can be drawn over itself; null for nowhere. Default: standard output, where that is a terminal. */
  readonly terminal?: Terminal | null;
  /** The time in milliseconds. */
  readonly now?: () => number;
}

/** Milliseconds between two drawings of the line. */
const INTERVAL = 50;
const eraseLine = '\r\u001b[2K';

/**
 * Shows progress as Keras does: batches, a bar, the time left, the time of a step, metrics. `fit`, `evaluate` and
 * `predict` make one by themselves unless `verbose` is 0; `verbose: 2` leaves the live line out.
 *
 * @example
 * const lines = [];
 * const logger = new ProgbarLogger({ write: (line) => lines.push(line), terminal: null });
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks: [logger], verbose: 2 });
 * lines[0]; // 'Epoch 1/2'
 * lines.length; // 4
 */
export class ProgbarLogger extends Callback {
  readonly #write: (line: string) => void;
  readonly #given: Terminal | null | undefined;
  readonly #now: () => number;
  #isInFit = false;
  #steps: number | undefined;
  #start = 0;
  #done = 0;
  /** When the first batch was done: what comes before it is preparation. */
  #first = 0;
  #drawn = Number.NEGATIVE_INFINITY;
  #isLive = false;

  constructor({
    write = (line) => console.log(line),
    terminal,
    now = () => performance.now(),
  }: ProgbarLoggerOptions = {}) {
    super();
    this.#write = write;
    this.#given = terminal;
    this.#now = now;
  }

  override setParams(params: CallbackParams): void {
    super.setParams(params);
    this.#steps = params.steps ?? undefined;
  }

  override onTrainBegin(): void {
    this.#isInFit = true;
  }

  override onTrainEnd(): void {
    this.#isInFit = false;
    this.#endLine();
  }

  override onEpochBegin(epoch: number): void {
    this.#begin();
    if (this.params.epochs > 1 && this.params.verbose !== 0)
      this.#write(`Epoch ${epoch + 1}/${this.params.epochs}`);
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#end(logs);
  }

  // The validation of a fit is silent.
  override onTestBegin(): void {
    if (!this.#isInFit) this.#begin();
  }

  override onTestEnd(logs: Logs): void {
    if (!this.#isInFit) this.#end(logs);
  }

  override onPredictBegin(): void {
    this.#begin();
  }

  override onPredictEnd(): void {
    this.#end({});
  }

  override onProgress(done: number, logs: () => Logs): void {
    const now = this.#now();
    if (this.#done === 0) this.#first = (now - this.#start) / done;
    this.#done = done;
    const terminal = this.#terminal;
    if (terminal === undefined || now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    this.#draw(terminal, this.#state(logs(), false));
    this.#isLive = true;
  }

  get #terminal(): Terminal | undefined {
    if (this.params.verbose !== 1) return undefined;
    return this.#given === undefined ? standardOutput() : (this.#given ?? undefined);
  }

  #begin(): void {
    this.#start = this.#now();
    this.#done = 0;
    this.#drawn = Number.NEGATIVE_INFINITY;
  }

  #end(logs: Logs): void {
    if (this.params.verbose === 0) return;
    this.#steps ??= this.#done;
    this.#done = this.#steps;
    const terminal = this.#terminal;
    const state = this.#state(logs, true);
    if (terminal === undefined) {
      this.#write(plainLine(state));
      return;
    }
    this.#draw(terminal, state);
    terminal.write('\n');
    this.#isLive = false;
  }

  #endLine(): void {
    if (this.#isLive) this.#terminal?.write('\n');
    this.#isLive = false;
  }

  #draw(terminal: Terminal, state: PassState): void {
    // A line that stays may be broken into several.
    const columns = state.isOver ? Number.POSITIVE_INFINITY : terminal.columns;
    terminal.write(`${eraseLine}${barLine(state, columns, terminal.hasColors ? colours : undefined)}`);
  }

  #state(logs: Logs, isOver: boolean): PassState {
    const spent = this.#now() - this.#start;
    const later = this.#done - 1;
    const pace = later > 0 ? (spent - this.#first) / later : spent / Math.max(this.#done, 1);
    return { done: this.#done, steps: this.#steps, spent, pace, logs, isOver };
  }
}

type AnyCallback = Callback | Partial<CallbackMethods>;

/** Callbacks, and behind them one that shows progress, unless nothing is to be shown or one is among them. */
export function withProgress(
  callbacks: readonly AnyCallback[] | null | undefined,
  verbose: number,
): readonly AnyCallback[] {
  const given = callbacks ?? [];
  const isShown = verbose === 0 || given.some((callback) => callback instanceof ProgbarLogger);
  return isShown ? given : [...given, new ProgbarLogger()];
}

/** What `'auto'` is for `evaluate` and `predict`: logs get lines of them only when they are asked for. */
export function quietVerbose(given: Verbose = 'auto'): number {
  if (given !== 'auto') return given;
  return standardOutput() === undefined ? 0 : 1;
}
