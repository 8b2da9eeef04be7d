/**
 * A plan made ready to run: its stages, the module that runs them, where the parts of its memory lie, and what was measured
 * of it. All of that depends on the plan's functions alone, not on the numbers it starts with; so the fits of a search, the
 * batches of an eager training, and who fits again find it made, by V8's optimizing compiler too, and know whether threads
 * pay. It knows nothing of memories and machines.
 */
import { align } from '../../core/align.ts';
import type { Kernel, MatmulKernel, Plan } from '../contract.ts';
import { type Work, workOf } from '../work.ts';
import { Duel } from './duel.ts';
import { ARENA_AT } from './memories.ts';
import { emitPlan } from './plan-code.ts';
import type { Products } from './products.ts';
import { Clock } from './profile.ts';
import { type Staged, stagesOf } from './stages.ts';

export interface CompiledPlan {
  readonly module: WebAssembly.Module;
  /** int32 tables to be put at `tablesAt`. */
  readonly tables: Int32Array;
  readonly tablesAt: number;
  /** Bytes of memory in all. */
  readonly bytes: number;
  /** Of each function: counted work, and how it is cut. */
  readonly functions: Readonly<Record<string, Work & { readonly stages: number; readonly chunks: number }>>;
  readonly usesBlas: boolean;
  /** What was measured of each function. */
  readonly paces: ReadonlyMap<string, Pace>;
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

/** What the code depends on besides the plan, the same for all plans of an engine but for `shared`. */
export interface Target {
  readonly products: Products;
  readonly threads: number;
  /** Are kernels to be timed? */
  readonly ticks: boolean;
  /** Is the memory shared between threads? */
  readonly shared: boolean;
}

/** The exports of the kernel module that tell sizes. */
export type Sizes = Record<string, (...args: number[]) => number>;

/** So many are remembered: a few hundred kilobytes each, with the code that V8 made of them. */
const REMEMBERED = 32;
/** Kernels may read, not write, this far past the end of an array. */
const SLACK = 256;

/** The plans that an engine has compiled last. */
export class CompiledPlans {
  readonly #known = new Map<string, CompiledPlan>();

  /** Those that are remembered, the last one last. */
  get all(): readonly CompiledPlan[] {
    return [...this.#known.values()];
  }

  /** @param sizes asked for where the plan is new */
  of(plan: Plan, target: Target, sizes: () => Sizes): CompiledPlan {
    const key = JSON.stringify([target.shared, plan.arenaBytes, plan.functions], exactly);
    const compiled = this.#known.get(key) ?? compile(plan, target, sizes());
    // Who was asked for last goes last.
    this.#known.delete(key);
    this.#known.set(key, compiled);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED) this.#known.delete(oldest);
    return compiled;
  }
}

/** JSON knows neither -0 nor what is not finite. */
function exactly(_: string, value: unknown): unknown {
  const isPlain = typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0));
  return isPlain ? value : { number: Object.is(value, -0) ? '-0' : `${value}` };
}

function compile(plan: Plan, target: Target, sizes: Sizes): CompiledPlan {
  const { products, threads, ticks, shared } = target;
  const packedBytesOf = ({ dtype, k, n }: MatmulKernel): number =>
    dtype === 'float32' ? sizes.matmul_pack_size_f32(k, n) : sizes.matmul_pack_size_f64(k, n);
  const staged = mapValues(plan.functions, (phases) =>
    stagesOf(phases, plan.arenaBytes, products, packedBytesOf),
  );
  const packedBytes = Math.max(0, ...Object.values(staged).map(({ packedEnd }) => packedEnd));
  const scratchBytes = align(scratchBytesOf(plan, sizes));
  const packedAt = ARENA_AT + align(plan.arenaBytes + SLACK);
  const scratchAt = packedAt + align(packedBytes + SLACK);
  const tablesAt = scratchAt + scratchBytes * threads;
  const map = { packedAt, scratchAt, scratchBytes, tablesAt, shared, ticks };
  const { bytes, tables, kernels: timed } = emitPlan(plan, staged, map, products);
  return {
    module: new WebAssembly.Module(bytes),
    tables: Int32Array.from(tables),
    tablesAt,
    bytes: tablesAt + tables.length * 4 + SLACK,
    functions: mapValues(plan.functions, (phases, name) => ({
      ...workOf(phases),
      stages: staged[name].stages.length,
      chunks: chunksOf(staged[name]),
    })),
    usesBlas: productsIn(plan).some((kernel) => products.methodOf(kernel) === 'blas'),
    paces: new Map(
      Object.keys(plan.functions).map((name) => [name, { steps: 0, milliseconds: 0, duel: new Duel() }]),
    ),
    clock: ticks ? new Clock(timed) : undefined,
  };
}

/** All matrix products of a plan. */
export function productsIn(plan: Plan): MatmulKernel[] {
  return Object.values(plan.functions)
    .flatMap((phases) => phases.flatMap(({ kernels }): readonly Kernel[] => kernels))
    .filter((kernel) => kernel.kind === 'matmul');
}

/** Bytes of scratch memory that one thread needs. */
function scratchBytesOf(plan: Plan, sizes: Sizes): number {
  return productsIn(plan).reduce((most, { dtype, k }) => {
    const bytes = dtype === 'float32' ? sizes.matmul_scratch_size_f32(k) : sizes.matmul_scratch_size_f64(k);
    return Math.max(most, bytes);
  }, 0);
}

function chunksOf({ stages }: Staged): number {
  return stages.reduce((sum, { count }) => sum + count, 0);
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  of: (value: A, name: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value, name)]));
}
