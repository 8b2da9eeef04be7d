/** The settings of an open room: a signal each, which the address follows and is read into. */
import { batch, computed, type Signal, signal } from '@preact/signals';
import { decode, encode, type Fields, initialValues, type Values } from './field.ts';

export type Signals<F extends Fields> = { readonly [K in keyof F]: Signal<Values<F>[K]> };

export class RoomState<F extends Fields> {
  readonly fields: F;
  readonly signals: Signals<F>;
  /** What the address says of the room. */
  readonly query = computed(() => encode(this.fields, this.values));

  constructor(fields: F, query: string) {
    this.fields = fields;
    const entries = Object.entries(decode(fields, query)).map(([name, value]) => [name, signal(value)]);
    this.signals = Object.fromEntries(entries) as Signals<F>;
  }

  /** All values now; who reads them in an effect hears of every change. */
  get values(): Values<F> {
    const entries = Object.entries(this.signals).map(([name, one]) => [name, (one as Signal).value]);
    return Object.fromEntries(entries) as Values<F>;
  }

  /** Change some values at once. */
  set(values: Partial<Values<F>>): void {
    batch(() => {
      for (const [name, value] of Object.entries(values)) {
        if (!same(this.signals[name].peek(), value)) this.signals[name].value = value as Values<F>[string];
      }
    });
  }

  /** What another address says. */
  read(query: string): void {
    this.set(decode(this.fields, query));
  }

  reset(): void {
    this.set(initialValues(this.fields));
  }
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
