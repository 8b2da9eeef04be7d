/** Searches that are broken off go on where they were, and whose records they do not touch. */
import { describe, expect, test } from 'vitest';
import { BayesianOptimization } from '../../../src/selection/tuners/bayesian-optimization.ts';
import { Hyperband } from '../../../src/selection/tuners/hyperband.ts';
import { RandomSearch } from '../../../src/selection/tuners/random-search.ts';
import type { TunerStore } from '../../../src/selection/tuners/tuner-platform.ts';
import { errorOf } from '../../error-of.ts';
import { essence, learner, mapStore, quiet, rows, targets, valley, x, y } from './tuner-models.ts';

describe('a search that is broken off', () => {
  test.each([
    [
      'RandomSearch',
      (directory: TunerStore) =>
        new RandomSearch(learner, { objective: 'loss', maxTrials: 6, seed: 3, directory }),
    ],
    [
      'Hyperband',
      (directory: TunerStore) =>
        new Hyperband(learner, { objective: 'loss', maxEpochs: 4, factor: 2, seed: 3, directory }),
    ],
    [
      'BayesianOptimization',
      (directory: TunerStore) =>
        new BayesianOptimization(learner, {
          objective: 'loss',
          maxTrials: 6,
          numInitialPoints: 2,
          seed: 3,
          directory,
        }),
    ],
  ])('%s goes on where it was and ends with the same', async (_, make) => {
    const fit = { epochs: 2, verbose: 0, batchSize: 6 } as const;
    const whole = await make(mapStore()).search(rows, targets, fit);
    const store = mapStore();
    let saves = 0;
    const breaking: TunerStore = {
      ...store,
      save(name, bytes) {
        if (++saves === 9) throw new Error('out of power');
        return store.save(name, bytes);
      },
    };
    await expect(make(breaking).search(rows, targets, fit)).rejects.toThrow('out of power');
    const before = new Map(store.kept);
    const again = make(store);
    const written: string[] = [];
    const noting: TunerStore = {
      ...store,
      save(name, bytes) {
        written.push(name);
        return store.save(name, bytes);
      },
    };
    Object.assign(again.options, { directory: noting });
    await again.search(rows, targets, fit);
    expect(essence(again)).toEqual(essence(whole));
    for (const name of before.keys()) if (name.endsWith('.json')) expect(written).not.toContain(name);
    const [one, other] = [await whole.getBestModels(), await again.getBestModels()];
    expect(other[0].getWeights().map(String)).toEqual(one[0].getWeights().map(String));
    const third = await make(store).search(rows, targets, fit);
    expect(essence(third)).toEqual(essence(whole));
  });

  test('a seed of its own is kept, other data refused unless overwritten, damaged records run again', async () => {
    const directory = mapStore();
    const make = (more: object = {}): RandomSearch =>
      new RandomSearch(valley, { objective: 'loss', maxTrials: 2, directory, ...more });
    const first = await make().search(x, y, quiet);
    expect(essence(await make().search(x, y, quiet))).toEqual(essence(first));
    directory.kept.set('trial-0001.json', new Uint8Array([1, 2]));
    expect(essence(await make().search(x, y, quiet))).toEqual(essence(first));
    const refusal =
      'INVALID_VALUE: the directory keeps the trials of another search: its data, build function or options were different. Name another one, or set overwrite.';
    expect(await errorOf(() => make().search([[2]], y, quiet))).toBe(refusal);
    expect(await errorOf(() => make({ seed: 1 }).search(x, y, quiet))).toBe(refusal);
    await make({ overwrite: true }).search([[2]], y, quiet);
  });

  test('a signal ends it with its reason', async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error('enough'));
    const tuner = new RandomSearch(valley, { objective: 'loss', onProgress });
    await expect(tuner.search(x, y, { ...quiet, signal: controller.signal })).rejects.toThrow('enough');
    expect(await errorOf(() => tuner.trials)).toBe(
      'NOT_FITTED: RandomSearch is not fitted yet; call fit first.',
    );
  });
});
