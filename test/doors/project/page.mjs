// Run by a browser, out of a bundle: the same training as in smoke.mjs; the title says when it is done.
import { load, MLPClassifier, makePipeline, StandardScaler, save, trainTestSplit } from 'hebb';
import { loadIris, loadPenguins } from 'hebb/datasets';
import { compile, createEngine, ones } from 'hebb/tensor';

/** Products by two threads until they have been measured against one: where memory may be shared, they are. */
async function threadsMeasured() {
  const engine = createEngine('wasm', { threads: 2 });
  const product = compile((a, b) => a.matmul(b), { engine });
  const a = ones([256, 256]);
  const end = performance.now() + 20_000;
  const isMeasured = () => engine.explain().includes('all threads measured');
  while (window.crossOriginIsolated && !isMeasured() && performance.now() < end) {
    if ((await product(a, a)).values.some((value) => value !== 256)) throw new Error('a wrong product');
    await new Promise((resolve) => setTimeout(resolve));
  }
  engine.close();
  return isMeasured();
}

async function work() {
  const { data, target, targetNames } = await loadIris();
  const species = Array.from(target, (code) => targetNames[code]);
  const [XTrain, XTest, yTrain] = trainTestSplit(data, species, { stratify: species, randomState: 42 });
  const classifier = new MLPClassifier({ hiddenLayerSizes: [10], maxIter: 500, randomState: 42 });
  const model = makePipeline(new StandardScaler(), classifier);
  await model.fit(XTrain, yTrain);
  const predicted = Array.from(await model.predict(XTest));
  const again = Array.from(await load(save(model)).predict(XTest));
  return {
    engine: createEngine().name,
    predicted,
    sameAfterLoading: again.join() === predicted.join(),
    isolated: window.crossOriginIsolated,
    threadsMeasured: await threadsMeasured(),
    penguins: (await loadPenguins()).table.rowCount,
  };
}

work().then(
  (result) => {
    window.result = result;
    document.title = 'done';
  },
  (error) => {
    window.result = { error: String(error?.stack ?? error) };
    document.title = 'done';
  },
);
