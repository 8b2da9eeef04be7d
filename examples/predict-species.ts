/**
 * The shortest useful program: train on the iris flowers, score on rows held out, predict a new flower, save.
 */
import { load, MLPClassifier, makePipeline, Pipeline, StandardScaler, save, trainTestSplit } from 'hebb';
import { loadIris } from 'hebb/datasets';

const { data, target, targetNames } = await loadIris();
const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, target, { randomState: 42, stratify: target });

const model = makePipeline(
  new StandardScaler(),
  new MLPClassifier({ hiddenLayerSizes: [10], solver: 'lbfgs', alpha: 0.1, randomState: 42 }),
);
await model.fit(XTrain, yTrain);
export const accuracy: number = await model.score(XTest, yTest);
console.log(`accuracy on ${yTest.length} flowers: ${accuracy.toFixed(3)}`);

const again = load(save(model), Pipeline<MLPClassifier>);
const [species] = await again.predict([[5.1, 3.5, 1.4, 0.2]]);
export const name: string = targetNames[Number(species)];
console.log(`a flower of 5.1, 3.5, 1.4, 0.2 cm is ${name}`);
