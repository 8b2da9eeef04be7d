/** Layers that make one tensor of several of the same shape, element by element. Shapes that differ are broadcast. */
import { HebbError } from '../../core/errors.ts';
import { integer } from '../../core/options.ts';
import { resolveAxis, type Shape } from '../../core/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';

/** What these layers have in common: a list of tensors comes in, of whatever rank, with the batch in front. */
abstract class Merge extends Layer {
  /** Two tensors, or what was made of the first ones and the next. */
  protected abstract join(a: Tensor, b: Tensor, all: readonly Tensor[]): Tensor;
  /** What is made of the last result; itself, where absent. */
  protected finish?(joined: Tensor, count: number): Tensor;

  call(inputs: readonly Tensor[]): Tensor {
    const list = listOfTensors(this, inputs, 2);
    const rank = Math.max(...list.map((x) => x.rank));
    const ranked = list.map((x) => x.reshape(inRank(x.shape, rank)));
    const joined = ranked.reduce((a, b) => this.join(a, b, ranked));
    return this.finish?.(joined, list.length) ?? joined;
  }
}

/** The batch stays in front; axes of size 1 are put behind it. */
function inRank([batch, ...rest]: Shape, rank: number): Shape {
  return [batch, ...new Array<number>(rank - 1 - rest.length).fill(1), ...rest];
}

function listOfTensors({ className, name }: Layer, inputs: unknown, least: number): readonly Tensor[] {
  const list = Array.isArray(inputs) ? (inputs as readonly Tensor[]) : [];
  if (list.length >= least) return list;
  throw new HebbError(
    'LENGTH_MISMATCH',
    `${className} '${name}' takes a list of at least ${least} tensors, got ${list.length || 'a single one'}.`,
  );
}

/**
 * a + b + …
 *
 * @example
 * new Add().apply([tensor([[1, 2]]), tensor([[3, 4]])]).toArray(); // [[4, 6]]
 */
export class Add extends Merge {
  static override readonly className: string = 'Add';
  protected join(a: Tensor, b: Tensor): Tensor {
    return a.add(b);
  }
}

/**
 * a − b, of exactly two.
 *
 * @example
 * new Subtract().apply([tensor([[1, 2]]), tensor([[3, 4]])]).toArray(); // [[-2, -2]]
 */
export class Subtract extends Merge {
  static override readonly className: string = 'Subtract';
  protected join(a: Tensor, b: Tensor, all: readonly Tensor[]): Tensor {
    if (all.length === 2) return a.sub(b);
    throw new HebbError('LENGTH_MISMATCH', `Subtract '${this.name}' takes two tensors, got ${all.length}.`);
  }
}

/**
 * a · b · …, element by element.
 *
 * @example
 * new Multiply().apply([tensor([[1, 2]]), tensor([[3, 4]])]).toArray(); // [[3, 8]]
 */
export class Multiply extends Merge {
  static override readonly className: string = 'Multiply';
  protected join(a: Tensor, b: Tensor): Tensor {
    return a.mul(b);
  }
}

/**
 * The mean of all.
 *
 * @example
 * new Average().apply([tensor([[1, 2]]), tensor([[3, 4]])]).toArray(); // [[2, 3]]
 */
export class Average extends Merge {
  static override readonly className: string = 'Average';
  protected join(a: Tensor, b: Tensor): Tensor {
    return a.add(b);
  }
  protected override finish(joined: Tensor, count: number): Tensor {
    return joined.div(count);
  }
}

/**
 * The largest of each.
 *
 * @example
 * new Maximum().apply([tensor([[1, 5]]), tensor([[3, 2]])]).toArray(); // [[3, 5]]
 */
export class Maximum extends Merge {
  static override readonly className: string = 'Maximum';
  protected join(a: Tensor, b: Tensor): Tensor {
    return a.maximum(b);
  }
}

/**
 * The smallest of each.
 *
 * @example
 * new Minimum().apply([tensor([[1, 5]]), tensor([[3, 2]])]).toArray(); // [[1, 2]]
 */
export class Minimum extends Merge {
  static override readonly className: string = 'Minimum';
  protected join(a: Tensor, b: Tensor): Tensor {
    return a.minimum(b);
  }
}

export interface ConcatenateOptions extends LayerOptions {
  /** Default −1, the last. */
  readonly axis?: number;
}

/**
 * One after the other along an axis.
 *
 * @example
 * new Concatenate().apply([tensor([[1, 2]]), tensor([[3]])]).toArray(); // [[1, 2, 3]]
 */
export class Concatenate extends Layer<ConcatenateOptions> {
  static override readonly className: string = 'Concatenate';
  static override readonly table: LayerTable = { axis: [-1, integer()] };

  constructor(options: ConcatenateOptions = {}) {
    super(options);
  }

  call(inputs: readonly Tensor[]): Tensor {
    const list = listOfTensors(this as Layer, inputs, 1);
    return Tensor.concat(list, resolveAxis(this.settings.axis, list[0].rank));
  }
}
