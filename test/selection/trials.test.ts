/** What searches do besides searching: failures, errors, stopping, progress, and going on from kept trials. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { Ridge } from '../../src/estimators/linear/ridge.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { crossValidate, crossValScore } from '../../src/selection/cross-validate.ts';
import { loguniform } from '../../src/selection/distributions.ts';
import { GridSearchCV } from '../../src/selection/grid-search-cv.ts';
import { KFold } from '../../src/selection/k-fold.ts';
import { RandomizedSearchCV } from '../../src/selection/randomized-search-cv.ts';
import type { SearchProgress } from '../../src/selection/search-options.ts';
import { errorOf } from '../error-of.ts';
import { iris } from './search-fixtures.ts';

const { X, y } = await iris();
const three = X.map((row) => row.slice(0, 3));
const last = X.map((row) => row[3]);
const quiet = { onWarning() {} };
const net = (): MLPClassifier =>
  new MLPClassifier({ hiddenLayerSizes: [4], maxIter: 3, randomState: 0, ...quiet });

describe('refused', () => {
  test('an option the estimator does not have, with the nearest one', async () => {
    expect(await errorOf(() => new GridSearchCV(net(), { alfa: [1] } as never).fit(X, y))).toBe(
      "UNKNOWN_OPTION: MLPClassifier has no option 'alfa'. Did you mean 'alpha'?",
    );
    const model = makePipeline(new StandardScaler(), net());
    expect(await errorOf(() => new GridSearchCV(model, { mlpclasifier__alpha: [1] }).fit(X, y))).toBe(
      "UNKNOWN_OPTION: Pipeline has no step 'mlpclasifier'. Did you mean 'mlpclassifier'?",
    );
    expect(await errorOf(() => new GridSearchCV(net(), { alpha: [1] }, { c: 3 } as never).fit(X, y))).toBe(
      "UNKNOWN_OPTION: GridSearchCV has no option 'c'. Did you mean 'cv'?",
    );
  });

  test('an empty space', async () => {
    expect(await errorOf(() => new GridSearchCV(net(), {}).fit(X, y))).toContain(
      'the parameter space is empty',
    );
    expect(await errorOf(() => new RandomizedSearchCV(net(), { alpha: [] }).fit(X, y))).toContain(
      "the parameter 'alpha' has no values",
    );
  });

  test('more folds than rows', async () => {
    const labels = y.map((label, row) => (row < 2 ? 9 : label));
    expect(await errorOf(() => crossValScore(net(), X, labels, { cv: 3 }))).toBe(
      'INVALID_VALUE: 3 folds need 3 rows of every class, but class 9 has 2; use fewer folds, or say how to split with cv: new KFold().',
    );
    expect(await errorOf(() => crossValScore(new Ridge(), three, last, { cv: 151 }))).toBe(
      'INVALID_VALUE: KFold cannot cut 150 rows into 151 folds.',
    );
    expect(
      await crossValScore(net(), X, labels, { cv: new KFold({ nSplits: 2, shuffle: true, randomState: 0 }) }),
    ).toHaveLength(2);
  });

  test('folds that are none', async () => {
    const refusal = (cv: unknown): Promise<string> =>
      errorOf(() => crossValScore(new Ridge(), three, last, { cv: cv as never }));
    expect(await refusal(1)).toContain('a number of folds ≥ 2');
    expect(await refusal([])).toBe("INVALID_VALUE: option 'cv' gives no splits.");
    expect(await refusal([[[0, 1], []]])).toBe("INVALID_VALUE: option 'cv' has a split with an empty part.");
    expect(await refusal([[[0, 1], [150]]])).toBe(
      "INVALID_VALUE: option 'cv' names row 150; there are 150 rows, counted from 0.",
    );
  });

  test('scores that are none', async () => {
    const refusal = (scoring: unknown, refit: string | boolean = true): Promise<string> =>
      errorOf(() => new GridSearchCV(net(), { alpha: [1] }, { scoring: scoring as never, refit }).fit(X, y));
    expect(await refusal('acuracy')).toContain("there is no score 'acuracy'. Did you mean 'accuracy'?");
    expect(await refusal(['accuracy', 'f1_macro'])).toContain(
      "option 'refit' must name the one that decides",
    );
    expect(await refusal(['accuracy', 'f1_macro'], 'r2')).toContain("got 'r2'");
    expect(await refusal([])).toContain('names no score');
    expect(await refusal(['accuracy', 'accuracy'])).toContain('the same score twice');
    expect(await refusal(3)).toContain('must be the name of a score, a function');
  });

  test('lengths that do not fit', async () => {
    expect(await errorOf(() => crossValScore(new Ridge(), three, last.slice(1)))).toBe(
      'LENGTH_MISMATCH: X has 150 rows, but y has 149.',
    );
    const sampleWeight = [1, 2];
    expect(await errorOf(() => crossValScore(new Ridge(), three, last, { sampleWeight }))).toBe(
      'LENGTH_MISMATCH: X has 150 rows, but sampleWeight has 2.',
    );
  });

  test('attributes before fit', async () => {
    const search = new GridSearchCV(net(), { alpha: [1] });
    expect(await errorOf(() => search.bestParams)).toBe(
      'NOT_FITTED: GridSearchCV is not fitted yet; call fit first.',
    );
  });
});

describe('trials that fail', () => {
  const grid = { alpha: [-1, 0.1, 1] };
  const reason =
    "Ridge: option 'alpha' must be a number ≥ 0 or an array with each element a number ≥ 0, got -1.";

  test('count as NaN and come last; the others go on', async () => {
    const warnings: string[] = [];
    const onWarning = ({ message }: { message: string }): void => void warnings.push(message);
    const search = await new GridSearchCV(new Ridge(), grid, { cv: 3, onWarning }).fit(three, last);
    expect(search.cvResults.column('rankTestScore').toArray()).toEqual([3, 1, 2]);
    expect(search.cvResults.column('meanTestScore').at(0)).toBeNaN();
    expect(search.cvResults.column('failure').toArray()).toEqual([reason, null, null]);
    expect(warnings).toEqual([`3 of 9 trials failed and count as NaN: ${reason}`]);
    expect(search.warnings.map(({ code }) => code)).toEqual(['TRIAL_FAILED']);
  });

  test('count as what errorScore says', async () => {
    const search = new GridSearchCV(new Ridge(), grid, { cv: 3, errorScore: -5, ...quiet });
    await search.fit(three, last);
    expect(search.cvResults.column('meanTestScore').at(0)).toBe(-5);
  });

  test('end the search where that is asked for', async () => {
    const search = new GridSearchCV(new Ridge(), grid, { errorScore: 'raise' });
    expect(await errorOf(() => search.fit(three, last))).toBe(`TRIAL_FAILED: A trial failed: ${reason}`);
  });

  test('all of them', async () => {
    expect(
      await errorOf(() => new GridSearchCV(new Ridge(), { alpha: [-1, -2] }, quiet).fit(three, last)),
    ).toBe(`TRIAL_FAILED: All 10 trials failed. ${reason}`);
  });
});

describe('what searches are asked for', () => {
  test('whole steps are searched, and generators copied', async () => {
    const model = makePipeline(
      new StandardScaler(),
      new MLPClassifier({ ...net().options, randomState: new RandomState(3) }),
    );
    const steps = { standardscaler: [new MinMaxScaler(), new StandardScaler()] };
    const run = (): Promise<unknown> => new GridSearchCV(model, steps, { cv: 3 }).fit(X, y);
    const [first, second] = [await run(), await run()] as GridSearchCV[];
    expect(first.cvResults.column('param_standardscaler').toArray()).toEqual([
      'MinMaxScaler',
      'StandardScaler',
    ]);
    expect(second.cvResults.column('meanTestScore').toArray()).toEqual(
      first.cvResults.column('meanTestScore').toArray(),
    );
  });

  test('a table, texts for labels, weights, and no refit', async () => {
    const table = Table.fromRows(X.map(([a, b, c, d]) => ({ a, b, c, d })));
    const labels = y.map((label) => ['setosa', 'versicolor', 'virginica'][label]);
    const sampleWeight = y.map((label) => (label === 2 ? 0 : 1));
    const search = new GridSearchCV(net(), { hiddenLayerSizes: [[3], [3, 3]] }, { cv: 3, refit: false });
    await search.fit(table, labels, { sampleWeight });
    expect(search.cvResults.column('param_hiddenLayerSizes').toArray()).toEqual(['[3]', '[3, 3]']);
    expect(await errorOf(() => search.predict(table))).toContain('UNSUPPORTED');
  });

  test('a search within cross-validation', async () => {
    const search = new GridSearchCV(new Ridge(), { alpha: [0.1, 10] }, { cv: 3 });
    const { estimator } = await crossValidate(search, three, last, {
      cv: 3,
      returnEstimator: true,
      returnIndices: true,
    });
    expect(estimator?.map(({ bestParams }) => Object.keys(bestParams))).toEqual([
      ['alpha'],
      ['alpha'],
      ['alpha'],
    ]);
    const labels = new RandomizedSearchCV(net(), { alpha: [0.1, 10] }, { cv: 2, nIter: 1, randomState: 0 });
    expect(await crossValScore(labels, X, y, { cv: 2, scoring: 'neg_log_loss' })).toHaveLength(2);
  });

  test('a score of one’s own', async () => {
    const scoring = async (model: { predict(X: never): Promise<unknown> }, X: unknown): Promise<number> =>
      -Math.max(...((await model.predict(X as never)) as Float64Array));
    const scores = await crossValScore(new Ridge(), three, last, { cv: 3, scoring });
    expect(scores.every((score) => score < 0)).toBe(true);
  });

  test('progress with the best so far', async () => {
    const seen: SearchProgress[] = [];
    const onProgress = (progress: SearchProgress): void => void seen.push(progress);
    const search = new GridSearchCV(new Ridge(), { alpha: [100, 1] }, { cv: 3, onProgress });
    await search.fit(three, last);
    expect(seen.map(({ done, total }) => `${done}/${total}`)).toEqual([
      '1/6',
      '2/6',
      '3/6',
      '4/6',
      '5/6',
      '6/6',
    ]);
    expect(seen.map(({ best }) => best?.params.alpha)).toEqual([undefined, undefined, 100, 100, 100, 1]);
    expect(seen[5].best?.score).toBe(search.bestScore);
    expect(seen[2].secondsLeft).toBeGreaterThan(0);
    expect(seen[5].secondsLeft).toBe(0);
  });

  test('an end', async () => {
    const controller = new AbortController();
    const search = new GridSearchCV(
      new MLPClassifier({
        ...net().options,
        maxIter: 100_000,
        tol: 0,
        nIterNoChange: Number.POSITIVE_INFINITY,
      }),
      { alpha: [1, 2] },
    );
    const fitting = search.fit(X, y, { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await expect(fitting).rejects.toThrow('abort');
    expect(await errorOf(() => search.bestScore)).toContain('NOT_FITTED');
  });
});

describe('kept trials', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hebb-trials-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A search that counts how many trials it runs afresh. */
  const run = async (nIter: number, rows = X): Promise<{ search: RandomizedSearchCV; fresh: number }> => {
    let fresh = 0;
    const scoring = async (
      model: { score(X: never, y: unknown): Promise<number> },
      X: unknown,
      y: unknown,
    ): Promise<number> => {
      fresh++;
      return model.score(X as never, y);
    };
    const search = new RandomizedSearchCV(
      net(),
      { alpha: loguniform(1e-4, 1) },
      {
        nIter,
        cv: 3,
        randomState: 1,
        checkpoint: join(folder, 'trials'),
        scoring: { own: scoring },
        refit: 'own',
      },
    );
    await search.fit(rows, y);
    return { search: search as RandomizedSearchCV, fresh };
  };

  test('are not repeated, and the results are the same', async () => {
    const once = await run(3);
    const again = await run(3);
    expect([once.fresh, again.fresh]).toEqual([9, 0]);
    expect(again.search.cvResults.toRows()).toEqual(once.search.cvResults.toRows());
    expect((await run(5)).fresh).toBe(6);
  });

  test('of other data are refused', async () => {
    await run(1);
    const other = X.map((row) => row.map((value) => value + 1));
    expect(await errorOf(() => run(1, other))).toContain('keeps the trials of another search');
  });

  test('that are damaged are run again', async () => {
    const { search } = await run(2);
    const [trial] = (await readdir(join(folder, 'trials'))).filter((name) => name.startsWith('trial-'));
    await writeFile(join(folder, 'trials', trial), '{"fitTime": 1, "scor');
    const again = await run(2);
    expect(again.fresh).toBe(1);
    expect(again.search.bestScore).toBe(search.bestScore);
  });
});
