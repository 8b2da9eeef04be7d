/** Options of the multilayer perceptrons: names, constraints, contradictions, and what the compiler says. */
import { describe, expect, test } from 'vitest';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor, type MLPRegressorOptions } from '../../src/estimators/mlp/mlp-regressor.ts';
import type { FitOptions } from '../../src/estimators/mlp/options.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { errorOf } from '../error-of.ts';
import { drawLabels, drawNumbers, quiet } from './mlp-data.ts';

const { X, y } = drawNumbers(1, 12);
const { X: XLabels, y: labels } = drawLabels(1, 12);
const fit = (options: object, fitOptions?: object): Promise<string> =>
  errorOf(() => new MLPRegressor({ maxIter: 1, ...quiet, ...options }).fit(X, y, fitOptions));
const classify = (options: object): Promise<string> =>
  errorOf(() => new MLPClassifier({ maxIter: 1, ...quiet, ...options }).fit(XLabels, labels));

describe('constraints', () => {
  const wrong: readonly (readonly [name: string, ...values: unknown[]])[] = [
    ['hiddenLayerSizes', 0, -1, 1.5, [3, 0], [3, 2.5], '10', null],
    ['activation', 'sigmoid', 'RELU', null],
    ['solver', 'sgdm', 'LBFGS', 1],
    ['alpha', -1e-9, Number.NaN, Number.POSITIVE_INFINITY, '1'],
    ['batchSize', 0, 1.5, 'all', -3],
    ['learningRate', 'linear', 0.1],
    ['learningRateInit', 0, -1, Number.NaN],
    ['powerT', -0.1, Number.NaN],
    ['maxIter', 0, 1.5, Number.POSITIVE_INFINITY],
    ['shuffle', 1, 'yes'],
    ['randomState', -1, 2 ** 32, 0.5, '42'],
    ['tol', -1, Number.NaN],
    ['verbose', 1, 'true'],
    ['warmStart', 0],
    ['momentum', -0.1, 1.1, Number.NaN],
    ['nesterovsMomentum', 1],
    ['earlyStopping', 'auto'],
    ['validationFraction', -0.1, 1, 2],
    ['beta1', -0.1, 1],
    ['beta2', -0.1, 1],
    ['epsilon', 0, -1],
    ['nIterNoChange', 0, 1.5],
    ['maxFun', 0, 1.5],
    ['loss', 'mse', 'crossentropy'],
    ['huberDelta', 0, -1],
    ['outputActivation', 'swish', 1],
    ['dropout', -0.1, 1],
    ['dtype', 'float16', 'int32'],
    ['engine', 'gpu', null],
    ['validationData', [X], {}, 'X'],
    ['callbacks', {}, [1], () => {}],
    ['onWarning', 'console', null],
  ];
  test.each(wrong)('%s', async (name, ...values) => {
    for (const value of values) {
      expect(await fit({ [name as string]: value })).toMatch(
        new RegExp(`^INVALID_OPTION: MLPRegressor: option '${name}' must be .+, got .+\\.$`),
      );
    }
  });

  test('of the classifier only', async () => {
    const own: typeof wrong = [
      ['classWeight', 'auto', 1],
      ['labelSmoothing', -0.1, 1],
    ];
    for (const [name, ...values] of own) {
      for (const value of values) {
        expect(await classify({ [name]: value })).toMatch(
          `INVALID_OPTION: MLPClassifier: option '${name}' must be`,
        );
      }
    }
    expect(await fit({ classWeight: 'balanced' })).toMatch("MLPRegressor has no option 'classWeight'");
  });

  test('the bounds themselves are allowed', async () => {
    const allowed: readonly MLPRegressorOptions[] = [
      { hiddenLayerSizes: 1 },
      { hiddenLayerSizes: [] },
      { alpha: 0, tol: 0, powerT: 0, beta1: 0, beta2: 0, dropout: 0 },
      { solver: 'sgd', momentum: 1, nIterNoChange: Number.POSITIVE_INFINITY },
      { solver: 'sgd', momentum: 0 },
      { randomState: 0 },
      { randomState: 2 ** 32 - 1 },
      { randomState: new RandomState(3) },
      { randomState: null, outputActivation: null, dtype: null, validationData: null },
      { alpha: undefined, solver: undefined },
    ];
    for (const options of allowed) expect(await fit(options)).toBe('nothing thrown');
  });

  test('the constructor only stores; fit checks', () => {
    const options = { alpha: -1 };
    expect(new MLPRegressor(options).options).toBe(options);
  });
});

describe('names', () => {
  test('an unknown one names the nearest', async () => {
    expect(await fit({ hiddenLayerSize: [5] })).toBe(
      "UNKNOWN_OPTION: MLPRegressor has no option 'hiddenLayerSize'. Did you mean 'hiddenLayerSizes'?",
    );
    expect(await fit({ learning_rate_init: 0.1 })).toMatch("Did you mean 'learningRateInit'?");
    expect(await classify({ classWeights: 'balanced' })).toMatch("Did you mean 'classWeight'?");
    expect(await classify({ quux: 1 })).toBe("UNKNOWN_OPTION: MLPClassifier has no option 'quux'.");
  });

  test('options of fit too', async () => {
    expect(await fit({}, { sampleWeights: [] })).toBe(
      "UNKNOWN_OPTION: MLPRegressor.fit has no option 'sampleWeights'. Did you mean 'sampleWeight'?",
    );
    expect(await fit({}, { signal: 'now' })).toMatch(
      "INVALID_OPTION: MLPRegressor.fit: option 'signal' must be null or an AbortSignal, got 'now'.",
    );
    const model = new MLPRegressor(quiet);
    expect(await errorOf(() => model.partialFit(X, y, { classes: [1] } as FitOptions))).toMatch(
      "UNKNOWN_OPTION: MLPRegressor.partialFit has no option 'classes'.",
    );
  });

  test('the compiler refuses them', () => {
    // @ts-expect-error unknown option
    new MLPRegressor({ hiddenLayerSize: [5] });
    // @ts-expect-error not a solver
    new MLPRegressor({ solver: 'rmsprop' });
    // @ts-expect-error an option of the classifier
    new MLPRegressor({ classWeight: 'balanced' });
    // @ts-expect-error not a list of numbers
    new MLPClassifier({ hiddenLayerSizes: ['5'] });
    // @ts-expect-error not a weight
    new MLPClassifier({ classWeight: { a: '1' } });
    const unknownFitOption = (): unknown =>
      // @ts-expect-error unknown option of fit
      new MLPRegressor().fit(X, y, { sampleWeights: [1] });
    expect(unknownFitOption).toBeTypeOf('function');
  });
});

describe('contradictions', () => {
  test('are refused', async () => {
    expect(await fit({ solver: 'lbfgs', dropout: 0.1 })).toMatch(/^INVALID_OPTION: .*dropout needs solver/);
    expect(await fit({ loss: 'poisson', outputActivation: 'tanh' })).toMatch(
      /^INVALID_OPTION: .*needs positive outputs/,
    );
    expect(await classify({ outputActivation: 'identity' })).toMatch(
      /^INVALID_OPTION: .*needs probabilities/,
    );
  });

  test("early stopping is not 'lbfgs''s business", async () => {
    const model = await new MLPRegressor({ solver: 'lbfgs', earlyStopping: true, ...quiet }).fit(X, y);
    expect([model.validationScores, model.bestValidationScore, model.bestLoss]).toEqual([null, null, null]);
  });
});
