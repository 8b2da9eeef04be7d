// Never run: the compiler reads it in a project that has nothing but the package.
import { HebbError, MLPClassifier, MLPRegressor, makePipeline, StandardScaler, trainTestSplit } from 'hebb';
import { loadIris } from 'hebb/datasets';
import { load, save } from 'hebb/formats';
import { loadModel } from 'hebb/node';
import { gradients, type Tensor, tensor } from 'hebb/tensor';

export async function trains(): Promise<number> {
  const { data, target } = await loadIris();
  const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, target, { randomState: 42 });
  const model = makePipeline(new StandardScaler(), new MLPClassifier({ hiddenLayerSizes: [10, 5] }));
  await model.fit(XTrain, yTrain);
  await load(save(model)).predict(XTest);
  await (await loadModel('iris.hebb', MLPClassifier)).predictProba(XTest);
  return yTest.length;
}

export async function regresses(X: number[][], y: number[]): Promise<readonly number[]> {
  const model = await new MLPRegressor({ earlyStopping: true, onWarning: () => {} }).fit(X, y);
  return model.lossCurve;
}

export function differentiates(): Tensor[] {
  const x = tensor([1, 2, 3]);
  return gradients(x.square().sum(), [x]);
}

export function misspells(): void {
  // @ts-expect-error: there is no option of this name
  new MLPClassifier({ hiddenLayerSize: [10] });
  // @ts-expect-error: there is no activation of this name
  new MLPClassifier({ activation: 'rulu' });
}

export function isOurs(error: unknown): boolean {
  return error instanceof HebbError && error.code === 'NOT_FITTED';
}
