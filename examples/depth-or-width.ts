/**
 * Depth or width? Networks of about 360 parameters each learn two spirals around each other: one wide hidden
 * layer, or two, three, four narrower ones.
 */
import { MLPClassifier } from 'hebb';
import { makeSpiral } from 'hebb/datasets';

const train = makeSpiral({ nSamples: 400, noise: 0.05, randomState: 0 });
const test = makeSpiral({ nSamples: 1000, noise: 0.05, randomState: 1 });
const seeds = [0, 1];

console.log('hidden layers    parameters   accuracy on new points');
for (const hiddenLayerSizes of [[90], [16, 16], [12, 12, 12], [10, 10, 10, 10]]) {
  let accuracy = 0;
  let parameters = 0;
  for (const randomState of seeds) {
    const model = new MLPClassifier({
      hiddenLayerSizes,
      activation: 'tanh',
      learningRateInit: 0.01,
      maxIter: 250,
      nIterNoChange: Number.POSITIVE_INFINITY,
      randomState,
      onWarning() {},
    });
    await model.fit(train.data, train.target);
    accuracy += (await model.score(test.data, test.target)) / seeds.length;
    parameters = model.coefs.reduce((sum, { size }, k) => sum + size + model.intercepts[k].length, 0);
  }
  const cells = [
    hiddenLayerSizes.join('-').padEnd(15),
    `${parameters}`.padStart(12),
    accuracy.toFixed(3).padStart(11),
  ];
  console.log(cells.join(''));
}
// With the same training, the deep networks tell the spirals apart, and the wide one does not.
