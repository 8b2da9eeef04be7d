/**
 * Claims on the activation functions of the chapter, and their picture.
 */
import { heaviside, relu, sigmoid, softplus, tanh } from '../../nn/activations.ts';
import { activationPlot } from '../../plot/activation-plot.ts';
import { tensor } from '../../tensor/creation.ts';
import { gradients } from '../../tensor/gradients.ts';
import type { Claim } from './claim.ts';

const exact = 'Follows from the formula in the book; only rounding is allowed for.';

export const activations: Claim<
  | 'tanh(z) less 2σ(2z) − 1'
  | 'σ′(z) less σ(z)(1 − σ(z))'
  | 'slope of ReLU left, right of 0'
  | 'slope of the step'
> = {
  name: 'activations',
  title: 'The activation functions and their derivatives',
  section: 'The Multilayer Perceptron and Backpropagation',
  about:
    'Backpropagation needs functions with a slope. The chapter gives the sigmoid, tanh(z) = 2σ(2z) − 1 and ReLU, whose slope is 0 below zero, and draws them with their derivatives beside the step function, which is flat everywhere. Here the derivatives come from automatic differentiation at 201 places from −5 to 5.',
  isFast: true,
  expected: {
    'tanh(z) less 2σ(2z) − 1': { book: 0, must: 'equal', tolerance: 1e-12, because: exact },
    'σ′(z) less σ(z)(1 − σ(z))': { book: 0, must: 'equal', tolerance: 1e-12, because: exact },
    'slope of ReLU left, right of 0': { book: [0, 1], must: 'equal', because: 'Exact by definition.' },
    'slope of the step': { book: 0, must: 'equal', because: 'Flat pieces have the slope 0 exactly.' },
  },
  async run() {
    const z = tensor(Float64Array.from({ length: 201 }, (_, i) => (i - 100) / 20));
    const slope = (f: typeof relu): number[] =>
      Array.from(gradients(f.apply(z).sum(), [z])[0].values, Number);
    const sides = slope(relu);
    const largest = (values: Iterable<number>): number => Math.max(...Array.from(values, Math.abs));
    const s = sigmoid.apply(z);
    return {
      numbers: {
        'tanh(z) less 2σ(2z) − 1': largest(
          tanh.apply(z).sub(sigmoid.apply(z.mul(2)).mul(2).sub(1)).values as Float64Array,
        ),
        'σ′(z) less σ(z)(1 − σ(z))': largest(
          gradients(s.sum(), [z])[0].sub(s.mul(s.neg().add(1))).values as Float64Array,
        ),
        'slope of ReLU left, right of 0': [sides[99], sides[101]],
        'slope of the step': largest(slope(heaviside)),
      },
      pictures: [
        {
          svg: activationPlot(
            { step: heaviside, sigmoid, tanh, relu },
            { title: 'Activation functions and their derivatives' },
          ),
          caption: 'Solid: the functions. Dashed: their derivatives.',
        },
        {
          svg: activationPlot({ relu, softplus }, { title: 'Softplus, a smooth ReLU' }),
          caption: 'Softplus, log(1 + exp z), for outputs that must be positive.',
        },
      ],
    };
  },
};
