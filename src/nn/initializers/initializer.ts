/** What an initializer is: where a parameter begins. It knows neither layers nor models. */
import { allocate, type FloatArray, type FloatDType } from '../../core/dtype.ts';
import { integer, nullable, type Rule } from '../../core/options.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import { RandomState } from '../../random/random-state.ts';
import { Configured } from '../configured.ts';

/** What every initializer that draws takes. */
export interface SeedOptions {
  /** With a seed the same numbers come every time. Default null: those of the generator that `draw` is given. */
  readonly seed?: number | null;
}

export const seedRule: readonly [null, Rule] = [null, nullable(integer({ min: 0, max: 2 ** 32 - 1 }))];

/**
 * Gives a parameter its first numbers.
 *
 * @example
 * new GlorotUniform().draw([784, 300], 'float32', new RandomState(42)); // Float32Array of 235,200 numbers
 */
export abstract class Initializer<Options extends object = object> extends Configured<Options> {
  readonly module: string = 'keras.initializers';

  constructor(options: Options = {} as Options) {
    super(options);
  }

  /** Fills `out`, the elements of a tensor of this shape in row-major order. */
  protected abstract fill(out: FloatArray, shape: Shape, random: RandomState): void;

  /**
   * The elements of a tensor of this shape, in row-major order.
   *
   * @param random a generator, which goes on, or the seed of a new one; an initializer with a seed has its own
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `SHAPE_MISMATCH` for a shape it cannot fill
   */
  draw(shape: Shape, dtype: FloatDType, random: RandomState | number): FloatArray {
    const { seed } = this.settings as SeedOptions;
    const own = typeof seed === 'number' ? seed : random;
    const out = allocate(dtype, sizeOf(shape));
    this.fill(out, shape, typeof own === 'number' ? new RandomState(own) : own);
    return out;
  }
}
