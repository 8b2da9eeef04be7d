/**
 * Softmax and its logarithm along the last axis, composed of the operations below them and shifted by the
 * row's maximum so that nothing overflows. Their gradients are the short textbook forms.
 */
import { isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { CompositeOperation, Spec } from '../operation.ts';

function likeInput([x]: readonly Spec[]): Spec {
  if (x.shape.length === 0) throw new HebbError('SHAPE_MISMATCH', 'softmax needs an axis, got a scalar.');
  return { shape: x.shape, dtype: isFloat(x.dtype) ? x.dtype : 'float64' };
}

/** e^(xᵢ − m) / Σⱼ e^(xⱼ − m), m = max x; gradient y (g − Σ g y). */
export const softmax: CompositeOperation = {
  kind: 'composite',
  name: 'softmax',
  result: likeInput,
  forward([x]) {
    const e = x.sub(x.max(-1, { keepDims: true })).exp();
    return e.div(e.sum(-1, { keepDims: true }));
  },
  gradient: ({ output: y }, g) => [y.mul(g.sub(g.mul(y).sum(-1, { keepDims: true })))],
};

/** x − m − log Σⱼ e^(xⱼ − m); gradient g − softmax(x) Σ g. */
export const logSoftmax: CompositeOperation = {
  kind: 'composite',
  name: 'logSoftmax',
  result: likeInput,
  forward([x]) {
    const shifted = x.sub(x.max(-1, { keepDims: true }));
    return shifted.sub(shifted.exp().sum(-1, { keepDims: true }).log());
  },
  gradient: ({ output: y }, g) => [g.sub(y.exp().mul(g.sum(-1, { keepDims: true })))],
};
