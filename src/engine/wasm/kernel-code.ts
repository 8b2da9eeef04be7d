/**
 * The calls that compute some rows of a kernel: its ready-made function with addresses as constants, a map's own
 * function, or the BLAS. It knows nothing of threads, tickets or stages: which rows, two locals say.
 */
import { bytesOf, type FloatDType } from '../../core/dtype.ts';
import type { CopyKernel, Kernel, MapKernel, MatmulKernel } from '../contract.ts';
import {
  call,
  constant,
  get,
  I32,
  i32,
  type ModuleBuilder,
  memory as offset,
  set,
  whileLoop,
} from './assembler.ts';
import { emitMap } from './map-code.ts';
import { ARENA_AT } from './memories.ts';
import type { MemoryMap } from './plan-code.ts';
import type { Products } from './products.ts';
import { apply } from './scalar-code.ts';

type Code = readonly number[];

// Locals of a plan's function that kernels use: the rows to compute, a counter of rows, the thread's scratch memory.
export const START = 6;
export const END = 7;
const ROW = 8;
export const SCRATCH = 9;

const suffix = (dtype: FloatDType): string => (dtype === 'float32' ? 'f32' : 'f64');

export class KernelCode {
  /** int32 tables (shapes and strides of copies) to be put at `MemoryMap.tablesAt`. */
  readonly tables: number[] = [];
  /** Where the packed factors of the function at hand begin, from the start of the packed area. */
  packedAt: ReadonlyMap<MatmulKernel, number> = new Map();
  readonly #memory: MemoryMap;
  readonly #module: ModuleBuilder;
  readonly #products: Products;

  constructor(memory: MemoryMap, module: ModuleBuilder, products: Products) {
    this.#memory = memory;
    this.#module = module;
    this.#products = products;
  }

  /** In a module imports come before functions: write every call of a kernel once, for the names alone. */
  nameImports(kernel: Kernel, rows: number): void {
    if (kernel.kind === 'map') nameVectorFunctions(kernel, this.#module);
    else this.kernel(kernel, rows);
    if (kernel.kind === 'matmul') this.pack(kernel, constant(0), constant(0));
    this.tables.length = 0;
  }

  /** A call of an imported function of integers. */
  call(name: string, args: readonly Code[]): Code {
    const imported = this.#module.import(
      name,
      args.map(() => i32),
    );
    return [...args.flat(), ...call(imported)];
  }

  /** Pack `count` columns of a right factor, from column `first` on. */
  pack(kernel: MatmulKernel, first: Code, count: Code): Code {
    const { dtype, b, k, n, transposeB } = kernel;
    const bytes = bytesOf(dtype);
    const to = constant(this.#memory.packedAt + (this.packedAt.get(kernel) ?? 0));
    return this.call(`matmul_pack_${suffix(dtype)}`, [
      [...this.#address(b), ...first, ...constant(transposeB ? k * bytes : bytes), I32.multiply, I32.add],
      [...to, ...first, ...constant(k * bytes), I32.multiply, I32.add],
      ...[constant(k), count, constant(transposeB ? k : n), constant(transposeB ? 1 : 0)],
    ]);
  }

  #address(offset: number): Code {
    return constant(ARENA_AT + offset);
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
  kernel(kernel: Kernel, rows: number): Code {
    switch (kernel.kind) {
      case 'map':
        return [...get(START), ...get(END), ...call(emitMap(kernel, ARENA_AT, this.#module))];
      case 'matmul': {
        const { dtype, a, b, out, m, n, k, transposeA } = kernel;
        const bytes = bytesOf(dtype);
        if (this.#products.methodOf(kernel) === 'blas') return this.#blasProduct(kernel);
        const packed = this.packedAt.get(kernel);
        return this.call(`matmul${packed === undefined ? '_direct' : ''}_${suffix(dtype)}`, [
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
        return this.call(`${kind.toLowerCase()}_${fn}_${suffix(dtype)}`, [
          this.#row(input, outer * n * inner * bytesOf(dtype)),
          this.#row(out, outer * inner * (kind === 'reduce' ? bytesOf(dtype) : 4)),
          ...[this.#count(outer), constant(n), constant(inner)],
        ]);
      }
      case 'gather': {
        const { dtype, table, indices, out, count, rowLength } = kernel;
        const rowBytes = rowLength * bytesOf(dtype);
        return this.call('gather_rows', [
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
          ...this.call('fill_4', [this.#address(out), constant(0), constant(words)]),
          ...this.call(`scatter_add_rows_${suffix(dtype)}`, [
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
        return this.call(`philox_uniform_${suffix(dtype)}`, [
          this.#address(out),
          [...get(START), ...constant(perRow), I32.multiply],
          ...[this.#count(perRow), constant(seed), constant(salt)],
          [...this.#address(step), I32.load, ...offset(0)],
        ]);
      }
    }
  }

  /** Arguments as of `Gemm` (blas/bind-blas.ts). */
  #blasProduct({ dtype, a, b, out, m, n, k, transposeA, transposeB }: MatmulKernel): Code {
    const bytes = bytesOf(dtype);
    return this.call(`gemm_${suffix(dtype)}`, [
      ...[constant(transposeA ? 1 : 0), constant(transposeB ? 1 : 0)],
      ...[this.#count(1), constant(n), constant(k)],
      ...[this.#row(a, transposeA ? bytes : k * bytes), constant(transposeA ? m : k)],
      ...[this.#address(b), constant(transposeB ? k : n)],
      ...[this.#row(out, n * bytes), constant(n)],
    ]);
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
    const table = this.tables.length * 4 + this.#memory.tablesAt;
    this.tables.push(...shape.slice(first), ...inStrides.slice(first), ...outStrides.slice(first));
    const step = (stride: number): number => (first === 0 ? 0 : stride * bytes);
    return this.call(`copy_strided_${bytes}`, [
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
