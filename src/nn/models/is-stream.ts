/** What comes piece by piece, and what is there at once. */
import { Tensor } from '../../tensor/tensor.ts';

/** Does it come piece by piece: an async iterable, a generator, or a function that gives one? */
export function isStream(x: unknown): boolean {
  if (typeof x === 'function') return true;
  if (typeof x !== 'object' || x === null || Array.isArray(x) || ArrayBuffer.isView(x)) return false;
  return Symbol.asyncIterator in x || (Symbol.iterator in x && 'next' in x && !(x instanceof Tensor));
}

/** Data piece by piece; what is there at once is one piece. */
export function piecesOf<T>(data: unknown): AsyncIterable<T> | Iterable<T> {
  if (!isStream(data)) return [data as T];
  return typeof data === 'function' ? data() : (data as AsyncIterable<T>);
}
