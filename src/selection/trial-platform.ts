/**
 * What searches need from the place they run in: threads to run trials on, and a folder to keep their outcomes
 * in. `#trials` is the implementation for Node (src/node/trial-platform.ts) or for browsers
 * (trial-platform-browser.ts), chosen by the package's import conditions.
 */
import type { Predictor } from '../estimators/predictor.ts';
import type { Study, Trial, TrialOutcome } from './trial.ts';

/** Runs trials, several at a time. */
export interface TrialExecutor {
  /** How many at a time. */
  readonly width: number;
  /** Fit and score an unfitted model. Throws as `runTrial` does. */
  run(model: Predictor, trial: Trial, signal?: AbortSignal | null): Promise<TrialOutcome>;
  /** Stops whatever still runs. */
  close(): Promise<void>;
}

/** Outcomes by key, which outlive the process. */
export interface TrialStore {
  read(key: string): TrialOutcome | undefined;
  /** Written whole or not at all. */
  write(key: string, outcome: TrialOutcome): Promise<void>;
}

export interface TrialPlatform {
  /** How many threads can work at a time. */
  cores(): number;
  /**
   * Threads for the trials of a study; undefined where there are none.
   *
   * @throws HebbError `UNSUPPORTED` for an estimator or a score that cannot travel to a thread
   */
  threads(estimator: Predictor, study: Study, count: number): TrialExecutor | undefined;
  /**
   * The outcomes kept in a folder, which is made if it isn't there.
   *
   * @param study tells this study from others
   * @throws HebbError `INVALID_VALUE` for a folder that holds another study's; `FILE_ERROR`; `UNSUPPORTED` where
   * there are no folders
   */
  store(folder: string, study: string): Promise<TrialStore>;
}
