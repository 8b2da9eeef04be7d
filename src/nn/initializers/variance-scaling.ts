/**
 * Initializers whose spread goes by how many numbers come in (fan in) and go out (fan out), so that signals
 * keep their size from layer to layer: Glorot's, He's and LeCun's.
 */
import type { FloatArray } from '../../core/dtype.ts';
import { integer, listOf, nullable, oneOf, type Rule, real } from '../../core/options.ts';
import type { Shape } from '../../core/shape.ts';
import type { RandomState } from '../../random/random-state.ts';
import type { OptionTable } from '../configured.ts';
import { type FanOptions, fansOf } from './fans.ts';
import { Initializer, seedRule } from './initializer.ts';
import { fillTruncatedNormal } from './truncated-normal.ts';

export interface VarianceScalingOptions extends FanOptions {
  /** Factor on the variance. Default 1. */
  readonly scale?: number;
  /** What the variance is divided by. Default `'fan_in'`. */
  readonly mode?: 'fan_in' | 'fan_out' | 'fan_avg' | 'fanIn' | 'fanOut' | 'fanAvg';
  /** Default `'truncated_normal'`; `'normal'` is the same. */
  readonly distribution?:
    | 'truncated_normal'
    | 'untruncated_normal'
    | 'normal'
    | 'uniform'
    | 'truncatedNormal'
    | 'untruncatedNormal';
}

interface Spread {
  readonly scale: number;
  readonly mode: string;
  readonly distribution: string;
}

/** The standard deviation of a normal distribution cut off at two of its own. */
const CUT_DEVIATION = 0.87962566103423978;

const axesRule: Rule = nullable(listOf(integer()));
const fanTable: OptionTable<FanOptions> = {
  seed: seedRule,
  inputAxes: [null, axesRule],
  outputAxes: [null, axesRule],
};

abstract class FanInitializer<Options extends FanOptions = FanOptions> extends Initializer<Options> {
  /** How wide the numbers spread. */
  protected abstract readonly spread: Spread;

  protected fill(out: FloatArray, shape: Shape, random: RandomState): void {
    const { fanIn, fanOut } = fansOf(shape, this.settings);
    const { scale, mode, distribution } = this.spread;
    const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
    const variance = scale / Math.max(1, fan);
    if (distribution === 'uniform') {
      const limit = Math.sqrt(3 * variance);
      random.fillUniform(out, -limit, limit);
    } else if (distribution === 'untruncated_normal') {
      for (let i = 0; i < out.length; i++) out[i] = random.normal(0, Math.sqrt(variance));
    } else {
      fillTruncatedNormal(out, 0, Math.sqrt(variance) / CUT_DEVIATION, random);
    }
  }
}

/**
 * Numbers of variance scale / fan, in the shape of a truncated normal, normal or uniform distribution.
 *
 * @example
 * new VarianceScaling({ scale: 2, mode: 'fan_out', distribution: 'uniform' }).draw([64, 32], 'float32', 42);
 */
export class VarianceScaling extends FanInitializer<VarianceScalingOptions> {
  readonly className: string = 'VarianceScaling';
  protected readonly table: OptionTable<VarianceScalingOptions> = {
    ...fanTable,
    scale: [1, real({ above: 0 })],
    mode: ['fan_in', oneOf('fan_in', 'fan_out', 'fan_avg')],
    distribution: ['truncated_normal', oneOf('truncated_normal', 'untruncated_normal', 'normal', 'uniform')],
  };

  protected get spread(): Spread {
    return this.settings;
  }
}

abstract class NamedFanInitializer extends FanInitializer {
  protected readonly table: OptionTable<FanOptions> = fanTable;
}

/**
 * Uniform in ±√(6 / (fan in + fan out)). Glorot and Bengio 2010. The kernels of `Dense` begin so.
 *
 * @example
 * new GlorotUniform({ seed: 1 }).draw([300, 100], 'float32', 42).length; // 30000
 */
export class GlorotUniform extends NamedFanInitializer {
  readonly className: string = 'GlorotUniform';
  protected readonly spread: Spread = { scale: 1, mode: 'fan_avg', distribution: 'uniform' };
}

/**
 * Truncated normal of variance 2 / (fan in + fan out). Glorot and Bengio 2010.
 *
 * @example
 * new GlorotNormal({ seed: 1 }).draw([300, 100], 'float32', 42).length; // 30000
 */
export class GlorotNormal extends NamedFanInitializer {
  readonly className: string = 'GlorotNormal';
  protected readonly spread: Spread = { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' };
}

/**
 * Uniform in ±√(6 / fan in), for rectifiers. He, Zhang, Ren and Sun 2015.
 *
 * @example
 * new HeUniform({ seed: 1 }).draw([300, 100], 'float32', 42).length; // 30000
 */
export class HeUniform extends NamedFanInitializer {
  readonly className: string = 'HeUniform';
  protected readonly spread: Spread = { scale: 2, mode: 'fan_in', distribution: 'uniform' };
}

/**
 * Truncated normal of variance 2 / fan in, for rectifiers. He, Zhang, Ren and Sun 2015.
 *
 * @example
 * new HeNormal({ seed: 1 }).draw([300, 100], 'float32', 42).length; // 30000
 */
export class HeNormal extends NamedFanInitializer {
  readonly className: string = 'HeNormal';
  protected readonly spread: Spread = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' };
}

/**
 * Uniform in ±√(3 / fan in). LeCun, Bottou, Orr and Müller 1998.
 *
 * @example
 * new LecunUniform({ seed: 1 }).draw([300, 100], 'float32', 42).length; // 30000
 */
export class LecunUniform extends NamedFanInitializer {
  readonly className: string = 'LecunUniform';
  protected readonly spread: Spread = { scale: 1, mode: 'fan_in', distribution: 'uniform' };
}

/**
 * Truncated normal of variance 1 / fan in, for SELU. LeCun et al. 1998; Klambauer et al. 2017.
 *
 * @example
 * new LecunNormal({ seed: 1 }).draw([300, 100], 'float32', 42).length; // 30000
 */
export class LecunNormal extends NamedFanInitializer {
  readonly className: string = 'LecunNormal';
  protected readonly spread: Spread = { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' };
}
