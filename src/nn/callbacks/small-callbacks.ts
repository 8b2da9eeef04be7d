/** Small callbacks: functions in place of a class, and an end to NaN. */
import type { CallbackMethods } from '../models/fit-options.ts';
import { Callback, type Logs } from './callback.ts';

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

/**
 * Stops a training whose loss has become NaN or infinite, after the batch that made it so.
 *
 * @example
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * const callbacks = [new TerminateOnNaN()];
 * const { epoch } = await model.fit([[1]], [[Number.NaN]], { epochs: 5, callbacks, verbose: 0 });
 * epoch.length; // 1
 */
export class TerminateOnNaN extends Callback {
  override onTrainBatchEnd(_batch: number, logs: Logs): void {
    if (!Number.isFinite(logs.loss)) this.model.stopTraining = true;
  }
}
