/**
 * The room's numbers: three inputs, two hidden sigmoid units, one sigmoid output; a target; and what the network makes
 * of it, unit by unit. All of it is computed by the library.
 */
import { RandomState } from 'hebb';
import { createEngine, gradients, Program, type Tensor, tensor, variable } from 'hebb/tensor';

/**
 * A data point and weights: three of the first hidden unit, three of the second, two of the output, then the three
 * biases.
 */
export interface Example {
  readonly x: readonly number[];
  readonly target: number;
  readonly weights: readonly number[];
}

/** What one unit does. */
export interface Unit {
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
  readonly products: readonly number[];
  /** The products and the bias together. */
  readonly sum: number;
  /** The sigmoid of that. */
  readonly value: number;
}

export interface Pass {
  readonly hidden: readonly Unit[];
  readonly output: Unit;
  /** (output − target)². */
  readonly error: number;
}

/** Where the weights of each unit begin; the output last. */
const begins = [0, 3, 6];

/** What the weights are called, in the order of an example. */
export const weightNames: readonly string[] = [
  ...[1, 2, 3].map((i) => `x${i} → h1`),
  ...[1, 2, 3].map((i) => `x${i} → h2`),
  'h1 → ŷ',
  'h2 → ŷ',
  'bias of h1',
  'bias of h2',
  'bias of ŷ',
];

const numbers = (values: ArrayLike<number>): Tensor => tensor(Float64Array.from(values));

function unit(inputs: readonly number[], all: readonly number[], index: number): Unit {
  const weights = all.slice(begins[index], begins[index] + inputs.length);
  const bias = all[8 + index];
  const products = numbers(inputs).mul(numbers(weights));
  const sum = products.sum().add(bias);
  return {
    inputs,
    weights,
    bias,
    products: Array.from(products.values),
    sum: sum.item(),
    value: sum.sigmoid().item(),
  };
}

/** The network's way from a data point to its error, with every number. */
export function forwardPass({ x, target }: Pick<Example, 'x' | 'target'>, weights: readonly number[]): Pass {
  const hidden = [0, 1].map((index) => unit(x, weights, index));
  const output = unit(
    hidden.map(({ value }) => value),
    weights,
    2,
  );
  return { hidden, output, error: tensor(output.value).sub(target).square().item() };
}

/** The least error that drawn weights begin with. */
export const leastError = 0.1;

/** Numbers of a seed: drawn again as long as the network is nearly right with them. */
export function drawExample(seed: number): Example {
  const random = new RandomState(seed);
  const draw = (low: number, high: number, count: number): number[] =>
    Array.from(random.uniform(low, high, count), (value) => Number(value.toFixed(1)));
  let example: Example;
  do {
    example = {
      x: draw(0, 1, 3),
      target: random.uniform() < 0.5 ? 0.1 : 0.9,
      weights: draw(-2, 2, 11),
    };
  } while (forwardPass(example, example.weights).error < leastError);
  return example;
}

const learningRate = 2;
const learningSteps = 1000;

/** Better weights for this one point, by gradient descent from those it has; two decimals each. */
export function betterWeights({ x, target, weights }: Example): readonly number[] {
  const [hiddenWeights, outputWeights, hiddenBias, outputBias] = [
    variable([weights.slice(0, 3), weights.slice(3, 6)]),
    variable([weights.slice(6, 8)]),
    variable([[weights[8]], [weights[9]]]),
    variable([[weights[10]]]),
  ];
  const point = numbers(x).reshape([3, 1]);
  const hidden = hiddenWeights.matmul(point).add(hiddenBias).sigmoid();
  const error = outputWeights.matmul(hidden).add(outputBias).sigmoid().sub(target).square().sum();
  const parameters = [hiddenWeights, outputWeights, hiddenBias, outputBias];
  const slopes = gradients(error, parameters);
  const updates = parameters.map((parameter, i): [Tensor, Tensor] => [
    parameter,
    parameter.sub(slopes[i].mul(learningRate)),
  ]);
  const program = new Program({ step: { updates } }, createEngine('js'));
  program.run('step', learningSteps);
  return parameters.flatMap((parameter) =>
    Array.from(program.read(parameter), (value) => Number(value.toFixed(2))),
  );
}
