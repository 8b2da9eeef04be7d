/** Where a model begins: a layer without weights whose output is the symbolic tensor of what will be given. */
import type { DType } from '../../core/dtype.ts';
import { matching, oneOf, type Rule } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { isShape, type SymbolicShape, SymbolicTensor } from './symbolic.ts';

export interface InputOptions {
  /** Default: `input_layer`, numbered. */
  readonly name?: string | null;
  /** Type of the elements; int32 for numbers of classes and the like. Default float32. */
  readonly dtype?: DType;
}

interface InputLayerOptions extends Omit<LayerOptions, 'dtype'> {
  /** The shape of what is given, the batch first: null. */
  readonly batchShape: SymbolicShape;
  readonly dtype?: DType;
}

const shapeRule: Rule = matching('a shape', (value) => isShape(value as SymbolicShape));

/**
 * The layer behind `Input`.
 *
 * @example
 * new InputLayer({ batchShape: [null, 3] }).output.shape; // [null, 3]
 */
export class InputLayer extends Layer<LayerOptions> {
  static override readonly className: string = 'InputLayer';
  static override readonly table: LayerTable = {
    batchShape: [undefined, shapeRule],
    dtype: ['float32', oneOf('float32', 'float64', 'int32', 'bool')],
    sparse: [false, oneOf(false)],
    ragged: [false, oneOf(false)],
    optional: [false, oneOf(false)],
  };
  readonly output: SymbolicTensor;

  constructor(options: InputLayerOptions) {
    super(options as LayerOptions);
    const { batchShape, dtype = 'float32' } = options;
    this.output = new SymbolicTensor(batchShape, dtype, this, 0, 0);
    this.nodes.push({ layer: this, inputs: [], outputs: this.output });
    this.ensureBuilt(batchShape);
  }

  protected override contents(): Readonly<Record<string, unknown>> {
    return { dtype: this.output.dtype, trainable: undefined };
  }

  call(x: Tensor): Tensor {
    return x;
  }
}

/**
 * The symbolic tensor that stands for what a model will be given.
 *
 * @param shape of one sample: without the batch; null for sizes that may differ
 * @throws HebbError `INVALID_OPTION` for what is no shape
 * @example
 * const x = Input([8]);
 * const y = new Dense(1).apply(x);
 * new Model({ inputs: x, outputs: y }).countParams(); // 9
 */
export function Input(shape: SymbolicShape, options?: InputOptions): SymbolicTensor;
export function Input(options: InputOptions & { readonly shape: SymbolicShape }): SymbolicTensor;
export function Input(
  given: SymbolicShape | (InputOptions & { readonly shape: SymbolicShape }),
  options: InputOptions = {},
): SymbolicTensor {
  const { shape, ...rest } = 'shape' in given ? given : { ...options, shape: given };
  return new InputLayer({ ...rest, batchShape: [null, ...shape] }).output;
}
