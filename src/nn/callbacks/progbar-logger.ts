/** The lines that `fit` prints: one for each epoch, as Keras's with verbose = 2. */
import { Callback, type Logs } from './callback.ts';

export interface ProgbarLoggerOptions {
  /** Takes a line. Default: the console. */
  readonly write?: (line: string) => void;
}

/** Prints the progress of a training. */
export class ProgbarLogger extends Callback {
  readonly #write: (line: string) => void;
  #start = 0;

  constructor({ write = (line) => console.log(line) }: ProgbarLoggerOptions = {}) {
    super();
    this.#write = write;
  }

  override onEpochBegin(epoch: number): void {
    this.#start = performance.now();
    this.#write(`Epoch ${epoch + 1}/${this.params.epochs}`);
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    const { steps } = this.params;
    const spent = performance.now() - this.#start;
    const head = steps === null ? '' : `${steps}/${steps} - `;
    const pace = steps === null ? '' : ` - ${timeText(spent / steps)}/step`;
    const metrics = Object.entries(logs).map(([name, value]) => ` - ${name}: ${metricText(value)}`);
    this.#write(`${head}${Math.floor(spent / 1000)}s${pace}${metrics.join('')}`);
  }
}

function timeText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${Math.round(milliseconds / 1000)}s`;
  return milliseconds >= 1 ? `${Math.round(milliseconds)}ms` : `${Math.round(milliseconds * 1000)}us`;
}

/** Four decimals, or as a power of ten where those would show nothing. */
function metricText(value: number): string {
  return Math.abs(value) > 1e-3 || value === 0 ? value.toFixed(4) : value.toExponential(4);
}
