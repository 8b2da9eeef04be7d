/** What goes wrong in trials is told; what is wrong with a search ends it. */
import { describe, expect, test, vi } from 'vitest';
import type { Sequential } from '../../../src/nn/models/sequential.ts';
import { BayesianOptimization } from '../../../src/selection/tuners/bayesian-optimization.ts';
import { GridSearch } from '../../../src/selection/tuners/grid-search.ts';
import type { HyperParameters } from '../../../src/selection/tuners/hyper-parameters.ts';
import { RandomSearch } from '../../../src/selection/tuners/random-search.ts';
import { errorOf } from '../../error-of.ts';
import { quiet, still, valley, x, y } from './tuner-models.ts';

describe('what goes wrong', () => {
  test('a trial that fails is told, and the rest go on', async () => {
    const warned: string[] = [];
    const build = (hp: HyperParameters): Sequential => {
      const w = hp.choice('w', [0, 1, 2, 3]);
      if (w === 1) throw new Error('no such model');
      return still(w, w === 2 ? (_, output) => output.neg().sqrt() : 'mse');
    };
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const tuner = new GridSearch(build, {
      objective: 'loss',
      onWarning: ({ message }) => void warned.push(message),
    });
    await tuner.search(x, y, { epochs: 1 });
    const lines = log.mock.calls.flat();
    log.mockRestore();
    expect(tuner.trials.map(({ failure }) => failure)).toEqual([
      null,
      'no such model',
      "its objective 'loss' was NaN in every epoch.",
      null,
    ]);
    expect(warned).toEqual([
      '1 of 4 trials failed and count as NaN: no such model',
      "1 of 4 trials failed and count as NaN: its objective 'loss' was NaN in every epoch.",
    ]);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(
      /^2\/4 · trial 1 · failed: no such model · 0\.0 s · best 0\.0900 \(trial 0\) · 0:00 left$/,
    );
    expect(tuner.results.column('failure').missing).toBe(2);
    expect(tuner.resultsSummary(1)).toBe(
      `Results summary\nShowing 1 best trials by loss (min)\n\nTrial 0: loss ${tuner.bestScore} at epoch 1, 1 trained\n  w: 0`,
    );
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'nothing to tune',
      () => new RandomSearch(() => still(0)).search(x, y, quiet),
      'INVALID_VALUE: the build function asks for no hyperparameters, so there is nothing to tune.',
    ],
    [
      'a build function that fails at once',
      () =>
        new RandomSearch(() => {
          throw new Error('no');
        }).search(x, y, quiet),
      'INVALID_VALUE: the build function fails before it asks for a hyperparameter: no',
    ],
    [
      'min above max',
      () => new RandomSearch((hp) => still(hp.float('w', 1, 0))).search(x, y, quiet),
      "INVALID_OPTION: hyperparameter 'w': min 1 is larger than max 0.",
    ],
    [
      'a name twice',
      () => new RandomSearch((hp) => still(hp.float('w', 0, 1) + hp.float('w', 0, 2))).search(x, y, quiet),
      "INVALID_VALUE: hyperparameter 'w' has been asked for with other settings: float from 0 to 1, default 0, now float from 0 to 2, default 0.",
    ],
    [
      'all trials',
      () =>
        new RandomSearch(
          (hp) => {
            hp.float('w', 0, 1);
            throw new Error('no');
          },
          { maxTrials: 3 },
        ).search(x, y, quiet),
      'TRIAL_FAILED: All 3 trials failed. no',
    ],
    [
      'no model',
      () => new RandomSearch((hp) => hp.choice('w', [0]) as never, { maxTrials: 1 }).search(x, y, quiet),
      'TRIAL_FAILED: All 1 trials failed. build(hp) must return a model, got 0.',
    ],
    [
      'an unknown objective',
      () => new RandomSearch(valley, { objective: 'los' }).search(x, y, quiet),
      "INVALID_OPTION: there is no objective 'los'; the metrics are loss. Did you mean 'loss'?",
    ],
    [
      'an objective of validation rows without any',
      () => new RandomSearch(valley).search(x, y, quiet),
      "INVALID_OPTION: there is no objective 'val_loss'; the metrics are loss. Give validationData or validationSplit for those of validation rows.",
    ],
    [
      'an unknown option',
      () => new RandomSearch(valley, { maxTrial: 3 } as object).search(x, y, quiet),
      "UNKNOWN_OPTION: RandomSearch has no option 'maxTrial'. Did you mean 'maxTrials'?",
    ],
    [
      'an unknown option of search',
      () => new RandomSearch(valley).search(x, y, { epoch: 3 } as object),
      "UNKNOWN_OPTION: RandomSearch.search has no option 'epoch'. Did you mean 'epochs'?",
    ],
    [
      'an objective without name',
      () => new RandomSearch(valley, { objective: {} as never }).search(x, y, quiet),
      "INVALID_OPTION: RandomSearch: option 'objective' must be the name of a metric, such as 'val_loss', or { name, direction: 'min' | 'max' }, got an object.",
    ],
    [
      'a hypermodel that fits',
      () => new RandomSearch({ build: valley, fit() {} } as never).search(x, y, quiet),
      'INVALID_VALUE: a tuner trains models itself: have fitOptions(hp) return what fit should be told, such as the batch size.',
    ],
    [
      'no build function',
      () => new RandomSearch(3 as never).search(x, y, quiet),
      'INVALID_VALUE: a tuner needs a function build(hp), an object with such a method, or the address of a module that exports it; got 3.',
    ],
    [
      'a function on threads',
      () => new RandomSearch(valley, { nJobs: 2 }).search(x, y, quiet),
      'UNSUPPORTED: a build function cannot go to worker threads; put it into a module that exports it as build, and give the address of that.',
    ],
    [
      'a damaged option',
      () => new BayesianOptimization(valley, { alpha: 0 }).search(x, y, quiet),
      "INVALID_OPTION: BayesianOptimization: option 'alpha' must be a number > 0, got 0.",
    ],
  ])('%s', async (_, work, message) => {
    expect(await errorOf(work)).toBe(message);
  });

  test('one search at a time', async () => {
    const tuner = new RandomSearch(valley, { objective: 'loss', maxTrials: 1 });
    const [first, second] = await Promise.allSettled([tuner.search(x, y, quiet), tuner.search(x, y, quiet)]);
    expect(first.status).toBe('fulfilled');
    expect(String((second as PromiseRejectedResult).reason)).toMatch(/is searching already/);
  });
});
