/** The room's doing in a few lines. */
export const code = `import { accuracyScore, makeColumnTransformer, makePipeline, MLPClassifier, OneHotEncoder, SimpleImputer, StandardScaler, trainTestSplit } from 'hebb';
import { loadPenguins } from 'hebb/datasets';

const { data, target } = await loadPenguins(); // or: await readTable(file)
const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, [...target], { testSize: 0.2, randomState: 42 });
const numbers = ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'];
const columns = makeColumnTransformer(
  [makePipeline(new SimpleImputer({ strategy: 'median' }), new StandardScaler()), numbers],
  [makePipeline(new SimpleImputer({ strategy: 'most_frequent' }), new OneHotEncoder()), ['island', 'sex']],
);
const network = new MLPClassifier({ hiddenLayerSizes: [16], maxIter: 60, randomState: 42, onWarning() {} });
const model = makePipeline(columns, network);
await model.fit(XTrain, yTrain);
console.log(accuracyScore(yTest, await model.predict(XTest)));
`;
