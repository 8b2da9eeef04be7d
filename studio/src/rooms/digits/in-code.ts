/** The room in a few lines of Hebb. */
export const code = `import { MLPClassifier, trainTestSplit } from 'hebb';
import { loadDigits } from 'hebb/datasets';
import { tensor } from 'hebb/tensor';

const { data, target } = await loadDigits();
const X = tensor(data.data).reshape(data.shape).div(16);
const [X1, X2, y1, y2] = trainTestSplit(X, target, { testSize: 0.25, randomState: 0 });
for (const labelSmoothing of [0, 0.1]) {
  const model = new MLPClassifier({ hiddenLayerSizes: [64], tol: 1e-3, labelSmoothing, randomState: 0 });
  await model.fit(X1, y1);
  const sure = Array.from(await model.predictProba(X2), (row) => Math.max(...row));
  console.log('right', await model.score(X2, y2), 'sure', sure.reduce((a, b) => a + b) / sure.length);
}`;
