/**
 * Compiles a plan to one WebAssembly module: for each of the plan's functions a function (times, base, thread)
 * that every thread runs over the same memory. The work of a run is a row of numbered tickets, chunk after
 * chunk, stage after stage, step after step. A thread takes the next ticket, waits until all tickets of earlier
 * stages are done, does its chunk with direct calls of kernels, and takes another. So nobody ever waits for a
 * thread that holds no ticket: one that comes late, or never, costs nothing. One thread does it all alone.
 */
import { bytesOf, type FloatDType } from '../../core/dtype.ts';
import type { CopyKernel, Kernel, MapKernel, MatmulKernel, Plan } from '../contract.ts';
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
  memory as offset,
  RETURN,
  set,
  whileLoop,
} from './assembler.ts';
import { emitMap } from './map-code.ts';
import { apply } from './scalar-code.ts';
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
  /** Two int32 counters, 64 bytes apart: tickets taken, and tickets done. */
  readonly countersAt: number;
  readonly arenaAt: number;
  readonly packedAt: number;
  /** Each thread's scratch memory, one after the other. */
  readonly scratchAt: number;
  readonly scratchBytes: number;
  readonly tablesAt: number;
  readonly maxPages: number;
  readonly shared: boolean;
  /** Is `tick` to be called after every kernel, with its number in `PlanModule.kernels`? */
  readonly ticks: boolean;
}

/** Bytes between the two counters, so that they lie in different cache lines. */
export const COUNTER_STRIDE = 64;

type Code = readonly number[];

// Parameters and locals of a plan's function.
const TIMES = 0;
const BASE = 1;
const THREAD = 2;
const TICKET = 3;
const STAGE = 4;
const INDEX = 5;
const START = 6;
const END = 7;
const ROW = 8;
const SCRATCH = 9;
const TOTAL = 10;
const LOCALS = 8;
/** What `claim` gives when all tickets are taken. */
const NONE = -1;
/** Looks at the counter between two calls of `stalled`. */
const SPINS = 1 << 18;

const suffix = (dtype: FloatDType): string => (dtype === 'float32' ? 'f32' : 'f64');

/** Compile the plan, its functions cut into stages. */
export function emitPlan(
  plan: Plan,
  staged: Readonly<Record<string, Staged>>,
  memory: MemoryMap,
): PlanModule {
  return new PlanEmitter(memory).emit(plan, staged);
}

class PlanEmitter {
  readonly #memory: MemoryMap;
  readonly #module = new ModuleBuilder();
  readonly #tables: number[] = [];
  readonly #kernels: TimedKernel[] = [];
  #fn = '';
  #packedAt: ReadonlyMap<MatmulKernel, number> = new Map();

  constructor(memory: MemoryMap) {
    this.#memory = memory;
  }

  emit(plan: Plan, staged: Readonly<Record<string, Staged>>): PlanModule {
    this.#nameImports(plan, staged);
    const claim = this.#claim();
    const wait = this.#wait();
    for (const [name, { stages, packedAt }] of Object.entries(staged)) {
      this.#packedAt = packedAt;
      this.#fn = name;
      const body = this.#function(stages, claim, wait);
      const locals = Array.from({ length: LOCALS }, () => i32);
      this.#module.export(name, this.#module.function([i32, i32, i32], locals, body));
    }
    const { maxPages, shared } = this.#memory;
    return {
      bytes: this.#module.build(maxPages, shared),
      tables: this.#tables,
      kernels: this.#kernels,
    };
  }

  /** In a module imports come before functions: write every call once, for the names alone. */
  #nameImports(plan: Plan, staged: Readonly<Record<string, Staged>>): void {
    this.#call('stalled', [get(THREAD)]);
    if (this.#memory.ticks) this.#call('tick', [constant(0)]);
    for (const [name, phases] of Object.entries(plan.functions)) {
      this.#packedAt = staged[name].packedAt;
      for (const { rows, kernels } of phases) {
        for (const kernel of kernels) {
          if (kernel.kind === 'map') nameVectorFunctions(kernel, this.#module);
          else this.#kernel(kernel, rows);
          if (kernel.kind === 'matmul') this.#pack(kernel, constant(0), constant(0));
        }
      }
    }
    this.#tables.length = 0;
  }

  #call(name: string, args: readonly Code[]): Code {
    const imported = this.#module.import(
      name,
      args.map(() => i32),
    );
    return [...args.flat(), ...call(imported)];
  }

  /** claim (base, total): the number of the next ticket, counted from `base`, or NONE. */
  #claim(): number {
    const [base, total, ticket] = [0, 1, 2];
    const counter = constant(this.#memory.countersAt);
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
      [...this.#call('stalled', [get(thread)]), ...constant(0), ...set(spins)],
    );
    const loop = whileLoop([...done, ...get(until), I32.lessUnsigned], [...patience, ...stalled]);
    return this.#module.function([i32, i32, i32], [i32], loop);
  }

  #done(): Code {
    return constant(this.#memory.countersAt + COUNTER_STRIDE);
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
      const packsItself = rows === 1 && kernel.kind === 'matmul' && this.#packedAt.has(kernel);
      const pack = packsItself
        ? [...this.#pack(kernel, constant(0), constant(kernel.n)), ...this.#tick(kernel, true)]
        : [];
      const code =
        kernel.kind === 'map'
          ? [...get(START), ...get(END), ...call(emitMap(kernel, this.#memory.arenaAt, this.#module))]
          : this.#kernel(kernel, rows);
      return [...pack, ...code, ...this.#tick(kernel, false)];
    });
  }

  #packColumns({ kernel }: PackJob): Code {
    const count = [...get(END), ...get(START), I32.subtract];
    return [...this.#pack(kernel, get(START), count), ...this.#tick(kernel, true)];
  }

  #tick(kernel: Kernel, packs: boolean): Code {
    if (!this.#memory.ticks) return [];
    return this.#call('tick', [constant(this.#kernels.push({ fn: this.#fn, kernel, packs }) - 1)]);
  }

  /** Pack `count` columns of a right factor, from column `first` on. */
  #pack(kernel: MatmulKernel, first: Code, count: Code): Code {
    const { dtype, b, k, n, transposeB } = kernel;
    const bytes = bytesOf(dtype);
    const to = constant(this.#memory.packedAt + (this.#packedAt.get(kernel) ?? 0));
    return this.#call(`matmul_pack_${suffix(dtype)}`, [
      [...this.#address(b), ...first, ...constant(transposeB ? k * bytes : bytes), I32.multiply, I32.add],
      [...to, ...first, ...constant(k * bytes), I32.multiply, I32.add],
      ...[constant(k), count, constant(transposeB ? k : n), constant(transposeB ? 1 : 0)],
    ]);
  }

  #address(offset: number): Code {
    return constant(this.#memory.arenaAt + offset);
  }

  /** An address that moves on by `step` bytes with each row; `row` is the local that counts them. */
  #row(offset: number, step: number, row = START): Code {
    return [...this.#address(offset), ...get(row), ...constant(step), I32.multiply, I32.add];
  }

  /** (END − START) · factor */
  #count(factor: number): Code {
    return [...get(END), ...get(START), I32.subtract, ...constant(factor), I32.multiply];
  }

  /** The call that computes rows START … END of a kernel in a phase of `rows` rows. */
  #kernel(kernel: Exclude<Kernel, { kind: 'map' }>, rows: number): Code {
    switch (kernel.kind) {
      case 'matmul': {
        const { dtype, a, b, out, m, n, k, transposeA } = kernel;
        const bytes = bytesOf(dtype);
        const packed = this.#packedAt.get(kernel);
        return this.#call(`matmul${packed === undefined ? '_direct' : ''}_${suffix(dtype)}`, [
          this.#row(a, transposeA ? bytes : k * bytes),
          ...[constant(transposeA ? 1 : k), constant(transposeA ? m : 1)],
          ...(packed === undefined
            ? [this.#address(b), constant(n)]
            : [constant(this.#memory.packedAt + packed)]),
          this.#row(out, n * bytes),
          ...[constant(n), this.#count(1), constant(n), constant(k), constant(0)],
          get(SCRATCH),
        ]);
      }
      case 'reduce':
      case 'argReduce': {
        const { kind, fn, dtype, input, out, n, inner } = kernel;
        const outer = kernel.outer / rows;
        return this.#call(`${kind.toLowerCase()}_${fn}_${suffix(dtype)}`, [
          this.#row(input, outer * n * inner * bytesOf(dtype)),
          this.#row(out, outer * inner * (kind === 'reduce' ? bytesOf(dtype) : 4)),
          ...[this.#count(outer), constant(n), constant(inner), constant(inner)],
        ]);
      }
      case 'gather': {
        const { dtype, table, indices, out, count, rowLength } = kernel;
        const rowBytes = rowLength * bytesOf(dtype);
        return this.#call('gather_rows', [
          this.#address(table),
          this.#row(indices, (count / rows) * 4),
          this.#row(out, (count / rows) * rowBytes),
          ...[this.#count(count / rows), constant(rowBytes)],
        ]);
      }
      case 'scatterAdd': {
        const { dtype, input, indices, out, count, rowLength, tableRows } = kernel;
        const words = (tableRows * rowLength * bytesOf(dtype)) / 4;
        return [
          ...this.#call('fill_4', [this.#address(out), constant(0), constant(words)]),
          ...this.#call(`scatter_add_rows_${suffix(dtype)}`, [
            ...[this.#address(input), this.#address(indices), this.#address(out)],
            ...[constant(count), constant(rowLength)],
          ]),
        ];
      }
      case 'copy':
        return rows === 1 ? this.#copy(kernel, START, 0) : this.#copyRows(kernel);
      case 'random': {
        const { dtype, seed, salt, step, out, count, rowLength } = kernel;
        const perRow = (count / rows) * rowLength;
        return this.#call(`philox_uniform_${suffix(dtype)}`, [
          this.#address(out),
          [...get(START), ...constant(perRow), I32.multiply],
          ...[this.#count(perRow), constant(seed), constant(salt)],
          [...this.#address(step), I32.load, ...offset(0)],
        ]);
      }
    }
  }

  /** Row after row: each a copy of the remaining axes. */
  #copyRows(kernel: CopyKernel): Code {
    const next = [...get(ROW), ...constant(1), I32.add, ...set(ROW)];
    const body = [...this.#copy(kernel, ROW, 1), ...next];
    return [...get(START), ...set(ROW), ...whileLoop([...get(ROW), ...get(END), I32.lessUnsigned], body)];
  }

  /** A copy of the axes from `first` on, at the row that a local counts. */
  #copy({ dtype, input, out, shape, inStrides, outStrides }: CopyKernel, row: number, first: number): Code {
    const bytes = bytesOf(dtype);
    const table = this.#tables.length * 4 + this.#memory.tablesAt;
    this.#tables.push(...shape.slice(first), ...inStrides.slice(first), ...outStrides.slice(first));
    const step = (stride: number): number => (first === 0 ? 0 : stride * bytes);
    return this.#call(`copy_strided_${bytes}`, [
      this.#row(input, step(inStrides[0]), row),
      this.#row(out, step(outStrides[0]), row),
      ...[constant(shape.length - first), constant(table)],
    ]);
  }
}

function nameVectorFunctions({ steps, compute }: MapKernel, module: ModuleBuilder): void {
  for (const step of steps) {
    if ('fn' in step)
      apply(
        step.fn,
        step.args.map(() => ({ code: [], isMask: false })),
        compute,
        module,
      );
  }
}
