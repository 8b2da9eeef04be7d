/**
 * Wide and deep with two inputs: five features take the short way, six the long one, and some take both. Inputs are
 * given by name.
 */
import { trainTestSplit } from 'hebb';
import { fetchCaliforniaHousing } from 'hebb/datasets';
import { Adam, Concatenate, Dense, Input, Model, Normalization, setRandomSeed } from 'hebb/nn';

const epochs = Number(process.env.EPOCHS ?? 20);

const housing = await fetchCaliforniaHousing();
const [xFull, xTest, yFull, yTest] = trainTestSplit(housing.table, housing.target, { randomState: 42 });
const [xTrain, xValid, yTrain, yValid] = trainTestSplit(xFull, yFull, { randomState: 42 });

/** The columns of each input. */
const parts = (table: typeof xTrain) => ({
  wide: table.select(...housing.featureNames.slice(0, 5)),
  deep: table.select(...housing.featureNames.slice(2)),
});

setRandomSeed(42);
const wide = Input([5], { name: 'wide' });
const deep = Input([6], { name: 'deep' });
const [wideNormalization, deepNormalization] = [new Normalization(), new Normalization()];
const hidden1 = new Dense(30, { activation: 'relu' }).apply(deepNormalization.apply(deep));
const hidden2 = new Dense(30, { activation: 'relu' }).apply(hidden1);
const joined = new Concatenate().apply([wideNormalization.apply(wide), hidden2]);
const model = new Model({ inputs: [wide, deep], outputs: new Dense(1).apply(joined) });

const train = parts(xTrain);
await wideNormalization.adapt(train.wide);
await deepNormalization.adapt(train.deep);
model.compile({
  loss: 'mse',
  optimizer: new Adam({ learningRate: 1e-3 }),
  metrics: ['root_mean_squared_error'],
});
await model.fit(train, yTrain, { epochs, validationData: [parts(xValid), yValid], seed: 42 });
console.log('on the test set:', await model.evaluate(parts(xTest), yTest, { returnDict: true }));
