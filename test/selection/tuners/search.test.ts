/** The tuners on models whose loss is known: one number that is not trained, (w − 0.3)². */
import { describe, expect, test } from 'vitest';
import { EarlyStopping } from '../../../src/nn/callbacks/early-stopping.ts';
import type { FitOptions } from '../../../src/nn/models/fit-options.ts';
import type { Sequential } from '../../../src/nn/models/sequential.ts';
import { BayesianOptimization } from '../../../src/selection/tuners/bayesian-optimization.ts';
import { GridSearch } from '../../../src/selection/tuners/grid-search.ts';
import { HyperParameters } from '../../../src/selection/tuners/hyper-parameters.ts';
import { Hyperband, hyperbandBrackets } from '../../../src/selection/tuners/hyperband.ts';
import { RandomSearch } from '../../../src/selection/tuners/random-search.ts';
import type { TunerProgress } from '../../../src/selection/tuners/tuner-options.ts';
import { errorOf } from '../../error-of.ts';
import { essence, learner, mapStore, quiet, rows, still, targets, valley, x, y } from './tuner-models.ts';

describe('RandomSearch', () => {
  test('tries different candidates, ranks them, and gives the best back', async () => {
    const told: TunerProgress[] = [];
    const onProgress = (progress: TunerProgress): void => void told.push(progress);
    const tuner = new RandomSearch(valley, { objective: 'loss', maxTrials: 6, seed: 1, onProgress });
    await tuner.search(x, y, quiet);
    const losses = tuner.trials.map(({ values, score }) => [(Number(values.w) - 0.3) ** 2, score]);
    for (const [expected, score] of losses) expect(score).toBeCloseTo(expected, 6);
    const least = Math.min(...losses.map(([, score]) => score));
    expect(tuner.bestScore).toBe(least);
    expect(tuner.getBestTrials(2).map(({ score }) => score)).toEqual(
      losses
        .map(([, score]) => score)
        .sort((a, b) => a - b)
        .slice(0, 2),
    );
    const [hp] = tuner.getBestHyperparameters();
    expect((await valley(hp).predict(x)).toString()).toBe(
      (await (await tuner.getBestModels())[0].predict(x)).toString(),
    );
    expect(told.map(({ done, total }) => [done, total])).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
    expect(told.at(-1)).toMatchObject({ secondsLeft: 0, best: { score: least, values: tuner.bestValues } });
    expect(told[2].secondsLeft).toBeGreaterThan(0);
    expect(tuner.results.column('rank').toArray().sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(tuner.results.columns.map(({ name }) => name)).toEqual([
      ...['trial', 'score', 'rank', 'bestEpoch', 'epochs', 'seconds', 'param_w', 'metric_loss'],
    ]);
  });

  test('the same seed gives the same trials, another one others', async () => {
    const run = async (seed: number): Promise<string> => {
      const tuner = new RandomSearch(learner, {
        objective: 'val_loss',
        maxTrials: 3,
        executionsPerTrial: 2,
        seed,
      });
      await tuner.search(rows, targets, { epochs: 2, validationSplit: 0.25, verbose: 0 });
      return JSON.stringify(essence(tuner));
    };
    const first = await run(4);
    expect(await run(4)).toBe(first);
    expect(await run(5)).not.toBe(first);
  });

  test('stops when there is nothing new', async () => {
    const tuner = new RandomSearch((hp) => still(hp.choice('w', [0, 0.5, 1])), {
      objective: 'loss',
      maxTrials: 20,
      seed: 0,
    });
    await tuner.search(x, y, quiet);
    expect(tuner.trials.map(({ values }) => values.w).sort()).toEqual([0, 0.5, 1]);
  });

  test('a larger metric may be the better one', async () => {
    const tuner = new RandomSearch(valley, {
      objective: { name: 'loss', direction: 'max' },
      maxTrials: 4,
      seed: 1,
    });
    await tuner.search(x, y, quiet);
    expect(tuner.bestScore).toBe(Math.max(...tuner.trials.map(({ score }) => score)));
  });

  test('options of fit may be tuned, and callbacks be a trial’s own', async () => {
    const epochs: number[] = [];
    const tuner = new GridSearch(
      {
        build: valley,
        fitOptions: (hp) => ({
          epochs: hp.choice('epochs', [1, 3]),
          callbacks: [{ onEpochEnd: (epoch) => void epochs.push(epoch) }],
        }),
      },
      { objective: 'loss', seed: 1, maxTrials: 2 },
    );
    await tuner.search(x, y, quiet);
    expect(tuner.trials.map(({ epochs }) => epochs)).toEqual([1, 3]);
    expect(epochs).toEqual([0, 0, 1, 2]);
  });

  test('hyperparameters that are given go before those of the build function', async () => {
    const hp = new HyperParameters();
    hp.choice('w', [0.3, 0.4]);
    const build = (own: HyperParameters): Sequential =>
      still(own.float('w', -1, 1) + 0 * own.float('more', 0, 1));
    const options = { objective: 'loss', maxTrials: 9, seed: 1, hyperparameters: hp };
    const tuner = new RandomSearch(build, { ...options, tuneNewEntries: false });
    await tuner.search(x, y, quiet);
    expect(tuner.trials.map(({ values }) => values).sort((a, b) => Number(a.w) - Number(b.w))).toEqual([
      { w: 0.3, more: 0 },
      { w: 0.4, more: 0 },
    ]);
    const strict = new RandomSearch(build, { ...options, allowNewEntries: false });
    expect(await errorOf(() => strict.search(x, y, quiet))).toBe(
      "INVALID_VALUE: the build function asks for 'more', which is not among the hyperparameters, and allowNewEntries is false.",
    );
  });
});

describe('GridSearch', () => {
  const build = (hp: HyperParameters): Sequential => {
    let w = hp.choice('w', [0, 1]);
    if (hp.boolean('deep')) w += hp.int('layers', 1, 3) / 10;
    return still(w);
  };

  test('goes through all combinations, those of branches too, the last one first', async () => {
    const tuner = new GridSearch(build, { objective: 'loss', seed: 1 });
    await tuner.search(x, y, quiet);
    const branches = [{ deep: false }, ...[1, 2, 3].map((layers) => ({ deep: true, layers }))];
    expect(tuner.trials.map(({ values }) => values)).toEqual(
      [0, 1].flatMap((w) => branches.map((branch) => ({ w, ...branch }))),
    );
    expect(tuner.bestValues).toEqual({ w: 0, deep: true, layers: 3 });
  });

  test('stops where it is told', async () => {
    const tuner = new GridSearch(build, { objective: 'loss', maxTrials: 3 });
    expect((await tuner.search(x, y, quiet)).trials).toHaveLength(3);
  });
});

describe('Hyperband', () => {
  test('has the brackets of the paper', () => {
    const first = hyperbandBrackets(81, 3).map(([{ size, epochs }]) => [size, epochs]);
    expect(first).toEqual([
      [81, 1],
      [34, 3],
      [15, 9],
      [8, 27],
      [5, 81],
    ]);
    expect(hyperbandBrackets(81, 3)[0].map(({ size }) => size)).toEqual([81, 27, 9, 3, 1]);
    expect(hyperbandBrackets(1, 3)).toEqual([[{ size: 1, epochs: 1 }]]);
  });

  test('keeps the best of each rung, which go on where they were', async () => {
    const tuner = new Hyperband(learner, { objective: 'loss', maxEpochs: 9, seed: 2 });
    const store = mapStore();
    Object.assign(tuner.options, { directory: store });
    await tuner.search(rows, targets, { batchSize: 4, verbose: 0 });
    const places = tuner.trials.map(({ more }) => `${more.bracket}.${more.round}`);
    expect(new Set(places)).toEqual(new Set(['0.0', '0.1', '0.2', '1.0', '1.1', '2.0']));
    const rung = (place: string): typeof tuner.trials => tuner.trials.filter((_, i) => places[i] === place);
    const kept = new Set(rung('0.1').map(({ values }) => JSON.stringify(values)));
    const best = [...rung('0.0')].sort((a, b) => a.score - b.score).slice(0, kept.size);
    expect(new Set(best.map(({ values }) => JSON.stringify(values)))).toEqual(kept);
    expect(rung('0.2').map(({ epochs }) => epochs)).toEqual([9]);
    expect([...store.kept.keys()].filter((name) => name.endsWith('.backup'))).toEqual([]);
    // The last one of a bracket, in one go: the same numbers to the bit.
    const [last] = rung('0.2');
    const root = rung('0.0').find(({ values }) => JSON.stringify(values) === JSON.stringify(last.values));
    const { runTunerTrial } = await import('../../../src/selection/tuners/tuner-trial.ts');
    const { seedOf } = await import('../../../src/selection/tuners/candidates.ts');
    const { report } = await runTunerTrial(
      { build: learner },
      {
        x: rows,
        y: targets,
        fitOptions: { batchSize: 4 },
        goal: { name: 'loss', direction: 'min' },
        executions: 1,
      },
      { values: last.values, seed: seedOf(2, root?.id), epochs: 9, backups: [], isContinued: false },
    );
    expect(report.metrics).toEqual(last.metrics);
  });
});

describe('Hyperband with callbacks', () => {
  test('one that was stopped early may still be among the best, twice each', async () => {
    const fitOptions = (): FitOptions => ({
      callbacks: [new EarlyStopping({ monitor: 'loss', patience: 1 })],
    });
    const options = { objective: 'loss', maxEpochs: 8, factor: 2, executionsPerTrial: 2, seed: 1 };
    const tuner = await new Hyperband({ build: valley, fitOptions }, options).search(x, y, { verbose: 0 });
    expect(tuner.trials.map(({ failure }) => failure).filter((failure) => failure !== null)).toEqual([]);
    expect(Math.max(...tuner.trials.map(({ epochs }) => epochs))).toBeLessThanOrEqual(3);
    const last = tuner.trials.filter(({ more }) => more.bracket === 0 && more.round === 3);
    expect(last.map(({ score }) => score)).toEqual([
      Math.min(...tuner.trials.filter(({ more }) => more.bracket === 0).map(({ score }) => score)),
    ]);
  });
});

describe('BayesianOptimization', () => {
  test.each(['ucb', 'ei'] as const)('finds the bottom of a valley with %s', async (acquisition) => {
    const options = { objective: 'loss', maxTrials: 14, numInitialPoints: 3, seed: 7 };
    const tuner = new BayesianOptimization(valley, { ...options, acquisition, beta: 1 });
    await tuner.search(x, y, quiet);
    const random = await new RandomSearch(valley, { objective: 'loss', maxTrials: 14, seed: 7 }).search(
      x,
      y,
      quiet,
    );
    expect(Number(tuner.bestValues.w)).toBeCloseTo(0.3, 2);
    expect(tuner.bestScore).toBeLessThan(random.bestScore);
  });

  test('scopes, values without order, fixed ones, several proposals', async () => {
    const build = (hp: HyperParameters): Sequential => {
      const kind = hp.choice('kind', ['a', 'b', 'c']);
      const shift = hp.conditionalScope('kind', ['b', 'c'], () => hp.float('shift', -1, 1)) ?? 1;
      return still(hp.fixed('base', 0) + shift + (kind === 'b' ? 0 : 2));
    };
    const tuner = new BayesianOptimization(build, {
      objective: 'loss',
      maxTrials: 20,
      numInitialPoints: 5,
      proposals: 3,
      seed: 1,
    });
    await tuner.search(x, y, quiet);
    expect(tuner.trials).toHaveLength(20);
    expect(new Set(tuner.trials.map(({ values }) => JSON.stringify(values))).size).toBe(20);
    expect(tuner.bestValues.kind).toBe('b');
    expect(tuner.bestScore).toBeLessThan(0.01);
    expect(await tuner.searchSpaceSummary()).toBe(
      [
        'Search space: 3 hyperparameters',
        "  kind: one of 'a', 'b', 'c' in no order",
        '  base: fixed at 0',
        "  shift: float from -1 to 1, default -1 if kind is 'b' or 'c'",
      ].join('\n'),
    );
  });
});
