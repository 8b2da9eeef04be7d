/**
 * Where the time of an engine goes: a clock that every kernel of a profiled plan stops, and what it has
 * measured, kernel by kernel, beside the counted work. It changes nothing of what is computed.
 */
import type { KernelTime } from '../contract.ts';
import { bytesMoved, flopsOf, nameOf } from '../work.ts';
import type { TimedKernel } from './plan-code.ts';

/** Times the kernels of one plan. */
export class Clock {
  readonly #kernels: readonly TimedKernel[];
  readonly #milliseconds: Float64Array;
  readonly #calls: Float64Array;
  #last = 0;

  constructor(kernels: readonly TimedKernel[]) {
    this.#kernels = kernels;
    this.#milliseconds = new Float64Array(kernels.length);
    this.#calls = new Float64Array(kernels.length);
  }

  /** A run begins. */
  start(): void {
    this.#last = performance.now();
  }

  /** Kernel `number` has just ended. */
  tick(number: number): void {
    const now = performance.now();
    this.#milliseconds[number] += now - this.#last;
    this.#calls[number]++;
    this.#last = now;
  }

  /** @param steps how often each function has run */
  times(steps: (fn: string) => number): KernelTime[] {
    return this.#kernels.map(({ fn, kernel, packs }, i) => {
      const milliseconds = this.#milliseconds[i];
      const runs = steps(fn);
      const perSecond = (amount: number): number =>
        milliseconds === 0 ? 0 : (amount * runs) / milliseconds / 1e6;
      return {
        fn,
        kernel: packs ? `packing for ${nameOf(kernel)}` : nameOf(kernel),
        calls: this.#calls[i],
        milliseconds,
        gigaflops: packs ? 0 : perSecond(flopsOf(kernel)),
        gigabytes: perSecond(bytesMoved(kernel)),
      };
    });
  }
}
