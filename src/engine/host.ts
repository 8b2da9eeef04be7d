/**
 * What an engine asks of the place it runs in, and where models show their progress. `#host` is node/host.ts in Node and engine/host-browser.ts
 * elsewhere; the package's `imports` map says which. It knows nothing of plans.
 */
import type { BoundBlas } from './blas/bind-blas.ts';
import type { Kernels } from './wasm/kernel-module.ts';

export interface Host {
  /** Hardware threads. */
  readonly cores: number;
  /** May this thread sleep until another wakes it? Not the main thread of a page. */
  readonly maySleep: boolean;
  /** Milliseconds without progress after which a worker that others wait for counts as dead. */
  readonly patience: number;
  /**
   * Start a worker that runs a script, in which `port` is where messages arrive, or undefined where workers are
   * forbidden. It ends when the script closes the port, and never keeps a process alive.
   */
  startWorker(script: string): HostWorker | undefined;
  /**
   * The kernels that run best here.
   *
   * @param widen may V8 be told, in the whole process, to join pairs of 128-bit operations?
   */
  kernels(widen: boolean): Kernels;
  /** The machine's BLAS, or why there is none. Looks for it at the first call. */
  blas(): HostBlas | string;
  /** Standard output, where it is a terminal that somebody may be looking at. */
  terminal(): Terminal | undefined;
}

/** A terminal, on which a line can be drawn over itself. */
export interface Terminal {
  /** Characters in a line. */
  readonly columns: number;
  readonly hasColors: boolean;
  write(text: string): void;
}

export interface HostWorker {
  postMessage(message: unknown): void;
}

/** A BLAS library. */
export interface HostBlas {
  /** Name, version, and the processor its kernels are for. */
  readonly description: string;
  /** Its products on a memory that grows no more, for the calling thread. */
  bind(memory: ArrayBufferLike): BoundBlas;
  /** The same function as text, for a worker's script. */
  readonly script: string;
}
