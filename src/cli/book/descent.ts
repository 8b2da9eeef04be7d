/**
 * The claim on gradient descent: it finds the least-squares line, if its rate is right.
 */
import { gradientDescent } from '../../estimators/gradient-descent.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { scatter } from '../../plot/scatter.ts';
import { RandomState } from '../../random/random-state.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Claim } from './claim.ts';

const meanSquaredError = (theta: Tensor, X: Tensor, y: Tensor): Tensor =>
  X.matmul(theta.reshape([2, 1]))
    .sub(y)
    .square()
    .mean();

export const linearRegression: Claim<'θ₀, θ₁ at η = 0.1' | 'cost at η = 0.5, last over first'> = {
  name: 'linear-regression',
  title: 'Gradient descent finds the least-squares line',
  section: 'Gradient descent (the chapter on training models)',
  about:
    'A hundred points around y = 4 + 3x, drawn as NumPy draws them with the seed 42. A thousand steps at a rate of 0.1 end where the normal equation does. The book’s figure shows rates of 0.02 (slow), 0.1 (good) and 0.5 (it diverges) over the first twenty steps.',
  isFast: true,
  expected: {
    'θ₀, θ₁ at η = 0.1': {
      book: [4.21509616, 2.77011339],
      must: 'equal',
      tolerance: 5e-9,
      because: 'The book prints eight decimals (earlier editions, whose points these are).',
    },
    'cost at η = 0.5, last over first': {
      book: 1,
      must: 'above',
      source: 'in words',
      because: 'Diverging means that the cost grows.',
    },
  },
  async run() {
    const random = new RandomState(42);
    const x = random.randomSample(100).map((u) => 2 * u);
    const noise = random.standardNormal(100);
    const y = x.map((value, i) => 4 + 3 * value + noise[i]);
    const data = [Array.from(x, (value) => [1, value]), y] as const;
    const walk = (learningRate: number, steps: number): ReturnType<typeof gradientDescent> =>
      gradientDescent(meanSquaredError, [0, 0], { data, learningRate, steps });
    const { theta } = walk(0.1, 1000);
    const paths = [0.02, 0.1, 0.5].map((rate) => ({ name: `η = ${rate}`, path: walk(rate, 20).path }));
    const costs = paths[2].path.map(({ cost }) => cost);
    return {
      numbers: {
        'θ₀, θ₁ at η = 0.1': Array.from(theta),
        'cost at η = 0.5, last over first': costs[costs.length - 1] / costs[0],
      },
      pictures: [
        {
          svg: lineChart(
            paths.map(({ name, path }) => ({ name, x: path.keys(), y: path.map(({ cost }) => cost) })),
            {
              title: 'Twenty steps at three rates',
              xLabel: 'Step',
              yLabel: 'Mean squared error',
              yScale: 'log',
            },
          ),
          caption: 'Too small a rate takes long, too large a one walks uphill.',
        },
        {
          svg: scatter(
            y,
            Array.from(x, (value) => theta[0] + theta[1] * value),
            {
              title: 'Predictions and targets',
              xLabel: 'target',
              yLabel: 'prediction',
              idealLine: true,
            },
          ),
          caption: 'The line’s predictions of the hundred points.',
        },
      ],
    };
  },
};
