/** How training of the multilayer perceptrons goes: warnings, lines, callbacks, stopping it, going on. */
import { describe, expect, test, vi } from 'vitest';
import type { HebbWarning } from '../../src/core/errors.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import type { EpochLogs, Progress, TrainingCallback } from '../../src/estimators/mlp/options.ts';
import { printed } from '../../src/estimators/mlp/printed.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { errorOf } from '../error-of.ts';
import { drawLabels, drawNumbers, quiet } from './mlp-data.ts';

const small = { hiddenLayerSizes: [4], maxIter: 3, randomState: 1, ...quiet };
const { X, y } = drawNumbers(1, 30);
const { X: XLabels, y: labels } = drawLabels(2, 30);

/** What was printed while `work` ran. */
async function linesOf(work: () => Promise<unknown>): Promise<unknown[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await work();
  const lines = log.mock.calls.map(([line]) => line);
  log.mockRestore();
  return lines;
}

describe('warnings', () => {
  test('go to console.warn, to a listener, and stay in the attribute', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const message =
      "Stochastic Optimizer: Maximum iterations (3) reached and the optimization hasn't converged yet.";
    const plain = await new MLPRegressor({ ...small, onWarning: undefined }).fit(X, y);
    expect(warn.mock.calls).toEqual([[message]]);
    expect(plain.warnings).toEqual([{ code: 'NOT_CONVERGED', message }]);
    const heard: HebbWarning[] = [];
    const model = new MLPRegressor({ ...small, batchSize: 99, onWarning: (warning) => heard.push(warning) });
    await model.fit(X, y);
    expect(heard.map(({ code }) => code)).toEqual(['BATCH_SIZE_CLIPPED', 'NOT_CONVERGED']);
    expect(heard[0].message).toMatch('Got batchSize 99, larger than the 30 rows');
    expect(model.warnings).toEqual(heard);
    await model.fit(X, y);
    expect(model.warnings).toHaveLength(2);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test("of 'lbfgs'", async () => {
    const options = { ...small, solver: 'lbfgs' } as const;
    const short = await new MLPRegressor({ ...options, maxIter: 2 }).fit(X, y);
    expect(short.warnings[0].message).toMatch(
      'lbfgs failed to converge after 2 iteration(s): iteration limit',
    );
    const few = await new MLPRegressor({ ...options, maxIter: 99, maxFun: 3 }).fit(X, y);
    expect(few.warnings[0].message).toMatch('limit of function evaluations reached');
    const enough = await new MLPRegressor({ ...options, maxIter: 5000, hiddenLayerSizes: [] }).fit(X, y);
    expect(enough.warnings).toEqual([]);
    expect(await errorOf(() => enough.lossCurve)).toMatch("UNSUPPORTED: solver 'lbfgs' keeps no loss curve");
  });
});

describe('verbose', () => {
  test('prints a line per epoch and says why it stops', async () => {
    const model = new MLPRegressor({ ...small, verbose: true, maxIter: 2 });
    const lines = await linesOf(() => model.fit(X, y));
    expect(lines).toEqual(model.lossCurve.map((loss, i) => `Iteration ${i + 1}, loss = ${loss.toFixed(8)}`));
    const patient = new MLPRegressor({ ...small, verbose: true, maxIter: 99, tol: 10, nIterNoChange: 2 });
    expect((await linesOf(() => patient.fit(X, y))).at(-1)).toBe(
      'Training loss did not improve more than tol=10.000000 for 2 consecutive epochs. Stopping.',
    );
    const lbfgs = new MLPRegressor({ ...small, verbose: true, solver: 'lbfgs' });
    expect((await linesOf(() => lbfgs.fit(X, y)))[0]).toMatch(/^Iteration 1, loss = \d\.\d{8}$/);
  });

  test('says how the learning rate adapts, until it is too small', async () => {
    const model = new MLPRegressor({
      ...small,
      solver: 'sgd',
      learningRate: 'adaptive',
      learningRateInit: 0.001,
      tol: 10,
      nIterNoChange: 1,
      maxIter: 99,
      verbose: true,
    });
    const lines = await linesOf(() => model.fit(X, y));
    const said = 'Training loss did not improve more than tol=10.000000 for 1 consecutive epochs. ';
    const rates = ['0.000200', '0.000040', '0.000008', '0.000002', '0.000000'];
    expect(lines.filter((line) => `${line}`.startsWith(said))).toEqual([
      ...rates.map((rate) => `${said}Setting learning rate to ${rate}`),
      `${said}Learning rate too small. Stopping.`,
    ]);
  });

  test('rounds as C does', () => {
    expect(printed(17 / 128, 6)).toBe('0.132812');
    expect(printed(19 / 128, 6)).toBe('0.148438');
    expect(printed(0.1328126, 6)).toBe('0.132813');
    expect(printed(-17 / 128, 6)).toBe('-0.132812');
    expect(printed(1e-9, 8)).toBe('0.00000000');
    expect([printed(Number.NaN, 8), printed(Number.NEGATIVE_INFINITY, 8)]).toEqual(['nan', '-inf']);
  });
});

describe('callbacks', () => {
  test('are called in order, with what is known, as methods of their objects', async () => {
    class Recorder implements TrainingCallback {
      readonly calls: string[] = [];
      readonly logs: EpochLogs[] = [];
      onTrainBegin(): void {
        this.calls.push('begin');
      }
      async onEpochEnd(logs: EpochLogs): Promise<void> {
        await Promise.resolve();
        this.calls.push(`epoch ${logs.epoch} of ${logs.maxIter}`);
        this.logs.push(logs);
      }
      onTrainEnd(): void {
        this.calls.push('end');
      }
    }
    for (const solver of ['adam', 'sgd', 'lbfgs'] as const) {
      const recorder = new Recorder();
      const model = new MLPRegressor({ ...small, solver, callbacks: [recorder] });
      await model.fit(X, y, { validationData: [X, y] });
      expect(recorder.calls).toEqual(['begin', 'epoch 1 of 3', 'epoch 2 of 3', 'epoch 3 of 3', 'end']);
      expect(recorder.logs.at(-1)?.loss).toBe(model.finalLoss);
      expect(recorder.logs.at(-1)?.validationScore).toBe(model.validationScores?.at(-1));
    }
  });

  test('stop training by returning false', async () => {
    for (const solver of ['adam', 'lbfgs'] as const) {
      const ends: number[] = [];
      const callbacks: TrainingCallback[] = [
        { onEpochEnd: ({ epoch }) => epoch < 2 },
        { onEpochEnd: ({ epoch }) => ends.push(epoch), onTrainEnd: () => void ends.push(-1) },
      ];
      const model = await new MLPRegressor({ ...small, solver, maxIter: 50, callbacks }).fit(X, y);
      expect(model.nIter).toBe(2);
      expect(model.warnings).toEqual([]);
      expect(ends).toEqual([1, 2, -1]);
    }
  });

  test('are told of progress within long epochs', async () => {
    const { X, y } = drawNumbers(3, 4000, 30);
    const seen: Progress[] = [];
    const callbacks = [{ onProgress: (progress: Progress) => seen.push(progress) }];
    await new MLPRegressor({ ...small, hiddenLayerSizes: [100], maxIter: 2, batchSize: 2, callbacks }).fit(
      X,
      y,
    );
    expect(seen.length).toBeGreaterThan(0);
    for (const { epoch, maxIter, batch, batches } of seen) {
      expect([maxIter, batches]).toEqual([2, 2000]);
      expect([1, 2]).toContain(epoch);
      expect(batch).toBeLessThanOrEqual(2000);
    }
    const order = seen.map(({ epoch, batch }) => epoch * 10_000 + batch);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});

describe('a signal', () => {
  test('stops within an epoch, and what was learned is kept', async () => {
    // So many steps that an epoch takes several looks at the event loop, on any machine.
    const { X, y } = drawNumbers(3, 40_000, 30);
    const controller = new AbortController();
    const callbacks = [{ onProgress: () => controller.abort() }];
    const model = new MLPRegressor({ ...small, hiddenLayerSizes: [100], batchSize: 1, callbacks });
    await model.fit(X, y, { signal: controller.signal });
    expect(model.nIter).toBe(0);
    expect(model.warnings).toEqual([{ code: 'INTERRUPTED', message: 'Training interrupted by user.' }]);
    expect(await model.predict(X)).toHaveLength(40_000);
    const untrained = await new MLPRegressor({ ...small, hiddenLayerSizes: [100] }).fit(X, y, {
      signal: AbortSignal.abort(),
    });
    expect(model.coefs).not.toEqual(untrained.coefs);
  });

  test('gives the best weights back with early stopping', async () => {
    const controller = new AbortController();
    const stop = [{ onEpochEnd: ({ epoch }: EpochLogs) => void (epoch === 5 && controller.abort()) }];
    const options = { ...small, earlyStopping: true, learningRateInit: 0.1 };
    const stopped = new MLPRegressor({ ...options, maxIter: 99, callbacks: stop });
    await stopped.fit(X, y, { signal: controller.signal });
    const five = await new MLPRegressor({ ...options, maxIter: 5 }).fit(X, y);
    expect(stopped.nIter).toBe(5);
    expect(stopped.coefs).toEqual(five.coefs);
    expect(stopped.warnings.map(({ code }) => code)).toEqual(['INTERRUPTED']);
  });

  test('given before the start leaves the first weights', async () => {
    for (const solver of ['adam', 'sgd', 'lbfgs'] as const) {
      const model = new MLPClassifier({ ...small, solver });
      await model.fit(XLabels, labels, { signal: AbortSignal.abort() });
      expect([model.nIter, model.samplesSeen]).toEqual([0, 0]);
      expect(model.warnings.map(({ code }) => code)).toEqual(['INTERRUPTED']);
      const random = new RandomState(1);
      const bound = Math.sqrt(6 / 7);
      expect(model.coefs[0].values).toEqual(random.uniform(-bound, bound, 12));
    }
  });

  test('stops lbfgs after the iteration', async () => {
    const controller = new AbortController();
    const callbacks = [{ onEpochEnd: ({ epoch }: EpochLogs) => void (epoch === 4 && controller.abort()) }];
    const model = new MLPRegressor({ ...small, solver: 'lbfgs', maxIter: 99, callbacks });
    await model.fit(X, y, { signal: controller.signal });
    expect(model.nIter).toBe(4);
    expect(model.warnings.map(({ code }) => code)).toEqual(['INTERRUPTED']);
  });
});

describe('again', () => {
  test('the same seed gives the same bits, another one others', async () => {
    for (const solver of ['adam', 'sgd', 'lbfgs'] as const) {
      const options = { ...small, solver, dropout: solver === 'lbfgs' ? 0 : 0.2, earlyStopping: true };
      const a = await new MLPRegressor(options).fit(X, y);
      const b = await new MLPRegressor(options).fit(X, y);
      const c = await new MLPRegressor({ ...options, randomState: 2 }).fit(X, y);
      expect(a.coefs).toEqual(b.coefs);
      expect(a.coefs).not.toEqual(c.coefs);
    }
  });

  test('fit forgets what was learned before', async () => {
    const model = await new MLPRegressor(small).fit(X.slice(0, 9), y.slice(0, 9));
    await model.fit(X, y);
    const fresh = await new MLPRegressor(small).fit(X, y);
    expect(model.coefs).toEqual(fresh.coefs);
    expect([model.nIter, model.samplesSeen, model.lossCurve]).toEqual([3, 90, fresh.lossCurve]);
    await model.fit(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [2, 3],
      ],
    );
    expect([model.nFeaturesIn, model.nOutputs]).toEqual([2, 2]);
  });

  test('a shared generator is drawn on', async () => {
    const random = new RandomState(1);
    const first = await new MLPRegressor({ ...small, randomState: random }).fit(X, y);
    const second = await new MLPRegressor({ ...small, randomState: random }).fit(X, y);
    expect(first.coefs).toEqual((await new MLPRegressor(small).fit(X, y)).coefs);
    expect(second.coefs).not.toEqual(first.coefs);
  });

  test('two fits at once are refused, the first goes on', async () => {
    const model = new MLPRegressor(small);
    const first = model.fit(X, y);
    expect(await errorOf(() => model.fit(X, y))).toBe(
      'INVALID_VALUE: MLPRegressor is being fitted already; wait for that fit to end.',
    );
    expect(await errorOf(() => model.partialFit(X, y))).toMatch('is being fitted already');
    await first;
    expect((await model.fit(X, y)).nIter).toBe(3);
  });

  test('a warm start goes on from the weights', async () => {
    const warm = new MLPRegressor({ ...small, warmStart: true });
    await warm.fit(X, y);
    const once = warm.coefs;
    await warm.fit(X, y);
    expect(warm.coefs).not.toEqual(once);
    expect([warm.nIter, warm.samplesSeen, warm.lossCurve.length]).toEqual([3, 180, 6]);
    expect(await errorOf(() => warm.fit(X, X))).toMatch(
      'SHAPE_MISMATCH: MLPRegressor was fitted with layers of 3-4-1 units; going on needs the same, got 3-4-3.',
    );
    expect(await errorOf(() => warm.fit([[1]], [1]))).toMatch('SHAPE_MISMATCH: X has 1 features');
  });

  test('a warm start wants the classes there were', async () => {
    const warm = await new MLPClassifier({ ...small, warmStart: true }).fit(XLabels, labels);
    expect(await errorOf(() => warm.fit(XLabels.slice(0, 3), ['a', 'b', 'z']))).toMatch('UNKNOWN_LABEL');
    expect(await errorOf(() => warm.fit(XLabels.slice(0, 2), ['a', 'b']))).toBe(
      "UNKNOWN_LABEL: a warm start needs y to have the classes of the previous fit, ['a', 'b', 'c']; got ['a', 'b'].",
    );
    expect(await errorOf(() => warm.fit(XLabels.slice(0, 1), [[0, 1, 1]]))).toMatch(
      'SHAPE_MISMATCH: y has rows of zeros and ones, but the classifier was fitted with one label a row.',
    );
    await warm.fit(XLabels, labels);
    expect(warm.classes).toEqual(['a', 'b', 'c']);
    const flags = labels.map((label) => [Number(label === 'a'), Number(label === 'b')]);
    const several = await new MLPClassifier({ ...small, warmStart: true }).fit(XLabels, flags);
    expect(await errorOf(() => several.fit(XLabels, labels))).toMatch(
      'SHAPE_MISMATCH: y has one label a row',
    );
  });
});

describe('partialFit', () => {
  test('is one epoch each time', async () => {
    const model = new MLPRegressor(small);
    for (let k = 1; k <= 3; k++) {
      await model.partialFit(X, y);
      expect([model.nIter, model.samplesSeen, model.lossCurve.length]).toEqual([1, 30 * k, k]);
    }
    expect(model.warnings).toEqual([]);
  });

  test('needs the classes first, and only those come after', async () => {
    const model = new MLPClassifier(small);
    expect(await errorOf(() => model.partialFit(XLabels, labels))).toBe(
      'INVALID_VALUE: classes must be passed on the first call to partialFit.',
    );
    await model.partialFit(XLabels.slice(0, 4), labels.slice(0, 4), { classes: ['c', 'b', 'a', 'd'] });
    expect(model.classes).toEqual(['a', 'b', 'c', 'd']);
    expect((await model.predictProba(XLabels)).shape).toEqual([30, 4]);
    await model.partialFit(XLabels, labels);
    await model.partialFit(XLabels, labels, { classes: ['a', 'b', 'c', 'd'] });
    expect(await errorOf(() => model.partialFit(XLabels.slice(0, 1), ['e']))).toBe(
      "UNKNOWN_LABEL: y has labels ['e'] that are not among the classes ['a', 'b', 'c', 'd'].",
    );
    expect(await errorOf(() => model.partialFit(XLabels, labels, { classes: ['a', 'b'] }))).toMatch(
      "INVALID_VALUE: classes ['a', 'b'] are not those learned before",
    );
    await model.fit(XLabels, labels);
    expect(model.classes).toEqual(['a', 'b', 'c']);
  });

  test('refuses what it cannot do', async () => {
    const refuse = (options: object): Promise<string> =>
      errorOf(() =>
        new MLPClassifier({ ...small, ...options }).partialFit(XLabels, labels, { classes: [...'abc'] }),
      );
    expect(await refuse({ solver: 'lbfgs' })).toBe(
      "UNSUPPORTED: partialFit is only available for stochastic solvers ('adam', 'sgd'), not for 'lbfgs'.",
    );
    expect(await refuse({ earlyStopping: true })).toBe(
      'INVALID_OPTION: partialFit does not support earlyStopping: true.',
    );
    expect(await refuse({ classWeight: 'balanced' })).toMatch(
      "INVALID_OPTION: partialFit sees some rows at a time and cannot balance classWeight 'balanced'",
    );
    expect(await refuse({})).toBe('nothing thrown');
  });

  test('goes on with the solver of the fit before', async () => {
    for (const solver of ['adam', 'sgd'] as const) {
      const options = { ...small, solver, shuffle: false };
      const apart = await new MLPRegressor({ ...options, maxIter: 2 }).fit(X, y);
      await apart.partialFit(X, y);
      const whole = await new MLPRegressor({ ...options, maxIter: 3 }).fit(X, y);
      expect(apart.coefs).toEqual(whole.coefs);
    }
  });
});
