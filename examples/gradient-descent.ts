/**
 * Gradient descent on a parabola and on a line through points: learning rates too small, right and too large;
 * all rows at once, one at a time, a few at a time.
 */
import { gradientDescent, RandomState } from 'hebb';
import type { Tensor } from 'hebb/tensor';

const parabola = (theta: Tensor): Tensor => theta.sub(3).square().sum();
for (const [name, learningRate] of [
  ['too small', 0.01],
  ['right', 0.4],
  ['too large', 1.1],
] as const) {
  const { path, reason } = gradientDescent(parabola, [0], { learningRate, steps: 10 });
  console.log(`${name}: ${path.map(({ theta }) => theta[0].toPrecision(3)).join(' ')} (${reason})`);
}

// y = 4 + 3x + noise: the least-squares line of these hundred points is 4.215 + 2.770x.
const random = new RandomState(42);
const x = random.randomSample(100).map((u) => 2 * u);
const noise = random.standardNormal(100);
const X = Array.from(x, (value) => [1, value]);
const y = x.map((value, i) => 4 + 3 * value + noise[i]);
const meanSquaredError = (theta: Tensor, rows: Tensor, targets: Tensor): Tensor =>
  rows
    .matmul(theta.reshape([2, 1]))
    .sub(targets)
    .square()
    .mean();

for (const [name, batchSize] of [
  ['batch', 'all'],
  ['stochastic', 1],
  ['mini-batch', 20],
] as const) {
  const options = { data: [X, y], batchSize, learningRate: 0.05, steps: 1000, randomState: 0 } as const;
  const { theta } = gradientDescent(meanSquaredError, [0, 0], options);
  console.log(`${name}: theta = ${Array.from(theta, (t) => t.toFixed(3)).join(', ')}`);
}
