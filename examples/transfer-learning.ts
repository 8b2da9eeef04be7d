/**
 * What one network has learned helps another: a network that tells two spirals apart gives its hidden layers to
 * one that must learn four new classes from twenty points.
 */
import { MLPClassifier } from 'hebb';
import { makeSpiral, type ToyClasses } from 'hebb/datasets';

const options = {
  hiddenLayerSizes: [16, 16],
  activation: 'tanh',
  learningRateInit: 0.01,
  maxIter: 300,
  onWarning() {},
} as const;

const many = makeSpiral({ nSamples: 600, noise: 0.05, randomState: 0 });
const base = await new MLPClassifier({ ...options, randomState: 0 }).fit(many.data, many.target);
console.log('the old task, 600 points:', await base.score(many.data, many.target));

/** Which spiral, and whether near the middle or far out. */
function quarters({ data: { data }, target }: ToyClasses): string[] {
  return Array.from(target, (spiral, i) => {
    const place = Math.hypot(data[2 * i], data[2 * i + 1]) < 3 ? 'inside' : 'outside';
    return `${spiral === 1 ? 'blue' : 'orange'} ${place}`;
  });
}
const few = makeSpiral({ nSamples: 20, noise: 0.05, randomState: 1 });
const fresh = makeSpiral({ nSamples: 1000, noise: 0.05, randomState: 2 });

/** Mean accuracy on new points over three seeds, with so many layers taken over. */
async function accuracy(layers: number, frozenLayers: number): Promise<string> {
  let sum = 0;
  for (const randomState of [0, 1, 2]) {
    const model = new MLPClassifier({ ...options, frozenLayers, randomState });
    await model.fit(few.data, quarters(few), {
      coefsInit: base.coefs.slice(0, layers),
      interceptsInit: base.intercepts.slice(0, layers),
    });
    sum += await model.score(fresh.data, quarters(fresh));
  }
  return (sum / 3).toFixed(3);
}

console.log('the new task, 20 points, from scratch:', await accuracy(0, 0));
console.log('with one hidden layer taken over, frozen:', await accuracy(1, 1));
console.log('with both taken over, frozen:', await accuracy(2, 2));
console.log('with both taken over, learning on:', await accuracy(2, 0));
