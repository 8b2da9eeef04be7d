/**
 * Makes the pictures of docs/models.md: `npm run build && node docs/models/pictures.mjs`. Fashion-MNIST is
 * downloaded once, or read from HEBB_DATA_MIRROR.
 */
import { writeFile } from 'node:fs/promises';
import { fetchFashionMnist } from 'hebb/datasets';
import {
  Concatenate,
  Dense,
  Flatten,
  Input,
  Model,
  Normalization,
  Rescaling,
  Sequential,
  setRandomSeed,
} from 'hebb/nn';
import { plotHistory, plotModel } from 'hebb/plot';

const write = (name, svg) => writeFile(new URL(`${name}.svg`, import.meta.url), svg);

setRandomSeed(42);
const clothes = new Sequential([
  Input([28, 28]),
  new Rescaling(1 / 255),
  new Flatten(),
  new Dense(300, { activation: 'relu' }),
  new Dense(100, { activation: 'relu' }),
  new Dense(10, { activation: 'softmax' }),
]);
await write(
  'sequential',
  plotModel(clothes, { showShapes: true, showLayerActivations: true, rankdir: 'LR' }),
);

const { train } = await fetchFashionMnist();
clothes.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
const x = { data: train.data.data, shape: [60_000, 28, 28] };
const history = await clothes.fit(x, train.target, { epochs: 30, validationSplit: 5000 / 60_000, seed: 42 });
await write('history', plotHistory(history, { title: 'Fashion-MNIST, plain SGD', shiftTraining: true }));

const [wide, deep] = [Input([5], { name: 'wide' }), Input([6], { name: 'deep' })];
const hidden1 = new Dense(30, { activation: 'relu' }).apply(new Normalization().apply(deep));
const hidden2 = new Dense(30, { activation: 'relu' }).apply(hidden1);
const joined = new Concatenate().apply([new Normalization().apply(wide), hidden2]);
const outputs = [
  new Dense(1, { name: 'output' }).apply(joined),
  new Dense(1, { name: 'auxiliary' }).apply(hidden2),
];
const model = new Model({ inputs: [wide, deep], outputs });
await write('wide-and-deep', plotModel(model, { showShapes: true, showLayerNames: true }));
