// Run in a project that has nothing but the package: every door opens, and a model is trained, tested, saved
// and loaded. Prints one line of JSON.
import { readFile } from 'node:fs/promises';
import { HebbError, load, MLPClassifier, makePipeline, StandardScaler, save, trainTestSplit } from 'hebb';
import { loadDiamonds, loadIris } from 'hebb/datasets';
import { fromSafetensors } from 'hebb/formats';
import { loadModel, saveModel } from 'hebb/node';
import { gradients, tensor } from 'hebb/tensor';

const manifest = await readFile(new URL(import.meta.resolve('hebb/package.json')), 'utf8');
const doors = Object.keys(JSON.parse(manifest).exports).filter((door) => door !== './package.json');
const closed = [];
for (const door of doors) {
  const names = Object.keys(await import(`hebb${door.slice(1)}`));
  if (names.length === 0) closed.push(door);
}

const x = tensor([1, 2, 3]);
const [slope] = gradients(x.square().sum(), [x]);

const { data, target, targetNames } = await loadIris();
const species = Array.from(target, (code) => targetNames[code]);
const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, species, { stratify: species, randomState: 42 });
const classifier = new MLPClassifier({ hiddenLayerSizes: [10], maxIter: 500, randomState: 42 });
const model = makePipeline(new StandardScaler(), classifier);
await model.fit(XTrain, yTrain);
const predicted = Array.from(await model.predict(XTest));

const bytes = save(model);
await saveModel('iris.hebb', model);
const again = [await load(bytes).predict(XTest), await (await loadModel('iris.hebb')).predict(XTest)];

const refused = await new MLPClassifier().predict([[1]]).catch((error) => error);

console.log(
  JSON.stringify({
    doors: doors.length,
    closed,
    slope: slope.toArray(),
    accuracy: predicted.filter((label, i) => label === yTest[i]).length / predicted.length,
    predicted,
    sameAfterLoading: again.map((labels) => Array.from(labels).join() === predicted.join()),
    tensors: fromSafetensors(bytes) !== undefined,
    diamonds: (await loadDiamonds()).table.rowCount,
    refused: refused instanceof HebbError ? refused.code : String(refused),
  }),
);
