/**
 * Activation functions with their derivatives, as a table and as the chapter's figure; and what an outlier costs by
 * the squared error, the absolute one and Huber's, which is the one below 1 and the other above.
 */
import {
  type ActivationFunction,
  computeLoss,
  heaviside,
  huber,
  meanAbsoluteError,
  meanSquaredError,
  relu,
  sigmoid,
  softmax,
  softplus,
  tanh,
} from 'hebb/nn';
import { activationPlot } from 'hebb/plot';
import { gradients, tensor } from 'hebb/tensor';

const drawn: readonly ActivationFunction[] = [heaviside, sigmoid, tanh, relu, softplus];
const at = [-2, -0.5, 0.5, 2];
for (const { name, formula, source, apply } of drawn) {
  const z = tensor(at);
  const value = apply(z);
  const [slope] = gradients(value, [z]);
  console.log(`${name}: ${formula}; ${source}`);
  console.log(`  f(z)  ${Array.from(value.values, (number) => number.toFixed(4)).join('  ')}`);
  console.log(`  f′(z) ${Array.from(slope.values, (number) => number.toFixed(4)).join('  ')}`);
}
const scores = softmax.apply(tensor([2, 1, 0.1])).values;
console.log(`softmax of 2, 1, 0.1: ${Array.from(scores, (share) => share.toFixed(3)).join(', ')}`);

export const figure: string = activationPlot(
  { sigmoid, tanh, relu },
  { title: 'Activation functions and their derivatives' },
);
console.log(`the figure: ${figure.length} characters of SVG`);

const observed = [[1], [2], [3], [30]];
const predicted = [[1.5], [2], [2.5], [3]];
for (const loss of [meanSquaredError, meanAbsoluteError, huber]) {
  const costs = computeLoss(loss, observed, predicted, { reduction: 'none' });
  console.log(
    `${loss.name}: ${Array.from(costs.values).join(', ')}, mean ${computeLoss(loss, observed, predicted).item()}`,
  );
}
