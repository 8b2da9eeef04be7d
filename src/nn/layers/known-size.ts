/** Sizes of axes that weights are made for. */
import { HebbError } from '../../core/errors.ts';
import { resolveAxis } from '../../core/shape.ts';
import { type SymbolicShape, showSymbolic } from './symbolic.ts';

/** The size along an axis. @throws HebbError `SHAPE_MISMATCH` when it is not known */
export function knownSize(shape: SymbolicShape, axis: number): number {
  const size = shape[resolveAxis(axis, shape.length)];
  if (size !== null) return size;
  throw new HebbError(
    'SHAPE_MISMATCH',
    `axis ${axis} of shape ${showSymbolic(shape)} must have a known size.`,
  );
}
