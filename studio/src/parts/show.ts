/** How far a run of many steps has been shown: it plays, pauses and steps, and says where it stands in the address when it rests. */
import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RunActions } from '../frame/keys.tsx';

/** Steps a second. */
export const speeds = { slow: 2, usual: 8, fast: 60 } as const;
export type SpeedName = keyof typeof speeds;

export class Show {
  readonly shown: Signal<number>;
  readonly isRunning = signal(false);
  readonly speed = signal<SpeedName>('usual');
  readonly #length: ReadonlySignal<number>;
  readonly #resting: Signal<number>;
  readonly #unfollow: () => void;
  #frame = 0;

  /** @param length of the run  @param resting where it stands while it rests */
  constructor(length: ReadonlySignal<number>, resting: Signal<number>) {
    this.#length = length;
    this.#resting = resting;
    this.shown = signal(resting.peek());
    this.#unfollow = effect(() => {
      const place = resting.value;
      if (!this.isRunning.peek()) this.shown.value = place;
    });
  }

  play(): void {
    if (this.isRunning.value) return;
    if (this.shown.value >= this.#length.value) this.shown.value = 0;
    this.isRunning.value = true;
    let last = performance.now();
    let owed = 0;
    const tick = (now: number): void => {
      owed += ((now - last) / 1000) * speeds[this.speed.value];
      last = now;
      const steps = Math.min(Math.floor(owed), 10);
      owed -= Math.floor(owed);
      this.shown.value = Math.min(this.#length.value, this.shown.value + steps);
      if (this.shown.value >= this.#length.value) this.pause();
      else this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    this.isRunning.value = false;
    this.#resting.value = this.shown.value;
  }

  /** Show so many, and rest. */
  go(shown: number): void {
    this.shown.value = Math.min(this.#length.value, Math.max(0, shown));
    this.pause();
  }

  close(): void {
    this.pause();
    this.#unfollow();
  }

  actions(reseed: () => void): RunActions {
    return {
      toggle: () => (this.isRunning.value ? this.pause() : this.play()),
      step: () => this.go(this.shown.value + 1),
      rewind: () => this.go(0),
      reseed,
    };
  }
}
