/**
 * Wide and deep with an auxiliary output: the hidden layers must predict the price by themselves too, which keeps
 * them from leaving everything to the wide path. Each output has its loss, its weight and its metric.
 */
import { trainTestSplit } from 'hebb';
import { fetchCaliforniaHousing } from 'hebb/datasets';
import { Adam, Concatenate, Dense, Input, Model, Normalization, setRandomSeed } from 'hebb/nn';
import type { Tensor } from 'hebb/tensor';

const epochs = Number(process.env.EPOCHS ?? 20);

const housing = await fetchCaliforniaHousing();
const [xTrain, xTest, yTrain, yTest] = trainTestSplit(housing.data, housing.target, { randomState: 42 });

setRandomSeed(42);
const normalization = new Normalization();
const input = Input([8]);
const normalized = normalization.apply(input);
const hidden1 = new Dense(30, { activation: 'relu' }).apply(normalized);
const hidden2 = new Dense(30, { activation: 'relu' }).apply(hidden1);
const joined = new Concatenate().apply([normalized, hidden2]);
const model = new Model({
  inputs: input,
  outputs: [
    new Dense(1, { name: 'output' }).apply(joined),
    new Dense(1, { name: 'auxiliary' }).apply(hidden2),
  ],
});

await normalization.adapt(xTrain);
model.compile({
  optimizer: new Adam({ learningRate: 1e-3 }),
  loss: { output: 'mse', auxiliary: 'mse' },
  lossWeights: { output: 0.9, auxiliary: 0.1 },
  metrics: { output: ['root_mean_squared_error'], auxiliary: ['root_mean_squared_error'] },
});
const targets = { output: yTrain, auxiliary: yTrain };
await model.fit(xTrain, targets, { epochs, validationSplit: 0.1, seed: 42 });

const scores = await model.evaluate(xTest, { output: yTest, auxiliary: yTest }, { returnDict: true });
console.log('on the test set:', scores);
const [prices, auxiliary] = (await model.predict(xTest)) as Tensor[];
console.log('the first house:', prices.values[0], 'and by the hidden layers alone:', auxiliary.values[0]);
