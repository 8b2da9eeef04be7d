/** Networks with classes and functions of one's own in files: what must be given to load them, what is refused. */
import { describe, expect, test } from 'vitest';
import type { ModelState } from '../../src/core/model-state.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { load, save } from '../../src/formats/model-file.ts';
import type { OptionTable } from '../../src/nn/configured.ts';
import * as nn from '../../src/nn/index.ts';
import { modelFromState } from '../../src/nn/models/model-from-state.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf, errorOfSync } from '../error-of.ts';

const x = [
  [1, 2, 3],
  [0, 1, -1],
  [2, 2, 0],
  [1, 0, 0],
];
const y = [[1], [0], [2], [1]];
const fit = { epochs: 3, seed: 1, batchSize: 2, verbose: 0 } as const;

class Scale extends nn.Layer {
  static override readonly className: string = 'Scale';
  readonly by: number;
  factor: nn.Weight | undefined;

  constructor({ by = 1, ...options }: nn.LayerOptions & { readonly by?: number } = {}) {
    super(options);
    this.by = by;
  }

  override getConfig(): ReturnType<nn.Layer['getConfig']> {
    return { ...super.getConfig(), by: this.by };
  }

  override build(): void {
    this.factor = this.addWeight({ name: 'factor', shape: [1], initializer: 'ones' });
  }

  call(inputs: Tensor): Tensor {
    return inputs.mul((this.factor as nn.Weight).value).mul(this.by);
  }
}

/** A block of layers, some in a list. */
class Block extends nn.Layer {
  static override readonly className: string = 'Block';
  readonly first: nn.Layer = new nn.Dense(4, { activation: 'relu' });
  readonly rest: readonly nn.Layer[] = [new nn.Dense(4), new Scale({ by: 2 })];

  call(inputs: Tensor): Tensor {
    return this.rest.reduce<Tensor>((z, layer) => layer.apply(z), this.first.apply(inputs));
  }
}

/** A formula of its own. */
class Residual extends nn.Model {
  static override readonly className: string = 'Residual';
  static override readonly table: nn.LayerTable = {
    times: [2, { expected: 'a count', allows: Number.isInteger }],
  };
  readonly block: nn.Layer = new nn.Dense(3, { activation: 'tanh' });
  readonly end: nn.Layer = new nn.Sequential([new nn.BatchNormalization(), new nn.Dense(1)]);

  override call(inputs: Tensor): Tensor {
    const { times } = this.settings as { readonly times?: number };
    let z = inputs;
    for (let i = 0; i < (times ?? 0); i++) z = z.add(this.block.apply(z));
    return this.end.apply(z);
  }
}

/** A graph that its constructor makes. */
class Wide extends nn.Model {
  static override readonly className: string = 'Wide';

  constructor(options: nn.LayerOptions = {}) {
    const inputs = nn.Input([3]);
    super({ ...options, inputs, outputs: new nn.Dense(1).apply(new Block().apply(inputs)) });
  }
}

/** A stack that its constructor fills. */
class Tower extends nn.Sequential {
  static override readonly className: string = 'Tower';
  static override readonly table: nn.LayerTable = {
    units: [2, { expected: 'a count', allows: Number.isInteger }],
  };

  constructor({ units = 2, ...options }: nn.LayerOptions & { readonly units?: number } = {}) {
    super([new nn.Dense(units, { activation: 'relu' }), new Block(), new nn.Dense(1)], {
      ...options,
      units,
    } as nn.LayerOptions);
  }
}

/** A metric, an initializer and a regularizer. */
class Bias extends nn.Metric {
  readonly className: string = 'Bias';
  protected readonly table: OptionTable<nn.MetricOptions> = {
    name: ['bias', { expected: 'a text', allows: () => true }],
  };

  statistics(yTrue: Tensor, yPred: Tensor): Tensor {
    return yPred.sub(yTrue).sum().cast('float64').reshape([1]);
  }

  resultOf(total: ArrayLike<number>): number {
    return total[0] ?? 0;
  }
}

class Cube extends nn.Regularizer {
  readonly className: string = 'Cube';
  protected readonly table: object = {};

  penalty(weight: Tensor): Tensor {
    return weight.abs().pow(3).sum().mul(0.01);
  }
}

const shrink = (z: Tensor): Tensor => z.mul(0.5).tanh();
function distance(yTrue: Tensor, yPred: Tensor): Tensor {
  return yPred.sub(yTrue).square().mean(-1);
}

const customObjects = { Scale, Block, Residual, Wide, Tower, Bias, Cube, shrink, distance };

describe('with their classes they are the same', () => {
  test.each<[string, () => nn.Model]>([
    ['a layer', () => new nn.Sequential([nn.Input([3]), new Scale({ by: 3 }), new nn.Dense(1)])],
    ['layers within a layer', () => new nn.Sequential([new Block(), new nn.Dense(1)])],
    ['an activation', () => new nn.Sequential([new nn.Dense(3, { activation: shrink }), new nn.Dense(1)])],
    ['a model with a formula', () => new Residual({ times: 3 } as nn.LayerOptions)],
    ['a model with a formula that runs eagerly', () => new Residual()],
    ['a model whose constructor makes the graph', () => new Wide()],
    ['a stack that its constructor fills', () => new Tower({ units: 3 })],
    [
      'a regularizer',
      () => new nn.Sequential([nn.Input([3]), new nn.Dense(1, { kernelRegularizer: new Cube({}) })]),
    ],
    [
      'layers inside that are frozen',
      () => {
        const block = new Block();
        const model = new nn.Sequential([nn.Input([3]), block, new nn.Dense(1)]);
        block.first.trainable = false;
        return model;
      },
    ],
    [
      'a model within a graph',
      () => {
        const inputs = nn.Input([3]);
        return new nn.Model({ inputs, outputs: new Residual().apply(inputs) });
      },
    ],
  ])('%s', async (title, make) => {
    nn.setRandomSeed(2);
    const model = make().compile({
      optimizer: 'adam',
      loss: distance,
      metrics: [new Bias({})],
      runEagerly: title.includes('eagerly'),
    });
    await model.fit(x, y, fit);
    const again = load(save(model), nn.Model, { customObjects });
    expect(again.constructor).toBe(model.constructor);
    const predictions = async (one: nn.Model): Promise<unknown> =>
      ((await one.predict(x)) as Tensor).toArray();
    expect(await predictions(again)).toEqual(await predictions(model));
    expect(again.weights.map(({ path }) => path)).toEqual(model.weights.map(({ path }) => path));
    for (const one of [model, again]) await one.fit(x, y, { ...fit, initialEpoch: 1 });
    expect(await predictions(again)).toEqual(await predictions(model));
  });
});

test('a model that has not seen data yet', async () => {
  const model = new nn.Sequential([new nn.Dense(2), new nn.Dense(1)]).compile({ loss: 'mse' });
  const again = load(save(model), nn.Sequential);
  expect(again.built).toBe(false);
  await again.fit(x, y, fit);
  expect(again.countParams()).toBe(11);
});

test('a learning rate that was changed, and parameters that do not decay', async () => {
  const optimizer = new nn.AdamW(0.1, { weightDecay: 0.5 });
  optimizer.excludeFromWeightDecay({ varNames: [/bias$/] });
  const model = new nn.Sequential([nn.Input([3]), new nn.Dense(1)]).compile({ optimizer, loss: 'mse' });
  await model.fit(x, y, fit);
  optimizer.learningRate = 0.037;
  const again = load(save(model), nn.Model);
  expect(again.optimizer.learningRate).toBe(0.037);
  for (const one of [model, again]) await one.fit(x, y, fit);
  expect(again.getWeights().map((w) => w.toArray())).toEqual(model.getWeights().map((w) => w.toArray()));
});

test('without compile there is no optimizer, and nothing of one is needed', async () => {
  const model = new nn.Sequential([nn.Input([3]), new nn.Dense(1)]).compile({ loss: distance });
  await model.fit(x, y, fit);
  const again = load(save(model), nn.Model, { compile: false });
  expect(again.compiled).toBe(false);
  expect(((await again.predict(x)) as Tensor).toArray()).toEqual(
    ((await model.predict(x)) as Tensor).toArray(),
  );
});

describe('what is missing is named', () => {
  const withLayer = (): Uint8Array => save(new nn.Sequential([nn.Input([3]), new Scale()]));

  test.each<[string, () => unknown, RegExp]>([
    ['a layer', () => load(withLayer(), nn.Model), /^INVALID_VALUE: there is no layer 'Scale'/],
    ['a model', () => load(save(new Residual()), nn.Model), /^UNSUPPORTED: .*'Residual'.*customObjects/],
    [
      'a loss',
      () =>
        load(save(new nn.Sequential([nn.Input([3]), new nn.Dense(1)]).compile({ loss: distance })), nn.Model),
      /^INVALID_VALUE: there is no loss 'distance'/,
    ],
    [
      'an activation',
      () => load(save(new nn.Sequential([nn.Input([3]), new nn.Dense(1, { activation: shrink })])), nn.Model),
      /^INVALID_VALUE: there is no activation 'shrink'/,
    ],
    [
      'a class that makes something else',
      () => load(withLayer(), nn.Model, { customObjects: { Scale: Date } }),
      /^INVALID_VALUE: 'Scale' .* no layer/,
    ],
    [
      'a misspelt option',
      () => load(withLayer(), nn.Model, { customObject: {} } as object),
      /^UNKNOWN_OPTION: .*'customObjects'/,
    ],
    [
      'another kind',
      () => load(withLayer(), MLPClassifier, { customObjects }),
      /^UNSUPPORTED: .*Sequential, not a MLPClassifier/,
    ],
  ])('%s', (_, work, message) => {
    expect(errorOfSync(work)).toMatch(message);
  });

  test('a Lambda is neither saved nor loaded', () => {
    const model = new nn.Sequential([
      nn.Input([3]),
      new nn.Lambda((z: Tensor) => z.mul(2), { name: 'twice' }),
    ]);
    expect(errorOfSync(() => save(model))).toMatch(/^UNSUPPORTED: Lambda 'twice' has .* customObjects/);
    const layer = { class_name: 'Lambda', config: { name: 'twice', function: 'x => x' } };
    const state: ModelState = { kind: 'Sequential', options: { name: 'a', layers: [layer] } };
    expect(errorOfSync(() => modelFromState(state))).toMatch(/^UNSUPPORTED: layer 'twice' is a Lambda/);
  });

  test('functions without a name cannot be saved', async () => {
    const [activation] = [(z: Tensor): Tensor => z];
    const model = new nn.Sequential([nn.Input([3]), new nn.Dense(1, { activation })]);
    expect(await errorOf(() => save(model))).toMatch(
      /^UNSUPPORTED: Dense '.*': activation is a function without a name/,
    );
  });
});

describe('damaged states', () => {
  const good = (): ModelState => new nn.Sequential([nn.Input([3]), new nn.Dense(2, { name: 'a' })]).toState();
  const kernel = 'weights/layers/dense/kernel';

  test.each<[string, (state: ModelState) => ModelState, RegExp]>([
    ['no weights', (s) => ({ ...s, tensors: {} }), /does not have the numbers/],
    [
      'a weight more',
      (s) => ({ ...s, tensors: { ...s.tensors, 'weights/b': { shape: [1], data: new Float32Array(1) } } }),
      /no weight 'b'/,
    ],
    [
      'another shape',
      (s) => ({ ...s, tensors: { ...s.tensors, [kernel]: { shape: [2, 3], data: new Float32Array(6) } } }),
      /float32 \(3, 2\).*float32 \(2, 3\)/,
    ],
    [
      'another type',
      (s) => ({ ...s, tensors: { ...s.tensors, [kernel]: { shape: [3, 2], data: new Float64Array(6) } } }),
      /float64/,
    ],
    ['layers that are no list', (s) => ({ ...s, options: { ...s.options, layers: 3 } }), /makes no sense/],
    [
      'a huge layer',
      (s) => JSON.parse(JSON.stringify(s).replaceAll('"units":2', '"units":1e9')),
      /does not have the numbers/,
    ],
    ['no options', (s) => ({ ...s, options: {} }), /makes no sense/],
  ])('%s', (_, damage, message) => {
    const error = errorOfSync(() => modelFromState(damage(good())));
    expect(error).toMatch(/^CORRUPT_FILE/);
    expect(error).toMatch(message);
  });
});
