/**
 * Compiles a plan to one WebAssembly module: for each of the plan's functions a function (times, base, thread)
 * that every thread runs over the same memory. The work of a run is a row of numbered tickets, chunk after
 * chunk, stage after stage, step after step. A thread takes the next ticket, waits until all tickets of earlier
 * stages are done, does its chunk with direct calls of kernels, and takes another. So nobody ever waits for a
 * thread that holds no ticket: one that comes late, or never, costs nothing. One thread does it all alone.
 */
import type { Kernel, Plan } from '../contract.ts';
import {
  ATOMIC,
  call,
  constant,
  DROP,
  doWhile,
  get,
  I32,
  i32,
  ifElse,
  ifThen,
  ModuleBuilder,
  RETURN,
  set,
  whileLoop,
} from './assembler.ts';
import { END, KernelCode, SCRATCH, START } from './kernel-code.ts';
import { COUNTER_STRIDE, COUNTERS_AT, MAX_PAGES } from './memories.ts';
import type { Products } from './products.ts';
import type { Job, PackJob, RowsJob, Stage, Staged, Task } from './stages.ts';

/** What the emitted module needs besides the plan's arena. */
export interface PlanModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** int32 tables (shapes and strides of copies) to be put at `tablesAt`. */
  readonly tables: readonly number[];
  /** The kernels that `tick` numbers. */
  readonly kernels: readonly TimedKernel[];
}

/** What the time between two ticks went to. */
export interface TimedKernel {
  readonly fn: string;
  readonly kernel: Kernel;
  /** The packing of its right factor, not the kernel itself. */
  readonly packs: boolean;
}

/** Where the parts of the memory begin. */
export interface MemoryMap {
  readonly packedAt: number;
  /** Each thread's scratch memory, one after the other. */
  readonly scratchAt: number;
  readonly scratchBytes: number;
  readonly tablesAt: number;
  readonly shared: boolean;
  /** Is `tick` to be called after every kernel, with its number in `PlanModule.kernels`? */
  readonly ticks: boolean;
}

type Code = readonly number[];

// Parameters and locals of a plan's function.
const TIMES = 0;
const BASE = 1;
const THREAD = 2;
const TICKET = 3;
const STAGE = 4;
const INDEX = 5;
// 6 to 9 are those of kernel-code.ts
const TOTAL = 10;
const LOCALS = 8;
/** What `claim` gives when all tickets are taken. */
const NONE = -1;
/** Looks at the counter between two calls of `stalled`. */
const SPINS = 1 << 18;

/** Compile the plan, its functions cut into stages. */
export function emitPlan(
  plan: Plan,
  staged: Readonly<Record<string, Staged>>,
  memory: MemoryMap,
  products: Products,
): PlanModule {
  return new PlanEmitter(memory, products).emit(plan, staged);
}

class PlanEmitter {
  readonly #memory: MemoryMap;
  readonly #module = new ModuleBuilder();
  readonly #code: KernelCode;
  readonly #kernels: TimedKernel[] = [];
  #fn = '';

  constructor(memory: MemoryMap, products: Products) {
    this.#memory = memory;
    this.#code = new KernelCode(memory, this.#module, products);
  }

  emit(plan: Plan, staged: Readonly<Record<string, Staged>>): PlanModule {
    this.#nameImports(plan, staged);
    const claim = this.#claim();
    const wait = this.#wait();
    for (const [name, { stages, packedAt }] of Object.entries(staged)) {
      this.#code.packedAt = packedAt;
      this.#fn = name;
      const body = this.#function(stages, claim, wait);
      const locals = Array.from({ length: LOCALS }, () => i32);
      this.#module.export(name, this.#module.function([i32, i32, i32], locals, body));
    }
    return {
      bytes: this.#module.build(MAX_PAGES, this.#memory.shared),
      tables: this.#code.tables,
      kernels: this.#kernels,
    };
  }

  #nameImports(plan: Plan, staged: Readonly<Record<string, Staged>>): void {
    this.#code.call('stalled', [get(THREAD)]);
    if (this.#memory.ticks) this.#code.call('tick', [constant(0)]);
    for (const [name, phases] of Object.entries(plan.functions)) {
      this.#code.packedAt = staged[name].packedAt;
      for (const { rows, kernels } of phases) {
        for (const kernel of kernels) this.#code.nameImports(kernel, rows);
      }
    }
  }

  /** claim (base, total): the number of the next ticket, counted from `base`, or NONE. */
  #claim(): number {
    const [base, total, ticket] = [0, 1, 2];
    const counter = constant(COUNTERS_AT);
    const number = [...get(ticket), ...get(base), I32.subtract];
    const body = [
      ...[...counter, ...ATOMIC.load, ...set(ticket)],
      ...ifThen([...number, ...get(total), I32.greaterOrEqualUnsigned], [...constant(NONE), RETURN]),
    ];
    const exchange = [...counter, ...get(ticket), ...get(ticket), ...constant(1), I32.add];
    const lost = [...exchange, ...ATOMIC.compareExchange, ...get(ticket), I32.notEqual];
    return this.#module.function([i32, i32], [i32], [...doWhile(body, lost), ...number], [i32]);
  }

  /** wait (base, until, thread): returns when as many tickets are done. */
  #wait(): number {
    const [base, until, thread, spins] = [0, 1, 2, 3];
    const done = [...this.#done(), ...ATOMIC.load, ...get(base), I32.subtract];
    const patience = [...get(spins), ...constant(1), I32.add, ...set(spins)];
    const stalled = ifThen(
      [...get(spins), ...constant(SPINS), I32.greaterOrEqualUnsigned],
      [...this.#code.call('stalled', [get(thread)]), ...constant(0), ...set(spins)],
    );
    const loop = whileLoop([...done, ...get(until), I32.lessUnsigned], [...patience, ...stalled]);
    return this.#module.function([i32, i32, i32], [i32], loop);
  }

  #done(): Code {
    return constant(COUNTERS_AT + COUNTER_STRIDE);
  }

  #function(stages: readonly Stage[], claim: number, wait: number): Code {
    const perStep = stages.reduce((sum, { count }) => sum + count, 0);
    const next = [...get(BASE), ...get(TOTAL), ...call(claim), ...set(TICKET)];
    const { scratchAt, scratchBytes } = this.#memory;
    const body = stages.flatMap((stage) => {
      const mine = [...get(TICKET), ...get(STAGE), I32.subtract, ...constant(stage.count), I32.lessUnsigned];
      const finish = [...this.#done(), ...constant(1), ...ATOMIC.add, DROP];
      const work = [
        ...(stage.count > 1 ? [...get(TICKET), ...get(STAGE), I32.subtract, ...set(INDEX)] : []),
        ...[...this.#tasks(stage.tasks), ...finish, ...next],
      ];
      const before = [...get(BASE), ...get(STAGE), ...get(THREAD), ...call(wait)];
      return [
        ...ifThen(mine, [...before, ...doWhile(work, mine)]),
        ...[...get(STAGE), ...constant(stage.count), I32.add, ...set(STAGE)],
      ];
    });
    const more = [...get(STAGE), ...get(TOTAL), I32.lessUnsigned, ...get(TICKET), ...constant(NONE)];
    return [
      ...[...get(TIMES), ...constant(perStep), I32.multiply, ...set(TOTAL)],
      ...[...get(THREAD), ...constant(scratchBytes), I32.multiply],
      ...[...constant(scratchAt), I32.add, ...set(SCRATCH)],
      ...next,
      ...whileLoop([...more, I32.notEqual, I32.and], body),
      ...ifThen(
        [...get(THREAD), ...constant(0), I32.equal],
        [...get(BASE), ...get(TOTAL), ...get(THREAD), ...call(wait)],
      ),
    ];
  }

  /** Chunk INDEX of the tasks. */
  #tasks([task, ...others]: readonly Task[]): Code {
    const code = task.jobs.flatMap((job) => this.#job(job));
    if (others.length === 0) return code;
    const rest = [
      ...get(INDEX),
      ...constant(task.count),
      I32.subtract,
      ...set(INDEX),
      ...this.#tasks(others),
    ];
    return ifElse([...get(INDEX), ...constant(task.count), I32.lessUnsigned], code, rest);
  }

  #job(job: Job): Code {
    const length = job.kind === 'rows' ? job.phase.rows : job.kernel.n;
    const range =
      job.count === 1
        ? [...constant(0), ...set(START), ...constant(length), ...set(END)]
        : [
            ...[...get(INDEX), ...constant(job.chunk), I32.multiply, ...set(START)],
            ...[...get(START), ...constant(job.chunk), I32.add, ...set(END)],
            ...ifThen(
              [...get(END), ...constant(length), I32.greaterUnsigned],
              [...constant(length), ...set(END)],
            ),
          ];
    return [...range, ...(job.kind === 'rows' ? this.#rows(job) : this.#packColumns(job))];
  }

  /** Rows START … END of all kernels of a phase. */
  #rows({ phase: { rows, kernels } }: RowsJob): Code {
    return kernels.flatMap((kernel) => {
      const packsItself = rows === 1 && kernel.kind === 'matmul' && this.#code.packedAt.has(kernel);
      const pack = packsItself
        ? [...this.#code.pack(kernel, constant(0), constant(kernel.n)), ...this.#tick(kernel, true)]
        : [];
      return [...pack, ...this.#code.kernel(kernel, rows), ...this.#tick(kernel, false)];
    });
  }

  #packColumns({ kernel }: PackJob): Code {
    const count = [...get(END), ...get(START), I32.subtract];
    return [...this.#code.pack(kernel, get(START), count), ...this.#tick(kernel, true)];
  }

  #tick(kernel: Kernel, packs: boolean): Code {
    if (!this.#memory.ticks) return [];
    return this.#code.call('tick', [constant(this.#kernels.push({ fn: this.#fn, kernel, packs }) - 1)]);
  }
}
