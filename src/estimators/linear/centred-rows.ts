/**
 * What least squares is solved for: rows and targets less their means (so that no intercept is needed) and
 * scaled by the roots of the rows' weights; and the intercept that the means give back.
 */
import type { DoubleMatrix } from './linear-model.ts';

export interface CentredRows {
  /** rows × columns, a copy */
  readonly A: Float64Array;
  /** rows × outputs, a copy */
  readonly B: Float64Array;
  readonly meansOfA: Float64Array;
  readonly meansOfB: Float64Array;
}

/** @param centre whether means are taken off; else they are 0 */
export function centreRows(
  X: DoubleMatrix,
  Y: DoubleMatrix,
  rowWeights: Float64Array | undefined,
  centre: boolean,
): CentredRows {
  const meansOfA = centre ? columnMeans(X, rowWeights) : new Float64Array(X.columns);
  const meansOfB = centre ? columnMeans(Y, rowWeights) : new Float64Array(Y.columns);
  return {
    A: withoutMeans(X, meansOfA, rowWeights),
    B: withoutMeans(Y, meansOfB, rowWeights),
    meansOfA,
    meansOfB,
  };
}

/** The intercept of each output: mean of the targets less what the weights make of the mean row. */
export function interceptsOf(weights: Float64Array, { meansOfA, meansOfB }: CentredRows): Float64Array {
  const columns = meansOfA.length;
  return meansOfB.map((mean, k) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += meansOfA[j] * weights[k * columns + j];
    return mean - sum;
  });
}

function columnMeans(
  { data, rows, columns }: DoubleMatrix,
  rowWeights: Float64Array | undefined,
): Float64Array {
  const sums = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = rowWeights === undefined ? 1 : rowWeights[i];
    total += weight;
    for (let j = 0; j < columns; j++) sums[j] += weight * data[i * columns + j];
  }
  return sums.map((sum) => sum / total);
}

function withoutMeans(
  { data, rows, columns }: DoubleMatrix,
  means: Float64Array,
  rowWeights: Float64Array | undefined,
): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const factor = rowWeights === undefined ? 1 : Math.sqrt(rowWeights[i]);
    for (let j = 0; j < columns; j++) result[i * columns + j] = (data[i * columns + j] - means[j]) * factor;
  }
  return result;
}
