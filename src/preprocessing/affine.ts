/**
 * The two ways a scaler moves every column of a matrix: shift first or factor first. Which one matters for
 * the last digit, and each undoes the other. It knows nothing of where shift and factor come from.
 */
import type { Matrix } from '../core/matrix.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { mapStrips } from './strips.ts';

/** (x − shift[j]) / divisor[j] for every x of column j, in the matrix's float type. */
export function shiftAndDivide(matrix: Matrix, shift: Float64Array, divisor: Float64Array): Tensor {
  const { columns } = matrix;
  return mapStrips(matrix, columns, ({ values, rows }, out) => {
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) out[k] = (values[k] - shift[j]) / divisor[j];
    }
  });
}

/** x · factor[j] + shift[j] for every x of column j, in the matrix's float type. */
export function multiplyAndShift(matrix: Matrix, factor: Float64Array, shift: Float64Array): Tensor {
  const { columns } = matrix;
  return mapStrips(matrix, columns, ({ values, rows }, out) => {
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) out[k] = values[k] * factor[j] + shift[j];
    }
  });
}
