/** Options are refused by name and by value, and literals may be spelled in two ways. */
import { expect, expectTypeOf, test } from 'vitest';
import {
  anyOf,
  type Checked,
  checkOptions,
  integer,
  nullable,
  oneOf,
  type Spelled,
} from '../../src/core/options.ts';
import { MLPClassifier, MLPRegressor, SimpleImputer } from '../../src/index.ts';
import { errorOfSync } from '../error-of.ts';

interface Options {
  readonly loss?: Spelled<'log_loss' | 'huber' | 'mean_squared_log_error'>;
  readonly size?: number | 'auto' | null;
}
const rules = {
  loss: oneOf('log_loss', 'huber', 'mean_squared_log_error'),
  size: nullable(anyOf(oneOf('auto'), integer({ min: 1 }))),
};
const check = (options: Options): Checked<Options> => checkOptions('Thing', options, rules);

test('camelCase becomes the spelling that is compared with', () => {
  expect(check({ loss: 'logLoss' })).toEqual({ loss: 'log_loss' });
  expect(check({ loss: 'meanSquaredLogError', size: 'auto' })).toEqual({
    loss: 'mean_squared_log_error',
    size: 'auto',
  });
  expect(check({ loss: 'huber', size: 3 })).toEqual({ loss: 'huber', size: 3 });
  expect(check({ size: null, loss: undefined })).toEqual({ size: null });
  expectTypeOf<Checked<Options>['loss']>().toEqualTypeOf<
    'log_loss' | 'huber' | 'mean_squared_log_error' | undefined
  >();
});

test('anything else is refused', () => {
  expect(errorOfSync(() => check({ loss: 'LogLoss' as 'logLoss' }))).toContain('INVALID_OPTION');
  expect(errorOfSync(() => check({ size: 0 }))).toContain(
    "Thing: option 'size' must be null or one of 'auto' or an integer ≥ 1, got 0",
  );
  expect(errorOfSync(() => check({ los: 'huber' } as Options))).toContain(
    "Thing has no option 'los'. Did you mean 'loss'?",
  );
});

test('both spellings train the same network', async () => {
  const X = [
    [0, 1],
    [1, 0],
    [1, 1],
    [0, 0],
    [2, 1],
  ];
  const y = [1, 2, 3, 0, 4];
  const quiet = { maxIter: 3, randomState: 0, onWarning() {} };
  for (const [camel, snake] of [
    ['squaredError', 'squared_error'],
    ['absoluteError', 'absolute_error'],
  ] as const) {
    const [a, b] = [new MLPRegressor({ loss: camel, ...quiet }), new MLPRegressor({ loss: snake, ...quiet })];
    await Promise.all([a.fit(X, y), b.fit(X, y)]);
    expect(await a.predict(X)).toEqual(await b.predict(X));
  }
  const classifier = await new MLPClassifier({ loss: 'logLoss', ...quiet }).fit(X, ['a', 'b', 'a', 'b', 'a']);
  expect(classifier.outputActivation).toBe('logistic');
  const filled = await new SimpleImputer({ strategy: 'mostFrequent' }).fitTransform([[1], [1], [Number.NaN]]);
  expect(Array.from((filled as { values: ArrayLike<number> }).values)).toEqual([1, 1, 1]);
});
