/** Every metric that is exported: Keras's results over batches, names, and what is refused. */
import { describe, expect, test } from 'vitest';
import * as nn from '../../src/nn/index.ts';
import { errorOfSync } from '../error-of.ts';
import { checkMetric, checkMetricConfig, type MetricCase } from './check-metric.ts';
import { optionsOf, readFixture } from './reference.ts';

const cases = ['keras-metrics.json', 'keras-metrics-more.json'].flatMap((name) =>
  readFixture<MetricCase>(name),
);
type AnyMetric = nn.Metric | nn.ValueMetric;
const classes = (Object.entries(nn) as [string, unknown][]).filter(
  (entry): entry is [string, new (options?: object) => AnyMetric] =>
    typeof entry[1] === 'function' &&
    (entry[1].prototype instanceof nn.Metric || entry[1].prototype instanceof nn.ValueMetric),
);

test('every metric is compared, but for the one that wraps functions', () => {
  const compared = new Set(cases.map((entry) => entry.class_name));
  expect(classes.map(([name]) => name).filter((name) => !compared.has(name))).toEqual(['MeanMetricWrapper']);
  const exported = new Set(classes.map(([name]) => name));
  expect([...compared].filter((name) => !exported.has(name))).toEqual([]);
});

describe.each(classes.filter(([name]) => name !== 'MeanMetricWrapper'))('%s', (className, Class) => {
  const own = cases.filter((entry) => entry.class_name === className);

  test.each(own.map((entry, i) => [i, JSON.stringify(entry.kwargs), entry.kind, entry] as const))(
    'Keras’s results, case %i %s %s',
    (_, __, ___, entry) => {
      for (const dtype of ['float64', 'float32'] as const) {
        checkMetric(entry, () => new Class(optionsOf(entry.kwargs)), dtype);
      }
    },
  );

  test('refuses options it does not have', () => {
    expect(() => new Class({ nam: 'x' }).name).toThrow(`${className} has no option 'nam'`);
  });

  if (Class.prototype instanceof nn.Metric) {
    test('configs', () => {
      for (const entry of own) checkMetricConfig(entry);
    });
  }
});

describe('by name', () => {
  const scalars = { targets: [8, 1], predictions: [8, 1] };

  test('a metric is called what it was asked for by', () => {
    for (const name of ['mae', 'mean_absolute_error', 'MeanAbsoluteError', 'meanAbsoluteError']) {
      const metric = nn.metricOf(name, scalars);
      expect(metric).toBeInstanceOf(nn.MeanAbsoluteError);
      expect(metric.name).toBe(name);
    }
    expect(nn.metricOf(new nn.AUC({ name: 'area' }), scalars).name).toBe('area');
    const config = { class_name: 'AUC', config: { name: 'a', dtype: 'float32', num_thresholds: 9 } };
    expect(nn.metricOf(config, scalars).name).toBe('a');
  });

  test.each([
    [[8, 1], [8, 1], 'Binary'],
    [[8], [8, 1], 'Binary'],
    [[8], [8, 3], 'SparseCategorical'],
    [[8, 1], [8, 3], 'SparseCategorical'],
    [[8, 3], [8, 3], 'Categorical'],
    [[8, 5], [8, 5, 3], 'SparseCategorical'],
  ])('accuracy and cross-entropy for targets %j and predictions %j are %s', (targets, predictions, kind) => {
    const shapes = { targets, predictions };
    for (const name of ['accuracy', 'acc']) {
      expect(nn.metricOf(name, shapes).className).toBe(`${kind}Accuracy`);
      expect(nn.metricOf(name, shapes).name).toBe(name);
    }
    expect(nn.metricOf('crossentropy', shapes).className).toBe(`${kind}Crossentropy`);
  });

  test('a function is a metric, called by its own name', () => {
    const metric = nn.metricOf(function bias(yTrue, yPred) {
      return yPred.sub(yTrue);
    }, scalars);
    metric.update([[1], [2]], [[2], [4]]);
    expect(metric.result()).toBe(1.5);
    expect(metric.name).toBe('bias');
  });

  test('no such metric', () => {
    expect(errorOfSync(() => nn.metricOf('acuracy', scalars))).toBe(
      "INVALID_VALUE: there is no metric 'acuracy'. Did you mean 'Accuracy'?",
    );
  });
});

describe('what is refused', () => {
  test('targets of another shape', () => {
    expect(errorOfSync(() => new nn.Accuracy().update([[1, 2]], [[1], [2]]))).toBe(
      "SHAPE_MISMATCH: accuracy needs targets of the predictions' shape (2, 1), got (1, 2).",
    );
    expect(
      errorOfSync(() =>
        new nn.SparseCategoricalAccuracy().update(
          [1],
          [
            [1, 2],
            [1, 2],
          ],
        ),
      ),
    ).toBe(
      'SHAPE_MISMATCH: sparse_categorical_accuracy needs targets of shape (2,) for predictions of shape (2, 2), got (1,).',
    );
    expect(errorOfSync(() => new nn.R2Score().update([1, 2], [1, 2]))).toBe(
      'SHAPE_MISMATCH: r2_score needs predictions batch × outputs, got shape (2,).',
    );
    expect(errorOfSync(() => new nn.Recall({ classId: 3 }).update([[1, 0]], [[1, 0]]))).toBe(
      'SHAPE_MISMATCH: recall finds no class 3 in shape (1, 2).',
    );
  });

  test('a metric without what it needs', () => {
    expect(errorOfSync(() => new nn.MeanIoU({} as { numClasses: number }).name)).toBe(
      "INVALID_OPTION: MeanIoU needs option 'numClasses': an integer ≥ 1.",
    );
  });
});

test('examples of the documentation', () => {
  const rmse = new nn.RootMeanSquaredError();
  rmse.update([0, 0], [3, 4]);
  expect(rmse.result()).toBe(Math.sqrt(12.5));
  const auc = new nn.AUC({ numThresholds: 3 });
  auc.update([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]);
  expect(auc.result()).toBe(0.75);
  const precision = new nn.Precision({ thresholds: 0.6 });
  precision.update([1, 0, 1], [0.9, 0.7, 0.2]);
  expect(precision.result()).toBe(0.5);
  const mean = new nn.Mean();
  mean.update([1, 2], [3, 1]);
  expect(mean.result()).toBe(1.25);
});
