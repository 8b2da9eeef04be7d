/**
 * What all searches over parameters have in common: candidates are cross-validated, round by round, the best one
 * is fitted on all rows and stands for the search from then on. Which candidates there are is the subclasses'
 * business, how trials are run that of the bench.
 */
import type { HebbWarning } from '../core/errors.ts';
import { didYouMean, HebbError, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import type { ModelState } from '../core/model-state.ts';
import { checkOptions, type Rule } from '../core/options.ts';
import { paramsOf, splitParams } from '../core/params.ts';
import type { Table } from '../data/table.ts';
import type { Predictor } from '../estimators/predictor.ts';
import type { TableLike } from '../preprocessing/transformer.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { splitsOf } from './check-cv.ts';
import { type Evaluation, meanScore, resultTable } from './cv-results.ts';
import { studyOf } from './evaluate.ts';
import { isClassifier, type StandsFor } from './final-estimator.ts';
import { freshModel } from './fresh-model.ts';
import type { Params } from './parameter-space.ts';
import { type BestSoFar, decidingScore, type SearchOptions } from './search-options.ts';
import type { SearchPlan } from './search-plan.ts';
import type { Split } from './splitter.ts';
import type { RowData } from './take-rows.ts';
import type { TrialOutcome } from './trial.ts';
import { type Pace, TrialBench } from './trial-bench.ts';
import { callRules, raiseFailure, type TrialCall, tellFailures } from './trial-options.ts';

interface Found<M> {
  readonly evaluations: readonly Evaluation[];
  readonly cvResults: Table;
  readonly bestIndex: number;
  readonly bestScore: number;
  readonly best: M | undefined;
  readonly refitTime: number | undefined;
  readonly splits: number;
  readonly warnings: readonly HebbWarning[];
}

/** The base of the searches; not for use by itself. */
export abstract class ParameterSearch<M extends Predictor, Options extends SearchOptions>
  implements Predictor, StandsFor
{
  readonly estimator: M;
  readonly options: Options;
  #found: Found<M> | undefined;

  constructor(estimator: M, options: Options) {
    this.estimator = estimator;
    this.options = options;
  }

  protected abstract readonly name: string;
  protected abstract readonly rules: Readonly<Record<string, Rule>>;
  /** What is tried. @param splits those of the option `cv` */
  protected abstract plan(splits: readonly Split[], y: RowData): SearchPlan;
  /** A new search of the same kind over the same parameters. */
  protected abstract again(estimator: M, options: Options): ParameterSearch<M, Options>;

  /**
   * Try all candidates and fit the best one on all rows.
   *
   * @param X n rows
   * @param y n labels or numbers, or n rows of them
   * @param call `sampleWeight`, `signal`
   * @throws HebbError `UNKNOWN_OPTION` for a parameter the estimator does not have (with the nearest one),
   * `INVALID_OPTION`; `EMPTY_DATA`, `LENGTH_MISMATCH`; `INVALID_VALUE` for more folds than rows, in all or of one
   * class; `TRIAL_FAILED` when all trials fail; the signal's reason when it is aborted
   */
  async fit(X: TableLike, y: unknown, call: TrialCall = {}): Promise<this> {
    checkOptions(this.name, this.options, this.rules);
    checkOptions(`${this.name}.fit`, call, callRules);
    const { cv = 5, returnTrainScore = false, refit = true } = this.options;
    const [features, targets] = [X as RowData, y as RowData];
    const study = studyOf(features, targets, this.options.scoring, returnTrainScore, call.sampleWeight);
    const deciding = decidingScore(study.scorers, refit);
    const splits = splitsOf(cv, features, targets, isClassifier(this.estimator));
    const plan = this.plan(splits, targets);
    const bench = await TrialBench.open(this.estimator, study, plan.trials, {
      ...this.options,
      signal: call.signal,
    });
    let evaluations: Evaluation[];
    let lastRound: number;
    try {
      ({ evaluations, lastRound } = await this.#evaluate(plan, bench, deciding));
    } finally {
      await bench.close();
    }
    const warnings = tellFailures(
      evaluations.flatMap(({ outcomes }) => outcomes),
      this.options,
    );
    const scoreNames = [...study.scorers.keys()];
    const means = evaluations.map(({ outcomes }) => meanScore(outcomes, deciding, this.options));
    const bestIndex = indexOfBest(means, lastRound);
    let best: M | undefined;
    const begin = performance.now();
    if (refit !== false) {
      best = freshModel(this.estimator, evaluations[bestIndex].params);
      await best.fit(X, y, Object.keys(call).length === 0 ? undefined : call);
      call.signal?.throwIfAborted();
    }
    this.#found = {
      evaluations,
      cvResults: resultTable(evaluations, { ...this.options, scoreNames, returnTrainScore }),
      bestIndex,
      bestScore: means[bestIndex],
      best,
      refitTime: best && (performance.now() - begin) / 1000,
      splits: splits.length,
      warnings,
    };
    return this;
  }

  async #evaluate(
    { rounds }: SearchPlan,
    bench: TrialBench,
    deciding: string,
  ): Promise<{ evaluations: Evaluation[]; lastRound: number }> {
    const evaluations: Evaluation[] = [];
    let lastRound = 0;
    let step = rounds.next();
    while (step.done !== true) {
      const { candidates, splits, more } = step.value;
      const trials = candidates.flatMap((params) => splits.map(([train, test]) => ({ params, train, test })));
      const watch = this.#progressOf(candidates, splits.length, deciding);
      const outcomes = await bench.run(trials, (index, outcome, pace) => {
        raiseFailure(outcome, this.options);
        watch(index, outcome, pace);
      });
      const own = candidates.map((params, i) => ({
        params,
        outcomes: outcomes.slice(i * splits.length, (i + 1) * splits.length),
        more,
      }));
      lastRound = evaluations.length;
      evaluations.push(...own);
      step = rounds.next(own.map((one) => meanScore(one.outcomes, deciding, this.options)));
    }
    return { evaluations, lastRound };
  }

  /** Counts the splits of each candidate, and keeps the best of those that are through. */
  #progressOf(
    candidates: readonly Params[],
    splits: number,
    deciding: string,
  ): (index: number, outcome: TrialOutcome, pace: Pace) => void {
    const outcomes = candidates.map((): TrialOutcome[] => []);
    const left = candidates.map(() => splits);
    let best: BestSoFar | null = null;
    return (index, outcome, pace) => {
      const candidate = Math.floor(index / splits);
      const own = outcomes[candidate];
      own[index % splits] = outcome;
      left[candidate]--;
      if (left[candidate] === 0) {
        const score = meanScore(own, deciding, this.options);
        if (score > (best?.score ?? Number.NEGATIVE_INFINITY))
          best = { params: candidates[candidate], score };
      }
      this.options.onProgress?.({ ...pace, best });
    };
  }

  /** What the best estimator predicts. @throws HebbError `NOT_FITTED`, `UNSUPPORTED` with refit: false */
  async predict(X: TableLike): Promise<Awaited<ReturnType<M['predict']>>> {
    return (await this.bestEstimator.predict(X)) as Awaited<ReturnType<M['predict']>>;
  }

  /** Class probabilities of the best estimator. Errors as `predict`. */
  async predictProba(X: TableLike): Promise<Tensor> {
    const best = this.bestEstimator;
    if (best.predictProba !== undefined) return best.predictProba(X);
    throw new HebbError('UNSUPPORTED', `${show(best)} gives no probabilities.`);
  }

  /** The best estimator's own score on X and y. Errors as `predict`. */
  async score(X: TableLike, y: unknown, options?: object): Promise<number> {
    return this.bestEstimator.score(X, y, options);
  }

  /** The best candidate, fitted on all rows. @throws HebbError `NOT_FITTED`, `UNSUPPORTED` with refit: false */
  get bestEstimator(): M {
    const { best } = this.#result;
    if (best !== undefined) return best;
    throw new HebbError('UNSUPPORTED', `${this.name} has no fitted estimator, as refit is false.`);
  }
  /** The parameters of the best candidate. */
  get bestParams(): Params {
    const { evaluations, bestIndex } = this.#result;
    return evaluations[bestIndex].params;
  }
  /** The mean score of the best candidate over the splits. */
  get bestScore(): number {
    return this.#result.bestScore;
  }
  /** The row of the best candidate in `cvResults` and `params`. */
  get bestIndex(): number {
    return this.#result.bestIndex;
  }
  /**
   * A row for each candidate: `meanTestScore`, `stdTestScore`, `rankTestScore`, `split0TestScore`, …,
   * `meanFitTime` (seconds), `param_alpha`, …; with several scores `meanTestAccuracy` and so on; `failure`
   * where a trial failed.
   */
  get cvResults(): Table {
    return this.#result.cvResults;
  }
  /** The parameters of each candidate, row by row of `cvResults`. */
  get params(): readonly Params[] {
    return this.#result.evaluations.map(({ params }) => params);
  }
  /** How many splits each candidate was tried on. */
  get nSplits(): number {
    return this.#result.splits;
  }
  /** Seconds it took to fit the best candidate on all rows; undefined with refit: false. */
  get refitTime(): number | undefined {
    return this.#result.refitTime;
  }
  /** What there was to say of failed trials. */
  get warnings(): readonly HebbWarning[] {
    return this.#result.warnings;
  }
  /** The estimator this search stands for: the best one, before `fit` the one that was given. */
  get subject(): M {
    return this.#found?.best ?? this.estimator;
  }

  /** The options, the estimator, and its options as `estimator__alpha`. */
  getParams(): Record<string, unknown> {
    const own = Object.entries(paramsOf(this.estimator)).map(([name, value]) => [
      `estimator__${name}`,
      value,
    ]);
    return { ...this.options, estimator: this.estimator, ...Object.fromEntries(own) };
  }

  /** A new search that was not run, with other options, another estimator, or options of it changed. */
  withParams(params: Params): ParameterSearch<M, Options> {
    const { whole, nested } = splitParams(params);
    const { estimator = this.estimator, ...options } = Object.fromEntries(whole);
    const other = [...nested.keys()].find((name) => name !== 'estimator');
    if (other !== undefined) {
      throw new HebbError(
        'UNKNOWN_OPTION',
        `${this.name} has no part '${other}'.${didYouMean(other, ['estimator'])}`,
      );
    }
    return this.again(freshModel(estimator as M, nested.get('estimator')), { ...this.options, ...options });
  }

  /** The best estimator is what is saved; before `fit` the one that was given. */
  toState(): ModelState {
    return this.subject.toState();
  }

  get #result(): Found<M> {
    return fitted(this.#found, this.name);
  }
}

/** The first of the largest from `start` on; NaN is least. */
function indexOfBest(means: readonly number[], start: number): number {
  let best = start;
  for (let i = start; i < means.length; i++) {
    if (means[i] > means[best] || (Number.isNaN(means[best]) && !Number.isNaN(means[i]))) best = i;
  }
  return best;
}
