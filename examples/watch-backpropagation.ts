/**
 * Backpropagation, step by step: a sigmoid neuron on one point, forward with every value, backward with every
 * gradient, and a check of one of them by finite differences.
 */
import { type Tensor, tensor, trace } from 'hebb/tensor';

const loss = (w: Tensor, b: Tensor): Tensor => tensor(0.5).mul(w).add(b).sigmoid().sub(1).square();
const [w, b] = [tensor(0.8), tensor(-0.2)];
const { forward, backward } = trace(loss(w, b), { w, b });

console.log('forward');
for (const { index, name, operation, inputs, value } of forward) {
  const from = inputs.length === 0 ? '' : ` of ${inputs.map((input) => `#${input}`).join(', ')}`;
  console.log(`  #${index} ${name ?? operation}${from} = ${value.item().toFixed(4)}`);
}
console.log('backward');
for (const { index, name, operation, local, gradient } of backward) {
  const derivatives = local.map((derivative) => derivative.item().toFixed(4)).join(', ');
  console.log(
    `  #${index} ${name ?? operation}: ∂L = ${gradient.item().toFixed(4)}, local derivatives [${derivatives}]`,
  );
}

const h = 1e-6;
const slope = (loss(tensor(0.8 + h), b).item() - loss(tensor(0.8 - h), b).item()) / (2 * h);
const [told] = forward.filter(({ name }) => name === 'w');
console.log(`∂L/∂w: ${told.gradient.item().toFixed(8)}, by finite differences ${slope.toFixed(8)}`);
