/** Initializers that draw from a distribution given by its own parameters, whatever the shape is. */
import type { FloatArray } from '../../core/dtype.ts';
import { real } from '../../core/options.ts';
import type { Shape } from '../../core/shape.ts';
import type { RandomState } from '../../random/random-state.ts';
import type { OptionTable } from '../configured.ts';
import { Initializer, type SeedOptions, seedRule } from './initializer.ts';
import { fillTruncatedNormal } from './truncated-normal.ts';

export interface RandomUniformOptions extends SeedOptions {
  /** Default −0.05. */
  readonly minval?: number;
  /** Default 0.05. */
  readonly maxval?: number;
}

export interface RandomNormalOptions extends SeedOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Standard deviation. Default 0.05. */
  readonly stddev?: number;
}

/**
 * Uniform in [minval, maxval).
 *
 * @example
 * new RandomUniform({ minval: 0, maxval: 1 }).draw([3], 'float64', 42); // three numbers from 0 to 1
 */
export class RandomUniform extends Initializer<RandomUniformOptions> {
  readonly className: string = 'RandomUniform';
  protected readonly table: OptionTable<RandomUniformOptions> = {
    seed: seedRule,
    minval: [-0.05, real()],
    maxval: [0.05, real()],
  };

  protected fill(out: FloatArray, _: Shape, random: RandomState): void {
    random.fillUniform(out, this.settings.minval, this.settings.maxval);
  }
}

const normalTable: OptionTable<RandomNormalOptions> = {
  seed: seedRule,
  mean: [0, real()],
  stddev: [0.05, real({ min: 0 })],
};

/**
 * Normal numbers.
 *
 * @example
 * new RandomNormal({ stddev: 0.1 }).draw([3], 'float64', 42); // three numbers around 0
 */
export class RandomNormal extends Initializer<RandomNormalOptions> {
  readonly className: string = 'RandomNormal';
  protected readonly table: OptionTable<RandomNormalOptions> = normalTable;

  protected fill(out: FloatArray, _: Shape, random: RandomState): void {
    const { mean, stddev } = this.settings;
    for (let i = 0; i < out.length; i++) out[i] = random.normal(mean, stddev);
  }
}

/**
 * Normal numbers, those further than two `stddev` from the mean drawn again; so they deviate by 0.88 `stddev`.
 *
 * @example
 * new TruncatedNormal({ stddev: 0.1 }).draw([3], 'float64', 42); // three numbers from −0.2 to 0.2
 */
export class TruncatedNormal extends Initializer<RandomNormalOptions> {
  readonly className: string = 'TruncatedNormal';
  protected readonly table: OptionTable<RandomNormalOptions> = normalTable;

  protected fill(out: FloatArray, _: Shape, random: RandomState): void {
    fillTruncatedNormal(out, this.settings.mean, this.settings.stddev, random);
  }
}
