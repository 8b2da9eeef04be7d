/**
 * Wide and deep (Cheng et al. 2016): the features reach the output by a path through hidden layers, which finds deep
 * patterns, and by a short one, which keeps simple rules simple.
 */
import { trainTestSplit } from 'hebb';
import { fetchCaliforniaHousing } from 'hebb/datasets';
import { Adam, Concatenate, Dense, Input, Model, Normalization, setRandomSeed } from 'hebb/nn';

const epochs = Number(process.env.EPOCHS ?? 20);

const housing = await fetchCaliforniaHousing();
const [xFull, xTest, yFull, yTest] = trainTestSplit(housing.data, housing.target, { randomState: 42 });
const [xTrain, xValid, yTrain, yValid] = trainTestSplit(xFull, yFull, { randomState: 42 });

setRandomSeed(42);
const normalization = new Normalization();
const input = Input([8]);
const normalized = normalization.apply(input);
const hidden1 = new Dense(30, { activation: 'relu' }).apply(normalized);
const hidden2 = new Dense(30, { activation: 'relu' }).apply(hidden1);
const joined = new Concatenate().apply([normalized, hidden2]);
const output = new Dense(1).apply(joined);
const model = new Model({ inputs: input, outputs: output });
console.log(model.summary());

await normalization.adapt(xTrain);
model.compile({
  loss: 'mse',
  optimizer: new Adam({ learningRate: 1e-3 }),
  metrics: ['root_mean_squared_error'],
});
await model.fit(xTrain, yTrain, { epochs, validationData: [xValid, yValid], seed: 42 });
const scores = await model.evaluate(xTest, yTest, { returnDict: true });
console.log('on the test set:', scores);
