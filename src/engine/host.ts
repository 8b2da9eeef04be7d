/**
 * What an engine asks of the place it runs in. `#host` is node/host.ts in Node and engine/host-browser.ts
 * elsewhere; the package's `imports` map says which. It knows nothing of plans.
 */

export interface Host {
  /** Hardware threads. */
  readonly cores: number;
  /** May this thread sleep until another wakes it? Not the main thread of a page. */
  readonly maySleep: boolean;
  /** Start a worker that runs a script, in which `port` is where messages arrive, or undefined where workers are forbidden. It never keeps a process alive. */
  startWorker(script: string): HostWorker | undefined;
}

export interface HostWorker {
  post(message: unknown): void;
  stop(): void;
}
