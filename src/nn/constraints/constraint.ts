/** What a constraint is: where a parameter is put after each step. It knows no optimizer. */
import type { Tensor } from '../../tensor/tensor.ts';
import { Configured } from '../configured.ts';

/**
 * Keeps a parameter in some set.
 *
 * @example
 * new NonNeg().project(tensor([-1, 2])).toArray(); // [0, 2]
 */
export abstract class Constraint<Options extends object = object> extends Configured<Options> {
  readonly module: string = 'keras.constraints';

  constructor(options: Options = {} as Options) {
    super(options);
  }

  /** The parameter where it is allowed to be; shape and type stay. */
  abstract project(w: Tensor): Tensor;
}
