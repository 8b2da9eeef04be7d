/**
 * House prices in California: the first layer learns the means and deviations of the features from the data, so
 * that the model takes them as they are.
 */
import { trainTestSplit } from 'hebb';
import { fetchCaliforniaHousing } from 'hebb/datasets';
import { Adam, Dense, Input, Normalization, RootMeanSquaredError, Sequential, setRandomSeed } from 'hebb/nn';
import type { Tensor } from 'hebb/tensor';

const epochs = Number(process.env.EPOCHS ?? 20);

const housing = await fetchCaliforniaHousing();
const [xFull, xTest, yFull, yTest] = trainTestSplit(housing.data, housing.target, { randomState: 42 });
const [xTrain, xValid, yTrain, yValid] = trainTestSplit(xFull, yFull, { randomState: 42 });

setRandomSeed(42);
const normalization = new Normalization();
const model = new Sequential([
  Input([8]),
  normalization,
  new Dense(50, { activation: 'relu' }),
  new Dense(50, { activation: 'relu' }),
  new Dense(50, { activation: 'relu' }),
  new Dense(1),
]);
await normalization.adapt(xTrain);

model.compile({
  loss: 'mse',
  optimizer: new Adam({ learningRate: 1e-3 }),
  metrics: [new RootMeanSquaredError()],
});
await model.fit(xTrain, yTrain, { epochs, validationData: [xValid, yValid], seed: 42 });

const [, rmse] = (await model.evaluate(xTest, yTest)) as number[];
console.log(`RMSE on the test set: ${rmse.toFixed(4)}, in units of 100,000 dollars`);

const [first, second, third] = (await model.predict(xTest)) as Tensor;
console.log('The first three prices:', [first, second, third].join(', '), 'and they were', yTest.slice(0, 3));
