/**
 * A matrix a few rows at a time, as float64 whatever it is kept as: loops over it meet one type of array, stay
 * within the processor's cache, and run as fast for float32. It knows nothing of what is computed.
 */
import { allocate, dtypeOf, type TypedArray } from '../core/dtype.ts';
import { areFinite, type Matrix, nonFinite } from '../core/matrix.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';

/** Some rows of a matrix, one after the other. */
export interface Strip {
  /** Row-major: a window on the matrix's own numbers, or a copy that holds only until the next strip. */
  readonly values: Float64Array;
  /** The matrix's row that comes first. */
  readonly start: number;
  readonly rows: number;
}

/** Numbers in a strip: few enough for the cache, many enough that the strips themselves cost nothing. */
const STRIP_SIZE = 2 ** 14;

/** All rows in order, in strips of about `size` numbers. */
export function* stripsOf({ data, rows, columns }: Matrix, size: number = STRIP_SIZE): Generator<Strip> {
  const height = Math.max(1, Math.floor(size / columns));
  const copy = data instanceof Float64Array ? undefined : new Float64Array(Math.min(height, rows) * columns);
  for (let start = 0; start < rows; start += height) {
    const end = Math.min(start + height, rows);
    const own = data.subarray(start * columns, end * columns);
    if (own instanceof Float64Array) yield { values: own, start, rows: end - start };
    else if (copy !== undefined) {
      copy.set(own);
      yield { values: copy.subarray(0, own.length), start, rows: end - start };
    }
  }
}

/**
 * A matrix made strip by strip, in the type of the one it is made from.
 *
 * @param columns how many columns it has
 * @param fill writes what becomes of a strip
 * @throws HebbError `NON_FINITE` where numbers became too large for the type
 */
export function mapStrips(
  matrix: Matrix,
  columns: number,
  fill: (strip: Strip, out: Float64Array) => void,
): Tensor {
  const { data, rows } = matrix;
  const out = allocate(dtypeOf(data), rows * columns);
  let copy = new Float64Array(0);
  for (const strip of stripsOf(matrix)) {
    const own = out.subarray(strip.start * columns, (strip.start + strip.rows) * columns);
    if (own instanceof Float64Array) fill(strip, own);
    else {
      if (copy.length !== own.length) copy = new Float64Array(own.length);
      fill(strip, copy);
      own.set(copy);
    }
    checkResult(own, strip, columns);
  }
  return fromTyped(out, [rows, columns]);
}

/**
 * Refuse (`NON_FINITE`) what became of a strip where it is NaN or infinite and was not NaN before.
 *
 * @param columns how many columns the result has
 */
export function checkResult(result: TypedArray, { values, start }: Strip, columns: number): void {
  if (areFinite(result)) return;
  const i = result.findIndex((x, k) => !Number.isFinite(x) && !Number.isNaN(values[k]));
  if (i === -1) return;
  const place = start * columns + i;
  throw nonFinite('the result', result[i], place, { columns }, 'the numbers are too large');
}
