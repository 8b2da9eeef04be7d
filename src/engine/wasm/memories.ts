/**
 * The memories of an engine's machines. One that a machine has given back goes to the next: workers that sleep never
 * collect what they knew of, and pages that are there already need not be asked for. It knows nothing of plans.
 */
import { HebbError } from '../../core/errors.ts';

/** The kernels' own static data ends here; after it come the two counters of tickets and the control words. */
export const COUNTERS_AT = 65536;
/** Bytes between the two counters, so that they lie in different cache lines. */
export const COUNTER_STRIDE = 64;
/** Bytes of the counters and the control words. */
const CONTROL_BYTES = 3 * COUNTER_STRIDE;
/** Where a plan's own numbers begin. */
export const ARENA_AT: number = COUNTERS_AT + CONTROL_BYTES;
/** Pages at most. */
export const MAX_PAGES = 65536;
const PAGE = 65536;

/** Memories of closed machines. */
export class Memories {
  /** Held weakly, so that they go when the process has other uses for them. */
  #spare: WeakRef<WebAssembly.Memory>[] = [];

  /** A memory, new or with the numbers of the machine before; its counters are never set back. */
  take(shared: boolean): WebAssembly.Memory {
    const alive = this.#spare.map((spare) => spare.deref()).filter((memory) => memory !== undefined);
    const memory = alive.find(({ buffer }) => shared === isShared(buffer));
    this.#spare = alive.filter((other) => other !== memory).map((other) => new WeakRef(other));
    return memory ?? new WebAssembly.Memory({ initial: COUNTERS_AT / PAGE + 1, maximum: MAX_PAGES, shared });
  }

  giveBack(memory: WebAssembly.Memory): void {
    this.#spare.push(new WeakRef(memory));
  }
}

function isShared(buffer: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}

/** Make room for so many bytes, those of the plan being 0. */
export function clearTo(memory: WebAssembly.Memory, bytes: number): void {
  const there = memory.buffer.byteLength;
  new Uint8Array(memory.buffer).fill(0, ARENA_AT, Math.min(there, bytes));
  const pages = Math.ceil((bytes - there) / PAGE);
  try {
    if (pages > 0) memory.grow(pages);
  } catch (cause) {
    const gigabytes = (bytes / 2 ** 30).toFixed(1);
    throw new HebbError(
      'UNSUPPORTED',
      `this work needs ${gigabytes} GiB of WebAssembly memory, and the runtime gives 4 GiB at most; use float32, fewer rows, or smaller batches.`,
      { cause },
    );
  }
}
