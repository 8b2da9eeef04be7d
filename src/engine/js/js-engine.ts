/**
 * The readable engine: plain loops over typed arrays, one function per kind of kernel. It is the definition
 * of what a plan means; every other engine is tested against it. It cuts nothing and hurries nowhere.
 */
import { type DType, dtypeOf, type TypedArray, windowOn } from '../../core/dtype.ts';
import { sizeOf } from '../../core/shape.ts';
import { philoxUniform } from '../../random/counter.ts';
import type {
  ArgReduceKernel,
  CopyKernel,
  Engine,
  GatherKernel,
  Kernel,
  Machine,
  MatmulKernel,
  Plan,
  RandomKernel,
  ReduceKernel,
  ScatterAddKernel,
} from '../contract.ts';
import { runMap } from './map.ts';

/** How a kernel reaches the arena. */
export type Window = Machine['window'];

export const jsEngine: Engine = {
  name: 'js',
  close() {},
  explain: () => 'js: plain loops over typed arrays, one thread; the definition of what a plan means',
  profile: () => [],
  load(plan: Plan): Machine {
    const arena = new ArrayBuffer(plan.arenaBytes);
    const window = (dtype: DType, offset: number, length: number): TypedArray =>
      windowOn(dtype, arena, offset, length);
    for (const { offset, values } of plan.constants) {
      windowOn(dtypeOf(values), arena, offset, values.length).set(values);
    }
    return {
      window,
      run(name, times = 1, meanwhile) {
        meanwhile?.();
        for (let i = 0; i < times; i++) {
          for (const { kernels } of plan.functions[name]) {
            for (const kernel of kernels) runKernel(kernel, window);
          }
        }
      },
      close() {},
    };
  },
};

function runKernel(kernel: Kernel, window: Window): void {
  switch (kernel.kind) {
    case 'map':
      runMap(kernel, window);
      break;
    case 'matmul':
      runMatmul(kernel, window);
      break;
    case 'reduce':
      runReduce(kernel, window);
      break;
    case 'argReduce':
      runArgReduce(kernel, window);
      break;
    case 'gather':
      runGather(kernel, window);
      break;
    case 'scatterAdd':
      runScatterAdd(kernel, window);
      break;
    case 'copy':
      runCopy(kernel, window);
      break;
    case 'random':
      runRandom(kernel, window);
      break;
  }
}

function runMatmul(
  { dtype, a, b, out, m, n, k, transposeA, transposeB }: MatmulKernel,
  window: Window,
): void {
  const A = window(dtype, a, m * k);
  const B = window(dtype, b, k * n);
  const C = window(dtype, out, m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += (transposeA ? A[p * m + i] : A[i * k + p]) * (transposeB ? B[j * k + p] : B[p * n + j]);
      }
      C[i * n + j] = sum;
    }
  }
}

/** Math.max and Math.min let a NaN through, as the contract wants. */
const combine = {
  sum: { start: 0, join: (x: number, y: number) => x + y },
  max: { start: Number.NEGATIVE_INFINITY, join: Math.max },
  min: { start: Number.POSITIVE_INFINITY, join: Math.min },
};

function runReduce({ fn, dtype, input, out, outer, n, inner }: ReduceKernel, window: Window): void {
  const x = window(dtype, input, outer * n * inner);
  const y = window(dtype, out, outer * inner);
  const { start, join } = combine[fn];
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total = start;
      for (let p = 0; p < n; p++) total = join(total, x[(o * n + p) * inner + i]);
      y[o * inner + i] = total;
    }
  }
}

function runArgReduce({ fn, dtype, input, out, outer, n, inner }: ArgReduceKernel, window: Window): void {
  const x = window(dtype, input, outer * n * inner);
  const y = window('int32', out, outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let best = x[o * n * inner + i];
      let position = 0;
      for (let p = 1; p < n && !Number.isNaN(best); p++) {
        const value = x[(o * n + p) * inner + i];
        if (Number.isNaN(value) || (fn === 'max' ? value > best : value < best)) {
          best = value;
          position = p;
        }
      }
      y[o * inner + i] = position;
    }
  }
}

function runGather(kernel: GatherKernel, window: Window): void {
  const { dtype, rowLength, count, tableRows } = kernel;
  const table = window(dtype, kernel.table, tableRows * rowLength);
  const indices = window('int32', kernel.indices, count);
  const out = window(dtype, kernel.out, count * rowLength);
  for (let i = 0; i < count; i++) {
    out.set(table.subarray(indices[i] * rowLength, (indices[i] + 1) * rowLength), i * rowLength);
  }
}

function runScatterAdd(kernel: ScatterAddKernel, window: Window): void {
  const { dtype, rowLength, count, tableRows } = kernel;
  const input = window(dtype, kernel.input, count * rowLength);
  const indices = window('int32', kernel.indices, count);
  const out = window(dtype, kernel.out, tableRows * rowLength).fill(0);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < rowLength; j++) out[indices[i] * rowLength + j] += input[i * rowLength + j];
  }
}

function runCopy({ dtype, input, out, shape, inStrides, outStrides }: CopyKernel, window: Window): void {
  const reach = (strides: readonly number[]): number =>
    1 + shape.reduce((far, size, axis) => far + (size - 1) * strides[axis], 0);
  if (sizeOf(shape) === 0) return;
  const from = window(dtype, input, reach(inStrides));
  const to = window(dtype, out, reach(outStrides));
  const visit = (axis: number, i: number, o: number): void => {
    if (axis === shape.length) {
      to[o] = from[i];
      return;
    }
    for (let p = 0; p < shape[axis]; p++) visit(axis + 1, i + p * inStrides[axis], o + p * outStrides[axis]);
  };
  visit(0, 0, 0);
}

function runRandom({ dtype, seed, salt, step, out, count, rowLength }: RandomKernel, window: Window): void {
  const values = window(dtype, out, count * rowLength) as Float32Array | Float64Array;
  philoxUniform(values, 0, count * rowLength, seed, salt, window('int32', step, 1)[0]);
}
