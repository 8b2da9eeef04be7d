/**
 * Compiles a plan to one WebAssembly module: a function (times) for each of the plan's functions, made of
 * direct calls of the kernels with their addresses as constants. A phase runs chunk by chunk of its rows, so
 * that what one kernel wrote is still in the cache when the next one reads it.
 */
import { bytesOf, type FloatDType } from '../../core/dtype.ts';
import type { CopyKernel, Kernel, MapKernel, MatmulKernel, Phase, Plan } from '../contract.ts';
import {
  call,
  constant,
  get,
  I32,
  i32,
  ModuleBuilder,
  memory as offset,
  set,
  whileLoop,
} from './assembler.ts';
import { emitMap } from './map-code.ts';
import { apply } from './scalar-code.ts';

/** Bytes of a phase's rows that should stay in the second-level cache between kernels. */
const CACHE_BYTES = 192 * 1024;
/** Chunks are multiples of this many rows: the height of the matrix product's register tile. */
const ROW_MULTIPLE = 5;

/** What the emitted module needs besides the plan's arena. */
export interface PlanModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** int32 tables (shapes and strides of copies) to be put at `tablesAt`. */
  readonly tables: readonly number[];
}

/** Where the parts of the memory begin, and sizes that only the kernel module knows. */
export interface MemoryMap {
  readonly arenaAt: number;
  readonly tablesAt: number;
  readonly scratchAt: number;
  readonly packedAt: number;
  packedBytes(dtype: FloatDType, k: number, n: number): number;
}

type Code = readonly number[];
const TIMES = 0;
const START = 1;
const END = 2;
const ROW = 3;

const suffix = (dtype: FloatDType): string => (dtype === 'float32' ? 'f32' : 'f64');

/**
 * Packing the right factor pays from about this many rows on; with fewer, the product reads it as it lies,
 * unless its rows are a multiple of 1024 bytes apart and would all fall into the same cache sets.
 */
const PACKING_ROWS = 100;

function isPacked({ m, n, dtype, transposeB }: MatmulKernel): boolean {
  return transposeB || m >= PACKING_ROWS || (n * bytesOf(dtype)) % 1024 === 0;
}

/** Bytes of packed factors that the phase with the most of them needs at once. */
export function packedBytesOf(plan: Plan, packedBytes: MemoryMap['packedBytes']): number {
  const phases = Object.values(plan.functions).flat();
  return Math.max(0, ...phases.map(({ kernels }) => packedFactors(kernels, packedBytes).end));
}

/** Where each matrix product of a phase finds its packed factor, counted from the start of the packed area. */
function packedFactors(
  kernels: readonly Kernel[],
  packedBytes: MemoryMap['packedBytes'],
): { at: Map<MatmulKernel, number>; end: number } {
  const at = new Map<MatmulKernel, number>();
  let end = 0;
  for (const kernel of kernels) {
    if (kernel.kind !== 'matmul' || !isPacked(kernel)) continue;
    at.set(kernel, end);
    end += Math.ceil(packedBytes(kernel.dtype, kernel.k, kernel.n) / 64) * 64;
  }
  return { at, end };
}

/** How many rows of a phase to take at a time: as many as the cache holds, all if there is nothing to share. */
function chunkRows({ rows, kernels }: Phase): number {
  if (kernels.length < 2) return rows;
  const chunk = Math.floor(CACHE_BYTES / kernels.reduce((bytes, kernel) => bytes + rowBytes(kernel), 1));
  return Math.max(1, Math.floor(chunk / ROW_MULTIPLE)) * ROW_MULTIPLE;
}

/** Bytes a kernel writes per row; what it reads was mostly written by another. */
function rowBytes(kernel: Kernel): number {
  switch (kernel.kind) {
    case 'map': {
      const elements = kernel.shape.slice(1).reduce((size, length) => size * length, 1);
      return elements * kernel.outputs.reduce((bytes, { dtype }) => bytes + bytesOf(dtype), 0);
    }
    case 'matmul':
      return kernel.n * bytesOf(kernel.dtype);
    case 'gather':
    case 'random':
      return kernel.rowLength * bytesOf(kernel.dtype);
    default:
      return 0;
  }
}

/** Compile the plan. */
export function emitPlan(plan: Plan, memory: MemoryMap): PlanModule {
  return new PlanEmitter(memory).emit(plan);
}

class PlanEmitter {
  readonly #memory: MemoryMap;
  readonly #module = new ModuleBuilder();
  readonly #tables: number[] = [];

  constructor(memory: MemoryMap) {
    this.#memory = memory;
  }

  emit(plan: Plan): PlanModule {
    this.#nameImports(Object.values(plan.functions).flat());
    for (const [name, phases] of Object.entries(plan.functions)) {
      const body = phases.flatMap((phase) => this.#phase(phase));
      const countDown = [...get(TIMES), ...constant(1), I32.subtract, ...set(TIMES)];
      const loop = whileLoop(get(TIMES), [...body, ...countDown]);
      this.#module.export(name, this.#module.function([i32], [i32, i32, i32], loop));
    }
    return { bytes: this.#module.build(), tables: this.#tables };
  }

  /** In a module imports come before functions: write every call once, for the names alone. */
  #nameImports(phases: readonly Phase[]): void {
    for (const { rows, kernels } of phases) {
      for (const kernel of kernels) {
        if (kernel.kind !== 'map') this.#kernel(kernel, rows, 0);
        else nameVectorFunctions(kernel, this.#module);
        if (kernel.kind === 'matmul') this.#pack(kernel, 0);
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

  #phase({ rows, kernels }: Phase): Code {
    if (rows === 0) return [];
    const { at } = packedFactors(kernels, this.#memory.packedBytes);
    const chunk = Math.min(rows, chunkRows({ rows, kernels }));
    // In one go, factors are packed just before they are needed: an uncut phase may compute them itself.
    const inOneGo = chunk === rows;
    const packs = [...at].map(([kernel, packed]) => [kernel, this.#pack(kernel, packed)] as const);
    const packOf = new Map<Kernel, Code>(inOneGo ? packs : []);
    const body = kernels.flatMap((kernel) => {
      if (kernel.kind === 'map')
        return [...get(START), ...get(END), ...call(emitMap(kernel, this.#memory.arenaAt, this.#module))];
      const packed = at.get(kernel as MatmulKernel) ?? 0;
      return [...(packOf.get(kernel) ?? []), ...this.#kernel(kernel, rows, packed)];
    });
    const begin = [...constant(0), ...set(START)];
    const last = [...constant(rows), ...set(END), ...body];
    if (inOneGo) return [...begin, ...last];
    const whole = Math.floor(rows / chunk) * chunk;
    const loop = whileLoop(
      [...get(START), ...constant(whole), I32.lessUnsigned],
      [...get(START), ...constant(chunk), I32.add, ...set(END), ...body, ...get(END), ...set(START)],
    );
    return [...packs.flatMap(([, code]) => code), ...begin, ...loop, ...(whole === rows ? [] : last)];
  }

  #pack({ dtype, b, k, n, transposeB }: MatmulKernel, packed: number): Code {
    return this.#call(`matmul_pack_${suffix(dtype)}`, [
      this.#address(b),
      constant(this.#memory.packedAt + packed),
      ...[constant(k), constant(n), constant(transposeB ? k : n), constant(transposeB ? 1 : 0)],
    ]);
  }

  /** The call that computes rows START … END of a kernel in a phase of `rows` rows. */
  #kernel(kernel: Exclude<Kernel, { kind: 'map' }>, rows: number, packed: number): Code {
    switch (kernel.kind) {
      case 'matmul': {
        const { dtype, a, b, out, m, n, k, transposeA } = kernel;
        const bytes = bytesOf(dtype);
        const fromPacked = isPacked(kernel);
        return this.#call(`matmul${fromPacked ? '' : '_direct'}_${suffix(dtype)}`, [
          this.#row(a, transposeA ? bytes : k * bytes),
          ...[constant(transposeA ? 1 : k), constant(transposeA ? m : 1)],
          ...(fromPacked ? [constant(this.#memory.packedAt + packed)] : [this.#address(b), constant(n)]),
          this.#row(out, n * bytes),
          ...[constant(n), this.#count(1), constant(n), constant(k), constant(0)],
          constant(this.#memory.scratchAt),
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
