/**
 * A plan in its memory: runs its functions, with the crew's help where that pays. It knows nothing of what the
 * functions compute.
 */
import { type DType, type TypedArray, windowOn } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { Machine } from '../contract.ts';
import type { Host, HostBlas } from '../host.ts';
import type { Crew } from './crew.ts';
import { Duel } from './duel.ts';
import { COUNTER_STRIDE } from './plan-code.ts';
import type { Clock } from './profile.ts';

/** Bytes at the start of a memory for the two counters of tickets, and after them the control words. */
export const CONTROL_BYTES: number = 3 * COUNTER_STRIDE;
/** Control words: has a thread failed; how many workers are ready; one that nobody ever writes, to sleep on. */
const [FAILED, READY, NEVER] = [0, 1, 2];

/** Less work than this, in milliseconds, is done before a worker wakes up. */
const WORTH_SHARING = 0.1;
/** Work in milliseconds after which workers are started: starting one costs some 30 ms of another core. */
const WORTH_STARTING = 5;
/** Milliseconds between two looks that count at most. */
const LONGEST_GAP = 50;
/** Milliseconds of sleep while others work. */
const NAP = 0.1;
/** Tickets in a run: their numbers are compared as 32-bit integers. */
const MOST_TICKETS = 2 ** 30;

type Run = (times: number, base: number, thread: number) => void;

export interface MachineParts {
  readonly memory: WebAssembly.Memory;
  readonly kernels: readonly WebAssembly.Module[];
  readonly functions: WebAssembly.Module;
  readonly countersAt: number;
  readonly arenaAt: number;
  /** Chunks in one step of each function. */
  readonly chunks: Readonly<Record<string, number>>;
  readonly host: Host;
  /** Who may help; nobody unless the memory is shared. */
  readonly crew: Crew | undefined;
  /** Where products go that the kernels do not do. */
  readonly blas: HostBlas | undefined;
  /** Times the kernels, if they are to be timed. */
  readonly clock: Clock | undefined;
}

/** What is known of a function after it has run. */
export interface Pace {
  /** Steps run. */
  steps: number;
  /** Milliseconds they took. */
  milliseconds: number;
  readonly duel: Duel;
}

const dropped = new FinalizationRegistry<() => void>((drop) => drop());
let machines = 0;

export class WasmMachine implements Machine {
  readonly paces: ReadonlyMap<string, Pace>;
  readonly #parts: MachineParts;
  readonly #number = machines++;
  readonly #functions: Record<string, Run>;
  readonly #control: Int32Array;
  readonly #progress: Int32Array;
  /** Tickets taken so far. */
  #base = 0;
  /** Workers that know this machine. */
  #helpers = 0;
  #failure: HebbError | undefined;
  /** Both counters as they were seen last, when that was, and for how long they had not moved then. */
  #seen = { taken: -1, done: -1, at: 0, waited: 0 };

  constructor(parts: MachineParts) {
    this.#parts = parts;
    const { memory, countersAt } = parts;
    this.paces = new Map(
      Object.keys(parts.chunks).map((name) => [name, { steps: 0, milliseconds: 0, duel: new Duel() }]),
    );
    this.#control = new Int32Array(memory.buffer, countersAt + 2 * COUNTER_STRIDE, 3);
    this.#progress = new Int32Array(memory.buffer, countersAt, COUNTER_STRIDE / 4 + 1);
    const kernels = parts.kernels.map(
      (module) => new WebAssembly.Instance(module, { env: { memory } }).exports,
    );
    const blas = parts.blas?.bind(memory.buffer);
    const stalled = (): void => this.#stalled();
    const tick = (kernel: number): void => parts.clock?.tick(kernel);
    const imports = { env: { memory }, kernels: Object.assign({ stalled, tick }, ...kernels, blas) };
    this.#functions = new WebAssembly.Instance(parts.functions, imports).exports as Record<string, Run>;
  }

  window(dtype: DType, offset: number, length: number): TypedArray {
    const { memory, arenaAt } = this.#parts;
    return windowOn(dtype, memory.buffer, arenaAt + offset, length);
  }

  run(name: string, times = 1): void {
    if (this.#failure !== undefined) throw this.#failure;
    const pace = this.paces.get(name) as Pace;
    const most = Math.max(1, Math.floor(MOST_TICKETS / Math.max(1, this.#parts.chunks[name])));
    for (let left = times; left > 0; ) {
      const expected = (left * pace.milliseconds) / Math.max(1, pace.steps);
      const mayShare = this.#hasHelp(pace) && expected >= WORTH_SHARING;
      const { way, steps } = mayShare ? pace.duel.next(left) : { way: 'alone' as const, steps: left };
      const count = Math.min(steps, most);
      const begin = performance.now();
      this.#steps(name, count, way === 'together');
      const milliseconds = performance.now() - begin;
      if (mayShare) pace.duel.record(way, milliseconds, count);
      pace.steps += count;
      pace.milliseconds += milliseconds;
      left -= count;
    }
  }

  #steps(name: string, times: number, together: boolean): void {
    const base = this.#base;
    const machine = this.#number;
    if (together) this.#parts.crew?.tell(() => ({ kind: 'run', machine, name, times, base }));
    this.#parts.clock?.start();
    try {
      this.#functions[name](times, base, 0);
    } catch (cause) {
      // Nobody may wait for this thread any longer, and what the memory holds now is nothing to go on with.
      Atomics.store(this.#control, FAILED, 1);
      this.#failure =
        cause instanceof HebbError
          ? cause
          : new HebbError('ENGINE_FAILED', `the engine failed in '${name}'.`, { cause });
      throw this.#failure;
    }
    this.#base = (base + times * this.#parts.chunks[name]) | 0;
  }

  /** Are there workers who know this machine? Calls for them when its work has shown to be worth it. */
  #hasHelp(pace: Pace): boolean {
    const { crew } = this.#parts;
    if (crew === undefined) return false;
    if (this.#helpers === 0) {
      if (pace.milliseconds < WORTH_STARTING) return false;
      this.#helpers = crew.start();
      if (this.#helpers > 0) this.#introduce(crew);
    }
    return this.#helpers > 0 && Atomics.load(this.#control, READY) === this.#helpers;
  }

  #introduce(crew: Crew): void {
    const { memory, kernels, functions, countersAt, blas } = this.#parts;
    const usesBlas = blas !== undefined;
    const control = countersAt + 2 * COUNTER_STRIDE;
    const machine = this.#number;
    const known = { machine, memory, kernels, functions, control, usesBlas };
    crew.tell((thread) => ({ kind: 'load', thread, ...known }));
    dropped.register(this, dropping(crew, machine));
  }

  /** Called now and then while this thread waits for others. */
  #stalled(): void {
    if (Atomics.load(this.#control, FAILED) !== 0) {
      throw new HebbError('ENGINE_FAILED', 'a worker thread of the engine failed.');
    }
    const [taken, done] = [this.#progress[0], this.#progress[COUNTER_STRIDE / 4]];
    const now = performance.now();
    const { at, waited } = this.#seen;
    const moved = taken !== this.#seen.taken || done !== this.#seen.done;
    // A long gap says that the whole process slept, workers and all.
    this.#seen = { taken, done, at: now, waited: moved ? 0 : waited + Math.min(now - at, LONGEST_GAP) };
    const { patience, maySleep } = this.#parts.host;
    if (this.#seen.waited > patience) {
      throw new HebbError(
        'ENGINE_FAILED',
        `a worker thread of the engine has not answered for ${patience / 1000} seconds; it may have been killed.`,
      );
    }
    if (maySleep) Atomics.wait(this.#control, NEVER, 0, NAP);
  }
}

/** Holds nothing of the machine but its number. */
function dropping(crew: Crew, machine: number): () => void {
  return () => crew.tell(() => ({ kind: 'drop', machine }));
}
