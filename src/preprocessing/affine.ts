/**
 * The two ways a scaler moves every column of a matrix: shift first or factor first. Which one matters for
 * the last digit, and each undoes the other. It knows nothing of where shift and factor come from.
 */
import { allocate } from '../core/dtype.ts';
import { dtypeOf, type Matrix } from '../core/matrix.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';

/** (x − shift[j]) / divisor[j] for every x of column j, in the matrix's float type. */
export function shiftAndDivide(matrix: Matrix, shift: Float64Array, divisor: Float64Array): Tensor {
  const { data, rows, columns } = matrix;
  const out = allocate(dtypeOf(data), data.length);
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, k++) out[k] = (data[k] - shift[j]) / divisor[j];
  }
  return fromTyped(out, [rows, columns]);
}

/** x · factor[j] + shift[j] for every x of column j, in the matrix's float type. */
export function multiplyAndShift(matrix: Matrix, factor: Float64Array, shift: Float64Array): Tensor {
  const { data, rows, columns } = matrix;
  const out = allocate(dtypeOf(data), data.length);
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, k++) out[k] = data[k] * factor[j] + shift[j];
  }
  return fromTyped(out, [rows, columns]);
}
