/** The room in a few lines of Hebb. */
export const code = `import { MLPClassifier, trainTestSplit } from 'hebb';
import { loadDigits } from 'hebb/datasets';

const { data, target } = await loadDigits();
const X = Array.from(data, (row) => row.map((grey) => grey / 16));
const [X1, X2, y1, y2] = trainTestSplit(X, target, { testSize: 0.25, randomState: 0 });
for (const labelSmoothing of [0, 0.1]) {
  const model = new MLPClassifier({ hiddenLayerSizes: [32], maxIter: 40, nIterNoChange: 40, labelSmoothing, randomState: 0, onWarning() {} });
  await model.fit(X1, y1);
  const sure = Array.from(await model.predictProba(X2), (row) => Math.max(...row));
  console.log('right', await model.score(X2, y2), 'sure', sure.reduce((a, b) => a + b) / sure.length);
}`;
