/**
 * Claims on the perceptron: what it does with iris flowers, and that XOR takes a hidden layer.
 */
import { loadIris } from '../../datasets/load-iris.ts';
import { Perceptron } from '../../estimators/linear/perceptron.ts';
import { SGDClassifier } from '../../estimators/linear/sgd-classifier.ts';
import { MLPClassifier } from '../../estimators/mlp/mlp-classifier.ts';
import { decisionBoundary } from '../../plot/decision-boundary.ts';
import type { Claim } from './claim.ts';

const section = 'The Perceptron';

export const iris: Claim<'two new flowers' | 'difference from SGDClassifier'> = {
  name: 'iris',
  title: 'A perceptron tells Iris setosa by its petals',
  section,
  about:
    'A perceptron with the book’s seed learns from the length and width of 150 petals whether a flower is a setosa, and is asked about petals of 2 × 0.5 cm and 3 × 1 cm. It is the same as SGDClassifier with the perceptron’s loss, a constant rate of 1 and no penalty, says the book.',
  isFast: true,
  expected: {
    'two new flowers': { book: [1, 0], must: 'equal', because: 'True and false: no tolerance.' },
    'difference from SGDClassifier': {
      book: 0,
      must: 'equal',
      because: 'The book asserts that weights and intercept are equal to the last bit.',
    },
  },
  async run() {
    const { data, target } = await loadIris();
    const X = Array.from(target, (_, i) => [data.data[4 * i + 2], data.data[4 * i + 3]]);
    const y = Array.from(target, (species) => Number(species) === 0);
    const perceptron = await new Perceptron({ randomState: 42 }).fit(X, y);
    const answers = await perceptron.predict([
      [2, 0.5],
      [3, 1],
    ]);
    const sgd = new SGDClassifier({
      loss: 'perceptron',
      learningRate: 'constant',
      eta0: 1,
      penalty: null,
      randomState: 42,
    });
    await sgd.fit(X, y);
    const weights = ({ coef, intercept }: Pick<Perceptron, 'coef' | 'intercept'>): number[] => [
      ...Array.from(coef.values, Number),
      ...intercept,
    ];
    const others = weights(sgd);
    const names = ['petal length (cm)', 'petal width (cm)'] as const;
    return {
      numbers: {
        'two new flowers': Array.from(answers, Number),
        'difference from SGDClassifier': Math.max(
          ...weights(perceptron).map((weight, i) => Math.abs(weight - others[i])),
        ),
      },
      pictures: [
        {
          svg: await decisionBoundary(perceptron, X, y, { featureNames: names, title: 'Is it a setosa?' }),
          caption: 'It stops as soon as all flowers are right, so the line lies close to one of the classes.',
        },
      ],
    };
  },
};

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const different = [0, 1, 1, 0];

export const xorByTraining: Claim<'perceptron: rows right' | 'hidden layer: rows right'> = {
  name: 'xor-by-training',
  title: 'No perceptron learns XOR, a network with a hidden layer does',
  section,
  about:
    'Minsky and Papert’s objection: a single layer separates by one line, and no line has (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other. Both kinds of network are trained on the four rows here.',
  isFast: true,
  expected: {
    'perceptron: rows right': {
      book: 4,
      must: 'below',
      source: 'in words',
      because: 'All four rows right would be the contrary of what is claimed.',
    },
    'hidden layer: rows right': {
      book: 4,
      must: 'equal',
      source: 'in words',
      because: 'Four rows: no tolerance.',
    },
  },
  async run() {
    const line = new Perceptron({ maxIter: 100, tol: null, randomState: 42, onWarning() {} });
    await line.fit(corners, different);
    const network = new MLPClassifier({
      hiddenLayerSizes: [4],
      activation: 'tanh',
      solver: 'lbfgs',
      randomState: 42,
      onWarning() {},
    });
    await network.fit(corners, different);
    const options = { title: 'A hidden layer of four units on XOR', margin: 0.4 };
    return {
      numbers: {
        'perceptron: rows right': 4 * (await line.score(corners, different)),
        'hidden layer: rows right': 4 * (await network.score(corners, different)),
      },
      pictures: [
        {
          svg: await decisionBoundary(network, corners, different, options),
          caption: 'Four units with tanh, trained by L-BFGS.',
        },
      ],
    };
  },
};
