/**
 * Claims on depth, shown on two spirals: vanishing gradients in a stack of sigmoids, few parameters put to better use
 * by more layers, and lower layers that help with another task.
 */
import type { Labels } from '../../core/labels.ts';
import { makeSpiral } from '../../datasets/toy-playground.ts';
import type { ToyClasses } from '../../datasets/toy-points.ts';
import { MLPClassifier, type MLPClassifierOptions } from '../../estimators/mlp/mlp-classifier.ts';
import type { FitOptions } from '../../estimators/mlp/options.ts';
import { relu, sigmoid } from '../../nn/activations.ts';
import { decisionBoundary } from '../../plot/decision-boundary.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { RandomState } from '../../random/random-state.ts';
import { gradients } from '../../tensor/gradients.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { BookContext, Claim } from './claim.ts';

const inWords = 'in words';
const spirals = (nSamples: number, randomState: number): ToyClasses =>
  makeSpiral({ nSamples, noise: 0.05, randomState });

async function trained(
  context: BookContext,
  doing: string,
  { data, target }: { readonly data: ToyClasses['data']; readonly target: Labels },
  options: MLPClassifierOptions,
  start: FitOptions = {},
): Promise<MLPClassifier> {
  const network = new MLPClassifier({
    nIterNoChange: Number.POSITIVE_INFINITY,
    randomState: 0,
    callbacks: [context.training(doing)],
    onWarning() {},
    ...options,
  });
  await network.fit(data, target, { ...start, signal: context.signal });
  return network;
}

/** Hidden layers, and the units of each, of the stacks whose gradients are looked at. */
const depth = 8;
const units = 16;

/** Mean size of the loss's gradient for each layer's weights, of a network that has learned nothing yet. */
function gradientSizes({ data, target }: ToyClasses, activation: typeof relu): number[] {
  const random = new RandomState(0);
  const weights: Tensor[] = [];
  const draw = (inputs: number, outputs: number): Tensor => {
    const bound = Math.sqrt(6 / (inputs + outputs));
    const drawn = fromTyped(random.uniform(-bound, bound, inputs * outputs), [inputs, outputs]);
    weights.push(drawn);
    return drawn;
  };
  let h = fromTyped(data.data, data.shape);
  for (let layer = 0; layer < depth; layer++) {
    h = activation.apply(h.matmul(draw(layer === 0 ? 2 : units, units)));
  }
  const y = fromTyped(
    Float64Array.from(target, (spiral) => Number(spiral === 1)),
    [target.length, 1],
  );
  const loss = h.matmul(draw(units, 1)).sigmoid().sub(y).square().mean();
  return gradients(loss, weights).map((gradient) => gradient.abs().mean().item());
}

export const vanishingGradients: Claim<
  'gradient, first layer over last: sigmoid over ReLU' | 'accuracy of ReLU less that of sigmoid'
> = {
  name: 'vanishing-gradients',
  title: 'In a deep stack of sigmoids gradients vanish on their way down',
  section: 'Hyperparameters: activations and depth',
  about:
    'Each sigmoid passes on a quarter of a gradient at most, so that in a deep stack the lowest layers hardly learn; ReLU does not saturate for positive sums. Eight hidden layers of 16 units on two spirals, with Glorot and Bengio’s weights: the gradients before training, and the accuracy on new points after 200 epochs.',
  isFast: true,
  expected: {
    'gradient, first layer over last: sigmoid over ReLU': {
      book: 1,
      must: 'below',
      source: inWords,
      because: 'The claim is that less of the gradient arrives.',
    },
    'accuracy of ReLU less that of sigmoid': {
      book: 0,
      must: 'above',
      source: inWords,
      because: 'The claim is that the deep stack of sigmoids learns worse.',
    },
  },
  async run(context) {
    const [points, fresh] = [spirals(400, 0), spirals(1000, 1)];
    const sizes = { sigmoid: gradientSizes(points, sigmoid), ReLU: gradientSizes(points, relu) };
    const share = (own: readonly number[]): number => own[0] / own[own.length - 1];
    const options = {
      hiddenLayerSizes: new Array<number>(depth).fill(units),
      batchSize: 32,
      learningRateInit: 0.003,
      maxIter: 200,
    };
    const slow = await trained(context, 'training sigmoids', points, { ...options, activation: 'logistic' });
    const quick = await trained(context, 'training ReLUs', points, { ...options, activation: 'relu' });
    const [bySigmoid, byRelu] = [
      await slow.score(fresh.data, fresh.target),
      await quick.score(fresh.data, fresh.target),
    ];
    return {
      numbers: {
        'gradient, first layer over last: sigmoid over ReLU': share(sizes.sigmoid) / share(sizes.ReLU),
        'accuracy of ReLU less that of sigmoid': byRelu - bySigmoid,
      },
      remark: `From the last layer to the first the sigmoids’ gradient shrinks to ${share(sizes.sigmoid).toExponential(0)} of itself, and their network gets ${percent(bySigmoid)} of new points right; that of ReLUs gets ${percent(byRelu)}.`,
      pictures: [
        {
          svg: lineChart(
            Object.entries(sizes).map(([name, y]) => ({ name, y, points: true })),
            { title: 'Gradients before training', xLabel: 'Layer', yLabel: 'Mean size', yScale: 'log' },
          ),
          caption: 'Of the weights of layers 1 (lowest) to 9 (output).',
        },
        {
          svg: lineChart(
            { sigmoid: slow.lossCurve, ReLU: quick.lossCurve },
            { title: 'Loss while training', xLabel: 'Epoch', yLabel: 'Log loss', yScale: 'linear' },
          ),
          caption: 'log 2 = 0.69 is what guessing costs.',
        },
      ],
    };
  },
};

export const depthOrWidth: Claim<'accuracy of deep less that of wide'> = {
  name: 'depth-or-width',
  title: 'With as many parameters, a deep network does more than a wide one',
  section: 'Hyperparameters: number of hidden layers',
  about:
    'Deep networks have a much higher parameter efficiency than shallow ones, says the book. Two spirals, 361 parameters each: one layer of 90 units against three of 12, trained alike.',
  isFast: true,
  expected: {
    'accuracy of deep less that of wide': {
      book: 0,
      must: 'above',
      source: inWords,
      because: 'The claim is that the deep one is better.',
    },
  },
  async run(context) {
    const [points, fresh] = [spirals(400, 0), spirals(1000, 1)];
    const results = [];
    for (const hiddenLayerSizes of [[90], [12, 12, 12]]) {
      const name = hiddenLayerSizes.join('-');
      const options = { activation: 'tanh', learningRateInit: 0.01, maxIter: 250 } as const;
      const network = await trained(context, `training ${name}`, points, { ...options, hiddenLayerSizes });
      const accuracy = await network.score(fresh.data, fresh.target);
      const title = `Hidden layers ${name}: ${percent(accuracy)} of new points right`;
      results.push({ accuracy, svg: await decisionBoundary(network, points.data, points.target, { title }) });
    }
    const [wide, deep] = results;
    return {
      numbers: { 'accuracy of deep less that of wide': deep.accuracy - wide.accuracy },
      pictures: [
        { svg: wide.svg, caption: 'One layer cuts across the spirals.' },
        { svg: deep.svg, caption: 'Three layers follow them.' },
      ],
    };
  },
};

/** Which spiral, and whether near the middle or far out. */
function quarters({ data: { data }, target }: ToyClasses): string[] {
  return Array.from(target, (spiral, i) => {
    const place = Math.hypot(data[2 * i], data[2 * i + 1]) < 3 ? 'inside' : 'outside';
    return `${spiral === 1 ? 'blue' : 'orange'} ${place}`;
  });
}

export const transferLearning: Claim<'accuracy with taken-over layers less without'> = {
  name: 'transfer-learning',
  title: 'Lower layers of a trained network help with a similar task',
  section: 'Hyperparameters: number of hidden layers',
  about:
    'Instead of starting from random weights, take over the lower layers of a network for a similar task: it then learns from fewer examples, says the book. A network that tells 600 points of two spirals apart gives its two hidden layers, frozen, to one that learns four classes from 20 points.',
  isFast: true,
  expected: {
    'accuracy with taken-over layers less without': {
      book: 0,
      must: 'above',
      source: inWords,
      because: 'The claim is that taking over layers helps.',
    },
  },
  async run(context) {
    const [many, few, fresh] = [spirals(600, 0), spirals(20, 1), spirals(1000, 2)];
    const options = {
      hiddenLayerSizes: [16, 16],
      activation: 'tanh',
      learningRateInit: 0.01,
      maxIter: 300,
      nIterNoChange: 10,
    } as const;
    const base = await trained(context, 'training on the first task', many, options);
    const task = { data: few.data, target: quarters(few) };
    const scratch = await trained(context, 'training from scratch', task, options);
    const taken = { coefsInit: base.coefs.slice(0, 2), interceptsInit: base.intercepts.slice(0, 2) };
    const frozen = { ...options, frozenLayers: 2 };
    const transferred = await trained(context, 'training with layers taken over', task, frozen, taken);
    const answers = quarters(fresh);
    const [without, withLayers] = [
      await scratch.score(fresh.data, answers),
      await transferred.score(fresh.data, answers),
    ];
    return {
      numbers: { 'accuracy with taken-over layers less without': withLayers - without },
      remark: `${percent(without)} of new points right from scratch, ${percent(withLayers)} with both layers taken over.`,
    };
  },
};

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
