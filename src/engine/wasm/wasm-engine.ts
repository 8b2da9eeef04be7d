/**
 * The portable fast engine: SIMD kernels compiled ahead (kernels.ts), and for each plan a small module
 * compiled on the spot that calls them. Every machine has a memory of its own, which goes with it; where a
 * plan is large enough for several threads to share its work, they share that memory.
 */
import { dtypeOf } from '../../core/dtype.ts';
import type { Engine, EngineName, KernelTime, Machine, Plan } from '../contract.ts';
import type { Host, HostBlas } from '../host.ts';
import { workOf } from '../work.ts';
import { CompiledPlans, productsIn } from './compiled-plan.ts';
import { Crew } from './crew.ts';
import { explainPlan } from './explain.ts';
import { type Kernels, kernelModule } from './kernel-module.ts';
import { WasmMachine } from './machine.ts';
import { Memories, newMemory } from './memories.ts';
import { type BlasUse, type Products, productsWith } from './products.ts';

/** Floating-point operations in a step below which a second thread would only be in the way. */
const SHARED_FLOPS = 200_000;

/** Can this runtime do 128-bit SIMD? */
export function isWasmSupported(): boolean {
  try {
    return typeof WebAssembly === 'object' && kernelModule(false) !== undefined;
  } catch {
    return false;
  }
}

export interface WasmOptions {
  /** Threads in all, the calling one included. */
  readonly threads: number;
  readonly host: Host;
  /** Are kernels to be timed? */
  readonly profile: boolean;
  /** May V8 be told to widen? */
  readonly widen: boolean;
  /** Which products go to the BLAS, where there is one. */
  readonly blas: BlasUse;
}

const NAMES: Readonly<Record<BlasUse, EngineName>> = {
  never: 'wasm',
  always: 'blas',
  'where it pays': 'auto',
};
const USED: Readonly<Record<BlasUse, string>> = {
  never: 'nothing',
  always: 'all products',
  'where it pays': 'products that are large enough',
};

export class WasmEngine implements Engine {
  readonly name: EngineName;
  readonly #options: WasmOptions;
  readonly #crew: Crew;
  readonly #memories = new Memories();
  readonly #compiled = new CompiledPlans();

  constructor(options: WasmOptions) {
    this.name = NAMES[options.blas];
    this.#options = options;
    this.#crew = new Crew(options.profile ? 1 : options.threads, options.host, () => this.#blas());
  }

  load(plan: Plan): Machine {
    const shared = this.#crew.threads > 1 && isWorthSharing(plan);
    const chosen = this.#kernels();
    const products = this.#products(plan, chosen);
    const kernels = chosen.modules(shared);
    const { threads } = this.#crew;
    const ticks = this.#options.profile;
    const compiled = this.#compiled.of(plan, { products, threads, ticks, shared }, () => {
      const memory = newMemory(shared);
      const instances = kernels.map((module) => new WebAssembly.Instance(module, { env: { memory } }));
      return Object.assign({}, ...instances.map((instance) => instance.exports));
    });
    const { tables, tablesAt, bytes, usesBlas } = compiled;
    const memory = this.#memories.take(shared, bytes);
    new Int32Array(memory.buffer, tablesAt, tables.length).set(tables);
    const machine = new WasmMachine({
      ...{ memory, kernels, compiled, giveBack: (free) => this.#memories.giveBack(free) },
      ...{ host: this.#options.host, crew: shared ? this.#crew : undefined },
      blas: usesBlas ? this.#blas() : undefined,
    });
    for (const { offset, values } of plan.constants) {
      machine.window(dtypeOf(values), offset, values.length).set(values);
    }
    return machine;
  }

  close(): void {
    this.#crew.stop();
  }

  explain(): string {
    const { threads } = this.#crew;
    const shared = threads === 1 ? 'one thread' : `up to ${threads} threads`;
    const head = [`${this.name}: ${this.#kernels().explanation}; ${shared}`];
    if (this.#options.blas !== 'never') {
      const blas = this.#options.host.blas();
      head.push(
        typeof blas === 'string'
          ? `no BLAS: ${blas}`
          : `BLAS for ${USED[this.#options.blas]}: ${blas.description}`,
      );
    }
    return [...head, ...this.#compiled.all.map(explainPlan)].join('\n');
  }

  #kernels(): Kernels {
    const { host, widen } = this.#options;
    return host.kernels(widen);
  }

  #blas(): HostBlas | undefined {
    const blas = this.#options.blas === 'never' ? '' : this.#options.host.blas();
    return typeof blas === 'string' ? undefined : blas;
  }

  /** Looks for a BLAS only when a plan has a product for it. */
  #products(plan: Plan, { tileRows, isWide }: Kernels): Products {
    const wanted = productsWith(this.#options.blas, tileRows, isWide);
    const wants = productsIn(plan).some((kernel) => wanted.methodOf(kernel) === 'blas');
    return wants && this.#blas() === undefined ? productsWith('never', tileRows, isWide) : wanted;
  }

  profile(): readonly KernelTime[] {
    const times = this.#compiled.all.flatMap(
      ({ clock, paces }) => clock?.times((fn) => paces.get(fn)?.steps ?? 0) ?? [],
    );
    return times.sort((a, b) => b.milliseconds - a.milliseconds);
  }
}

function isWorthSharing(plan: Plan): boolean {
  if (typeof SharedArrayBuffer !== 'function') return false;
  return Object.values(plan.functions).some((phases) => workOf(phases).flops >= SHARED_FLOPS);
}
