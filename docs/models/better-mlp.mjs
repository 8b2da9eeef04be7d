/**
 * The better network of docs/models.md: `npm run build && node docs/models/better-mlp.mjs` trains it on all training
 * images of Fashion-MNIST and scores it on the test images.
 */
import { fetchFashionMnist } from 'hebb/datasets';
import {
  Activation,
  AdamW,
  BatchNormalization,
  CosineDecay,
  Dense,
  Dropout,
  Input,
  Rescaling,
  Sequential,
  setRandomSeed,
} from 'hebb/nn';

const epochs = 25;
const batchSize = 128;

/** The network, compiled for so many steps. */
function betterNetwork(steps) {
  const block = (units) => [
    new Dense(units, { useBias: false, kernelInitializer: 'he_normal' }),
    new BatchNormalization(),
    new Activation('relu'),
    new Dropout(0.25),
  ];
  const model = new Sequential([
    Input([784]),
    new Rescaling(1 / 255),
    ...[512, 256, 128].flatMap(block),
    new Dense(10, { activation: 'softmax' }),
  ]);
  const learningRate = new CosineDecay({
    initialLearningRate: 1e-4,
    warmupTarget: 3e-3,
    warmupSteps: Math.round(0.1 * steps),
    decaySteps: Math.round(0.9 * steps),
  });
  return model.compile({
    optimizer: new AdamW({ learningRate, weightDecay: 0.05 }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
}

/** Trains on the 60,000 training images, and resolves to the accuracy on the 10,000 test images. */
export async function betterMlp(verbose = 0) {
  const { train, test } = await fetchFashionMnist();
  setRandomSeed(42);
  const model = betterNetwork(epochs * Math.ceil(train.target.length / batchSize));
  await model.fit(train.data, train.target, { epochs, batchSize, seed: 42, verbose });
  const [, accuracy] = await model.evaluate(test.data, test.target, { batchSize: 1000 });
  return accuracy;
}

if (process.argv[1]?.endsWith('better-mlp.mjs')) console.log('test accuracy', await betterMlp(1));
