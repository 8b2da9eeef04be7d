/** Spaces are checked by the compiler: options' names and values, in pipelines too. tsc reads this file as well. */
import { expect, test } from 'vitest';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import type { Predictor } from '../../src/estimators/predictor.ts';
import { TransformedTargetRegressor } from '../../src/estimators/transformed-target-regressor.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { loguniform } from '../../src/selection/distributions.ts';
import { GridSearchCV } from '../../src/selection/grid-search-cv.ts';
import { RandomizedSearchCV } from '../../src/selection/randomized-search-cv.ts';

const net = new MLPClassifier();
const pipeline = makePipeline(new StandardScaler(), net);
const target = new TransformedTargetRegressor({ regressor: new MLPRegressor() });

test('what fits is taken', () => {
  const searches = [
    new GridSearchCV(net, { alpha: [0.1], hiddenLayerSizes: [[5], 10], activation: ['relu', 'tanh'] }),
    new GridSearchCV(net, [{ alpha: [0.1] }, { solver: ['sgd'], momentum: [0, 0.9] }]),
    new RandomizedSearchCV(net, { alpha: loguniform(1e-4, 1), batchSize: [32, 'auto'] }),
    new GridSearchCV(pipeline, { mlpclassifier: { alpha: [0.1] }, standardscaler__withMean: [true] }),
    new GridSearchCV(pipeline, { mlpclassifier__alpha: [0.1], standardscaler: [new StandardScaler()] }),
    new RandomizedSearchCV(target, { regressor: { alpha: loguniform(1e-4, 1) } }),
    new GridSearchCV(net as Predictor, { anything: [1], nested: { anything: ['x'] } }),
  ];
  expect(searches).toHaveLength(7);
});

test('what does not is not', () => {
  const searches = [
    // @ts-expect-error there is no such option
    new GridSearchCV(net, { alfa: [0.1] }),
    // @ts-expect-error alpha is a number
    new GridSearchCV(net, { alpha: ['much'] }),
    // @ts-expect-error there is no such activation
    new GridSearchCV(net, { activation: ['relu', 'tan'] }),
    // @ts-expect-error a single value is no list
    new GridSearchCV(net, { alpha: 0.1 }),
    // @ts-expect-error a grid takes no distributions
    new GridSearchCV(net, { alpha: loguniform(1e-4, 1) }),
    // @ts-expect-error the last step has no such option
    new GridSearchCV(pipeline, { mlpclassifier: { alfa: [0.1] } }),
    // @ts-expect-error the regressor has no such option
    new GridSearchCV(target, { regressor: { alfa: [0.1] } }),
  ];
  expect(searches).toHaveLength(7);
});
