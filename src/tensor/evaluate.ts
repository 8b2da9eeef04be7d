/**
 * Looking at a tensor's numbers: its recipe becomes a program of one function that runs once.
 */
import type { TypedArray } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { createEngine } from '../engine/select.ts';
import { makePlan } from './plan.ts';
import type { Tensor } from './tensor.ts';

/** The numbers of one tensor. @throws HebbError `INVALID_VALUE` when they depend on a placeholder */
export function evaluate(tensor: Tensor): TypedArray {
  const { plan, residents, outputs } = makePlan({ value: { outputs: [tensor] } });
  for (const resident of residents.keys()) {
    if (resident.source.kind === 'placeholder') {
      throw new HebbError(
        'INVALID_VALUE',
        'this tensor depends on a placeholder, so it has no numbers of its own.',
      );
    }
  }
  const machine = createEngine('js').load(plan);
  machine.run('value');
  const [{ dtype, offset, shape }] = outputs.value;
  return machine
    .window(
      dtype,
      offset,
      shape.reduce((size, length) => size * length, 1),
    )
    .slice();
}
