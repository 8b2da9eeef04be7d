/**
 * The table of batch sizes in docs/tuning.md: `npm run build && node docs/tuning/batch-sizes.mjs`. Ten epochs of
 * Fashion-MNIST each, one hidden layer of 100 units; some minutes, most of them for batches of 2.
 */
import { MLPClassifier } from 'hebb';
import { fetchFashionMnist } from 'hebb/datasets';

const { train, test } = await fetchFashionMnist();
const scaled = ({ data, target }) => ({
  X: { data: Float32Array.from(data.data, (grey) => grey / 255), shape: data.shape },
  y: target,
});
const [known, fresh] = [scaled(train), scaled(test)];
const schedules = {
  constant: {},
  'warm-up of 20 steps': { warmupSteps: 20 },
  'one cycle': { learningRate: 'one_cycle' },
};

console.log('| Batch | Steps an epoch | Learning rate | Schedule | Loss | Accuracy on the test images |');
for (const [batchSize, learningRateInit, names] of [
  [2, 2e-4, ['constant', 'one cycle']],
  [32, 1e-3, ['constant', 'one cycle']],
  [256, 3e-3, ['constant', 'one cycle']],
  [8192, 3e-3, ['constant', 'warm-up of 20 steps']],
  [8192, 3e-2, ['constant', 'warm-up of 20 steps', 'one cycle']],
]) {
  for (const name of names) {
    const options = { hiddenLayerSizes: [100], batchSize, learningRateInit, ...schedules[name] };
    const model = new MLPClassifier({ ...options, maxIter: 10, randomState: 42, onWarning() {} });
    await model.fit(known.X, known.y);
    const accuracy = (100 * (await model.score(fresh.X, fresh.y))).toFixed(1);
    const steps = Math.ceil(known.y.length / batchSize);
    const cells = [batchSize, steps, learningRateInit, name, model.finalLoss.toFixed(3), `${accuracy} %`];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
