/** The room in a few lines of Hebb. */
export const code = `import { gradientDescent, LinearRegression } from 'hebb';

const parabola = gradientDescent((theta) => theta.sub(1).square().sum(), [-3], { learningRate: 0.3, steps: 20 });
for (const { theta, cost, gradient } of parabola.path) console.log(theta[0], cost, gradient[0]);

const x = Array.from({ length: 50 }, (_, i) => i / 25);
const y = x.map((value) => 4 + 3 * value);
const mse = (theta, X, target) => X.matmul(theta.reshape([2, 1])).sub(target).square().mean();
const data = [x.map((value) => [1, value]), y];
for (const batchSize of ['all', 16, 1]) {
  const { theta } = gradientDescent(mse, [0, 0], { data, batchSize, steps: 500, randomState: 0 });
  console.log(batchSize, theta);
}
const exact = await new LinearRegression().fit(x.map((value) => [value]), y);
console.log(exact.intercept, exact.coef);`;
