/**
 * Backpropagation, step by step: three layers of one neuron each. Forward with every value, backward with every
 * local derivative and gradient, and a check of all weights and biases by finite differences.
 */
import { type Tensor, tensor, trace } from 'hebb/tensor';

const start = { w1: 0.8, b1: -0.2, w2: -1.1, b2: 0.3, w3: 1.5, b3: 0.1 };

/** What the network makes of x = 0.5, and how far that is from 1. */
function network(numbers: typeof start): Readonly<Record<string, Tensor>> {
  const parameters = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, tensor(value)]),
  );
  const { w1, b1, w2, b2, w3, b3 } = parameters;
  const x = tensor(0.5);
  const h1 = x.mul(w1).add(b1).tanh();
  const h2 = h1.mul(w2).add(b2).tanh();
  const output = h2.mul(w3).add(b3).sigmoid();
  const loss = output.sub(1).square();
  return { x, ...parameters, h1, h2, output, loss };
}

const tensors = network(start);
const { forward, backward } = trace(tensors.loss, tensors);
const label = (index: number): string => forward[index].name ?? `#${index}`;

console.log('Forward: every node from its inputs');
for (const { index, operation, inputs, value } of forward) {
  const from = inputs.length === 0 ? '' : ` = ${operation}(${inputs.map(label).join(', ')})`;
  console.log(`  ${label(index)}${from} = ${value.item().toFixed(4)}`);
}

console.log('Backward: the gradient of a node, times a local derivative, goes to each of its inputs');
for (const { index, inputs, local, gradient } of backward) {
  const parts = inputs.map((input, i) => `× ${local[i].item().toFixed(4)} to ${label(input)}`);
  console.log(`  ∂loss/∂${label(index)} = ${gradient.item().toFixed(4)}  ${parts.join(', ')}`);
}

console.log('Checked by finite differences');
const h = 1e-6;
for (const name of Object.keys(start) as (keyof typeof start)[]) {
  const lossAt = (shift: number): number => network({ ...start, [name]: start[name] + shift }).loss.item();
  const slope = (lossAt(h) - lossAt(-h)) / (2 * h);
  const told = forward.find((node) => node.name === name)?.gradient.item() ?? Number.NaN;
  console.log(`  ∂loss/∂${name}: ${told.toFixed(8)} by backpropagation, ${slope.toFixed(8)} by differences`);
}
