/**
 * The room's network: two inputs, two hidden units, one output, every product and sum a node of its own. Values,
 * local derivatives and gradients are those of the library's `trace`.
 */
import { RandomState } from 'hebb';
import { activationNamed } from 'hebb/nn';
import { type Tensor, type Trace, tensor, trace } from 'hebb/tensor';

export const activationNames = ['tanh', 'sigmoid', 'relu', 'softplus'] as const;
export type ActivationName = (typeof activationNames)[number];

export interface Numbers {
  readonly x: readonly number[];
  readonly target: number;
  /** In the order of `parameterNames`. */
  readonly weights: readonly number[];
}

export interface Functions {
  readonly hidden: ActivationName;
  readonly output: ActivationName | 'linear';
}

/** wⱼᵢ goes from input i to unit j; unit 3 is the output, its inputs are the hidden units. */
export const parameterNames: readonly string[] = ['w11', 'w12', 'b1', 'w21', 'w22', 'b2', 'w31', 'w32', 'b3'];

/** Every tensor of the network by its name; `L` is the loss. */
function nodesOf({ x, target, weights }: Numbers, { hidden, output }: Functions): Record<string, Tensor> {
  const nodes: Record<string, Tensor> = {
    x1: tensor(x[0]),
    x2: tensor(x[1]),
    y: tensor(target),
    ...Object.fromEntries(parameterNames.map((name, i) => [name, tensor(weights[i])])),
  };
  const sumOf = (unit: number, inputs: readonly string[]): void => {
    for (const [i, input] of inputs.entries()) {
      nodes[`p${unit}${i + 1}`] = nodes[`w${unit}${i + 1}`].mul(nodes[input]);
    }
    nodes[`s${unit}`] = nodes[`p${unit}1`].add(nodes[`p${unit}2`]);
    nodes[`z${unit}`] = nodes[`s${unit}`].add(nodes[`b${unit}`]);
  };
  for (const unit of [1, 2]) {
    sumOf(unit, ['x1', 'x2']);
    nodes[`a${unit}`] = activationNamed(hidden).apply(nodes[`z${unit}`]) as Tensor;
  }
  sumOf(3, ['a1', 'a2']);
  if (output === 'linear') {
    nodes.yhat = nodes.z3;
    delete nodes.z3;
  } else nodes.yhat = activationNamed(output).apply(nodes.z3) as Tensor;
  nodes.e = nodes.yhat.sub(nodes.y);
  nodes.L = nodes.e.mul(nodes.e);
  return nodes;
}

/** Forward and backward with every number. */
export function traceOf(numbers: Numbers, functions: Functions): Trace {
  const nodes = nodesOf(numbers, functions);
  return trace(nodes.L, nodes);
}

/** (ŷ − y)². */
export function lossOf(numbers: Numbers, functions: Functions): number {
  return nodesOf(numbers, functions).L.item();
}

/** What one step of gradient descent makes of a weight. */
export interface Update {
  readonly name: string;
  readonly before: number;
  readonly gradient: number;
  readonly after: number;
}

/** One step of gradient descent for every weight and bias. */
export function updatesOf({ forward }: Trace, eta: number): readonly Update[] {
  return parameterNames.map((name) => {
    const node = forward.find((one) => one.name === name);
    const [before, gradient] = [node?.value.item() ?? 0, node?.gradient.item() ?? 0];
    return { name, before, gradient, after: Number((before - eta * gradient).toPrecision(10)) };
  });
}

/** Numbers of a seed, one decimal each. */
export function drawNumbers(seed: number): Numbers {
  const random = new RandomState(seed);
  const draw = (low: number, high: number, count: number): number[] =>
    Array.from(random.uniform(low, high, count), (value) => Number(value.toFixed(1)));
  return { x: draw(0.2, 1.5, 2), target: draw(0.5, 2, 1)[0], weights: draw(-1.2, 1.2, 9) };
}
