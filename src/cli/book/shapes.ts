/**
 * Claims that count: the shapes exercise, and the parameters of the image classifier's first layer.
 */
import { Dense } from '../../nn/layers/dense.ts';
import { Input } from '../../nn/layers/input.ts';
import { Sequential } from '../../nn/models/sequential.ts';
import { networkDiagram } from '../../plot/network-diagram.ts';
import { fromTyped } from '../../tensor/tensor.ts';
import type { Claim } from './claim.ts';

const counted = 'A count: no tolerance.';

export const shapes: Claim<'X' | 'hidden W' | 'hidden b' | 'output W' | 'output b' | 'Y'> = {
  name: 'shapes',
  title: 'Exercise: the shapes in a network of 10 inputs, 50 hidden units, 3 outputs',
  section: 'Exercises',
  about:
    'An MLP has one input layer with 10 neurons, a hidden layer of 50 with ReLU, and 3 outputs with ReLU. What are the shapes of X, of both layers’ weights and biases, and of Y? X has as many rows as the batch; here there are 7.',
  isFast: true,
  expected: {
    X: { book: [7, 10], must: 'equal', because: counted },
    'hidden W': { book: [10, 50], must: 'equal', because: counted },
    'hidden b': { book: [50], must: 'equal', because: counted },
    'output W': { book: [50, 3], must: 'equal', because: counted },
    'output b': { book: [3], must: 'equal', because: counted },
    Y: { book: [7, 3], must: 'equal', because: counted },
  },
  async run() {
    const hidden = new Dense(50, { activation: 'relu' });
    const output = new Dense(3, { activation: 'relu' });
    const model = new Sequential([Input([10]), hidden, output]);
    const X = fromTyped(new Float32Array(70).fill(1), [7, 10]);
    const Y = model.apply(X);
    const [[hiddenW, hiddenB], [outputW, outputB]] = [hidden, output].map((layer) =>
      layer.weights.map(({ shape }) => [...shape]),
    );
    return {
      numbers: {
        X: X.shape,
        'hidden W': hiddenW,
        'hidden b': hiddenB,
        'output W': outputW,
        'output b': outputB,
        Y: Y.shape,
      },
      pictures: [
        {
          svg: networkDiagram([10, 50, 3], { title: '10-50-3' }),
          caption: 'Y = ReLU(ReLU(X W + b) W′ + b′), the biases added to every row.',
        },
      ],
    };
  },
};

export const firstLayer: Claim<'parameters'> = {
  name: 'first-layer',
  title: 'The image classifier’s first hidden layer has 235,500 parameters',
  section: 'Classification MLPs',
  about: 'Images of 28 × 28 pixels, 300 units: a weight for each pair, and a bias for each unit.',
  isFast: true,
  expected: { parameters: { book: 235_500, must: 'equal', because: counted } },
  async run() {
    const layer = new Dense(300);
    layer.build([null, 28 * 28]);
    return { numbers: { parameters: layer.countParams() } };
  },
};
