/**
 * Backpropagation one can watch: every node of a graph with its value, its local derivatives and its
 * gradient, in the order of the forward pass and in reverse. It computes nothing of its own; the numbers are
 * those of `values` and `gradients`.
 */
import { checkTensor } from './array-of-numbers.ts';
import { gradients } from './gradients.ts';
import { Tensor } from './tensor.ts';

/** One node of a graph, with all its numbers. */
export interface TracedNode {
  /** Position in the forward pass, from 0. */
  readonly index: number;
  /** Name of the operation, or 'constant' or 'variable' for what nothing computes. */
  readonly operation: string;
  /** The name it was given, if any. */
  readonly name?: string;
  readonly tensor: Tensor;
  /** Positions of its inputs in the forward pass. */
  readonly inputs: readonly number[];
  readonly value: Tensor;
  /** ∂(Σ node)/∂input for each input, other paths left out; zeros where there is no derivative. */
  readonly local: readonly Tensor[];
  /** ∂(Σ y)/∂node, over all paths. */
  readonly gradient: Tensor;
}

export interface Trace {
  /** Inputs before users, y last. */
  readonly forward: readonly TracedNode[];
  /** The same nodes in the order of backpropagation: y first. */
  readonly backward: readonly TracedNode[];
}

/**
 * Everything there is to see of how y and its gradient are computed.
 *
 * @param y a tensor without placeholders
 * @param names tensors of its graph under the names they shall have
 * @throws HebbError `INVALID_VALUE` when y depends on a placeholder
 * @example
 * const [x, w, b] = [tensor(2), tensor(-3), tensor(10)];
 * const { forward, backward } = trace(x.mul(w).add(b), { x, w, b });
 * forward.map(({ name, operation, value }) => [name ?? operation, value.item()]);
 * // [['x', 2], ['w', -3], ['multiply', -6], ['b', 10], ['add', 4]]
 * backward.map(({ gradient }) => gradient.item()); // [1, 1, 1, 2, -3]
 */
export function trace(y: Tensor, names: Readonly<Record<string, Tensor>> = {}): Trace {
  const order = inForwardOrder(checkTensor(y));
  const position = new Map(order.map((tensor, index) => [tensor, index]));
  const nameOf = new Map(Object.entries(names).map(([name, tensor]) => [tensor, name]));
  const totals = gradients(y, order);
  const forward = order.map((tensor, index): TracedNode => {
    const { source } = tensor;
    const computed = source.kind === 'operation';
    return {
      index,
      operation: computed ? source.operation.name : source.kind === 'values' ? 'constant' : source.kind,
      name: nameOf.get(tensor),
      tensor,
      inputs: computed ? source.inputs.map((input) => position.get(input) as number) : [],
      value: numbersOf(tensor),
      local: localDerivatives(tensor),
      gradient: numbersOf(totals[index]),
    };
  });
  return { forward, backward: forward.toReversed() };
}

function numbersOf({ shape, dtype, values }: Tensor): Tensor {
  return new Tensor(shape, dtype, { kind: 'values', values });
}

/** The derivative of one operation by itself: its inputs are taken as independent numbers. */
function localDerivatives({ source }: Tensor): Tensor[] {
  if (source.kind !== 'operation') return [];
  const inputs = source.inputs.map(numbersOf);
  const alone = Tensor.apply(source.operation, inputs, source.attributes);
  return gradients(alone, inputs).map(numbersOf);
}

/** Every tensor of the graph, inputs before users, first inputs first. */
function inForwardOrder(y: Tensor): Tensor[] {
  const order = new Set<Tensor>();
  const stack = [y];
  while (stack.length > 0) {
    const tensor = stack[stack.length - 1];
    const { source } = tensor;
    const open = source.kind === 'operation' ? source.inputs.filter((input) => !order.has(input)) : [];
    if (open.length > 0 && !order.has(tensor)) stack.push(...open.toReversed());
    else order.add(stack.pop() as Tensor);
  }
  return [...order];
}
