/**
 * The fused elementwise kernel, element by element: load the inputs, take the steps, store the outputs.
 * Every step is rounded to the type the kernel computes in.
 */
import { sizeOf } from '../../core/shape.ts';
import type { Machine, MapKernel } from '../contract.ts';
import { scalarFunction } from '../scalar.ts';

export function runMap(
  { shape, compute, inputs, steps, outputs }: MapKernel,
  window: Machine['window'],
): void {
  const size = sizeOf(shape);
  if (size === 0) return;
  const round = compute === 'float32' ? Math.fround : (x: number): number => x;
  const sources = inputs.map(({ offset, dtype, strides }) => {
    const reach = 1 + shape.reduce((far, length, axis) => far + (length - 1) * strides[axis], 0);
    return { values: window(dtype, offset, reach), strides };
  });
  const targets = outputs.map(({ offset, dtype }) => window(dtype, offset, size));
  const program = steps.map((step) => {
    if ('literal' in step) return () => step.literal;
    const call = scalarFunction(step.fn);
    return (known: Float64Array) => call(...step.args.map((arg) => known[arg]));
  });
  const values = new Float64Array(inputs.length + steps.length);
  const index = shape.map(() => 0);
  for (let element = 0; element < size; element++) {
    for (const [i, { values: from, strides }] of sources.entries()) {
      values[i] = round(from[index.reduce((at, position, axis) => at + position * strides[axis], 0)]);
    }
    for (const [i, step] of program.entries()) values[inputs.length + i] = round(step(values));
    for (const [i, { value }] of outputs.entries()) targets[i][element] = values[value];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
}
