/**
 * Where everything lies: offsets in one block of memory. What lives for the whole program (variables,
 * placeholders, constants) comes first; the scratch of a function is shared by buffers whose lifetimes,
 * counted in phases, do not overlap, and all functions use the same scratch.
 */

const ALIGNMENT = 64;

/** A buffer and the phases it must survive, first to last. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Offsets for the buffers from `start` on, and where the last one ends. Largest first, each at the lowest free place. */
export function placeBuffers(
  lifetimes: readonly Lifetime[],
  start: number,
): { offsets: number[]; end: number } {
  const offsets = new Array<number>(lifetimes.length).fill(start);
  const placed: number[] = [];
  let end = start;
  const order = [...lifetimes.keys()].sort((a, b) => lifetimes[b].bytes - lifetimes[a].bytes || a - b);
  for (const i of order) {
    const { bytes, first, last } = lifetimes[i];
    const neighbours = placed
      .filter((j) => lifetimes[j].first <= last && first <= lifetimes[j].last)
      .sort((a, b) => offsets[a] - offsets[b]);
    let offset = start;
    for (const j of neighbours) {
      if (offsets[j] >= offset + align(bytes)) break;
      offset = Math.max(offset, offsets[j] + align(lifetimes[j].bytes));
    }
    offsets[i] = offset;
    placed.push(i);
    end = Math.max(end, offset + align(bytes));
  }
  return { offsets, end };
}
