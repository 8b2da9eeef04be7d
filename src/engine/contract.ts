/**
 * The contract between a plan and the engines that run it.
 *
 * A plan is a schedule over one block of memory, the arena: named functions, each a list of phases, each a
 * list of kernels. Every kernel of a phase can be cut along one axis of the phase's `rows`: computing rows
 * [a, b) of all its kernels, in order, needs nothing of the other rows. Between phases lies a barrier.
 * All buffers are dense and row-major; a location in the arena is a byte offset, 16-byte aligned at the
 * start of a buffer. Bool is stored as int32 0 or 1.
 *
 * This file knows nothing of tensors: a plan is plain data.
 */
import type { DType, FloatDType, TypedArray } from '../core/dtype.ts';
import type { ScalarFunction } from './scalar.ts';

/** A whole program: what `Engine.load` takes. */
export interface Plan {
  /** Bytes of the arena; every offset below is smaller. */
  readonly arenaBytes: number;
  /** Numbers the arena starts with. Everything else starts as zero. */
  readonly constants: readonly { readonly offset: number; readonly values: TypedArray }[];
  /** The functions the program offers, by name. */
  readonly functions: Readonly<Record<string, readonly Phase[]>>;
}

/** A run of kernels that can all be cut along one axis of length `rows`. */
export interface Phase {
  readonly rows: number;
  readonly kernels: readonly Kernel[];
}

export type Kernel =
  | MapKernel
  | MatmulKernel
  | ReduceKernel
  | ArgReduceKernel
  | GatherKernel
  | ScatterAddKernel
  | CopyKernel
  | RandomKernel;

/**
 * A fused elementwise program over a broadcast index space `shape` (`shape[0]` is the phase's rows).
 * Values are numbered: first the inputs, then the steps in order. A step's arguments are value numbers.
 * All arithmetic is done, and rounded, in `compute`; loads and stores convert.
 */
export interface MapKernel {
  readonly kind: 'map';
  readonly shape: readonly number[];
  readonly compute: FloatDType;
  readonly inputs: readonly MapInput[];
  readonly steps: readonly MapStep[];
  readonly outputs: readonly MapOutput[];
}

/** An operand of a map; a stride of 0 broadcasts along that axis. Strides count elements. */
export interface MapInput {
  readonly offset: number;
  readonly dtype: DType;
  readonly strides: readonly number[];
}

export type MapStep =
  | { readonly literal: number }
  | { readonly fn: ScalarFunction; readonly args: readonly number[] };

/** Outputs are dense over the map's shape. */
export interface MapOutput {
  readonly offset: number;
  readonly dtype: DType;
  /** Number of the value to store. */
  readonly value: number;
}

/**
 * out (m × n) = op(a) · op(b). Rows of the phase are the m rows of out.
 * With `transposeA`, a is stored k × m; with `transposeB`, b is stored n × k.
 */
export interface MatmulKernel {
  readonly kind: 'matmul';
  readonly dtype: FloatDType;
  readonly a: number;
  readonly b: number;
  readonly out: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** in (outer × n × inner) → out (outer × inner). Cut along outer where the phase's rows divide it. */
export interface ReduceKernel {
  readonly kind: 'reduce';
  readonly fn: 'sum' | 'max' | 'min';
  readonly dtype: FloatDType;
  readonly input: number;
  readonly out: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** in (outer × n × inner) → int32 position of the first extremum (outer × inner). NaN counts as extremum. */
export interface ArgReduceKernel {
  readonly kind: 'argReduce';
  readonly fn: 'max' | 'min';
  readonly dtype: FloatDType;
  readonly input: number;
  readonly out: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/**
 * out (count × rowLength): row i is row indices[i] of table (tableRows × rowLength). Who makes the plan sees
 * to it that every index lies in [0, tableRows). Cut along count where the phase's rows divide it.
 */
export interface GatherKernel {
  readonly kind: 'gather';
  readonly dtype: DType;
  readonly table: number;
  readonly tableRows: number;
  readonly indices: number;
  readonly out: number;
  readonly count: number;
  readonly rowLength: number;
}

/** out (tableRows × rowLength) = zeros, then row indices[i] += row i of input, in order; indices as for gather. Never cut. */
export interface ScatterAddKernel {
  readonly kind: 'scatterAdd';
  readonly dtype: FloatDType;
  readonly input: number;
  readonly indices: number;
  readonly out: number;
  readonly count: number;
  readonly rowLength: number;
  readonly tableRows: number;
}

/** out[Σ iₖ·outStridesₖ] = in[Σ iₖ·inStridesₖ] over `shape`. Cut along shape[0] where it is the phase's rows. */
export interface CopyKernel {
  readonly kind: 'copy';
  readonly dtype: DType;
  readonly input: number;
  readonly out: number;
  readonly shape: readonly number[];
  readonly inStrides: readonly number[];
  readonly outStrides: readonly number[];
}

/**
 * Uniform numbers in [0, 1) from the counter-based generator (`random/counter.ts`): element i of the output
 * depends on (seed, salt, the int32 at `step`, i) alone. Each row holds `rowLength` numbers.
 */
export interface RandomKernel {
  readonly kind: 'random';
  readonly dtype: FloatDType;
  readonly seed: number;
  readonly salt: number;
  /** Where the int32 step counter is. */
  readonly step: number;
  readonly out: number;
  readonly count: number;
  readonly rowLength: number;
}

export type EngineName = 'js' | 'wasm' | 'blas' | 'auto';

/** Something that can run plans. It holds no numbers of its own. */
export interface Engine {
  readonly name: EngineName;
  /** Lay the plan out in a memory of its own, which goes with the last reference to the machine, or is given back by it. */
  load(plan: Plan): Machine;
  /** End the workers, if it has some. Machines loaded before go on, on one thread. */
  close(): void;
  /** What runs here and why, in plain text: the plans loaded last, their counted work, what was measured of them. */
  explain(): string;
  /**
   * Time per kernel of the plans loaded last, over all their machines, the longest first. Kernels are timed where the
   * engine was created with `profile: true`, on one thread.
   */
  profile(): readonly KernelTime[];
}

/** Where time went. */
export interface KernelTime {
  /** Function of the program. */
  readonly fn: string;
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
  /** Counted floating-point operations, in 10⁹ per second. */
  readonly gigaflops: number;
  /** Counted bytes read and written, in 10⁹ per second. */
  readonly gigabytes: number;
}

/** A plan in its memory, ready to run. */
export interface Machine {
  /** A window on `length` elements of the arena. Valid as long as the machine. */
  window(dtype: DType, offset: number, length: number): TypedArray;
  /**
   * Run one function `times` times over.
   *
   * @param meanwhile what this thread does first, while others may have begun: nothing that the runs read
   */
  run(name: string, times?: number, meanwhile?: () => void): void;
  /** Give the memory back, for plans to come: it knows sooner than the garbage collector. The machine is of no use then. */
  close(): void;
}
