/**
 * Claims on the learning rate and the batch size, tried on Fashion-MNIST.
 */
import { MLPClassifier, type MLPClassifierOptions } from '../../estimators/mlp/mlp-classifier.ts';
import { learningRatePlot } from '../../plot/learning-rate-plot.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { learningRateRange } from '../../selection/learning-rate-range.ts';
import type { BookContext, Claim } from './claim.ts';
import { fashionMnist, type ScaledImages, scaledImages } from './data.ts';

const inWords = 'in words';

/** The images, scaled. */
interface Images {
  readonly train: ScaledImages;
  readonly test: ScaledImages;
}

async function images(context: BookContext): Promise<Images> {
  const { train, test } = await context.once(fashionMnist);
  return { train: scaledImages(train), test: scaledImages(test) };
}

interface Trained {
  readonly accuracy: number;
  readonly losses: readonly number[];
}

async function trained(context: BookContext, doing: string, options: MLPClassifierOptions): Promise<Trained> {
  const { train, test } = await context.once(images);
  const network = new MLPClassifier({
    randomState: 42,
    callbacks: [context.training(doing)],
    onWarning() {},
    ...options,
  });
  await network.fit(train.X, train.y, { signal: context.signal });
  return { accuracy: await network.score(test.X, test.y), losses: network.lossCurve };
}

export const learningRate: Claim<
  | 'iterations'
  | 'first and last rate'
  | 'suggested over turning point'
  | 'accuracy: suggested less a hundredth of it'
  | 'accuracy: suggested less a hundred times it'
> = {
  name: 'learning-rate',
  title: 'The learning-rate sweep: the best rate is about a tenth of the turning point',
  section: 'Hyperparameters: learning rate',
  about:
    'Train for a few hundred iterations while the rate grows from 1e-5 to 10, multiplied by the same factor each time, and look where the loss shoots up: the best rate is about ten times lower, says the book. The image classifier is swept with batches of 32, then trained for one epoch with the suggested rate, with a hundredth of it and with a hundred times it.',
  isFast: false,
  expected: {
    iterations: { book: 500, must: 'equal', because: 'A count: no tolerance.' },
    'first and last rate': {
      book: [1e-5, 10],
      must: 'equal',
      tolerance: 1e-9,
      because: 'The last rate is a product of 500 factors; only rounding is allowed for.',
    },
    'suggested over turning point': {
      book: 0.1,
      must: 'equal',
      tolerance: 1e-9,
      because: 'Ten times lower; only rounding is allowed for.',
    },
    'accuracy: suggested less a hundredth of it': {
      book: 0,
      must: 'above',
      source: inWords,
      because: 'A rate that is too small learns too slowly.',
    },
    'accuracy: suggested less a hundred times it': {
      book: 0,
      must: 'above',
      source: inWords,
      because: 'A rate that is too large does not learn.',
    },
  },
  async run(context) {
    const { train } = await context.once(images);
    const options = { hiddenLayerSizes: [300, 100], batchSize: 32, maxIter: 1, randomState: 42 } as const;
    context.report('sweeping the learning rate');
    const { signal } = context;
    const sweep = await learningRateRange(
      new MLPClassifier({ ...options, onWarning() {} }),
      train.X,
      train.y,
      {
        signal,
      },
    );
    const { learningRates, suggested, turningPoint } = sweep;
    const accuracies: number[] = [];
    for (const factor of [1, 0.01, 100]) {
      const rate = factor * suggested;
      const doing = `training with a rate of ${rate.toPrecision(2)}`;
      accuracies.push((await trained(context, doing, { ...options, learningRateInit: rate })).accuracy);
    }
    const [right, small, large] = accuracies;
    return {
      numbers: {
        iterations: learningRates.length,
        'first and last rate': [learningRates[0], learningRates[learningRates.length - 1]],
        'suggested over turning point': suggested / turningPoint,
        'accuracy: suggested less a hundredth of it': right - small,
        'accuracy: suggested less a hundred times it': right - large,
      },
      remark: `The loss turns at ${turningPoint.toPrecision(2)}, and ${suggested.toPrecision(2)} is suggested: after one epoch it has ${(100 * right).toFixed(1)} % of the test images right.`,
      pictures: [
        {
          svg: learningRatePlot(sweep, { title: 'The loss over the learning rate' }),
          caption: 'It falls, stays low, and shoots up from the turning point on.',
        },
      ],
    };
  },
};

export const batchSizes: Claim<
  'accuracy: 32 less the better of 8,192' | 'accuracy: 8,192, warm-up less none'
> = {
  name: 'batch-sizes',
  title: 'Small batches do best; large ones of 8,192 want a warm-up of the rate',
  section: 'Hyperparameters: batch size',
  about:
    'Batches of 2 to 32 often generalise best (Masters and Luschi); up to 8,192 rows work with tricks such as warming up the learning rate (Hoffer and others; Goyal and others), says the book. A hundred hidden units, ten epochs each: batches of 32, and of 8,192 at a rate of 0.03, with and without a warm-up of 20 steps.',
  isFast: false,
  expected: {
    'accuracy: 32 less the better of 8,192': {
      book: 0,
      must: 'above',
      source: inWords,
      because: 'Small batches generalise better.',
    },
    'accuracy: 8,192, warm-up less none': {
      book: 0,
      must: 'above',
      source: inWords,
      because: 'The warm-up is what makes large batches work.',
    },
  },
  async run(context) {
    const options = { hiddenLayerSizes: [100], maxIter: 10 };
    const large = { ...options, batchSize: 8192, learningRateInit: 0.03 };
    const small = await trained(context, 'batches of 32', { ...options, batchSize: 32 });
    const cold = await trained(context, 'batches of 8,192', large);
    const warm = await trained(context, 'batches of 8,192, warm-up', { ...large, warmupSteps: 20 });
    const accuracies = [small, cold, warm].map(({ accuracy }) => `${(100 * accuracy).toFixed(1)} %`);
    return {
      numbers: {
        'accuracy: 32 less the better of 8,192': small.accuracy - Math.max(cold.accuracy, warm.accuracy),
        'accuracy: 8,192, warm-up less none': warm.accuracy - cold.accuracy,
      },
      remark: `On the test images: ${accuracies[0]} with batches of 32, ${accuracies[1]} with 8,192, ${accuracies[2]} with 8,192 and a warm-up.`,
      pictures: [
        {
          svg: lineChart(
            {
              '32': small.losses,
              '8,192 without warm-up': cold.losses,
              '8,192 with warm-up': warm.losses,
            },
            { title: 'Loss by batch size', xLabel: 'Epoch', yLabel: 'Log loss' },
          ),
          caption: 'An epoch is 1,875 steps of 32 images, but only 8 of 8,192.',
        },
      ],
    };
  },
};
