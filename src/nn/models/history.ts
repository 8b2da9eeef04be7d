/** What a training tells: the metrics of every epoch. */
import { Callback, type Logs } from '../callbacks/callback.ts';

/**
 * What `fit` resolves to.
 *
 * @example
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * const history = await model.fit([[1], [2]], [[2], [4]], { epochs: 2, verbose: 0 });
 * history.history.loss; // the mean loss of each epoch
 * history instanceof History; // true
 */
export class History extends Callback {
  /** For each metric its values, epoch by epoch; those of the validation data begin with `val_`. */
  readonly history: Record<string, number[]> = {};
  /** The epochs that were trained, counted from 0. */
  readonly epoch: number[] = [];

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }
}
