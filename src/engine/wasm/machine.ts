/**
 * A plan in its memory: runs its functions, with the crew's help where that pays. It knows nothing of what the
 * functions compute.
 */
import { type DType, type TypedArray, windowOn } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { Machine } from '../contract.ts';
import type { Host, HostBlas } from '../host.ts';
import type { CompiledPlan, Pace } from './compiled-plan.ts';
import type { Crew } from './crew.ts';
import type { Way } from './duel.ts';
import { ARENA_AT, COUNTER_STRIDE, COUNTERS_AT } from './memories.ts';

/** Control words: has a thread failed; how many workers are ready; one that nobody ever writes, to sleep on. */
const [FAILED, READY, NEVER] = [0, 1, 2];
const CONTROL_AT = COUNTERS_AT + 2 * COUNTER_STRIDE;

/** Less work than this, in milliseconds, is done before a worker wakes up. */
const WORTH_SHARING = 0.1;
/** Work in milliseconds after which workers are started: starting one costs some 30 ms of another core. */
const WORTH_STARTING = 5;
/** Milliseconds of work after which one looks whether help has come. */
const LOOK = 1;
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
  readonly compiled: CompiledPlan;
  readonly host: Host;
  /** Who may help; nobody unless the memory is shared. */
  readonly crew: Crew | undefined;
  /** Where products go that the kernels do not do. */
  readonly blas: HostBlas | undefined;
  /** Takes the memory when the machine is closed. */
  readonly giveBack: (memory: WebAssembly.Memory) => void;
}

const dropped = new FinalizationRegistry<() => void>((drop) => drop());
let machines = 0;

export class WasmMachine implements Machine {
  readonly #parts: MachineParts;
  readonly #number = machines++;
  readonly #functions: Record<string, Run>;
  readonly #control: Int32Array;
  readonly #progress: Int32Array;
  /** Tickets taken so far, by machines before in the same memory as well: nobody may take one of theirs any more. */
  #base: number;
  /** Workers that know this machine. */
  #helpers = 0;
  #failure: HebbError | undefined;
  #isClosed = false;
  /** Both counters as they were seen last, when that was, and for how long they had not moved then. */
  #seen = { taken: -1, done: -1, at: 0, waited: 0 };

  constructor(parts: MachineParts) {
    this.#parts = parts;
    const { memory } = parts;
    this.#control = new Int32Array(memory.buffer, CONTROL_AT, 3);
    this.#progress = new Int32Array(memory.buffer, COUNTERS_AT, COUNTER_STRIDE / 4 + 1);
    this.#base = this.#progress[0];
    Atomics.store(this.#control, READY, 0);
    const kernels = parts.kernels.map(
      (module) => new WebAssembly.Instance(module, { env: { memory } }).exports,
    );
    const blas = parts.blas?.bind(memory.buffer);
    const stalled = (): void => this.#stalled();
    const tick = (kernel: number): void => parts.compiled.clock?.tick(kernel);
    const imports = { env: { memory }, kernels: Object.assign({ stalled, tick }, ...kernels, blas) };
    this.#functions = new WebAssembly.Instance(parts.compiled.module, imports).exports as Record<string, Run>;
  }

  window(dtype: DType, offset: number, length: number): TypedArray {
    this.#checkOpen();
    return windowOn(dtype, this.#parts.memory.buffer, ARENA_AT + offset, length);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { crew, memory, giveBack } = this.#parts;
    if (this.#helpers > 0) {
      dropped.unregister(this);
      crew?.forget(this.#number);
    }
    // After a failure there may be a thread that still computes in it.
    if (this.#failure === undefined) giveBack(memory);
  }

  run(name: string, times = 1, meanwhile?: () => void): void {
    this.#checkOpen();
    if (this.#failure !== undefined) throw this.#failure;
    const { functions, paces } = this.#parts.compiled;
    const pace = paces.get(name) as Pace;
    const most = Math.max(1, Math.floor(MOST_TICKETS / Math.max(1, functions[name].chunks)));
    let first = meanwhile;
    for (let left = times; left > 0; ) {
      const turn = this.#turn(pace, left);
      const count = Math.min(turn.steps, most);
      const begin = performance.now();
      this.#steps(name, count, turn.way === 'together', first);
      first = undefined;
      const milliseconds = performance.now() - begin;
      if (turn.counts) pace.duel.record(turn.way, milliseconds, count);
      pace.steps += count;
      pace.milliseconds += milliseconds;
      left -= count;
    }
  }

  /** How the next of `left` steps are run, and whether the duel is to hear of it. */
  #turn(pace: Pace, left: number): { way: Way; steps: number; counts: boolean } {
    const alone = (steps: number) => ({ way: 'alone' as const, steps, counts: false });
    if (this.#parts.crew === undefined) return alone(left);
    if (pace.steps === 0) return alone(1);
    const perStep = pace.milliseconds / pace.steps;
    if (left * perStep < WORTH_SHARING) return alone(left);
    if (this.#hasHelp(pace)) return { ...pace.duel.next(left), counts: true };
    return alone(Math.min(left, Math.max(1, Math.floor(LOOK / perStep))));
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new HebbError('ENGINE_FAILED', 'this program is closed: its memory is gone.');
  }

  #steps(name: string, times: number, together: boolean, meanwhile: (() => void) | undefined): void {
    const base = this.#base;
    const machine = this.#number;
    if (together) this.#parts.crew?.run({ machine, name, times, base });
    try {
      meanwhile?.();
      this.#parts.compiled.clock?.start();
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
    this.#base = (base + times * this.#parts.compiled.functions[name].chunks) | 0;
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
    return this.#helpers > 0 && Atomics.load(this.#control, READY) >= this.#helpers;
  }

  #introduce(crew: Crew): void {
    const { memory, kernels, compiled } = this.#parts;
    const { module: functions, usesBlas } = compiled;
    crew.introduce({ machine: this.#number, memory, kernels, functions, control: CONTROL_AT, usesBlas });
    dropped.register(this, forgetting(crew, this.#number), this);
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
function forgetting(crew: Crew, machine: number): () => void {
  return () => crew.forget(machine);
}
