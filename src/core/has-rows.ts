/** Whether targets come as rows of values or one a row. It knows nothing of what they stand for. */
import type { Labels } from './labels.ts';
import { isMatrixSource, type MatrixLike } from './matrix.ts';

/** Whether values come as rows of values, not one a row. */
export function hasRows(values: Labels | MatrixLike): values is MatrixLike {
  if (typeof values !== 'object' || values === null) return false;
  if ('shape' in values) return values.shape?.length !== 1;
  if (Array.isArray(values))
    return typeof values[0] === 'object' && values[0] !== null && !(values[0] instanceof Date);
  return isMatrixSource(values);
}
