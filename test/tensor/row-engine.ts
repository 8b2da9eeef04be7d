/**
 * An engine for tests only, as unkind as the contract allows: it computes every phase row by row, the last row
 * first, each kernel's other rows left as they were. Whatever a plan gets wrong about rows shows here.
 */
import { bytesOf, type DType } from '../../src/core/dtype.ts';
import { sizeOf } from '../../src/core/shape.ts';
import type { Engine, Kernel, Plan } from '../../src/engine/contract.ts';
import { jsEngine } from '../../src/engine/js/js-engine.ts';

interface Region {
  readonly offset: number;
  readonly bytes: number;
}

/** The memory that a kernel writes. */
function written(kernel: Kernel): Region[] {
  const region = (offset: number, dtype: DType, count: number) => ({ offset, bytes: count * bytesOf(dtype) });
  switch (kernel.kind) {
    case 'map':
      return kernel.outputs.map(({ offset, dtype }) => region(offset, dtype, sizeOf(kernel.shape)));
    case 'matmul':
      return [region(kernel.out, kernel.dtype, kernel.m * kernel.n)];
    case 'reduce':
      return [region(kernel.out, kernel.dtype, kernel.outer * kernel.inner)];
    case 'argReduce':
      return [region(kernel.out, 'int32', kernel.outer * kernel.inner)];
    case 'gather':
    case 'random':
      return [region(kernel.out, kernel.dtype, kernel.count * kernel.rowLength)];
    case 'scatterAdd':
      return [region(kernel.out, kernel.dtype, kernel.tableRows * kernel.rowLength)];
    case 'copy': {
      const far = kernel.shape.reduce((sum, size, axis) => sum + (size - 1) * kernel.outStrides[axis], 0);
      const width = kernel.shape[0] === 1 ? far + 1 : kernel.shape[0] * kernel.outStrides[0];
      return [region(kernel.out, kernel.dtype, width)];
    }
  }
}

export const rowEngine: Engine = {
  name: 'js',
  close() {},
  explain: () => 'row by row',
  profile: () => [],
  load(plan: Plan) {
    const kernels = new Map<Kernel, string>();
    for (const { kernels: list } of Object.values(plan.functions).flat()) {
      for (const kernel of list) kernels.set(kernel, `kernel ${kernels.size}`);
    }
    const alone = [...kernels].map(([kernel, name]) => [name, [{ rows: 1, kernels: [kernel] }]] as const);
    const machine = jsEngine.load({ ...plan, functions: Object.fromEntries(alone) });
    const arena = new Uint8Array(machine.window('int32', 0, 0).buffer);
    const runRow = (kernel: Kernel, row: number, rows: number): void => {
      const before = arena.slice();
      machine.run(kernels.get(kernel) as string);
      const after = written(kernel).map(({ offset, bytes }) => {
        const start = offset + row * (bytes / rows);
        return { start, values: arena.slice(start, start + bytes / rows) };
      });
      if (rows === 1) return;
      arena.set(before);
      for (const { start, values } of after) arena.set(values, start);
    };
    return {
      ...machine,
      run(name, times = 1) {
        for (let time = 0; time < times; time++) {
          for (const { rows, kernels: list } of plan.functions[name]) {
            for (let row = rows - 1; row >= 0; row--) for (const kernel of list) runRow(kernel, row, rows);
          }
        }
      },
    };
  },
};
