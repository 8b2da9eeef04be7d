/**
 * Two moons that no line can part, and the Playground's spiral: a linear model against a hidden layer.
 */
import { LogisticRegression, MLPClassifier, trainTestSplit } from 'hebb';
import { makeMoons, makeSpiral } from 'hebb/datasets';

const sets = {
  moons: makeMoons({ nSamples: 400, noise: 0.2, randomState: 42 }),
  spiral: makeSpiral({ nSamples: 400, randomState: 42 }),
};
for (const [name, { data, target }] of Object.entries(sets)) {
  const labels = Array.from(target, Number);
  const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, labels, { randomState: 42, stratify: labels });
  const linear = await new LogisticRegression().fit(XTrain, yTrain);
  const network = new MLPClassifier({
    hiddenLayerSizes: [32, 32],
    solver: 'lbfgs',
    alpha: 0.01,
    maxIter: 1000,
    randomState: 1,
  });
  await network.fit(XTrain, yTrain);
  const [line, curve] = [await linear.score(XTest, yTest), await network.score(XTest, yTest)];
  console.log(`${name}: a line ${line.toFixed(3)}, a hidden layer ${curve.toFixed(3)}`);
}
