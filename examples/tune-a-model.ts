/**
 * A network for handwritten digits whose layers, units and learning rate are found by a search: Hyperband trains many for
 * an epoch and the best of them for more. The best values then train a network in a pipeline.
 */
import { MinMaxScaler, makePipeline, trainTestSplit } from 'hebb';
import { loadDigits } from 'hebb/datasets';
import {
  Adam,
  BatchNormalization,
  Dense,
  Hyperband,
  HyperParameters,
  Input,
  ModelClassifier,
  Sequential,
} from 'hebb/nn';

function build(hp: HyperParameters): Sequential {
  const model = new Sequential([Input([64])]);
  const layers = hp.int('layers', 1, 3);
  const units = hp.int('units', 16, 128, { sampling: 'log' });
  const isNormalized = hp.boolean('normalize');
  for (let i = 0; i < layers; i++) {
    model.add(new Dense(units, { activation: hp.choice('activation', ['relu', 'elu']) }));
    if (isNormalized) model.add(new BatchNormalization());
  }
  model.add(new Dense(10, { activation: 'softmax' }));
  const learningRate = hp.float('learningRate', 1e-4, 1e-1, { sampling: 'log' });
  const optimizer = new Adam({ learningRate });
  return model.compile({ optimizer, loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
}

const { data, target } = await loadDigits();
const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, target, { randomState: 42, stratify: target });
const scaled = await new MinMaxScaler().fitTransform(XTrain);

const tuner = new Hyperband(build, { objective: 'val_accuracy', maxEpochs: 4, factor: 2, seed: 42 });
console.log(await tuner.searchSpaceSummary());
await tuner.search(scaled, yTrain, { validationSplit: 0.2, verbose: 0 });
console.log(tuner.resultsSummary(3));
export const found: number = tuner.bestScore;

const net = makePipeline(
  new MinMaxScaler(),
  new ModelClassifier({
    model: () => build(new HyperParameters(tuner.bestValues)),
    epochs: 15,
    randomState: 42,
  }),
);
await net.fit(XTrain, yTrain);
export const accuracy: number = await net.score(XTest, yTest);
console.log(`${tuner.trials.length} trials; ${(100 * accuracy).toFixed(1)} % of new digits right`);
