/** Dropout: in training a share of the inputs is set to 0, and the rest grows so that the sum stays. */
import { integer, listOf, nullable, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { currentContext } from './call-context.ts';
import { type CallOptions, Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';

export interface DropoutOptions extends LayerOptions {
  /** Axes of size 1 here are dropped or kept as a whole; null is the size of the inputs. Default: none. */
  readonly noiseShape?: readonly (number | null)[] | null;
  /** Default null: that of the training. */
  readonly seed?: number | null;
}

/**
 * In training x / (1 − rate) with probability 1 − rate, else 0; otherwise x. Srivastava et al., "Dropout: a simple
 * way to prevent neural networks from overfitting", JMLR 15, 2014.
 *
 * @example
 * new Dropout(0.5).apply(tensor([1, 2])).toArray(); // [1, 2]; nothing is dropped outside of training
 */
export class Dropout extends Layer<DropoutOptions & { readonly rate: number }> {
  static override readonly className: string = 'Dropout';
  static override readonly table: LayerTable = {
    rate: [undefined, real({ min: 0, max: 1 })],
    seed: [null, nullable(integer({ min: 0 }))],
    noiseShape: [null, nullable(listOf(nullable(integer({ min: 1 }))))],
  };

  /** @param rate share of the inputs that is dropped; or all options, `rate` among them */
  constructor(rate: number | (DropoutOptions & { readonly rate: number }), options: DropoutOptions = {}) {
    super(typeof rate === 'number' ? ({ ...options, rate } as DropoutOptions) : rate);
  }

  call(x: Tensor, { training }: CallOptions): Tensor {
    const { rate, seed, noiseShape } = this.settings;
    const context = currentContext();
    if (!training || rate === 0 || context === undefined) return x;
    const shape = noiseShape === null ? x.shape : x.shape.map((size, axis) => noiseShape[axis] ?? size);
    const kept = context.uniform(shape, this.dtype, seed ?? undefined).greaterEqual(rate);
    return rate === 1 ? x.mul(0) : kept.where(x.mul(1 / (1 - rate)), 0);
  }
}
