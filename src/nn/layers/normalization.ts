/** Standardization by the mean and variance of data seen before training. */
import { HebbError } from '../../core/errors.ts';
import { anyOf, boolean, integer, listOf, matching, nullable } from '../../core/options.ts';
import { resolveAxis, type Shape, sizeOf } from '../../core/shape.ts';
import { asTensor } from '../../tensor/creation.ts';
import type { TensorLike } from '../../tensor/nested.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { piecesOf } from '../models/is-stream.ts';
import { type Data, rowsOf } from '../models/rows.ts';
import { knownSize } from './known-size.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import type { SymbolicShape } from './symbolic.ts';
import { required, type Weight } from './weight.ts';

export interface NormalizationOptions extends LayerOptions {
  /** The axes that have means and variances of their own; null: one for all. Default −1, the last. */
  readonly axis?: number | readonly number[] | null;
  /** Where the mean is known: a number, or one for each feature. Default: learned by `adapt`. */
  readonly mean?: TensorLike | null;
  readonly variance?: TensorLike | null;
  /** The way back: x · √variance + mean. Default false. */
  readonly invert?: boolean;
}

const numbersRule = nullable(
  matching('numbers', (value) => typeof value === 'number' || typeof value === 'object'),
);

/**
 * (x − mean) / √variance; a deviation of less than 10⁻⁷ counts as that.
 *
 * @example
 * const layer = await new Normalization().adapt([[1], [3]]);
 * layer.apply(tensor([[5]])).toArray(); // [[3]]
 */
export class Normalization extends Layer<NormalizationOptions> {
  static override readonly className: string = 'Normalization';
  static override readonly table: LayerTable = {
    axis: [-1, nullable(anyOf(integer(), listOf(integer())))],
    invert: [false, boolean],
    mean: [null, numbersRule],
    variance: [null, numbersRule],
  };
  #mean: Weight | undefined;
  #variance: Weight | undefined;

  /** @throws HebbError `INVALID_OPTION` for a mean without variance, or the other way round */
  constructor(options: NormalizationOptions = {}) {
    super(options);
    const { mean, variance } = this.settings;
    if ((mean === null) === (variance === null)) return;
    throw new HebbError(
      'INVALID_OPTION',
      `${this.className} '${this.name}' needs both mean and variance, or neither.`,
    );
  }

  override build(inputShape: SymbolicShape): void {
    if (this.settings.mean !== null) return;
    const shape = this.#kept(inputShape.length).map((axis) => knownSize(inputShape, axis));
    this.#mean = this.addWeight({ name: 'mean', shape, initializer: 'zeros', trainable: false });
    this.#variance = this.addWeight({ name: 'variance', shape, initializer: 'ones', trainable: false });
    this.addWeight({ name: 'count', shape: [], initializer: 'zeros', trainable: false, dtype: 'int32' });
  }

  /**
   * Learn mean and variance from data; what was learned before is forgotten.
   *
   * @param data samples, or a stream of batches of them
   */
  async adapt(
    data: Data | AsyncIterable<Data> | (() => AsyncIterable<Data> | Iterable<Data>),
  ): Promise<this> {
    let seen: { mean: Float64Array; variance: Float64Array; count: number } | undefined;
    for await (const batch of piecesOf<Data>(data)) {
      const { values, shape } = rowsOf(batch, 'data');
      this.ensureBuilt(shape);
      const next = this.#moments(values, shape);
      seen = seen === undefined ? next : joined(seen, next);
    }
    if (seen === undefined) throw new HebbError('EMPTY_DATA', 'adapt needs data.');
    const { mean, variance } = seen;
    for (const [weight, numbers] of [
      [this.#mean, mean],
      [this.#variance, variance],
    ] as const) {
      weight?.assign(fromTyped(numbers, weight.shape));
    }
    return this;
  }

  call(x: Tensor): Tensor {
    const { mean: given, variance: square, invert } = this.settings;
    const shape = along(x, this.#kept(x.rank));
    const mean = given === null ? required(this.#mean).value : asTensor(given as TensorLike);
    const variance = square === null ? required(this.#variance).value : asTensor(square as TensorLike);
    const lie = (numbers: Tensor): Tensor =>
      numbers.size === 1 ? numbers.reshape([]).cast(this.dtype) : numbers.reshape(shape).cast(this.dtype);
    const deviation = lie(variance).sqrt().maximum(1e-7);
    const y = x.cast(this.dtype);
    return invert ? y.mul(deviation).add(lie(mean)) : y.sub(lie(mean)).div(deviation);
  }

  /** The axes that have means of their own, in order. */
  #kept(rank: number): number[] {
    const { axis } = this.settings;
    if (axis === null) return [];
    return (typeof axis === 'number' ? [axis] : axis)
      .map((one) => resolveAxis(one, rank))
      .sort((a, b) => a - b);
  }

  #moments(
    values: ArrayLike<number>,
    shape: Shape,
  ): { mean: Float64Array; variance: Float64Array; count: number } {
    const kept = this.#kept(shape.length);
    const x = fromTyped(Float64Array.from(values), shape);
    const axes = [...shape.keys()].filter((k) => !kept.includes(k));
    const mean = x.mean(axes, { keepDims: true });
    const variance = x.sub(mean).square().mean(axes);
    const count = sizeOf(axes.map((axis) => shape[axis]));
    return { mean: mean.values as Float64Array, variance: variance.values as Float64Array, count };
  }
}

/** Moments of two sets of rows together. */
function joined(
  a: { mean: Float64Array; variance: Float64Array; count: number },
  b: { mean: Float64Array; variance: Float64Array; count: number },
): { mean: Float64Array; variance: Float64Array; count: number } {
  const count = a.count + b.count;
  const [p, q] = [a.count / count, b.count / count];
  const mean = a.mean.map((m, i) => p * m + q * b.mean[i]);
  const variance = a.variance.map(
    (v, i) => p * (v + (a.mean[i] - mean[i]) ** 2) + q * (b.variance[i] + (b.mean[i] - mean[i]) ** 2),
  );
  return { mean, variance, count };
}

function along(x: Tensor, axes: readonly number[]): Shape {
  return x.shape.map((size, k) => (axes.includes(k) ? size : 1));
}
