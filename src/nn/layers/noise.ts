/** Layers that disturb their inputs in training, and leave them alone otherwise. */
import { integer, listOf, nullable, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { currentContext } from './call-context.ts';
import { type CallOptions, Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';

export interface NoiseOptions extends LayerOptions {
  /** Default null: that of the training. */
  readonly seed?: number | null;
}

export interface AlphaDropoutOptions extends NoiseOptions {
  /** Axes of size 1 here are dropped or kept as a whole; null is the size of the inputs. Default: none. */
  readonly noiseShape?: readonly (number | null)[] | null;
}

const seedEntry = [null, nullable(integer({ min: 0 }))] as const;
const rateEntry = [undefined, real({ min: 0, max: 1 })] as const;

/** SELU's parameters. */
const SCALE = 1.0507009873554805;
const ALPHA = 1.6732632423543772;

/**
 * In training x · N(1, rate / (1 − rate)). Srivastava et al. 2014, section 10.
 *
 * @example
 * new GaussianDropout(0.5).apply(tensor([1, 2])).toArray(); // [1, 2]; outside of training nothing happens
 */
export class GaussianDropout extends Layer<NoiseOptions & { readonly rate: number }> {
  static override readonly className: string = 'GaussianDropout';
  static override readonly table: LayerTable = { rate: rateEntry, seed: seedEntry };

  constructor(rate: number | (NoiseOptions & { readonly rate: number }), options: NoiseOptions = {}) {
    super(typeof rate === 'number' ? ({ ...options, rate } as NoiseOptions) : rate);
  }

  call(x: Tensor, { training }: CallOptions): Tensor {
    const { rate, seed } = this.settings;
    const context = currentContext();
    if (!training || rate === 0 || context === undefined) return x;
    const deviation = Math.sqrt(rate / (1 - rate));
    return x.mul(
      context
        .normal(x.shape, this.dtype, seed ?? undefined)
        .mul(deviation)
        .add(1),
    );
  }
}

/**
 * In training x + N(0, stddev²).
 *
 * @example
 * new GaussianNoise(0.1).apply(tensor([1, 2])).toArray(); // [1, 2]; outside of training nothing happens
 */
export class GaussianNoise extends Layer<NoiseOptions & { readonly stddev: number }> {
  static override readonly className: string = 'GaussianNoise';
  static override readonly table: LayerTable = { stddev: [undefined, real({ min: 0 })], seed: seedEntry };

  constructor(stddev: number | (NoiseOptions & { readonly stddev: number }), options: NoiseOptions = {}) {
    super(typeof stddev === 'number' ? ({ ...options, stddev } as NoiseOptions) : stddev);
  }

  call(x: Tensor, { training }: CallOptions): Tensor {
    const { stddev, seed } = this.settings;
    const context = currentContext();
    if (!training || stddev === 0 || context === undefined) return x;
    return x.add(context.normal(x.shape, this.dtype, seed ?? undefined).mul(stddev));
  }
}

/**
 * Dropout that keeps mean and variance of what `'selu'` gives: dropped inputs become −1.758, then everything is
 * scaled. Klambauer et al., "Self-normalizing neural networks", 2017.
 *
 * @example
 * new AlphaDropout(0.2).apply(tensor([[1, 2]])).toArray(); // [[1, 2]]
 */
export class AlphaDropout extends Layer<AlphaDropoutOptions & { readonly rate: number }> {
  static override readonly className: string = 'AlphaDropout';
  static override readonly table: LayerTable = {
    rate: rateEntry,
    seed: seedEntry,
    noiseShape: [null, nullable(listOf(nullable(integer({ min: 1 }))))],
  };

  constructor(
    rate: number | (AlphaDropoutOptions & { readonly rate: number }),
    options: AlphaDropoutOptions = {},
  ) {
    super(typeof rate === 'number' ? ({ ...options, rate } as AlphaDropoutOptions) : rate);
  }

  call(x: Tensor, { training }: CallOptions): Tensor {
    const { rate, seed, noiseShape } = this.settings;
    const context = currentContext();
    if (!training || rate === 0 || context === undefined) return x;
    const low = -ALPHA * SCALE;
    const a = 1 / Math.sqrt((1 - rate) * (1 + rate * low ** 2));
    const b = -a * low * rate;
    const shape = noiseShape === null ? x.shape : x.shape.map((size, axis) => noiseShape[axis] ?? size);
    const kept = context.uniform(shape, this.dtype, seed ?? undefined).greaterEqual(rate);
    return kept.where(x, low).mul(a).add(b);
  }
}

/**
 * Dropout of whole features: of (batch, steps, features) those that fall out do so at every step. Tompson et al. 2015.
 *
 * @example
 * new SpatialDropout1D(0.2).apply(tensor([[[1, 2]]])).toArray(); // [[[1, 2]]]
 */
export class SpatialDropout1D extends Layer<NoiseOptions & { readonly rate: number }> {
  static override readonly className: string = 'SpatialDropout1D';
  static override readonly table: LayerTable = { rate: rateEntry, seed: seedEntry };

  constructor(rate: number | (NoiseOptions & { readonly rate: number }), options: NoiseOptions = {}) {
    super(typeof rate === 'number' ? ({ ...options, rate } as NoiseOptions) : rate);
  }

  protected override contents(): Readonly<Record<string, unknown>> {
    return { trainable: undefined };
  }

  call(x: Tensor, { training }: CallOptions): Tensor {
    const { rate, seed } = this.settings;
    const context = currentContext();
    if (!training || rate === 0 || context === undefined) return x;
    const shape = [x.shape[0], 1, x.shape[2]];
    const kept = context.uniform(shape, this.dtype, seed ?? undefined).greaterEqual(rate);
    return rate === 1 ? x.mul(0) : kept.where(x.mul(1 / (1 - rate)), 0);
  }
}
