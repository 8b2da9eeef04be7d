/**
 * Ctrl-C: the first asks the work to stop at the next good place, the second ends the process at once, except
 * while something is being finished. It knows nothing of the work.
 */
import type { Terminal } from './terminal.ts';

/** What shells give a process that Ctrl-C ended. */
export const interrupted = 130;

/** Listens for Ctrl-C until it is closed. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #terminal: Terminal;
  readonly #stopListening: () => void;
  #isHeld = false;
  #wantsToQuit = false;

  /** @param onFirst called at the first Ctrl-C */
  constructor(terminal: Terminal, onFirst: () => void) {
    this.#terminal = terminal;
    this.#stopListening = terminal.onInterrupt(() => {
      if (!this.#controller.signal.aborted) {
        this.#controller.abort();
        onFirst();
      } else if (this.#isHeld) this.#wantsToQuit = true;
      else this.#quit();
    });
  }

  /** Aborted by the first Ctrl-C. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Work that is finished even after a second Ctrl-C, such as writing a file. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#isHeld = true;
    try {
      return await work();
    } finally {
      this.#isHeld = false;
      if (this.#wantsToQuit) this.#quit();
    }
  }

  close(): void {
    this.#stopListening();
  }

  #quit(): void {
    this.#terminal.stderr.write('\n');
    this.#terminal.quit(interrupted);
  }
}
