/**
 * The perceptron on iris flowers: is it setosa, judging by the petal's length and width? The same model as
 * stochastic gradient descent with the perceptron's loss, and one that XOR defeats.
 */
import { MLPClassifier, Perceptron, SGDClassifier } from 'hebb';
import { loadIris } from 'hebb/datasets';

const { data, target } = await loadIris();
const X = Array.from(target, (_, i) => [data.data[4 * i + 2], data.data[4 * i + 3]]);
const y = Array.from(target, (species) => Number(species) === 0);

const perceptron = await new Perceptron({ randomState: 42 }).fit(X, y);
console.log(
  '2 × 0.5 cm and 3 × 1 cm:',
  await perceptron.predict([
    [2, 0.5],
    [3, 1],
  ]),
); // true, false

const descent = new SGDClassifier({
  loss: 'perceptron',
  learningRate: 'constant',
  eta0: 1,
  penalty: null,
  randomState: 42,
});
await descent.fit(X, y);
console.log('the same weights:', perceptron.coef.toArray(), descent.coef.toArray());

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const different = [false, true, true, false];
const line = await new Perceptron({ maxIter: 100, tol: null, randomState: 0, onWarning() {} }).fit(
  corners,
  different,
);
console.log('XOR with one neuron:', await line.score(corners, different));
const hidden = new MLPClassifier({
  hiddenLayerSizes: [4],
  activation: 'tanh',
  solver: 'lbfgs',
  randomState: 1,
});
await hidden.fit(corners, different);
console.log('XOR with a hidden layer:', await hidden.score(corners, different));
