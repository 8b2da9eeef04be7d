/**
 * Runs the trials of a tuner, round by round: on this thread or several, skipping those that are kept from an earlier
 * run. It knows nothing of how candidates are chosen.
 */
import { digestOf } from '../digest.ts';
import { type Candidate, seedOf } from './candidates.ts';
import type { HyperValues } from './hyper-parameters.ts';
import { beats, type Goal } from './objective.ts';
import type { TunerProgress } from './tuner-options.ts';
import type { TunerExecutor } from './tuner-platform.ts';
import type { TunerRecords } from './tuner-records.ts';
import { failedTrial, type TrialReport, type TrialYield } from './tuner-trial.ts';

/** A candidate whose turn it is. */
export interface Entry {
  readonly candidate: Candidate;
  /** Epochs in all. Default: as `search` is told. */
  readonly epochs?: number;
  /** The trial it goes on from. */
  readonly from?: TunerTrial;
  /** May another go on from it? Default false. */
  readonly isContinued?: boolean;
  /** Further columns of the results. */
  readonly more?: Readonly<Record<string, number>>;
}

/** What is tried next. */
export interface Round {
  readonly entries: readonly Entry[];
  /** How long each trial of later rounds will take, in epochs or what else the entries are alike in. */
  readonly later: readonly number[];
}

/** A trial that is over. */
export interface TunerTrial extends TrialReport {
  /** Counted from 0, in the order in which candidates were chosen. */
  readonly id: number;
  readonly values: HyperValues;
  readonly more: Readonly<Record<string, number>>;
}

/** What the bench is told of the search. */
export interface BenchSetting {
  readonly goal: Goal;
  readonly executions: number;
  readonly signal: AbortSignal | null | undefined;
  /** Called after each trial. What it throws ends the search. */
  readonly listener: (trial: TunerTrial, progress: TunerProgress) => void;
}

export class TunerBench {
  readonly #executor: TunerExecutor;
  readonly #records: TunerRecords;
  readonly #setting: BenchSetting;
  readonly #seeds: number[] = [];
  /** Trials that those of the next round may go on from. */
  readonly #waiting: number[] = [];
  readonly #begin: number = performance.now();
  #count = 0;
  #done = 0;
  #freshCost = 0;
  #best: TunerTrial | undefined;

  constructor(executor: TunerExecutor, records: TunerRecords, setting: BenchSetting) {
    this.#executor = executor;
    this.#records = records;
    this.#setting = setting;
  }

  /**
   * The trials of a round, in its order.
   *
   * @throws HebbError as `runTunerTrial`; the signal's reason when it is aborted
   */
  async run({ entries, later }: Round): Promise<TunerTrial[]> {
    const { signal, executions } = this.#setting;
    const first = this.#count;
    this.#count += entries.length;
    for (const [i, { from }] of entries.entries()) {
      this.#seeds[first + i] =
        from === undefined ? seedOf(this.#records.seed, first + i) : this.#seeds[from.id];
    }
    const trials: TunerTrial[] = [];
    let costLeft = [...entries.map(costOf), ...later].reduce((sum, cost) => sum + cost, 0);
    const total = this.#done + entries.length + later.length;
    const end = (i: number, report: TrialReport, isFresh: boolean): void => {
      const { candidate, more = {} } = entries[i];
      const trial = { id: first + i, values: candidate.values, more, ...report };
      trials[i] = trial;
      this.#done++;
      costLeft -= costOf(entries[i]);
      if (isFresh) this.#freshCost += costOf(entries[i]);
      this.#setting.listener(trial, this.#progress(trial, total, costLeft));
    };
    const missing: number[] = [];
    for (const [i, entry] of entries.entries()) {
      const kept = await this.#records.read(first + i, this.#keyOf(first + i, entry));
      if (kept === undefined) missing.push(i);
      else end(i, kept, false);
    }
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < missing.length) {
        signal?.throwIfAborted();
        const i = missing[next++];
        const made = await this.#try(first + i, entries[i]);
        await this.#records.write(first + i, this.#keyOf(first + i, entries[i]), made);
        end(i, made.report, true);
      }
    };
    try {
      await Promise.all(Array.from({ length: this.#executor.width }, lane));
    } finally {
      next = missing.length;
    }
    for (const id of this.#waiting.splice(0)) await this.#records.forget(id, executions);
    for (const [i, { isContinued }] of entries.entries()) if (isContinued) this.#waiting.push(first + i);
    return trials;
  }

  close(): Promise<void> {
    return this.#executor.close();
  }

  async #try(id: number, { candidate, epochs, from, isContinued = false }: Entry): Promise<TrialYield> {
    const { values, failure } = candidate;
    if (failure !== null) return failedTrial(failure);
    const { signal, executions } = this.#setting;
    const backups = from === undefined ? [] : await this.#records.backups(from.id, executions);
    const task = { values, seed: this.#seeds[id], epochs, backups, isContinued };
    return this.#executor.run(task, signal);
  }

  #keyOf(id: number, { candidate, epochs, from, isContinued = false }: Entry): string {
    return digestOf(candidate.values, this.#seeds[id], epochs ?? null, from?.id ?? null, isContinued);
  }

  #progress(trial: TunerTrial, total: number, costLeft: number): TunerProgress {
    if (trial.failure === null && beats(this.#setting.goal, trial.score, this.#best?.score ?? Number.NaN)) {
      this.#best = trial;
    }
    const best = this.#best;
    const elapsed = (performance.now() - this.#begin) / 1000;
    const pace = this.#freshCost === 0 ? Number.NaN : elapsed / this.#freshCost;
    return {
      done: this.#done,
      total,
      secondsLeft: this.#done === total ? 0 : pace * costLeft,
      best: best === undefined ? null : { trial: best.id, values: best.values, score: best.score },
    };
  }
}

/** Those that did not fail, the best one first; of equal ones the earlier. */
export function rankedTrials(trials: readonly TunerTrial[], goal: Goal): TunerTrial[] {
  const order = (a: TunerTrial, b: TunerTrial): number => {
    if (beats(goal, a.score, b.score)) return -1;
    return beats(goal, b.score, a.score) ? 1 : a.id - b.id;
  };
  return trials.filter(({ failure }) => failure === null).sort(order);
}

function costOf({ epochs = 1 }: Entry): number {
  return epochs;
}
