/**
 * Runs trials: on this thread or several, skipping those whose outcomes are kept from an earlier run. Outcomes
 * come in the order of the trials, whatever order they end in. It knows nothing of what trials are compared for.
 */
import { trialPlatform } from '#trials';
import type { Predictor } from '../estimators/predictor.ts';
import { freshModel } from './fresh-model.ts';
import type { KeptTrials } from './kept-trials.ts';
import { runTrial, type Study, type Trial, type TrialOutcome } from './trial.ts';
import type { TrialExecutor } from './trial-platform.ts';

export interface BenchOptions {
  /** How many trials at a time: 1 on this thread, more on threads of their own, −1 for one a core. */
  readonly nJobs?: number | null;
  /** A folder that keeps outcomes. */
  readonly checkpoint?: string | null;
  readonly signal?: AbortSignal | null;
}

/** How far the trials are. */
export interface Pace {
  readonly done: number;
  readonly total: number;
  /** Seconds that the rest will take, if it takes as long as what was done; NaN before there is anything to go by. */
  readonly secondsLeft: number;
}

type Listener = (index: number, outcome: TrialOutcome, pace: Pace) => void;

/** Where the trials of one study are run. To be closed when done. */
export class TrialBench {
  readonly #estimator: Predictor;
  readonly #executor: TrialExecutor;
  readonly #kept: KeptTrials | undefined;
  readonly #signal: AbortSignal | null | undefined;
  readonly #begin: number = performance.now();
  readonly #total: number;
  #done = 0;
  #fresh = 0;

  private constructor(
    estimator: Predictor,
    executor: TrialExecutor,
    kept: KeptTrials | undefined,
    signal: AbortSignal | null | undefined,
    total: number,
  ) {
    this.#estimator = estimator;
    this.#executor = executor;
    this.#kept = kept;
    this.#signal = signal;
    this.#total = total;
  }

  /**
   * @param total how many trials there will be in all, for the time left
   * @throws HebbError as `TrialPlatform`
   */
  static async open(
    estimator: Predictor,
    study: Study,
    total: number,
    { nJobs, checkpoint, signal }: BenchOptions,
  ): Promise<TrialBench> {
    const kept =
      checkpoint == null
        ? undefined
        : await (await import('./kept-trials.ts')).KeptTrials.open(checkpoint, estimator, study);
    const count = Math.min(threadCount(nJobs ?? 1), total);
    const threads = count > 1 ? trialPlatform.threads(estimator, study, count) : undefined;
    return new TrialBench(estimator, threads ?? thisThread(study), kept, signal, total);
  }

  /**
   * The outcomes of some trials. What `listener` throws ends the run.
   *
   * @throws HebbError `UNKNOWN_OPTION`; the signal's reason when it is aborted
   */
  async run(trials: readonly Trial[], listener: Listener = () => {}): Promise<TrialOutcome[]> {
    const outcomes: TrialOutcome[] = [];
    const missing: number[] = [];
    for (const [index, trial] of trials.entries()) {
      const known = this.#kept?.read(trial);
      if (known === undefined) missing.push(index);
      else outcomes[index] = known;
    }
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome !== undefined) listener(index, outcome, this.#count(false));
    }
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < missing.length) {
        this.#signal?.throwIfAborted();
        const index = missing[next++];
        const trial = trials[index];
        const model = freshModel(this.#estimator, trial.params);
        const outcome = await this.#executor.run(model, trial, this.#signal);
        await this.#kept?.write(trial, outcome);
        outcomes[index] = outcome;
        listener(index, outcome, this.#count(true));
      }
    };
    try {
      await Promise.all(Array.from({ length: this.#executor.width }, lane));
    } finally {
      next = missing.length;
    }
    return outcomes;
  }

  close(): Promise<void> {
    return this.#executor.close();
  }

  #count(isFresh: boolean): Pace {
    this.#done++;
    if (isFresh) this.#fresh++;
    const elapsed = (performance.now() - this.#begin) / 1000;
    const left = this.#total - this.#done;
    return {
      done: this.#done,
      total: this.#total,
      secondsLeft: left === 0 ? 0 : this.#fresh === 0 ? Number.NaN : (elapsed / this.#fresh) * left,
    };
  }
}

function threadCount(nJobs: number): number {
  return nJobs < 0 ? Math.max(1, trialPlatform.cores() + 1 + nJobs) : nJobs;
}

function thisThread(study: Study): TrialExecutor {
  return {
    width: 1,
    run: (model, trial, signal) => runTrial(model, study, trial, signal),
    close: async () => {},
  };
}
