/**
 * Claims on how well networks do on the two sets of images: linear models, and one and two hidden layers.
 */
import { MLPClassifier, type MLPClassifierOptions } from '../../estimators/mlp/mlp-classifier.ts';
import { confusionMatrix } from '../../metrics/classification.ts';
import { confusionMatrixPlot } from '../../plot/confusion-matrix-plot.ts';
import { imageGrid } from '../../plot/image-grid.ts';
import type { BookContext, Claim, Finding } from './claim.ts';
import { fashionMnist, mnist, type ScaledImages, scaledImages } from './data.ts';

async function trained(
  context: BookContext,
  doing: string,
  images: ScaledImages,
  options: MLPClassifierOptions,
): Promise<MLPClassifier> {
  const network = new MLPClassifier({
    randomState: 42,
    callbacks: [context.training(doing)],
    onWarning() {},
    ...options,
  });
  await network.fit(images.X, images.y, { signal: context.signal });
  return network;
}

export const linearModels: Claim<'MNIST' | 'Fashion-MNIST'> = {
  name: 'linear-models',
  title: 'A linear model gets about 92 % of MNIST right, but only about 83 % of Fashion-MNIST',
  section: 'Classification MLPs',
  about:
    'The book says so to show how much harder the pictures of clothes are. Here softmax regression, a network without hidden layers, is trained for ten epochs and scored on the test images.',
  isFast: false,
  expected: {
    MNIST: {
      book: 0.92,
      must: 'equal',
      tolerance: 0.02,
      unit: 'percent',
      because: '“About”, says the book; linear models differ by a point or two with their loss and penalty.',
    },
    'Fashion-MNIST': {
      book: 0.83,
      must: 'equal',
      tolerance: 0.02,
      unit: 'percent',
      because: '“About”, says the book; linear models differ by a point or two with their loss and penalty.',
    },
  },
  async run(context) {
    const sets = { MNIST: await context.once(mnist), 'Fashion-MNIST': await context.once(fashionMnist) };
    const accuracy = async (name: keyof typeof sets): Promise<{ score: number; template: string }> => {
      const { train, test, targetNames } = sets[name];
      const options = { hiddenLayerSizes: [], maxIter: 10 };
      const model = await trained(context, `training on ${name}`, scaledImages(train), options);
      const fresh = scaledImages(test);
      const weights = model.coefs[0].transpose();
      const template = imageGrid(weights, { labels: targetNames, columns: 5, title: `Weights for ${name}` });
      return { score: await model.score(fresh.X, fresh.y), template };
    };
    const [digits, clothes] = [await accuracy('MNIST'), await accuracy('Fashion-MNIST')];
    return {
      numbers: { MNIST: digits.score, 'Fashion-MNIST': clothes.score },
      pictures: [
        { svg: digits.template, caption: 'One weight a pixel for each class: dark pixels speak for it.' },
        { svg: clothes.template, caption: 'Shirts, coats and pullovers look alike to a linear model.' },
      ],
    };
  },
};

/** A dozen epochs of Adam with one cycle of the learning rate. */
const training: MLPClassifierOptions = { maxIter: 12, learningRate: 'one_cycle', learningRateInit: 0.003 };

async function scored(
  context: BookContext,
  hiddenLayerSizes: readonly number[],
): Promise<Finding<'test accuracy'>> {
  const { train, test } = await context.once(mnist);
  const name = hiddenLayerSizes.join('-');
  const options = { ...training, hiddenLayerSizes };
  const network = await trained(context, `training ${name}`, scaledImages(train), options);
  const fresh = scaledImages(test);
  const predicted = await network.predict(fresh.X);
  const matrix = confusionMatrix(fresh.y, predicted as Iterable<number>);
  return {
    numbers: { 'test accuracy': await network.score(fresh.X, fresh.y) },
    pictures: [
      {
        svg: confusionMatrixPlot(matrix, { title: `MNIST by layers of ${name}` }),
        caption: 'Test images by what they are and what the network takes them for.',
      },
    ],
  };
}

const claimed = 'The book says “above”: no tolerance.';

export const mnistOneLayer: Claim<'test accuracy'> = {
  name: 'mnist-one-layer',
  title: 'One hidden layer of a few hundred units gets more than 97 % of MNIST right',
  section: 'Hyperparameters: number of hidden layers',
  about:
    'For many problems, says the book, you can begin with one or two hidden layers and it will work just fine. Here 300 units, trained for twelve epochs and scored on the test images.',
  isFast: false,
  expected: { 'test accuracy': { book: 0.97, must: 'above', unit: 'percent', because: claimed } },
  run: (context) => scored(context, [300]),
};

export const mnistTwoLayers: Claim<'test accuracy'> = {
  name: 'mnist-two-layers',
  title: 'Two hidden layers with as many units in all get more than 98 % of MNIST right',
  section: 'Hyperparameters: number of hidden layers',
  about:
    'With the same total number of neurons in two layers, says the book, in about the same time. Here 200 and 100 units, trained like the one layer of 300.',
  isFast: false,
  expected: { 'test accuracy': { book: 0.98, must: 'above', unit: 'percent', because: claimed } },
  run: (context) => scored(context, [200, 100]),
};
