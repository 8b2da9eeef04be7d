/**
 * Looking at a tensor's numbers: its recipe becomes a program of one function that runs once. Little work is
 * done by the readable engine, which is there at once; for much work it pays to load the fastest one that computes
 * the same on every machine.
 */
import type { TypedArray } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { sizeOf } from '../core/shape.ts';
import type { Kernel, Plan } from '../engine/contract.ts';
import { createEngine, portableEngine } from '../engine/select.ts';
import { makePlan } from './plan.ts';
import type { Tensor } from './tensor.ts';

/** Steps of arithmetic that the readable engine does in about the time the fastest one needs to be loaded, … */
const STEPS_TO_LOAD = 100_000;
/** … while that one compiles a kernel, … */
const STEPS_PER_KERNEL = 10_000;
/** … and while it compiles a part of a formula. */
const STEPS_PER_PART = 2500;

/** The numbers of one tensor. @throws HebbError `INVALID_VALUE` when they depend on a placeholder */
export function evaluate(tensor: Tensor): TypedArray {
  const { plan, residents, outputs } = makePlan({ value: { outputs: [tensor] } }, (other) => other.known);
  for (const resident of residents.keys()) {
    if (resident.source.kind === 'placeholder') {
      throw new HebbError(
        'INVALID_VALUE',
        'this tensor depends on a placeholder, so it has no numbers of its own.',
      );
    }
  }
  const machine = (isMuchWork(plan) ? portableEngine() : createEngine('js')).load(plan);
  machine.run('value');
  const [{ dtype, offset, shape }] = outputs.value;
  const values = machine.window(dtype, offset, sizeOf(shape)).slice();
  machine.close();
  return values;
}

function isMuchWork(plan: Plan): boolean {
  const kernels = Object.values(plan.functions).flatMap((phases) => phases.flatMap((phase) => phase.kernels));
  return kernels.reduce((steps, kernel) => steps + stepsSaved(kernel), 0) > STEPS_TO_LOAD;
}

/** Roughly how many steps of arithmetic a kernel takes, less those for compiling it. */
function stepsSaved(kernel: Kernel): number {
  switch (kernel.kind) {
    case 'map': {
      const parts = kernel.inputs.length + kernel.steps.length + kernel.outputs.length;
      return parts * (sizeOf(kernel.shape) * 10 - STEPS_PER_PART);
    }
    case 'matmul':
      return kernel.m * kernel.n * kernel.k - STEPS_PER_KERNEL;
    case 'reduce':
    case 'argReduce':
      return kernel.outer * kernel.n * kernel.inner * 2 - STEPS_PER_KERNEL;
    case 'copy':
      return sizeOf(kernel.shape) * 5 - STEPS_PER_KERNEL;
    default:
      return kernel.count * kernel.rowLength * 2 - STEPS_PER_KERNEL;
  }
}
