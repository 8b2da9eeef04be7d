/**
 * What all tuners have in common: candidates are settled, tried round by round, recorded, and the best ones handed out
 * as models. Which candidates there are is the subclasses' business, how trials are run that of the bench.
 */
import { tunerPlatform } from '#tuners';
import { HebbError, type HebbWarning, show } from '../../core/errors.ts';
import { fitted } from '../../core/fitted.ts';
import { checkOptions, type Rule } from '../../core/options.ts';
import type { Table } from '../../data/table.ts';
import { seeded } from '../../nn/layers/seeds.ts';
import { type DataSource, inputRows } from '../../nn/models/data-set.ts';
import { type FitOptions, fitRules, type StreamSource } from '../../nn/models/fit-options.ts';
import { isStream } from '../../nn/models/is-stream.ts';
import type { Model } from '../../nn/models/model.ts';
import { sourceOf } from '../../nn/models/source.ts';
import { RandomState } from '../../random/random-state.ts';
import { digestOf } from '../digest.ts';
import { tellFailures } from '../trial-options.ts';
import { Candidates } from './candidates.ts';
import { builtOf, type HyperModel, type HyperModelSource, hyperModelOf, isAddress } from './hyper-model.ts';
import { HyperParameters, type HyperValues } from './hyper-parameters.ts';
import { type Goal, goalOf } from './objective.ts';
import { type Round, rankedTrials, TunerBench, type TunerTrial } from './tuner-bench.ts';
import type { TunerOptions } from './tuner-options.ts';
import type { TunerExecutor } from './tuner-platform.ts';
import { memoryStore, TunerRecords } from './tuner-records.ts';
import { resultsTable, resultsText, spaceText, trialLine } from './tuner-report.ts';
import { runTunerTrial, type TunerStudy } from './tuner-trial.ts';

interface Found {
  readonly hyperModel: HyperModel;
  readonly goal: Goal;
  readonly records: TunerRecords;
  readonly trials: readonly TunerTrial[];
  /** Those that did not fail, the best one first. */
  readonly ranked: readonly TunerTrial[];
  readonly x: DataSource | StreamSource;
  readonly warnings: readonly HebbWarning[];
}

/** What rounds are made of. */
export interface Desk {
  readonly candidates: Candidates;
  readonly goal: Goal;
  /** Of all that is random. */
  readonly seed: number;
}

/** The base of the tuners; not for use by itself. */
export abstract class Tuner<Options extends TunerOptions = TunerOptions> {
  readonly hyperModel: HyperModelSource;
  readonly options: Options;
  #found: Found | undefined;
  #isSearching = false;

  constructor(hyperModel: HyperModelSource, options: Options) {
    this.hyperModel = hyperModel;
    this.options = options;
  }

  protected abstract readonly name: string;
  protected abstract readonly rules: Readonly<Record<string, Rule>>;
  /** What is tried, round by round; each `yield` gives the trials of its round. */
  protected abstract rounds(desk: Desk): AsyncGenerator<Round, void, readonly TunerTrial[]>;

  /**
   * Try candidates: build a model of each, `fit` it, and keep its best epoch.
   *
   * @param x as `model.fit` takes it
   * @param y likewise
   * @param options those of `model.fit`; `verbose` is about trials, a line for each
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, the latter also for an objective that is no metric and for
   * hyperparameters without values; `INVALID_VALUE` for a build function that asks for none, asks twice with other
   * settings or gives no compiled model, and for a directory that keeps another search; `UNSUPPORTED` for what cannot
   * go to worker threads; `TRIAL_FAILED` when all trials fail; the signal's reason when it is aborted
   */
  async search(
    x: DataSource | StreamSource,
    y: DataSource | null = null,
    options: FitOptions = {},
  ): Promise<this> {
    if (this.#isSearching) {
      throw new HebbError('INVALID_VALUE', `${this.name} is searching already; wait for that search to end.`);
    }
    this.#isSearching = true;
    try {
      this.#found = await this.#search(x, y, options);
    } finally {
      this.#isSearching = false;
    }
    return this;
  }

  async #search(x: DataSource | StreamSource, y: DataSource | null, given: FitOptions): Promise<Found> {
    checkOptions(this.name, this.options, this.rules);
    const { verbose, signal, ...fitOptions } = checkOptions(
      `${this.name}.search`,
      given,
      fitRules,
    ) as FitOptions;
    const { executionsPerTrial: executions = 1, objective = 'val_loss' } = this.options;
    const goal = goalOf(objective);
    const hyperModel = await this.#opened();
    const study: TunerStudy = { x, y, fitOptions, goal, executions };
    const records = await this.#records(study, hyperModel);
    const candidates = await this.#explored(hyperModel, records.seed);
    const bench = new TunerBench(this.#executor(hyperModel, study), records, {
      goal,
      executions,
      signal,
      listener: (trial, progress) => {
        if (verbose !== 0) console.log(trialLine(trial, progress, goal));
        this.options.onProgress?.(progress);
      },
    });
    const trials: TunerTrial[] = [];
    try {
      const rounds = this.rounds({ candidates, goal, seed: records.seed });
      let step = await rounds.next([]);
      while (step.done !== true) {
        const own = await bench.run(step.value);
        trials.push(...own);
        step = await rounds.next(own);
      }
    } finally {
      await bench.close();
    }
    const warnings = tellFailures(trials, this.options);
    return { hyperModel, goal, records, trials, ranked: rankedTrials(trials, goal), x, warnings };
  }

  async #opened(): Promise<HyperModel> {
    const { hyperModel: source } = this;
    return hyperModelOf(isAddress(source) ? await tunerPlatform.open(source) : source);
  }

  async #explored(hyperModel: HyperModel, seed: number): Promise<Candidates> {
    const { hyperparameters, tuneNewEntries = true, allowNewEntries = true } = this.options;
    const space = hyperparameters?.space ?? [];
    const candidates = new Candidates(hyperModel, { space, tuneNewEntries, allowNewEntries }, seed);
    await candidates.explore();
    return candidates;
  }

  async #records(
    { x, y, fitOptions, goal, executions }: TunerStudy,
    hyperModel: HyperModel,
  ): Promise<TunerRecords> {
    const { directory, projectName, overwrite = false, seed } = this.options;
    const isFolder = typeof directory === 'string';
    const store = isFolder
      ? await tunerPlatform.folder(projectName == null ? directory : `${directory}/${projectName}`)
      : (directory ?? memoryStore());
    const { validationData, sampleWeight, callbacks, ...plain } = fitOptions;
    const study = digestOf(
      ...[this.name, goal, executions, plain, String(hyperModel.build), String(hyperModel.fitOptions)],
      ...[x, y, sampleWeight, ...(Array.isArray(validationData) ? validationData : [validationData])].map(
        plainData,
      ),
      (callbacks ?? []).map((one) => [show(one), Object(one).options]),
    );
    const newSeed = (): number => new RandomState().randint(0, 2 ** 31);
    return TunerRecords.open(store, study, { seed: seed ?? undefined, newSeed, overwrite });
  }

  #executor(hyperModel: HyperModel, study: TunerStudy): TunerExecutor {
    const { nJobs } = this.options;
    const count = nJobs == null ? 1 : nJobs < 0 ? Math.max(1, tunerPlatform.cores() + 1 + nJobs) : nJobs;
    if (count > 1) {
      if (!isAddress(this.hyperModel)) {
        throw new HebbError(
          'UNSUPPORTED',
          'a build function cannot go to worker threads; put it into a module that exports it as build, and give the address of that.',
        );
      }
      const threads = tunerPlatform.threads(this.hyperModel, study, count);
      if (threads !== undefined) return threads;
    }
    return {
      width: 1,
      run: (task, signal) => runTunerTrial(hyperModel, study, task, signal),
      close: async () => {},
    };
  }

  get #result(): Found {
    return fitted(this.#found, this.name);
  }

  /** All trials in the order in which their candidates were chosen. @throws HebbError `NOT_FITTED` */
  get trials(): readonly TunerTrial[] {
    return this.#result.trials;
  }

  /**
   * A row for each trial: `trial`, `score`, `rank`, `bestEpoch` (counted from 0), `epochs`, `seconds`, `param_units`, …,
   * `metric_val_loss`, …; `failure` where one failed.
   *
   * @throws HebbError `NOT_FITTED`
   */
  get results(): Table {
    return resultsTable(this.#result.trials, this.#result.goal);
  }

  /** What there was to say of failed trials. @throws HebbError `NOT_FITTED` */
  get warnings(): readonly HebbWarning[] {
    return this.#result.warnings;
  }

  /** The best trials, the best one first. @throws HebbError `NOT_FITTED` */
  getBestTrials(numTrials = 1): readonly TunerTrial[] {
    return this.#result.ranked.slice(0, numTrials);
  }

  /** Their hyperparameters, to build anew: `build(tuner.getBestHyperparameters()[0])`. @throws HebbError `NOT_FITTED` */
  getBestHyperparameters(numTrials = 1): HyperParameters[] {
    return this.getBestTrials(numTrials).map(({ values }) => new HyperParameters(values));
  }

  /**
   * The models of the best trials with the weights of their best epochs, compiled.
   *
   * @throws HebbError `NOT_FITTED`; `CORRUPT_FILE` for weights that are damaged or gone
   */
  async getBestModels(numModels = 1): Promise<Model[]> {
    const { hyperModel, records, x } = this.#result;
    const models: Model[] = [];
    for (const { id, values } of this.getBestTrials(numModels)) {
      const weights = await records.weights(id);
      const { model } = await seeded(records.seed, async () => {
        const made = await builtOf(hyperModel, new HyperParameters(values));
        await sourceOf(made.model, x, {});
        return made;
      });
      model.setWeights(weights);
      models.push(model);
    }
    return models;
  }

  /** The best trials and their hyperparameters as text. @throws HebbError `NOT_FITTED` */
  resultsSummary(numTrials = 10): string {
    return resultsText(this.getBestTrials(numTrials), this.#result.goal);
  }

  /** What there is to tune, as text; builds models to find out. Throws as `search` does. */
  async searchSpaceSummary(): Promise<string> {
    checkOptions(this.name, this.options, this.rules);
    const candidates = await this.#explored(await this.#opened(), 0);
    return spaceText(candidates.space);
  }

  /** The values of the best trial. @throws HebbError `NOT_FITTED` */
  get bestValues(): HyperValues {
    return this.#result.ranked[0].values;
  }

  /** Its objective. @throws HebbError `NOT_FITTED` */
  get bestScore(): number {
    return this.#result.ranked[0].score;
  }
}

/** Data as rows with a shape; a stream by its name. */
function plainData(data: unknown): unknown {
  if (data === null || data === undefined || isStream(data)) return show(data);
  return inputRows(data as DataSource);
}
