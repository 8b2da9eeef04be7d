/**
 * What the network is trained on: features and encoded targets as dense blocks of one float type, with the
 * rows' weights. It knows nothing of labels or networks.
 */
import { copyRows } from '../../core/copy-rows.ts';
import { allocate, dtypeOf, type FloatArray, type FloatDType, inType } from '../../core/dtype.ts';
import type { Matrix } from '../../core/matrix.ts';

export interface TrainingSet {
  readonly rows: number;
  readonly features: number;
  readonly outputs: number;
  /** rows × features */
  readonly X: FloatArray;
  /** rows × outputs */
  readonly Y: FloatArray;
  /** One weight a row, or undefined: all 1. */
  readonly weights?: FloatArray;
}

export function trainingSet(
  X: Matrix,
  Y: Matrix,
  weights: FloatArray | undefined,
  dtype: FloatDType,
): TrainingSet {
  return {
    rows: X.rows,
    features: X.columns,
    outputs: Y.columns,
    X: inType(X.data, dtype),
    Y: inType(Y.data, dtype),
    weights: weights === undefined ? undefined : inType(weights, dtype),
  };
}

/** The given rows of a training set, copied. */
export function takeRows(
  { features, outputs, X, Y, weights }: TrainingSet,
  indices: Int32Array,
): TrainingSet {
  return {
    rows: indices.length,
    features,
    outputs,
    X: take(X, features, indices),
    Y: take(Y, outputs, indices),
    weights: weights === undefined ? undefined : take(weights, 1, indices),
  };
}

function take(values: FloatArray, width: number, indices: Int32Array): FloatArray {
  const out = allocate(dtypeOf(values), indices.length * width);
  copyRows(values, width, indices, out);
  return out;
}
