/** Several callbacks as one: each method is called on all that have it, in order, one after the other. */
import { HebbError } from '../../core/errors.ts';
import type { CallbackMethods } from '../models/fit-options.ts';
import type { Model } from '../models/model.ts';
import type { CallbackState, Snapshot } from '../models/snapshot.ts';
import type { Callback, CallbackParams } from './callback.ts';

type Event = Exclude<keyof CallbackMethods, 'getState' | 'setState' | 'onRestore'>;

export class CallbackList {
  readonly #callbacks: readonly (Callback | Partial<Callback>)[];

  constructor(
    callbacks: readonly (Callback | Partial<CallbackMethods>)[],
    model: Model,
    params: CallbackParams,
  ) {
    this.#callbacks = callbacks;
    for (const callback of this.#callbacks) {
      callback.setParams?.(params);
      callback.setModel?.(model);
    }
  }

  /** Has any of them one of these methods? */
  hears(...events: readonly Event[]): boolean {
    return this.#callbacks.some((callback) => events.some((event) => typeof callback[event] === 'function'));
  }

  async call<E extends Event>(event: E, ...args: Parameters<NonNullable<CallbackMethods[E]>>): Promise<void> {
    for (const callback of this.#callbacks) {
      const method = callback[event] as ((...args: unknown[]) => unknown) | undefined;
      await method?.apply(callback, args);
    }
  }

  /** Where an earlier training was, if a callback knows one. */
  async restored(): Promise<Snapshot | undefined> {
    for (const callback of this.#callbacks) {
      const snapshot = await callback.onRestore?.();
      if (snapshot !== undefined) return snapshot;
    }
    return undefined;
  }

  /** What those keep that keep something. */
  get states(): CallbackState[] {
    return this.#callbacks.map((callback) => callback.getState?.()).filter((state) => state !== undefined);
  }

  /** @throws HebbError `INVALID_VALUE` for those of other callbacks */
  async setStates(states: readonly CallbackState[]): Promise<void> {
    const keeping = this.#callbacks.filter((callback) => callback.getState !== undefined);
    if (states.length !== keeping.length) {
      throw new HebbError(
        'INVALID_VALUE',
        `the backup is of a training with ${states.length} callbacks that keep something, this one has ${keeping.length}.`,
      );
    }
    for (const [i, callback] of keeping.entries()) await callback.setState?.(states[i]);
  }
}
