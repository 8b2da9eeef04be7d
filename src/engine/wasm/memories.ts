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
/** Bytes from which on a memory should not outlive what it was made for by much. */
export const LARGE: number = 2 ** 26;

/** Memories of closed machines. */
export class Memories {
  /** Held weakly, so that they go when the process has other uses for them. */
  #spare: WeakRef<WebAssembly.Memory>[] = [];

  /**
   * A memory of so many bytes, those of the plan being 0. It may have served another machine: its counters are never set
   * back. One that is large is not spent on a small plan.
   *
   * @throws HebbError `UNSUPPORTED` for more than the runtime gives
   */
  take(shared: boolean, bytes: number): WebAssembly.Memory {
    const alive = this.#spare.map((spare) => spare.deref()).filter((memory) => memory !== undefined);
    const most = Math.max(LARGE, 2 * bytes);
    const fits = ({ buffer }: WebAssembly.Memory): boolean =>
      shared === isShared(buffer) && buffer.byteLength <= most;
    const memory = alive.find(fits) ?? newMemory(shared);
    this.#spare = alive.filter((other) => other !== memory).map((other) => new WeakRef(other));
    clearTo(memory, bytes);
    return memory;
  }

  giveBack(memory: WebAssembly.Memory): void {
    this.#spare.push(new WeakRef(memory));
  }
}

function isShared(buffer: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}

/** A memory with room for the kernels' static data and the counters. */
export function newMemory(shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: COUNTERS_AT / PAGE + 1, maximum: MAX_PAGES, shared });
}

function clearTo(memory: WebAssembly.Memory, bytes: number): void {
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
