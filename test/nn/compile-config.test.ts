/** How a model was compiled, written down and read back; configs of Keras 3.15 too. */
import { describe, expect, test } from 'vitest';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { categoricalCrossentropy } from '../../src/nn/losses/cross-entropies.ts';
import type { Loss } from '../../src/nn/losses/loss.ts';
import { huber, meanSquaredError } from '../../src/nn/losses/regression.ts';
import { AUC } from '../../src/nn/metrics/auc.ts';
import { MeanAbsoluteError } from '../../src/nn/metrics/loss-metrics.ts';
import { MeanMetricWrapper } from '../../src/nn/metrics/mean-metric.ts';
import { compileConfig, compileFromConfig } from '../../src/nn/models/compile-config.ts';
import type { CompileOptions } from '../../src/nn/models/compile-options.ts';
import { optimizerVariables, setOptimizerVariables } from '../../src/nn/models/optimizer-variables.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import { Optimizer } from '../../src/nn/optimizers/optimizer.ts';
import { RMSprop } from '../../src/nn/optimizers/rmsprop.ts';
import { ExponentialDecay } from '../../src/nn/schedules/decays.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const network = (): Sequential => new Sequential([Input([3]), new Dense(2, { name: 'a' })]);
const compiled = (options: CompileOptions): Sequential => network().compile(options);

function distance(yTrue: Tensor, yPred: Tensor): Tensor {
  return yPred.sub(yTrue).abs().mean(-1);
}

/** Keras's `get_compile_config`, Keras 3.15.1, as JSON; what Hebb does not write is left out here. */
describe('configs are those of Keras', () => {
  test.each<[string, CompileOptions, object]>([
    [
      'names',
      { optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] },
      { loss: 'mse', loss_weights: null, metrics: ['accuracy'], weighted_metrics: null, run_eagerly: false },
    ],
    ['camelCase', { loss: 'meanSquaredError' }, { loss: 'mean_squared_error' }],
    [
      'a loss with options',
      {
        loss: { a: { loss: categoricalCrossentropy, options: { labelSmoothing: 0.1 } } },
        lossWeights: { a: 2 },
      },
      {
        loss: {
          a: {
            module: 'keras.losses',
            class_name: 'CategoricalCrossentropy',
            config: {
              name: 'categorical_crossentropy',
              reduction: 'sum_over_batch_size',
              label_smoothing: 0.1,
            },
            registered_name: null,
          },
        },
        loss_weights: { a: 2 },
      },
    ],
    [
      'a function of Keras as a metric',
      { loss: 'mse', metrics: [meanSquaredError] },
      {
        metrics: [
          {
            module: 'builtins',
            class_name: 'function',
            config: 'mean_squared_error',
            registered_name: 'function',
          },
        ],
      },
    ],
    [
      'an own function',
      { loss: distance },
      {
        loss: { module: 'builtins', class_name: 'function', config: 'distance', registered_name: 'function' },
      },
    ],
  ])('%s', (_, options, expected) => {
    expect(compileConfig(compiled(options))).toMatchObject(expected);
  });

  test('metrics and a schedule', () => {
    const rate = new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 });
    const model = compiled({ optimizer: new Adam(rate), loss: 'mse', metrics: [new AUC(), 'mae'] });
    expect(compileConfig(model)).toMatchObject({
      optimizer: {
        module: 'keras.optimizers',
        class_name: 'Adam',
        config: {
          beta_1: 0.9,
          learning_rate: {
            module: 'keras.optimizers.schedules',
            class_name: 'ExponentialDecay',
            config: { initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5, staircase: false },
          },
        },
      },
      metrics: [{ module: 'keras.metrics', class_name: 'AUC', config: { num_thresholds: 200 } }, 'mae'],
    });
  });
});

const custom: Loss = {
  name: 'custom_loss',
  formula: '',
  source: '',
  perSample: (yTrue, yPred) => yPred.sub(yTrue).square().mean(-1),
};

class Plain extends Optimizer {
  readonly className: string = 'Plain';
  protected readonly table: Adam['table' & keyof Adam] = new Adam(0.1)['table' as never];

  slots(): readonly [] {
    return [];
  }

  step({ parameter, gradient, rate }: Parameters<Optimizer['step']>[0]): ReturnType<Optimizer['step']> {
    return { next: parameter.sub(gradient.mul(rate)), slots: [] };
  }
}

const forms: readonly (readonly [string, CompileOptions])[] = [
  ['names', { optimizer: 'nadam', loss: 'huber', metrics: ['mae', 'meanSquaredError'] }],
  ['records', { loss: huber, metrics: [huber, new MeanAbsoluteError({ name: 'far' })] }],
  ['options', { loss: { loss: huber, options: { delta: 0.3, reduction: 'sum' } } }],
  ['own loss with options', { loss: { loss: custom, options: { reduction: 'sum' } } }],
  [
    'own functions',
    { loss: [distance], metrics: [distance, new MeanMetricWrapper(distance, { name: 'd' })] },
  ],
  ['by name', { loss: { a: 'mse' }, lossWeights: { a: 3 }, weightedMetrics: { a: ['mae'] } }],
  ['own optimizer', { optimizer: new Plain(0.2), loss: 'mse' }],
  ['eager', { loss: 'mse', runEagerly: true }],
];

test.each(forms)('what is read back computes the same: %s', async (_, options) => {
  const own = { distance, custom_loss: custom, Plain };
  const [a, b] = [compiled(options), network()];
  const written = JSON.parse(JSON.stringify(compileConfig(a)));
  compileFromConfig(b, written, own);
  expect(JSON.parse(JSON.stringify(compileConfig(b)))).toEqual(written);
  b.setWeights(a.getWeights());
  const x = [
    [1, 2, 3],
    [0, 1, -1],
    [2, 2, 0],
    [1, 0, 0],
  ];
  const y = [
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ];
  const fit = { epochs: 3, seed: 1, verbose: 0, batchSize: 2 } as const;
  const histories = [await a.fit(x, y, fit), await b.fit(x, y, fit)];
  expect(histories[1].history).toEqual(histories[0].history);
  expect(b.getWeights().map((w) => w.toArray())).toEqual(a.getWeights().map((w) => w.toArray()));
});

test('variables of optimizers have the order and names of Keras', async () => {
  const optimizer = new RMSprop({
    momentum: 0.9,
    centered: true,
    useEma: true,
    gradientAccumulationSteps: 2,
  });
  const model = new Sequential([Input([3]), new Dense(2, { name: 'a' })], { name: 'sequential' });
  model.compile({ optimizer, loss: 'mse' });
  const names = (): string[] => optimizerVariables(model).map(({ path }) => path.split('/')[1]);
  expect(names()).toEqual(['iteration', 'learning_rate']);
  await model.fit([[1, 1, 1]], [[1, 1]], { verbose: 0 });
  // Keras 3.15.1: [v.path for v in model.optimizer.variables]
  const each = (suffix: string): string[] => [`sequential_a_kernel_${suffix}`, `sequential_a_bias_${suffix}`];
  expect(names()).toEqual([
    'iteration',
    'learning_rate',
    ...['average', 'gradient_accumulator', 'velocity', 'momentum', 'average_gradient'].flatMap(each),
  ]);
  const other = network().compile({ optimizer: new RMSprop(optimizer.options), loss: 'mse' });
  setOptimizerVariables(
    other,
    optimizerVariables(model).map(({ value }) => value),
  );
  const numbers = (one: Sequential): unknown => optimizerVariables(one).map(({ value }) => value.toArray());
  expect(numbers(other)).toEqual(numbers(model));
  expect(
    await errorOf(() =>
      setOptimizerVariables(
        other,
        optimizerVariables(model)
          .slice(3)
          .map(({ value }) => value),
      ),
    ),
  ).toMatch(/^LENGTH_MISMATCH/);
});

test.each<[string, object, string, string]>([
  ['optimizer', { optimizer: { class_name: 'Mine', config: {} } }, 'INVALID_VALUE', "'Mine'"],
  ['optimizer', { optimizer: 7 }, 'INVALID_VALUE', '7'],
  ['loss', { optimizer: 'sgd', loss: { class_name: 'function', config: 'mine' } }, 'INVALID_VALUE', "'mine'"],
  [
    'loss',
    { optimizer: 'sgd', loss: { class_name: 'Huber', config: { depth: 3 } } },
    'UNSUPPORTED',
    "'depth'",
  ],
  ['loss', { optimizer: 'sgd', loss: { class_name: '__lambda__', config: {} } }, 'UNSUPPORTED', 'code'],
  ['metric', { optimizer: 'sgd', metrics: [{ class_name: 'Mine', config: {} }] }, 'INVALID_VALUE', "'Mine'"],
  ['metric', { optimizer: 'sgd', metrics: [3] }, 'INVALID_VALUE', '3'],
])('unknown %s is refused by name: %j', async (_, config, code, part) => {
  const error = await errorOf(() => compileFromConfig(network(), config as never));
  expect(error).toMatch(code);
  expect(error).toContain(part);
});

test('a function without a name cannot be written down', async () => {
  const nameless = [(yTrue: Tensor, yPred: Tensor): Tensor => yPred.sub(yTrue)];
  expect(await errorOf(() => compileConfig(compiled({ loss: nameless })))).toMatch(/^UNSUPPORTED/);
});
