/**
 * What comes in as X: rows of numbers in any of the forms a person has them, turned once into one dense
 * row-major typed array. `number[][]` and `Float64Array` stay float64, `Float32Array` stays float32.
 * It knows nothing of tensors or tables: both are accepted as a `MatrixSource`.
 */
import type { FloatArray, TypedArray } from './dtype.ts';
import { HebbError, show } from './errors.ts';
import { isShape, type Shape, showShape } from './shape.ts';

/** A dense row-major block of numbers: element (i, j) is `data[i * columns + j]`. */
export interface Matrix {
  readonly data: FloatArray;
  readonly rows: number;
  readonly columns: number;
  /** The columns' names, where the source had them. */
  readonly columnNames?: readonly string[];
}

/** Something that can give itself as a matrix: a `Tensor` of rank 2, a `Table` of numeric columns. */
export interface MatrixSource {
  toMatrix(): Matrix;
}

type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** A typed array and its shape. */
export interface ShapedArray {
  readonly data: NumericArray;
  readonly shape: Shape;
}

/** Every form X may take: rows of numbers, a typed array with a shape, a `Tensor`, a `Table`. */
export type MatrixLike =
  | readonly (readonly number[] | FloatArray)[]
  | ShapedArray
  | (NumericArray & { readonly shape: Shape })
  | MatrixSource;

export function isMatrixSource(value: unknown): value is MatrixSource {
  return typeof value === 'object' && value !== null && 'toMatrix' in value;
}

/**
 * Read `X` as a matrix. Typed arrays are used as they are, without a copy.
 *
 * @param X rows × columns numbers
 * @param name how the argument is called in messages
 * @throws HebbError `SHAPE_MISMATCH` for ragged or one-dimensional input, `INVALID_VALUE` for what is no number
 */
export function toMatrix(X: MatrixLike, name = 'X'): Matrix {
  if (isMatrixSource(X)) return X.toMatrix();
  if (ArrayBuffer.isView(X)) {
    if ('shape' in X) return shaped(X, X.shape, name);
    throw expectedTwoDimensions(name, 'a typed array without a shape');
  }
  if (Array.isArray(X)) return fromRows(X, name);
  if (typeof X === 'object' && X !== null && 'data' in X && 'shape' in X) {
    return shaped(X.data, X.shape, name);
  }
  throw expectedTwoDimensions(name, show(X));
}

/** Whether there is neither NaN nor infinity: x · 0 is 0 for nothing else. Two sums, as one waits for itself. */
export function areFinite(values: TypedArray): boolean {
  const even = values.length - (values.length % 2);
  let a = even < values.length ? values[even] * 0 : 0;
  let b = 0;
  for (let i = 0; i < even; i += 2) {
    a += values[i] * 0;
    b += values[i + 1] * 0;
  }
  return a + b === 0;
}

/** Refuse NaN and infinities, naming the first row and column that has one (both counted from 0). */
export function checkFinite(matrix: Matrix, name = 'X'): Matrix {
  const { data } = matrix;
  if (areFinite(data)) return matrix;
  const i = data.findIndex((x) => !Number.isFinite(x));
  throw nonFinite(name, data[i], i, matrix, 'impute or drop missing values first');
}

/** What is said of the `place`-th number of a matrix when it is NaN or infinite. */
export function nonFinite(
  name: string,
  value: number,
  place: number,
  matrix: Pick<Matrix, 'columns' | 'columnNames'>,
  advice: string,
): HebbError {
  const column = place % matrix.columns;
  const row = (place - column) / matrix.columns;
  return new HebbError(
    'NON_FINITE',
    `${name} contains ${value} at row ${row}, ${columnLabel(matrix, column)}; ${advice}.`,
  );
}

/** A column as messages call it: `column 'age'` or `column 3`. */
export function columnLabel({ columnNames }: Pick<Matrix, 'columnNames'>, index: number): string {
  return `column ${columnNames === undefined ? index : `'${columnNames[index]}'`}`;
}

function expectedTwoDimensions(name: string, came: string): HebbError {
  return new HebbError(
    'SHAPE_MISMATCH',
    `${name} must be two-dimensional (an array of rows, a typed array with a shape, a Tensor or a Table), got ${came}.`,
  );
}

function shaped(data: NumericArray, shape: Shape, name: string): Matrix {
  if (!isShape(shape)) throw expectedTwoDimensions(name, `shape ${show(shape)}`);
  if (shape.length !== 2) throw expectedTwoDimensions(name, `shape ${showShape(shape)}`);
  const [rows, columns] = shape;
  if (data.length !== rows * columns) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `${name} has ${data.length} elements, but its shape ${showShape(shape)} needs ${rows * columns}.`,
    );
  }
  const floats =
    data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
  return { data: floats, rows, columns };
}

function fromRows(source: readonly (readonly number[] | FloatArray)[], name: string): Matrix {
  const rows = source.length;
  if (rows === 0) return { data: new Float64Array(0), rows: 0, columns: 0 };
  const columns = source[0]?.length;
  if (typeof source[0] !== 'object' || columns === undefined) {
    throw expectedTwoDimensions(name, `a one-dimensional array starting with ${show(source[0])}`);
  }
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = source[i];
    if (row?.length !== columns) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `${name}: row ${i} has ${row?.length ?? 'no'} values, but row 0 has ${columns}.`,
      );
    }
    for (let j = 0; j < columns; j++) {
      const value = row[j];
      if (typeof value !== 'number') {
        throw new HebbError(
          'INVALID_VALUE',
          `${name} must hold numbers; row ${i}, column ${j} is ${show(value)}.`,
        );
      }
      data[i * columns + j] = value;
    }
  }
  return { data, rows, columns };
}
