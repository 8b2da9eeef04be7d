/** Trainings that are interrupted and brought back, in one process. */
import { expect } from 'vitest';
import * as nn from '../../src/nn/index.ts';
import type { trainings } from './interrupted-trainings.ts';

const events = [
  'onTrainBegin',
  'onEpochBegin',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onTestBegin',
  'onTestBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
] as const;

/** Throws at the place of this number, counted over everything that happens. */
function interruption(place: number): { readonly callback: object; readonly passed: () => number } {
  let passed = 0;
  const pass = (): void => {
    if (passed++ === place) throw new Error('interrupted');
  };
  return { callback: Object.fromEntries(events.map((event) => [event, pass])), passed: () => passed };
}

export interface Memory extends nn.BackupStore {
  bytes: Uint8Array | undefined;
  saves: number;
}

/** A store in memory. */
export function memory(): Memory {
  return {
    bytes: undefined,
    saves: 0,
    async load() {
      return this.bytes;
    },
    save(bytes) {
      this.bytes = bytes.slice();
      this.saves++;
    },
    remove() {
      this.bytes = undefined;
    },
  };
}

/** All numbers of a model and its optimizer. */
export const bits = (model: nn.Model): unknown =>
  [...model.weights, ...model.optimizerWeights].map(({ values }) => values);

/**
 * Interrupt a training at every `stride`-th place and the last one, bring it back, and compare it with one that was left alone.
 *
 * @returns how many places there are
 */
export async function checkInterruptions(
  make: (typeof trainings)[string],
  saveFreq: 'epoch' | number,
  stride: number,
): Promise<number> {
  const whole = make(nn);
  const watch = interruption(Number.POSITIVE_INFINITY);
  const { history, epoch } = await whole.fit([...whole.callbacks, watch.callback]);
  const count = watch.passed();
  const places = Array.from({ length: count }, (_, i) => i).filter(
    (i) => i % stride === 0 || i === count - 1,
  );
  for (const place of places) {
    const store = memory();
    // Wherever the backup stands in the list, what the others keep is that of the same moment. At the end it must not
    // have been removed yet.
    const listed = (one: ReturnType<typeof make>, further: readonly object[]): object[] => {
      const backup = new nn.BackupAndRestore(store, { saveFreq });
      const all = place % 2 === 0 ? [backup, ...one.callbacks] : [...one.callbacks, backup];
      return place % 3 === 1 || place === count - 1 ? [...further, ...all] : [...all, ...further];
    };
    const first = make(nn);
    const killed = first.fit(listed(first, [interruption(place).callback]));
    await expect(killed).rejects.toThrow('interrupted');
    const again = make(nn);
    const rest = await again.fit(listed(again, []));
    expect(bits(again.model), `interrupted at ${place}`).toEqual(bits(whole.model));
    const before = epoch.length - rest.epoch.length;
    expect(rest.epoch).toEqual(epoch.slice(before));
    for (const [key, values] of Object.entries(rest.history)) {
      expect(values, key).toEqual(history[key].slice(before));
    }
    expect(store.bytes).toBeUndefined();
  }
  return count;
}
