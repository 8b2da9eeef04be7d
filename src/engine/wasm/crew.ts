/**
 * The workers that help with a machine's runs. They are started when there is work worth sharing, sleep between
 * runs, and end with the engine, or with the process. They are told what to do and never asked whether they did:
 * the counters in the shared memory say all (plan-code.ts).
 */
import type { Host, HostBlas, HostWorker } from '../host.ts';
import { crewMember, type Order } from './crew-member.ts';
import { LARGE } from './memories.ts';

export class Crew {
  /** Threads in all, the one that calls included. */
  readonly threads: number;
  readonly #host: Host;
  readonly #blas: () => HostBlas | undefined;
  #workers: HostWorker[] | undefined;
  /** So many workers could be started. */
  #present = 0;
  /** The machines that the workers know, with the size of their memories. */
  readonly #bytes = new Map<number, number>();

  /** @param blas what workers may need for machines whose products go there */
  constructor(threads: number, host: Host, blas: () => HostBlas | undefined) {
    this.threads = threads;
    this.#host = host;
    this.#blas = blas;
  }

  /** Start the workers, unless they run. Returns how many there are: none where workers are forbidden. */
  start(): number {
    if (this.#workers === undefined) {
      const script = `(${crewMember})(port, ${this.#blas()?.script});`;
      const started = Array.from({ length: this.threads - 1 }, () => this.#host.startWorker(script));
      this.#workers = started.filter((worker) => worker !== undefined);
      this.#present = this.#workers.length;
    }
    return this.#present;
  }

  /** Tell the workers of a machine. */
  introduce(known: Omit<Extract<Order, { kind: 'load' }>, 'kind' | 'thread'>): void {
    const { machine, memory } = known;
    this.#bytes.set(machine, memory.buffer.byteLength);
    this.#tell((thread) => ({ kind: 'load', thread, ...known }));
  }

  /** Have the workers help with a run of a machine that they know. */
  run(run: Omit<Extract<Order, { kind: 'run' }>, 'kind'>): void {
    this.#tell(() => ({ kind: 'run', ...run }));
  }

  /**
   * A machine is gone. Who sleeps collects no garbage, so the last machine with a large memory takes the workers along;
   * starting new ones takes some 30 ms of another core.
   */
  forget(machine: number): void {
    const bytes = this.#bytes.get(machine) ?? 0;
    this.#bytes.delete(machine);
    if (bytes >= LARGE && this.#bytes.size === 0) this.stop();
    else this.#tell(() => ({ kind: 'drop', machine }));
  }

  /** The workers end when they are done with what they were told before. The next `start` starts new ones. */
  stop(): void {
    this.#tell(() => ({ kind: 'end' }));
    this.#workers = undefined;
    this.#bytes.clear();
  }

  /** Tell every worker; an order may depend on which thread it goes to (1 …). */
  #tell(order: (thread: number) => Order): void {
    for (const [i, worker] of (this.#workers ?? []).entries()) worker.postMessage(order(i + 1));
  }
}
