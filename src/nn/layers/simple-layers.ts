/** Layers without weights that do one small thing: nothing, a function, a penalty, a scale. */
import { anyOf, listOf, matching, oneOf, real } from '../../core/options.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { L1L2 } from '../regularizers/regularizer.ts';
import { type CallOptions, Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import type { Structure } from './symbolic.ts';

/**
 * What came in.
 *
 * @example
 * new Identity().apply(tensor([1, 2])).toArray(); // [1, 2]
 */
export class Identity extends Layer {
  static override readonly className: string = 'Identity';

  call(x: Structure<Tensor>): Structure<Tensor> {
    return x;
  }
}

/** A function of tensors; with several inputs it is given their list. */
export type LambdaFunction = (inputs: never, options: CallOptions) => Tensor;

interface LambdaSettings extends LayerOptions {
  readonly function: LambdaFunction;
}

/**
 * Any function of tensors as a layer. A model with one can be trained, but not be saved as a file.
 *
 * @example
 * new Lambda((x: Tensor) => x.mul(2)).apply(tensor([1, 2])).toArray(); // [2, 4]
 */
export class Lambda extends Layer<LambdaSettings> {
  static override readonly className: string = 'Lambda';
  static override readonly table: LayerTable = {
    function: [undefined, matching('a function', (value) => typeof value === 'function')],
  };

  constructor(fn: LambdaFunction | LambdaSettings, options: LayerOptions = {}) {
    super(typeof fn === 'function' ? ({ ...options, function: fn } as LayerOptions) : fn);
  }

  call(inputs: Structure<Tensor>, options: CallOptions): Tensor {
    return this.settings.function(inputs as never, options);
  }
}

export interface ActivityRegularizationOptions extends LayerOptions {
  /** Factor of Σ|x|. Default 0. */
  readonly l1?: number;
  /** Factor of Σx². Default 0. */
  readonly l2?: number;
}

/**
 * What came in, at a price: l1 · Σ|x| + l2 · Σx², divided by the batch's size, is added to the loss.
 *
 * @example
 * new ActivityRegularization({ l1: 0.1 }).apply(tensor([[1, 2]])).toArray(); // [[1, 2]]
 */
export class ActivityRegularization extends Layer<ActivityRegularizationOptions> {
  static override readonly className: string = 'ActivityRegularization';
  static override readonly table: LayerTable = { l1: [0, real({ min: 0 })], l2: [0, real({ min: 0 })] };

  constructor(options: ActivityRegularizationOptions = {}) {
    super(options);
    const { l1, l2 } = this.settings;
    this.activityRegularizer = new L1L2({ l1, l2 });
  }

  call(x: Tensor): Tensor {
    return x;
  }
}

export interface RescalingOptions extends LayerOptions {
  /** Added afterwards: a number, or one for each feature. Default 0. */
  readonly offset?: number | readonly number[];
}

type RescalingSettings = RescalingOptions & { readonly scale: number | readonly number[] };

const factors = anyOf(real(), listOf(real()));

/**
 * x · scale + offset.
 *
 * @example
 * new Rescaling(0.5, { offset: 1 }).apply(tensor([2, 4])).toArray(); // [2, 3]
 */
export class Rescaling extends Layer<RescalingSettings> {
  static override readonly className: string = 'Rescaling';
  static override readonly table: LayerTable = { scale: [undefined, factors], offset: [0, factors] };

  constructor(scale: number | readonly number[] | RescalingSettings, options: RescalingOptions = {}) {
    const isScale = typeof scale === 'number' || Array.isArray(scale);
    super(isScale ? ({ ...options, scale } as RescalingOptions) : (scale as RescalingSettings));
  }

  call(x: Tensor): Tensor {
    const { scale, offset } = this.settings;
    const operand = (given: number | readonly number[]): Tensor | number =>
      typeof given === 'number'
        ? given
        : fromTyped(Float64Array.from(given), [given.length]).cast(this.dtype);
    return x.cast(this.dtype).mul(operand(scale)).add(operand(offset));
  }
}

const poolingTable: LayerTable = {
  dataFormat: ['channels_last', oneOf('channels_last')],
  keepdims: [false, oneOf(false)],
};

/**
 * The mean over the steps: (batch, steps, features) → (batch, features); of those that the mask keeps, where there is one.
 *
 * @example
 * new GlobalAveragePooling1D().apply(tensor([[[1, 2], [3, 6]]])).toArray(); // [[2, 4]]
 */
export class GlobalAveragePooling1D extends Layer {
  static override readonly className: string = 'GlobalAveragePooling1D';
  static override readonly table: LayerTable = poolingTable;

  call(x: Tensor, { mask }: CallOptions): Tensor {
    if (mask === undefined) return x.mean(1);
    const kept = mask.cast(x.dtype).expandDims(2);
    return x.mul(kept).sum(1).div(kept.sum(1));
  }
}

/**
 * The largest over the steps: (batch, steps, features) → (batch, features).
 *
 * @example
 * new GlobalMaxPooling1D().apply(tensor([[[1, 6], [3, 2]]])).toArray(); // [[3, 6]]
 */
export class GlobalMaxPooling1D extends Layer {
  static override readonly className: string = 'GlobalMaxPooling1D';
  static override readonly table: LayerTable = poolingTable;

  call(x: Tensor): Tensor {
    return x.max(1);
  }
}
