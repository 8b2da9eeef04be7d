/**
 * Clothes: a stack of layers learns the ten classes of Fashion-MNIST. The images are downloaded once (31 MB).
 */
import { fetchFashionMnist } from 'hebb/datasets';
import { Dense, Flatten, Input, Rescaling, Sequential, setRandomSeed } from 'hebb/nn';
import { plotHistory, plotModel } from 'hebb/plot';
import type { Tensor } from 'hebb/tensor';

const epochs = Number(process.env.EPOCHS ?? 30);

const { train, test, targetNames } = await fetchFashionMnist();
const images = ({ data, shape }: typeof train.data) => ({ data, shape: [shape[0], 28, 28] });

setRandomSeed(42);
const model = new Sequential([
  Input([28, 28]),
  new Rescaling(1 / 255),
  new Flatten(),
  new Dense(300, { activation: 'relu' }),
  new Dense(100, { activation: 'relu' }),
  new Dense(10, { activation: 'softmax' }),
]);
console.log(model.summary());

model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
const history = await model.fit(images(train.data), train.target, {
  epochs,
  validationSplit: 5000 / 60_000,
  seed: 42,
});

const [loss, accuracy] = (await model.evaluate(images(test.data), test.target)) as number[];
console.log(`loss ${loss.toFixed(4)} and accuracy ${accuracy.toFixed(4)} on images it has never seen`);

const few = { data: test.data.data.subarray(0, 3 * 784), shape: [3, 28, 28] };
for (const probabilities of ((await model.predict(few)) as Tensor).toArray() as number[][]) {
  const best = Math.max(...probabilities);
  console.log(`${targetNames[probabilities.indexOf(best)]}: ${(100 * best).toFixed(0)} %`);
}

// Two pictures, as the text of SVG files: the layers, and how loss and accuracy went.
console.log('The layers:', plotModel(model, { showShapes: true }).length, 'characters of SVG');
console.log('The curves:', plotHistory(history, { shiftTraining: true }).length, 'characters of SVG');
