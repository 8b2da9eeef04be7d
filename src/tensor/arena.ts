/**
 * Where everything lies: offsets in one block of memory. What lives for the whole program (variables,
 * placeholders, constants) comes first; the scratch of a function is shared by buffers whose lifetimes,
 * counted in levels of phases, do not overlap, and all functions use the same scratch.
 */
import { align } from '../core/align.ts';

/** Buffers of so few bytes get memory of their own: it is not worth looking for some to share. */
const TINY = 256;

/** A buffer and the levels it must survive, first to last. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Offsets for the buffers from `start` on, and where the last one ends. Largest first, each at the lowest free place. */
export function placeBuffers(
  lifetimes: readonly Lifetime[],
  start: number,
): { offsets: number[]; end: number } {
  const offsets = new Array<number>(lifetimes.length);
  /** The buffers that have a place, lowest first. */
  const placed: number[] = [];
  let end = start;
  const order = [...lifetimes.keys()].sort((a, b) => lifetimes[b].bytes - lifetimes[a].bytes || a - b);
  for (const i of order) {
    const { first, last } = lifetimes[i];
    const size = align(lifetimes[i].bytes);
    let offset = size <= TINY ? end : start;
    for (let k = 0; k < placed.length && size > TINY; k++) {
      const other = lifetimes[placed[k]];
      if (other.first > last || first > other.last) continue;
      if (offsets[placed[k]] >= offset + size) break;
      offset = Math.max(offset, offsets[placed[k]] + align(other.bytes));
    }
    offsets[i] = offset;
    end = Math.max(end, offset + size);
    if (size > TINY) placed.splice(placed.findLastIndex((j) => offsets[j] <= offset) + 1, 0, i);
  }
  return { offsets, end };
}
