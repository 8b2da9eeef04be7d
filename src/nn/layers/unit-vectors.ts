/** Vectors of length 1. */
import type { Tensor } from '../../tensor/tensor.ts';

/** x divided by its length along the axes, which counts as `shortest` where it is less. */
export function unitVectors(x: Tensor, axes: readonly number[], shortest: number): Tensor {
  return x.div(
    x
      .square()
      .sum(axes, { keepDims: true })
      .maximum(shortest ** 2)
      .sqrt(),
  );
}
