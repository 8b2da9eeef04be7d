/**
 * `HalvingRandomSearchCV`: many candidates tried with few rows (or epochs), the better part of them again with
 * more, until few are left: successive halving (Karnin, Koren & Somekh 2013; Jamieson & Talwalkar 2016). How a
 * search runs is `parameter-search.ts`'s; here is who goes on and with how much.
 */
import { HebbError, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { hasRows } from '../core/has-rows.ts';
import { encodeLabels, type Labels } from '../core/labels.ts';
import { anyOf, boolean, integer, matching, oneOf, type Rule, real } from '../core/options.ts';
import type { Predictor } from '../estimators/predictor.ts';
import type { Targets } from '../metrics/score-inputs.ts';
import { checkRandomState, type RandomSeed, randomStateRule } from '../random/random-state.ts';
import { isClassifier } from './final-estimator.ts';
import { ParameterSampler } from './parameter-sampler.ts';
import { ParameterSearch } from './parameter-search.ts';
import type { ParameterSpaces, Params } from './parameter-space.ts';
import type { Score } from './scoring.ts';
import { type SearchOptions, searchRules } from './search-options.ts';
import type { Round, SearchPlan } from './search-plan.ts';
import type { Split } from './splitter.ts';
import { type RowData, rowCountOf } from './take-rows.ts';
import { oneScoreRule } from './trial-options.ts';

export interface HalvingRandomSearchCVOptions extends SearchOptions {
  /** What to score by: one score. Default: the estimator's own. */
  readonly scoring?: Score | null;
  /** How many candidates the first round has; 'exhaust': as many as the last round can use all resources on. Default 'exhaust'. */
  readonly nCandidates?: number | 'exhaust';
  /** In each round one candidate out of so many goes on, with so many times the resources. Default 3. */
  readonly factor?: number;
  /** What there is more of from round to round: 'nSamples', rows, or a whole-numbered option such as 'maxIter'. Default 'nSamples'. */
  readonly resource?: string;
  /** The most a candidate gets; 'auto' is all rows. Default 'auto'. */
  readonly maxResources?: number | 'auto';
  /**
   * What a candidate gets in the first round. 'smallest': two rows for each fold and class, or 1 of an option;
   * 'exhaust': so much that the last round uses as much as it can. Default 'smallest'.
   */
  readonly minResources?: number | 'smallest' | 'exhaust';
  /** Whether rounds are repeated with few resources until few enough candidates are left. Default false. */
  readonly aggressiveElimination?: boolean;
  /** Seed of the draws of candidates and of rows. Default: a random one. */
  readonly randomState?: RandomSeed;
}

const count = integer({ min: 1 });
const rules: Readonly<Record<keyof HalvingRandomSearchCVOptions, Rule>> = {
  ...searchRules,
  scoring: oneScoreRule,
  nCandidates: anyOf(oneOf('exhaust'), count),
  factor: real({ above: 1 }),
  resource: matching('the name of an option, or nSamples', (value) => typeof value === 'string'),
  maxResources: anyOf(oneOf('auto'), count),
  minResources: anyOf(oneOf('smallest', 'exhaust'), count),
  aggressiveElimination: boolean,
  randomState: randomStateRule,
};

/** How the rounds went. */
interface Rounds {
  readonly nCandidates: number[];
  readonly nResources: number[];
  readonly nRequiredIterations: number;
  readonly nPossibleIterations: number;
  readonly minResources: number;
  readonly maxResources: number;
  nRemainingCandidates: number;
}

/**
 * Tries many candidates with few resources and the best third of them again with three times as many, round by
 * round, then fits the best one on all rows. Candidates, rows and rounds are scikit-learn 1.9's for the same
 * `randomState`, but for training scores, which are not computed unless asked for.
 *
 * @example
 * const search = new HalvingRandomSearchCV(
 *   new MLPClassifier({ randomState: 42 }),
 *   { alpha: loguniform(1e-5, 1), learningRateInit: loguniform(1e-4, 1e-1) },
 *   { resource: 'maxIter', minResources: 5, maxResources: 135, nCandidates: 27, randomState: 42 },
 * );
 * await search.fit(X, y);
 * search.nCandidates; // [27, 9, 3, 1]
 */
export class HalvingRandomSearchCV<M extends Predictor = Predictor> extends ParameterSearch<
  M,
  HalvingRandomSearchCVOptions
> {
  protected readonly name = 'HalvingRandomSearchCV';
  protected readonly rules: Readonly<Record<string, Rule>> = rules;
  readonly paramDistributions: ParameterSpaces<M>;
  #rounds: Rounds | undefined;

  /** @param paramDistributions a list of values or a distribution for each option, or several such objects */
  constructor(
    estimator: M,
    paramDistributions: ParameterSpaces<M>,
    options: HalvingRandomSearchCVOptions = {},
  ) {
    super(estimator, options);
    this.paramDistributions = paramDistributions;
  }

  protected plan(splits: readonly Split[], y: RowData): SearchPlan {
    const { factor = 3, nCandidates = 'exhaust', minResources = 'smallest', randomState } = this.options;
    const { aggressiveElimination = false } = this.options;
    const resource = readResource(this.options.resource);
    const rows = rowCountOf(y, 'y');
    if (nCandidates === 'exhaust' && minResources === 'exhaust') {
      throw this.#refusal("nCandidates and minResources cannot both be 'exhaust'.");
    }
    const most = this.#mostResources(resource, rows);
    let least =
      typeof minResources === 'number'
        ? minResources
        : resource === undefined
          ? 2 * splits.length * (isClassifier(this.estimator) ? classCount(y) : 1)
          : 1;
    if (least > most) {
      throw this.#refusal(
        `the first round needs ${least} ${resource ?? 'rows'}, but there are ${most} at most; give more, or set minResources.`,
      );
    }
    const candidates = this.#draw(
      nCandidates === 'exhaust' ? Math.floor(most / least) : nCandidates,
      randomState,
    );
    if (resource !== undefined && candidates.some((params) => Object.hasOwn(params, resource))) {
      throw this.#refusal(`the resource '${resource}' cannot be one of the parameters that are searched.`);
    }
    const required = 1 + floorLog(candidates.length, factor);
    if (minResources === 'exhaust') least = Math.max(least, Math.floor(most / factor ** (required - 1)));
    const possible = 1 + floorLog(Math.floor(most / least), factor);
    const iterations = aggressiveElimination ? required : Math.min(possible, required);
    const sizes = [candidates.length];
    while (sizes.length < iterations) sizes.push(Math.ceil(sizes[sizes.length - 1] / factor));
    const amounts = sizes.map((_, i) => {
      const power = aggressiveElimination ? Math.max(0, i - required + possible) : i;
      return Math.min(Math.trunc(factor ** power * least), most);
    });
    const record: Rounds = {
      nCandidates: sizes,
      nResources: amounts,
      nRequiredIterations: required,
      nPossibleIterations: possible,
      minResources: least,
      maxResources: most,
      nRemainingCandidates: Math.ceil(sizes[sizes.length - 1] / factor),
    };
    this.#rounds = record;
    const roundOf = (iteration: number, own: readonly Params[]): Round => ({
      candidates:
        resource === undefined ? own : own.map((params) => ({ ...params, [resource]: amounts[iteration] })),
      splits:
        resource === undefined
          ? splits.map((split) => thinned(split, amounts[iteration] / rows, randomState))
          : splits,
      more: { iter: iteration, nResources: amounts[iteration] },
    });
    return {
      trials: splits.length * sizes.reduce((sum, size) => sum + size, 0),
      rounds: (function* (): Generator<Round, void, readonly number[]> {
        let left = candidates;
        for (const iteration of sizes.keys()) {
          const scores = yield roundOf(iteration, left);
          left = bestOf(left, scores, Math.ceil(left.length / factor));
        }
      })(),
    };
  }

  protected again(estimator: M, options: HalvingRandomSearchCVOptions): HalvingRandomSearchCV<M> {
    return new HalvingRandomSearchCV(estimator, this.paramDistributions, options);
  }

  /** Candidates of each round. */
  get nCandidates(): readonly number[] {
    return this.#record.nCandidates;
  }
  /** Resources that a candidate has in each round. */
  get nResources(): readonly number[] {
    return this.#record.nResources;
  }
  /** How many rounds there were. */
  get nIterations(): number {
    return this.#record.nCandidates.length;
  }
  /** Rounds it takes until fewer candidates than `factor` are left. */
  get nRequiredIterations(): number {
    return this.#record.nRequiredIterations;
  }
  /** Rounds that the resources are enough for. */
  get nPossibleIterations(): number {
    return this.#record.nPossibleIterations;
  }
  /** Candidates that would have gone on after the last round. */
  get nRemainingCandidates(): number {
    return this.#record.nRemainingCandidates;
  }
  /** Resources of the first round. */
  get minResources(): number {
    return this.#record.minResources;
  }
  /** Resources there are at most. */
  get maxResources(): number {
    return this.#record.maxResources;
  }

  get #record(): Rounds {
    return fitted(this.#rounds, this.name);
  }

  #mostResources(resource: string | undefined, rows: number): number {
    const { maxResources = 'auto' } = this.options;
    if (maxResources !== 'auto') return resource === undefined ? Math.min(maxResources, rows) : maxResources;
    if (resource === undefined) return rows;
    throw this.#refusal(
      `maxResources 'auto' counts rows; say how much ${show(resource)} there is at most, such as maxResources: 200.`,
    );
  }

  #draw(number: number, randomState: RandomSeed): Params[] {
    const spaces = this.paramDistributions as ParameterSpaces<unknown>;
    return [...new ParameterSampler(spaces, number, { randomState })];
  }

  #refusal(message: string): HebbError {
    return new HebbError('INVALID_OPTION', `${this.name}: ${message}`);
  }
}

/** Undefined for rows. */
function readResource(resource = 'nSamples'): string | undefined {
  return resource === 'nSamples' || resource === 'n_samples' ? undefined : resource;
}

function classCount(y: RowData): number {
  return hasRows(y as Targets) ? 1 : encodeLabels(y as Labels).classes.length;
}

function floorLog(x: number, base: number): number {
  return Math.floor(Math.log(x) / Math.log(base));
}

/** A share of the rows of both parts, drawn at random. */
function thinned([train, test]: Split, share: number, randomState: RandomSeed): Split {
  const draw = (rows: Int32Array): Int32Array => {
    const order = checkRandomState(randomState).permutation(rows.length);
    return order.slice(0, Math.trunc(share * rows.length)).map((place) => rows[place]);
  };
  return [draw(train), draw(test)];
}

/** The candidates with the largest scores, best last; NaN is least. */
function bestOf(candidates: readonly Params[], scores: readonly number[], number: number): Params[] {
  const value = (i: number): number => (Number.isNaN(scores[i]) ? Number.NEGATIVE_INFINITY : scores[i]);
  const order = [...candidates.keys()].sort((a, b) => value(a) - value(b) || 0);
  return order.slice(-number).map((i) => candidates[i]);
}
