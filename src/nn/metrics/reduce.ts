/** How values of samples and their weights become sums, by Keras's rules. */
import { HebbError } from '../../core/errors.ts';
import { sameShape, sameUpToLastOne, showShape } from '../../core/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';

/** One value for each sample, and one weight where there are weights; both float64. */
export interface Samples {
  readonly values: Tensor;
  readonly weights: Tensor | undefined;
}

/**
 * Values (batch × …) and weights brought to one number for each sample: values are averaged, or summed up, over the
 * axes that weights do not have, weighed, and then over all axes but the first.
 */
export function samplesOf(values: Tensor, sampleWeight: Tensor | undefined, by: 'mean' | 'sum'): Samples {
  const over = (x: Tensor, from: number): Tensor => {
    const axes = [...x.shape.keys()].slice(from);
    if (axes.length === 0) return x;
    return by === 'mean' ? x.mean(axes) : x.sum(axes);
  };
  const own = values.cast('float64');
  if (sampleWeight === undefined) return { values: over(own, 1), weights: undefined };
  const [fitting, weights] = inOneRank(own, sampleWeight.cast('float64'));
  const coarse = over(fitting, weights.rank);
  const stretched = weights.broadcastTo(coarse.shape);
  return { values: over(coarse.mul(stretched), 1), weights: over(stretched, 1) };
}

/** A vector of scalars, in float64. */
export function vectorOf(scalars: readonly Tensor[]): Tensor {
  return Tensor.concat(scalars.map((scalar) => scalar.cast('float64').reshape([1])));
}

/** x / y, but 0 where y is 0. */
export function divideNoNaN(x: number, y: number): number {
  return y === 0 ? 0 : x / y;
}

/** A last axis of size 1 that only one of the two has is dropped, or given to the other. */
function inOneRank(values: Tensor, weights: Tensor): [Tensor, Tensor] {
  const more = values.rank - weights.rank;
  if (more === 1 && values.shape.at(-1) === 1) {
    return weights.rank === 0 ? [values.reshape([]), weights] : [values, weights.expandDims(-1)];
  }
  if (more === -1 && weights.shape.at(-1) === 1) return [values, weights.reshape(weights.shape.slice(0, -1))];
  return [values, weights];
}

/**
 * Targets in the type of the predictions and, by a last axis of size 1 more or less, in their rank.
 *
 * @throws HebbError `SHAPE_MISMATCH` for any other shape
 */
export function likePredictions(yTrue: Tensor, yPred: Tensor, name: string): Tensor {
  const targets = yTrue.cast(yPred.dtype);
  if (sameShape(targets.shape, yPred.shape)) return targets;
  if (sameUpToLastOne(targets.shape, yPred.shape)) return targets.reshape(yPred.shape);
  throw new HebbError(
    'SHAPE_MISMATCH',
    `${name} needs targets of the predictions' shape ${showShape(yPred.shape)}, got ${showShape(yTrue.shape)}.`,
  );
}
