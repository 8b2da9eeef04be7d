/**
 * A weight of a layer: a variable with a name, and the numbers it holds now. A program that trains keeps newer
 * numbers in the memory of its engine; they come home when somebody looks, and go out when somebody set them here.
 * It knows neither layers nor how weights are trained.
 */
import type { DType, TypedArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { type Shape, sameShape, showShape } from '../../core/shape.ts';
import { asTensor, type TensorInput, variable } from '../../tensor/creation.ts';
import type { Program } from '../../tensor/program.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';

/** What a weight is besides its numbers. */
export interface WeightOptions {
  /** Does training change it? */
  readonly trainable: boolean;
  readonly regularizer?: Regularizer | null | undefined;
  readonly constraint?: Constraint | null | undefined;
}

/**
 * A named variable of a layer.
 *
 * @example
 * const weight = new Weight('scale', tensor([2, 3]), { trainable: true });
 * weight.assign([4, 5]);
 * weight.values; // [4, 5]
 */
export class Weight {
  /** As the layer calls it: `kernel`. */
  readonly name: string;
  /** With the names of the layers around it: `sequential/dense/kernel`. A model from a file keeps those it had. */
  path: string;
  /** Changed by training, unless it or its layer is frozen. */
  trainable: boolean;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
  readonly #tensor: Tensor;
  readonly #numbers: TypedArray;
  #version = 0;
  /** The program that has newer numbers than are here. */
  #ahead: Program | undefined;

  /** @param start a variable, which it is from now on, or a tensor that a new variable begins with */
  constructor(path: string, start: Tensor, { trainable, regularizer, constraint }: WeightOptions) {
    this.path = path;
    this.name = path.slice(path.lastIndexOf('/') + 1);
    this.trainable = trainable;
    this.regularizer = regularizer ?? undefined;
    this.constraint = constraint ?? undefined;
    this.#tensor = start.source.kind === 'variable' ? start : variable(start);
    this.#numbers = this.#tensor.values;
  }

  get shape(): Shape {
    return this.#tensor.shape;
  }

  get dtype(): DType {
    return this.#tensor.dtype;
  }

  get size(): number {
    return this.#tensor.size;
  }

  /** The variable, for formulas; looked at, it shows the numbers of now. */
  get value(): Tensor {
    this.#comeHome();
    return this.#tensor;
  }

  /** The numbers as they are now, row-major: a copy. */
  get values(): TypedArray {
    this.#comeHome();
    return this.#numbers.slice();
  }

  /** Counts changes: who has numbers of another version has old ones. */
  get version(): number {
    return this.#version;
  }

  /**
   * Set the numbers.
   * @throws HebbError `SHAPE_MISMATCH` for another shape
   */
  assign(values: TensorInput): void {
    const given = asTensor(values);
    if (!sameShape(given.shape, this.shape)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `${this.path} has shape ${showShape(this.shape)}, got numbers of shape ${showShape(given.shape)}.`,
      );
    }
    this.#numbers.set(given.values);
    this.#ahead = undefined;
    this.#version++;
  }

  /** A program has changed it; its numbers are read when they are asked for. */
  changedBy(program: Program): void {
    this.#ahead = program;
    this.#version++;
  }

  /** A program is over: what it knows better comes home. */
  leave(program: Program): void {
    if (this.#ahead === program) this.#comeHome();
  }

  #comeHome(): void {
    if (this.#ahead === undefined) return;
    this.#numbers.set(this.#ahead.read(this.#tensor));
    this.#ahead = undefined;
  }
}

/** A weight that `build` has made. */
export function required(weight: Weight | undefined): Weight {
  if (weight === undefined) throw new Error('internal: a layer was called before it was built');
  return weight;
}
