/** The initializer whose rows or columns stand at right angles to each other. */
import type { FloatArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { real } from '../../core/options.ts';
import { type Shape, showShape, sizeOf } from '../../core/shape.ts';
import type { RandomState } from '../../random/random-state.ts';
import type { OptionTable } from '../configured.ts';
import { Initializer, type SeedOptions, seedRule } from './initializer.ts';

export interface OrthogonalOptions extends SeedOptions {
  /** Length of the rows or columns. Default 1. */
  readonly gain?: number;
}

/**
 * A random matrix with orthogonal columns of length `gain`, or rows where there are more columns than rows; axes
 * before the last count as one. Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of
 * learning in deep linear neural networks", 2014.
 *
 * @example
 * new Orthogonal({ gain: 2 }).draw([6, 4], 'float64', 42);
 */
export class Orthogonal extends Initializer<OrthogonalOptions> {
  readonly className: string = 'Orthogonal';
  protected readonly table: OptionTable<OrthogonalOptions> = { seed: seedRule, gain: [1, real()] };

  protected fill(out: FloatArray, shape: Shape, random: RandomState): void {
    if (shape.length < 2) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `Orthogonal needs two axes or more, got shape ${showShape(shape)}.`,
      );
    }
    const rows = sizeOf(shape.slice(0, -1));
    const columns = shape[shape.length - 1];
    const [length, count] = [Math.max(rows, columns), Math.min(rows, columns)];
    const vectors = orthonormal(count, length, random);
    const { gain } = this.settings;
    for (const [k, vector] of vectors.entries()) {
      for (let i = 0; i < length; i++)
        out[rows < columns ? k * columns + i : i * columns + k] = gain * vector[i];
    }
  }
}

/** Gram and Schmidt's process, each vector made orthogonal twice so that rounding does not show. */
function orthonormal(count: number, length: number, random: RandomState): Float64Array[] {
  const done: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = random.standardNormal(length);
    for (const other of [...done, ...done]) {
      const along = dot(vector, other);
      for (let i = 0; i < length; i++) vector[i] -= along * other[i];
    }
    const norm = Math.sqrt(dot(vector, vector));
    done.push(vector.map((value) => value / norm));
  }
  return done;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
