/** Vectors for whole numbers, such as words and categories. */

import { isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { boolean, integer, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { ConstraintOption } from '../constraints/constraint-named.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { InitializerOption } from '../initializers/initializer-named.ts';
import { RandomUniform } from '../initializers/random-initializers.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import type { RegularizerOption } from '../regularizers/regularizer-named.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { constraintEntry, initializerEntry, regularizerEntry } from './option-entries.ts';
import { required, type Weight } from './weight.ts';

export interface EmbeddingOptions extends LayerOptions {
  /** Default `'uniform'`: ± 0.05. */
  readonly embeddingsInitializer?: InitializerOption;
  readonly embeddingsRegularizer?: RegularizerOption | null;
  readonly embeddingsConstraint?: ConstraintOption | null;
  /** Does 0 stand for nothing, so that layers behind leave such steps out? Default false. */
  readonly maskZero?: boolean;
}

interface EmbeddingSizes {
  readonly inputDim: number;
  readonly outputDim: number;
}

interface EmbeddingSettings extends LayerOptions, EmbeddingSizes {
  readonly embeddingsInitializer: Initializer;
  readonly embeddingsRegularizer: Regularizer | null;
  readonly embeddingsConstraint: Constraint | null;
  readonly maskZero: boolean;
}

/**
 * Row x of a learned table: whole numbers of any shape → … × outputDim.
 *
 * @example
 * new Embedding(10, 4).apply(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // [1, 3, 4]
 */
export class Embedding extends Layer<EmbeddingSettings> {
  static override readonly className: string = 'Embedding';
  static override readonly table: LayerTable = {
    inputDim: [undefined, integer({ min: 1 })],
    outputDim: [undefined, integer({ min: 1 })],
    embeddingsInitializer: initializerEntry(new RandomUniform()),
    embeddingsRegularizer: regularizerEntry,
    activityRegularizer: regularizerEntry,
    embeddingsConstraint: constraintEntry,
    maskZero: [false, boolean],
  };
  #table: Weight | undefined;

  /**
   * @param inputDim how many different numbers there are: 0 … inputDim − 1
   * @param outputDim length of the vectors
   */
  constructor(
    inputDim: number | (EmbeddingOptions & EmbeddingSizes),
    outputDim?: number,
    options: EmbeddingOptions = {},
  ) {
    super(
      typeof inputDim === 'number' ? ({ ...options, inputDim, outputDim } as EmbeddingOptions) : inputDim,
    );
  }

  override build(): void {
    const { inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint } =
      this.settings;
    this.#table = this.addWeight({
      name: 'embeddings',
      shape: [inputDim, outputDim],
      initializer: embeddingsInitializer,
      regularizer: embeddingsRegularizer,
      constraint: embeddingsConstraint,
    });
  }

  /** @throws HebbError `INVALID_VALUE` for numbers that have no row, where they are known */
  call(x: Tensor): Tensor {
    const indices = isFloat(x.dtype) ? x.cast('int32') : x;
    if (x.source.kind === 'values') this.#check(indices.values);
    return required(this.#table).value.gather(indices);
  }

  override computeMask(x: Tensor): Tensor | undefined {
    return this.settings.maskZero ? x.notEqual(0) : undefined;
  }

  #check(indices: ArrayLike<number>): void {
    const { inputDim } = this.settings;
    for (let i = 0; i < indices.length; i++) {
      if (indices[i] >= 0 && indices[i] < inputDim) continue;
      throw new HebbError('INVALID_VALUE', `${indices[i]} is not one of 0 … ${inputDim - 1}.`);
    }
  }
}

interface MaskingSettings extends LayerOptions {
  readonly maskValue: number;
}

/**
 * Leaves out the steps at which all features are maskValue: they become 0, and layers behind don't count them.
 *
 * @example
 * new Masking().apply(tensor([[[1], [0]]])).shape; // [1, 2, 1]
 */
export class Masking extends Layer<MaskingSettings> {
  static override readonly className: string = 'Masking';
  static override readonly table: LayerTable = { maskValue: [0, real()] };

  constructor(options: Partial<MaskingSettings> = {}) {
    super(options);
  }

  call(x: Tensor): Tensor {
    return x.mul(this.computeMask(x).expandDims(-1).cast(x.dtype));
  }

  override computeMask(x: Tensor): Tensor {
    return x.notEqual(this.settings.maskValue).cast('float32').max(-1).notEqual(0);
  }
}
