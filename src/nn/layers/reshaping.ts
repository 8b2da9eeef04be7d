/** Layers that see the same numbers under another shape. */
import { HebbError } from '../../core/errors.ts';
import { integer, listOf, nullable, oneOf } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';

/**
 * All axes but the batch in one: (batch, a, b, …) → (batch, a·b·…).
 *
 * @example
 * new Flatten().apply(tensor([[[1, 2], [3, 4]]])).shape; // [1, 4]
 */
export class Flatten extends Layer {
  static override readonly className: string = 'Flatten';
  static override readonly table: LayerTable = {
    dataFormat: ['channels_last', nullable(oneOf('channels_last'))],
  };

  call(x: Tensor): Tensor {
    return x.reshape([x.shape[0], x.size / (x.shape[0] || 1)]);
  }
}

interface ReshapeSettings extends LayerOptions {
  readonly targetShape: readonly number[];
}

/**
 * (batch, …) → (batch, …targetShape); one size may be −1 and is computed.
 *
 * @example
 * new Reshape([2, -1]).apply(tensor([[1, 2, 3, 4]])).shape; // [1, 2, 2]
 */
export class Reshape extends Layer<ReshapeSettings> {
  static override readonly className: string = 'Reshape';
  static override readonly table: LayerTable = { targetShape: [undefined, listOf(integer({ min: -1 }))] };

  constructor(targetShape: readonly number[] | ReshapeSettings, options: LayerOptions = {}) {
    super('targetShape' in targetShape ? targetShape : ({ ...options, targetShape } as LayerOptions));
  }

  call(x: Tensor): Tensor {
    return x.reshape([x.shape[0], ...this.settings.targetShape]);
  }
}

interface PermuteSettings extends LayerOptions {
  readonly dims: readonly number[];
}

/**
 * Axes in another order, counted from 1; the batch stays in front.
 *
 * @example
 * new Permute([2, 1]).apply(tensor([[[1, 2, 3]]])).shape; // [1, 3, 1]
 */
export class Permute extends Layer<PermuteSettings> {
  static override readonly className: string = 'Permute';
  static override readonly table: LayerTable = { dims: [undefined, listOf(integer({ min: 1 }))] };

  constructor(dims: readonly number[] | PermuteSettings, options: LayerOptions = {}) {
    super('dims' in dims ? dims : ({ ...options, dims } as LayerOptions));
  }

  call(x: Tensor): Tensor {
    return x.transpose([0, ...this.settings.dims]);
  }
}

interface RepeatVectorSettings extends LayerOptions {
  readonly n: number;
}

/**
 * (batch, features) → (batch, n, features), n times the same.
 *
 * @example
 * new RepeatVector(2).apply(tensor([[1, 2]])).toArray(); // [[[1, 2], [1, 2]]]
 */
export class RepeatVector extends Layer<RepeatVectorSettings> {
  static override readonly className: string = 'RepeatVector';
  static override readonly table: LayerTable = { n: [undefined, integer({ min: 1 })] };

  constructor(n: number | RepeatVectorSettings, options: LayerOptions = {}) {
    super(typeof n === 'number' ? ({ ...options, n } as LayerOptions) : n);
  }

  call(x: Tensor): Tensor {
    if (x.rank !== 2) throw new HebbError('SHAPE_MISMATCH', `RepeatVector takes rank 2, got rank ${x.rank}.`);
    const [batch, features] = x.shape;
    return x.expandDims(1).broadcastTo([batch, this.settings.n, features]);
  }
}
