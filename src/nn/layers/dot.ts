/** Products of two tensors, sample by sample. */
import { HebbError } from '../../core/errors.ts';
import { anyOf, boolean, integer, listOf } from '../../core/options.ts';
import { resolveAxis, showShape } from '../../core/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { unitVectors } from './unit-vectors.ts';

export interface DotOptions extends LayerOptions {
  /** Divide both by their lengths first, so that cosines come out. Default false. */
  readonly normalize?: boolean;
}

type DotSettings = DotOptions & { readonly axes: number | readonly number[] };

/**
 * Σ over an axis of both, for each sample: (batch, …, k) and (batch, …, k) → (batch, …); of two vectors
 * (batch, 1).
 *
 * @example
 * new Dot(1).apply([tensor([[1, 2]]), tensor([[3, 4]])]).toArray(); // [[11]]
 */
export class Dot extends Layer<DotSettings> {
  static override readonly className: string = 'Dot';
  static override readonly table: LayerTable = {
    axes: [undefined, anyOf(integer(), listOf(integer()))],
    normalize: [false, boolean],
  };

  /** @param axes the axis to sum over, or that of each of the two */
  constructor(axes: number | readonly number[] | DotSettings, options: DotOptions = {}) {
    const isAxes = typeof axes === 'number' || Array.isArray(axes);
    super(isAxes ? ({ ...options, axes } as DotOptions) : (axes as DotSettings));
  }

  call([a, b]: readonly Tensor[]): Tensor {
    const { axes, normalize } = this.settings;
    const [i, j] = typeof axes === 'number' ? [axes, axes] : axes;
    const left = sampleMatrices(a, i, normalize);
    const right = sampleMatrices(b, j, normalize);
    const [batch, , k] = left.shape;
    const [, , other] = right.shape;
    if (k !== other || batch !== right.shape[0]) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `axes ${i} and ${j} of shapes ${showShape(a.shape)} and ${showShape(b.shape)} differ in size.`,
      );
    }
    const sums = left.expandDims(2).mul(right.expandDims(1)).sum(-1);
    const rest = [...others(a, i), ...others(b, j)];
    return sums.reshape(rest.length === 0 ? [batch, 1] : [batch, ...rest]);
  }
}

/** Sizes of all axes but the batch and the one that is summed over. */
function others(x: Tensor, axis: number): number[] {
  const at = resolveAxis(axis, x.rank);
  return x.shape.filter((_, k) => k !== 0 && k !== at);
}

/** (batch, everything else, k) */
function sampleMatrices(x: Tensor, axis: number, normalize: boolean): Tensor {
  const at = resolveAxis(axis, x.rank);
  const unit = normalize ? unitVectors(x, [at], 1e-7) : x;
  const order = [...x.shape.keys()].filter((k) => k !== at).concat(at);
  const moved = unit.transpose(order);
  return moved.reshape([x.shape[0], -1, x.shape[at]]);
}
