/**
 * The portable fast engine: SIMD kernels compiled ahead (kernels.ts), and for each plan a small module
 * compiled on the spot that calls them. Every machine has a memory of its own, which goes with it.
 * One thread.
 */
import { type DType, type FloatDType, type TypedArray, windowOn } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { Engine, Machine, Plan } from '../contract.ts';
import { kernelsHex } from './kernels.ts';
import { emitPlan, type MemoryMap, packedBytesOf } from './plan-code.ts';

/** The kernels' own static data ends here. */
const ARENA_AT = 65536;
const PAGE = 65536;
/** Kernels may read, not write, this far past the end of an array. */
const SLACK = 256;
const MAX_PAGES = 65536;

type Exports = Record<string, (...args: number[]) => number>;

/** The compiled kernel module; made at the first use and kept, since it never changes. */
let kernelModule: WebAssembly.Module | undefined;

function compiledKernels(): WebAssembly.Module {
  if (kernelModule === undefined) {
    const bytes = new Uint8Array(kernelsHex.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(kernelsHex.slice(2 * i, 2 * i + 2), 16);
    kernelModule = new WebAssembly.Module(bytes);
  }
  return kernelModule;
}

/** Can this runtime do 128-bit SIMD? */
export function isWasmSupported(): boolean {
  try {
    return typeof WebAssembly === 'object' && compiledKernels() !== undefined;
  } catch {
    return false;
  }
}

export const wasmEngine: Engine = {
  name: 'wasm',
  load(plan: Plan): Machine {
    const memory = new WebAssembly.Memory({ initial: ARENA_AT / PAGE, maximum: MAX_PAGES });
    const kernels = new WebAssembly.Instance(compiledKernels(), { env: { memory } }).exports as Exports;
    const packedBytes = (dtype: FloatDType, k: number, n: number): number =>
      dtype === 'float32' ? kernels.matmul_pack_size_f32(k, n) : kernels.matmul_pack_size_f64(k, n);
    const scratchAt = ARENA_AT + align(plan.arenaBytes + SLACK);
    const packedAt = scratchAt + align(scratchBytesOf(plan, kernels));
    const tablesAt = packedAt + align(packedBytesOf(plan, packedBytes) + SLACK);
    const map: MemoryMap = { arenaAt: ARENA_AT, scratchAt, packedAt, tablesAt, packedBytes };
    const { bytes, tables } = emitPlan(plan, map);
    growTo(memory, tablesAt + tables.length * 4 + SLACK);
    new Int32Array(memory.buffer, tablesAt, tables.length).set(tables);
    const window = (dtype: DType, offset: number, length: number): TypedArray =>
      windowOn(dtype, memory.buffer, ARENA_AT + offset, length);
    for (const { offset, values } of plan.constants) {
      window(dtypeOf(values), offset, values.length).set(values);
    }
    const functions = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory }, kernels })
      .exports as Exports;
    return {
      window,
      run(name, times = 1) {
        functions[name](times);
      },
    };
  },
};

function scratchBytesOf(plan: Plan, kernels: Exports): number {
  const sizes = Object.values(plan.functions).flatMap((phases) =>
    phases.flatMap(({ kernels: list }) =>
      list.map((kernel) => {
        if (kernel.kind !== 'matmul') return 0;
        return kernel.dtype === 'float32'
          ? kernels.matmul_scratch_size_f32(kernel.k)
          : kernels.matmul_scratch_size_f64(kernel.k);
      }),
    ),
  );
  return Math.max(0, ...sizes);
}

function dtypeOf(values: TypedArray): DType {
  return values instanceof Float32Array ? 'float32' : values instanceof Float64Array ? 'float64' : 'int32';
}

function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const pages = Math.ceil(bytes / PAGE) - memory.buffer.byteLength / PAGE;
  try {
    if (pages > 0) memory.grow(pages);
  } catch (cause) {
    const gigabytes = (bytes / 2 ** 30).toFixed(1);
    throw new HebbError(
      'UNSUPPORTED',
      `this work needs ${gigabytes} GiB of WebAssembly memory, and the runtime gives 4 GiB at most; use float32, fewer rows, or smaller batches.`,
      { cause },
    );
  }
}
