/** Several callbacks as one: each method is called on all that have it, in order, one after the other. */
import type { CallbackMethods } from '../models/fit-options.ts';
import type { Model } from '../models/model.ts';
import type { Callback, CallbackParams } from './callback.ts';

type Event = keyof CallbackMethods;

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
}
