/**
 * What tuners need from the place they run in: modules by address, threads to run trials on, and folders. `#tuners` is
 * the implementation for Node (src/node/tuner-platform.ts) or for browsers (tuner-platform-browser.ts), chosen by the
 * package's import conditions.
 */
import type { TrialYield, TunerStudy, TunerTask } from './tuner-trial.ts';

/** Runs trials, several at a time. */
export interface TunerExecutor {
  /** How many at a time. */
  readonly width: number;
  /** Throws as `runTunerTrial` does. */
  run(task: TunerTask, signal?: AbortSignal | null): Promise<TrialYield>;
  /** Stops whatever still runs. */
  close(): Promise<void>;
}

/** Keeps bytes by name. A save that is interrupted must leave what was there before. */
export interface TunerStore {
  load(name: string): Promise<Uint8Array | undefined>;
  save(name: string, bytes: Uint8Array): void | Promise<void>;
  remove(name: string): void | Promise<void>;
}

export interface TunerPlatform {
  /** How many threads can work at a time. */
  cores(): number;
  /** What a module exports. @throws HebbError `INVALID_VALUE` for one that cannot be opened */
  open(address: URL | string): Promise<unknown>;
  /**
   * Threads for the trials of a study; undefined where there are none.
   *
   * @throws HebbError `UNSUPPORTED` for a study that cannot travel to a thread
   */
  threads(address: URL | string, study: TunerStudy, count: number): TunerExecutor | undefined;
  /** A folder, which is made if it isn't there. @throws HebbError `FILE_ERROR`; `UNSUPPORTED` where there are none */
  folder(path: string): Promise<TunerStore>;
}
