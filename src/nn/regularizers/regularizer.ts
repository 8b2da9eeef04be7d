/** What a regularizer is, and Keras's: penalties on large weights, and on rows or columns that are alike. */
import { HebbError } from '../../core/errors.ts';
import { oneOf, real } from '../../core/options.ts';
import { showShape } from '../../core/shape.ts';
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import { Configured, type OptionTable } from '../configured.ts';

/**
 * What is added to the loss for a weight, or for what a layer puts out.
 *
 * @example
 * new L2(0.01).penalty(tensor([3, 4])).item(); // 0.25
 */
export abstract class Regularizer<Options extends object = object> extends Configured<Options> {
  readonly module: string = 'keras.regularizers';

  constructor(options: Options = {} as Options) {
    super(options);
  }

  /** A scalar of the tensor's type. */
  abstract penalty(w: Tensor): Tensor;
}

export interface L1Options {
  /** Default 0.01. */
  readonly l1?: number;
}

export interface L2Options {
  /** Default 0.01. */
  readonly l2?: number;
}

export interface L1L2Options {
  /** Default 0. */
  readonly l1?: number;
  /** Default 0. */
  readonly l2?: number;
}

export interface OrthogonalRegularizerOptions {
  /** Default 0.01. */
  readonly factor?: number;
  /** Which are to be orthogonal. Default `'rows'`. */
  readonly mode?: 'rows' | 'columns';
}

/**
 * l1 · Σ|w|
 *
 * @example
 * new L1(0.1).penalty(tensor([3, -4])).item(); // close to 0.7
 */
export class L1 extends Regularizer<L1Options> {
  readonly className: string = 'L1';
  protected readonly table: OptionTable<L1Options> = { l1: [0.01, real({ min: 0 })] };

  constructor(l1: number | L1Options = {}) {
    super(typeof l1 === 'number' ? { l1 } : l1);
  }

  penalty(w: Tensor): Tensor {
    return magnitude(w).sum().mul(this.settings.l1);
  }
}

/**
 * l2 · Σw²
 *
 * @example
 * new L2(0.1).penalty(tensor([3, -4])).item(); // close to 2.5
 */
export class L2 extends Regularizer<L2Options> {
  readonly className: string = 'L2';
  protected readonly table: OptionTable<L2Options> = { l2: [0.01, real({ min: 0 })] };

  constructor(l2: number | L2Options = {}) {
    super(typeof l2 === 'number' ? { l2 } : l2);
  }

  penalty(w: Tensor): Tensor {
    return w.square().sum().mul(this.settings.l2);
  }
}

/**
 * l1 · Σ|w| + l2 · Σw²
 *
 * @example
 * new L1L2({ l1: 0.1, l2: 0.2 }).penalty(tensor([1, -2])).item(); // 1.3
 */
export class L1L2 extends Regularizer<L1L2Options> {
  readonly className: string = 'L1L2';
  protected readonly table: OptionTable<L1L2Options> = {
    l1: [0, real({ min: 0 })],
    l2: [0, real({ min: 0 })],
  };

  penalty(w: Tensor): Tensor {
    const { l1, l2 } = this.settings;
    return magnitude(w).sum().mul(l1).add(w.square().sum().mul(l2));
  }
}

/**
 * factor times the mean |cosine| of the angles between the rows, or columns, of a matrix. Brock et al. 2017.
 *
 * @example
 * new OrthogonalRegularizer({ factor: 1 }).penalty(tensor([[3, 0], [0, 2]])).item(); // 0
 */
export class OrthogonalRegularizer extends Regularizer<OrthogonalRegularizerOptions> {
  readonly className: string = 'OrthogonalRegularizer';
  protected readonly table: OptionTable<OrthogonalRegularizerOptions> = {
    factor: [0.01, real({ min: 0 })],
    mode: ['rows', oneOf('rows', 'columns')],
  };

  /** @throws HebbError `SHAPE_MISMATCH` for anything but a matrix */
  penalty(w: Tensor): Tensor {
    if (w.rank !== 2) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `OrthogonalRegularizer takes matrices only, got shape ${showShape(w.shape)}.`,
      );
    }
    const { factor, mode } = this.settings;
    const rows = mode === 'rows' ? w : w.transpose();
    const [count] = rows.shape;
    const lengths = rows.square().sum(1, { keepDims: true }).maximum(SHORTEST).sqrt();
    const unit = rows.div(lengths);
    const others = Float64Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 0 : 1));
    const cosines = unit
      .matmul(unit, { transposeB: true })
      .mul(fromTyped(others, [count, count]).cast(w.dtype));
    const pairs = (count * (count - 1)) / 2;
    return magnitude(cosines)
      .sum()
      .mul(factor / 2)
      .div(Tensor.scalar(pairs, w.dtype));
  }
}

/** |w|, whose derivative at 0 is 1, as that of Keras's numbers (on JAX): a weight that starts at 0 moves. */
function magnitude(w: Tensor): Tensor {
  return w.less(0).where(w.neg(), w);
}

/** The square of the shortest length that vectors are divided by. */
const SHORTEST = 1e-12;
