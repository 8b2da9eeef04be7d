/**
 * How data comes in: whatever a person has becomes a typed array with a shape whose first axis counts samples. It
 * knows nothing of models, only what the data is called in messages.
 */
import { allocate, type DType, type TypedArray } from '../../core/dtype.ts';
import { HebbError, show } from '../../core/errors.ts';
import { isMatrixSource, type MatrixLike } from '../../core/matrix.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import { tensor } from '../../tensor/creation.ts';
import type { TensorLike } from '../../tensor/nested.ts';
import { Tensor } from '../../tensor/tensor.ts';

/** Numbers for a model: nested arrays of any depth, typed arrays (with a shape or one number a sample), tensors, tables. */
export type Data = TensorLike | MatrixLike | Tensor | ArrayLike<number>;

/** Samples, one after the other. */
export interface Rows {
  readonly values: ArrayLike<number>;
  /** Samples first. */
  readonly shape: Shape;
}

/** @throws HebbError `SHAPE_MISMATCH`, `INVALID_VALUE` for what are no numbers in rows of one shape */
export function rowsOf(data: Data, name: string): Rows {
  const rows = read(data, name);
  if (rows.shape.length > 0) return rows;
  throw new HebbError('SHAPE_MISMATCH', `${name} must hold samples, got ${show(data)}.`);
}

function read(data: Data, name: string): Rows {
  if (data instanceof Tensor) return { values: data.values, shape: data.shape };
  if (isMatrixSource(data)) {
    const { data: values, rows, columns } = data.toMatrix();
    return { values, shape: [rows, columns] };
  }
  if (ArrayBuffer.isView(data)) {
    const values = data as unknown as TypedArray;
    const shape = 'shape' in data ? (data.shape as Shape) : [values.length];
    return checked(values, shape, name);
  }
  if (typeof data === 'object' && data !== null && 'shape' in data && 'data' in data) {
    return checked(data.data as ArrayLike<number>, data.shape as Shape, name);
  }
  try {
    const { values, shape } = tensor(data as TensorLike, { dtype: 'float64' });
    return { values, shape };
  } catch (error) {
    if (!(error instanceof HebbError)) throw error;
    throw new HebbError(error.code, `${name}: ${error.message}`, { cause: error });
  }
}

function checked(values: ArrayLike<number>, shape: Shape, name: string): Rows {
  if (values.length === sizeOf(shape)) return { values, shape };
  throw new HebbError(
    'SHAPE_MISMATCH',
    `${name} has ${values.length} elements, but its shape needs ${sizeOf(shape)}.`,
  );
}

/** Elements of one sample. */
function widthOf({ shape }: Rows): number {
  return sizeOf(shape.slice(1));
}

/** The samples from `start` up to `end`, in the type of `dtype`. */
export function sliceRows(rows: Rows, start: number, end: number): Rows {
  const width = widthOf(rows);
  const { values } = rows;
  const part = ArrayBuffer.isView(values)
    ? (values as unknown as TypedArray).subarray(start * width, end * width)
    : Array.prototype.slice.call(values, start * width, end * width);
  return { values: part, shape: [end - start, ...rows.shape.slice(1)] };
}

/** The numbers in a type. */
export function inType({ values }: Rows, dtype: DType): TypedArray {
  const out = allocate(dtype, values.length);
  out.set(values);
  return out;
}

/** The samples of these numbers, in that order. */
export function takeRows(rows: Rows, indices: Int32Array): Rows {
  const width = widthOf(rows);
  const values = new Float64Array(indices.length * width);
  for (const [i, row] of indices.entries()) {
    for (let k = 0; k < width; k++) values[i * width + k] = rows.values[row * width + k];
  }
  return { values, shape: [indices.length, ...rows.shape.slice(1)] };
}
