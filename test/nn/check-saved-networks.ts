/** Networks that are drawn, saved and loaded: what must be the same. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { load, save } from '../../src/formats/model-file.ts';
import type { Layer, SymbolicTensor } from '../../src/nn/index.ts';
import * as nn from '../../src/nn/index.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { fromTyped, type Tensor } from '../../src/tensor/tensor.ts';

const ROWS = 7;

/** Rows for each input of a model. */
export function rowsFor(model: nn.Model, below?: number): number[][] | number[][][] | unknown {
  const random = new RandomState(3);
  const inputs = [model.inputs].flat() as SymbolicTensor[];
  const filled = (shape: readonly (number | null)[]): unknown =>
    shape.length === 0
      ? below === undefined
        ? random.standardNormal(1)[0]
        : random.randint(0, below)
      : Array.from({ length: shape[0] ?? 2 }, () => filled(shape.slice(1)));
  const rows = inputs.map(({ shape }) => Array.from({ length: ROWS }, () => filled(shape.slice(1))));
  return rows.length === 1 ? rows[0] : rows;
}

const numbers = (given: Tensor | Tensor[]): unknown => [given].flat().map(({ values }) => values);

/** Other numbers than those that weights begin with. */
export function refill(model: nn.Model): void {
  const random = new RandomState(1);
  for (const weight of model.weights) {
    weight.assign(
      fromTyped(
        Float64Array.from({ length: weight.size }, () => random.randint(1, 9) / 4),
        weight.shape,
      ),
    );
  }
}

/** What it predicts, what it is and what its weights are. */
export async function expectSame(model: nn.Model, again: nn.Model, below?: number): Promise<void> {
  const rows = rowsFor(model, below) as number[][];
  expect(numbers(await again.predict(rows))).toEqual(numbers(await model.predict(rows)));
  expect(JSON.stringify(again.toState())).toBe(JSON.stringify(model.toState()));
  expect(again.weights.map(({ path, dtype }) => [path, dtype])).toEqual(
    model.weights.map(({ path, dtype }) => [path, dtype]),
  );
  const trained = (one: nn.Model): string[] => one.trainableWeights.map(({ path }) => path);
  expect(trained(again)).toEqual(trained(model));
}

/** A graph that fast-check draws: towers, branches, layers that are used twice, models within models. */
interface Plan {
  readonly inputs: number;
  readonly steps: readonly (readonly [kind: number, from: number, other: number, size: number])[];
  readonly outputs: number;
  readonly frozen: number;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  inputs: fc.integer({ min: 1, max: 3 }),
  steps: fc.array(fc.tuple(fc.nat(10), fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
    maxLength: 8,
  }),
  outputs: fc.integer({ min: 1, max: 2 }),
  frozen: fc.nat(12),
});

function modelOf({ inputs: count, steps, outputs: ends, frozen }: Plan): nn.Model {
  const inputs = Array.from({ length: count }, (_, i) => nn.Input([i + 2], { dtype: 'float64' }));
  const made: SymbolicTensor[] = [...inputs];
  const used: Layer[] = [];
  const options = { dtype: 'float64' } as const;
  for (const [kind, from, other, size] of steps) {
    const x = made[from % made.length];
    const features = x.shape[1] as number;
    const mate = made.filter(({ shape }) => shape[1] === features)[
      other % made.filter(({ shape }) => shape[1] === features).length
    ];
    const again = used.filter((layer) => (layer.inputShape as readonly number[])[1] === features);
    const layers: readonly (() => SymbolicTensor)[] = [
      () => put(new nn.Dense(size, { activation: 'tanh', kernelRegularizer: 'l2', ...options }), x),
      () => put(new nn.Dense(size, { useBias: false, biasConstraint: new nn.NonNeg(), ...options }), x),
      () => put(new nn.BatchNormalization(options), x),
      () => put(new nn.Dropout(0.3, options), x),
      () => put(new nn.PReLU(options), x),
      () => new nn.Add(options).apply([x, mate]),
      () => new nn.Concatenate(options).apply([x, made[other % made.length]]),
      () =>
        again.length === 0
          ? put(new nn.LayerNormalization(options), x)
          : again[other % again.length].apply(x),
      () => put(new nn.Sequential([new nn.Dense(size, options), new nn.ReLU(options)], options), x),
      () =>
        again.length === 0
          ? new nn.Subtract(options).apply([x, mate])
          : put(new nn.Sequential([nn.Input([features], options), again[other % again.length]]), x),
      () => {
        const inner = nn.Input([features], options);
        const branches = [new nn.Dense(size, options).apply(inner), new nn.Dense(size, options).apply(inner)];
        return put(new nn.Model({ inputs: inner, outputs: new nn.Multiply(options).apply(branches) }), x);
      },
    ];
    made.push(layers[kind]());
  }
  function put(layer: Layer, x: SymbolicTensor): SymbolicTensor {
    used.push(layer);
    return layer.apply(x);
  }
  const outputs = made.slice(-Math.min(ends, steps.length));
  const model = new nn.Model({ inputs, outputs: outputs.length === 1 ? outputs[0] : outputs });
  if (frozen < used.length) used[frozen].trainable = false;
  return model;
}

const optimizers: readonly (() => nn.Optimizer)[] = [
  () => new nn.SGD({ momentum: 0.9, nesterov: true }),
  () => new nn.Adam({ amsgrad: true, useEma: true }),
  () => new nn.RMSprop({ centered: true, gradientAccumulationSteps: 2 }),
  () => new nn.Nadam(new nn.ExponentialDecay({ initialLearningRate: 0.01, decaySteps: 3, decayRate: 0.5 })),
  () => new nn.Muon(0.01),
  () => new nn.Adafactor(),
];

/** Any graph, before and after training, learns on with the same bits. */
export async function checkAnyGraph(numRuns: number, seed: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(optimizers.length - 1), async (plan, which) => {
      nn.setRandomSeed(9);
      const model = modelOf(plan);
      fc.pre(isConnected(model));
      const optimizer = optimizers[which]();
      optimizer.excludeFromWeightDecay({ varNames: ['bias'] });
      model.compile({ optimizer, loss: 'mse', metrics: [model.outputs].flat().map(() => ['mae']) });
      const x = rowsFor(model) as number[][];
      const targets = [model.outputs].flat().map((one) => {
        const { shape } = one as SymbolicTensor;
        return Array.from({ length: ROWS }, (_, i) =>
          Array.from({ length: shape[1] as number }, (_, k) => (i * 7 + k) % 3),
        );
      });
      const y = targets.length === 1 ? targets[0] : targets;
      const fit = { batchSize: 3, seed: 4, verbose: 0 } as const;
      await expectSame(model, load(save(model), nn.Model));
      if (model.trainableWeights.length === 0) return;
      await model.fit(x, y as never, { ...fit, epochs: 2 });
      const again = load(save(model), nn.Model);
      await expectSame(model, again);
      const histories = [];
      for (const one of [model, again]) {
        histories.push((await one.fit(x, y as never, { ...fit, epochs: 4, initialEpoch: 2 })).history);
      }
      expect(histories[1]).toEqual(histories[0]);
      await expectSame(model, again);
    }),
    { numRuns, seed },
  );
}

/** Does every input of the model lead to an output? */
function isConnected(model: nn.Model): boolean {
  const inputs = [model.inputs].flat() as SymbolicTensor[];
  return inputs.every(({ layer }) => model.layers.includes(layer));
}
