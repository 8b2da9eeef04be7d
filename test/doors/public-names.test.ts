/** Every public name that users are promised, at its door. */
import { describe, expect, test } from 'vitest';
import * as datasets from '../../src/datasets/index.ts';
import * as formats from '../../src/formats/index.ts';
import * as hebb from '../../src/index.ts';
import * as nn from '../../src/nn/index.ts';
import * as node from '../../src/node/index.ts';
import * as plot from '../../src/plot/index.ts';
import * as tensor from '../../src/tensor/index.ts';

const doors: [door: string, module: object, names: string][] = [
  [
    'hebb',
    hebb,
    `MLPRegressor MLPClassifier Perceptron SGDClassifier SGDRegressor LogisticRegression LinearRegression Ridge
     TransformedTargetRegressor covtypeModel StandardScaler MinMaxScaler RobustScaler OneHotEncoder OrdinalEncoder LabelBinarizer
     SimpleImputer PCA RBFSampler PolynomialFeatures FunctionTransformer DateFeatures classificationReport permutationImportance
     readTable readJsonLines readArff readParquet readArrow readIdx
     ColumnTransformer makeColumnTransformer Pipeline makePipeline trainTestSplit KFold StratifiedKFold ShuffleSplit
     StratifiedShuffleSplit crossValScore crossValidate learningCurve validationCurve GridSearchCV RandomizedSearchCV
     HalvingRandomSearchCV learningRateRange ParameterGrid ParameterSampler uniform loguniform randint accuracyScore balancedAccuracyScore confusionMatrix classificationReport precisionScore
     recallScore f1Score logLoss brierScoreLoss rocAucScore rocCurve averagePrecisionScore r2Score meanSquaredError
     rootMeanSquaredError meanAbsoluteError medianAbsoluteError meanAbsolutePercentageError RandomState HebbError
     save load logicNetwork LogicNetwork ThresholdNetwork gradientDescent perceptronSteps Table parseCsv readCsv
     createEngine Tensor planTraining splitRows plannedModel`,
  ],
  [
    'hebb/tensor',
    tensor,
    'Tensor tensor zeros ones full variable placeholder gradients compile createEngine Program trace',
  ],
  [
    'hebb/datasets',
    datasets,
    `loadIris loadPenguins loadDiamonds loadDigits fetchCaliforniaHousing fetchFashionMnist fetchMnist fetchCovtype
     fetchOpenml makeCircle makeXor makeGauss makeSpiral makeMoons makeBlobs makeClassification makeRegression`,
  ],
  [
    'hebb/nn',
    nn,
    `relu sigmoid tanh softplus softmax computeLoss
     SGD RMSprop Adam AdamW Adagrad Adadelta Adamax Nadam Ftrl Lion Lamb ExponentialDecay PiecewiseConstantDecay
     PolynomialDecay InverseTimeDecay CosineDecay CosineDecayRestarts OneCycle
     GlorotUniform GlorotNormal HeUniform HeNormal LecunUniform LecunNormal VarianceScaling RandomUniform RandomNormal
     TruncatedNormal Orthogonal Zeros Ones Constant L1 L2 L1L2 OrthogonalRegularizer MaxNorm MinMaxNorm NonNeg UnitNorm
     Accuracy BinaryAccuracy CategoricalAccuracy SparseCategoricalAccuracy Precision Recall AUC F1Score MeanSquaredError
     MeanAbsoluteError RootMeanSquaredError R2Score Mean
     RandomSearch GridSearch Hyperband BayesianOptimization HyperParameters ModelClassifier ModelRegressor toModel`,
  ],
  [
    'hebb/formats',
    formats,
    `save load toSafetensors fromSafetensors toOnnx fromOnnx toModule toKeras fromKeras toKerasWeights loadKerasWeights
     fromTfjs`,
  ],
  [
    'hebb/plot',
    plot,
    'lineChart scatter imageGrid confusionMatrixPlot decisionBoundary activationPlot networkDiagram plotModel plotHistory display',
  ],
  ['hebb/node', node, 'readTable saveModel loadModel saveWeights loadWeights'],
];

describe.each(doors)('%s', (_, module, names) => {
  test.each(names.split(/\s+/))('%s', (name) => {
    expect(Object.keys(module)).toContain(name);
  });
});
