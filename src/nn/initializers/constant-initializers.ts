/** Initializers that draw nothing: zeros, ones, any one number, and the identity matrix. */
import type { FloatArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { real } from '../../core/options.ts';
import { type Shape, showShape } from '../../core/shape.ts';
import type { OptionTable } from '../configured.ts';
import { Initializer } from './initializer.ts';

export interface ConstantOptions {
  /** Default 0. */
  readonly value?: number;
}

export interface IdentityInitializerOptions {
  /** What stands on the diagonal. Default 1. */
  readonly gain?: number;
}

abstract class Uniformly extends Initializer {
  protected readonly table: OptionTable<object> = {};
  protected abstract readonly value: number;

  protected fill(out: FloatArray): void {
    out.fill(this.value);
  }
}

/**
 * Zeros. Biases begin so.
 *
 * @example
 * new Zeros().draw([2], 'float64', 0); // [0, 0]
 */
export class Zeros extends Uniformly {
  readonly className: string = 'Zeros';
  protected readonly value: number = 0;
}

/**
 * Ones.
 *
 * @example
 * new Ones().draw([2], 'float64', 0); // [1, 1]
 */
export class Ones extends Uniformly {
  readonly className: string = 'Ones';
  protected readonly value: number = 1;
}

/**
 * One number everywhere.
 *
 * @example
 * new Constant(0.5).draw([2], 'float64', 0); // [0.5, 0.5]
 */
export class Constant extends Initializer<ConstantOptions> {
  readonly className: string = 'Constant';
  protected readonly table: OptionTable<ConstantOptions> = { value: [0, real()] };

  constructor(value: number | ConstantOptions = {}) {
    super(typeof value === 'number' ? { value } : value);
  }

  protected fill(out: FloatArray): void {
    out.fill(this.settings.value);
  }
}

/**
 * `gain` on the diagonal of a matrix, zeros elsewhere. Keras calls it Identity, which here is a layer.
 *
 * @example
 * new IdentityInitializer().draw([2, 2], 'float64', 0); // [1, 0, 0, 1]
 */
export class IdentityInitializer extends Initializer<IdentityInitializerOptions> {
  readonly className: string = 'Identity';
  protected readonly table: OptionTable<IdentityInitializerOptions> = { gain: [1, real()] };

  protected fill(out: FloatArray, shape: Shape): void {
    if (shape.length !== 2) {
      throw new HebbError('SHAPE_MISMATCH', `Identity fills matrices only, got shape ${showShape(shape)}.`);
    }
    const [rows, columns] = shape;
    for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = this.settings.gain;
  }
}
