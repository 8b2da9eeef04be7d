/** `hebb`: estimators, preprocessing, splits, scores and tables. */

export type { DType } from './core/dtype.ts';
export { type ErrorCode, HebbError, type HebbWarning, type WarningCode } from './core/errors.ts';
export type { Label, Labels } from './core/labels.ts';
export type { Matrix, MatrixLike, MatrixSource, ShapedArray } from './core/matrix.ts';
export type { ModelState, Savable } from './core/model-state.ts';
export { type ArffOptions, parseArff, readArff } from './data/arff.ts';
export type { ArrowTable } from './data/arrow-columns.ts';
export type { ByteSource, BytesLike } from './data/bytes.ts';
export {
  BooleanColumn,
  CategoryColumn,
  type Column,
  type ColumnType,
  DateColumn,
  NumberColumn,
  TextColumn,
} from './data/column.ts';
export { columnOf } from './data/column-of.ts';
export { type CsvOptions, parseCsv, toCsv } from './data/csv.ts';
export type { ByteArray } from './data/idx.ts';
export {
  type JsonLinesOptions,
  parseJsonLines,
  type ReadJsonLinesOptions,
  readJsonLines,
} from './data/json-lines.ts';
export { readArrow } from './data/read-arrow.ts';
export { type ReadCsvOptions, readCsv } from './data/read-csv.ts';
export { readIdx } from './data/read-idx.ts';
export type { ReadOptions } from './data/read-options.ts';
export { type ReadParquetOptions, readParquet } from './data/read-parquet.ts';
export { type ReadTableOptions, readTable } from './data/read-table.ts';
export { type Row, Table } from './data/table.ts';
export type { TableFormat } from './data/table-format.ts';
export type { ReadTextOptions } from './data/two-passes.ts';
export { createEngine, type EngineChoice } from './engine/select.ts';
export { covtypeModel } from './estimators/covtype-model.ts';
export {
  type Cost,
  type Descent,
  type DescentStep,
  type GradientDescentOptions,
  gradientDescent,
} from './estimators/gradient-descent.ts';
export type { ClassPredictions } from './estimators/linear/linear-classifier.ts';
export type { LinearLossName, RegressionLoss } from './estimators/linear/linear-loss.ts';
export { LinearRegression, type LinearRegressionOptions } from './estimators/linear/linear-regression.ts';
export type { NumberPredictions } from './estimators/linear/linear-regressor.ts';
export type { LogisticRegressionOptions, LogisticSolver } from './estimators/linear/logistic-options.ts';
export { LogisticRegression } from './estimators/linear/logistic-regression.ts';
export { Perceptron } from './estimators/linear/perceptron.ts';
export {
  type MistakeBound,
  type PerceptronStep,
  type PerceptronStepOptions,
  perceptronMistakeBound,
  perceptronSteps,
  type Separator,
} from './estimators/linear/perceptron-steps.ts';
export { Ridge, type RidgeOptions, type RidgeSolver } from './estimators/linear/ridge.ts';
export type { SgdPartialFitOptions } from './estimators/linear/sgd-classification.ts';
export { SGDClassifier } from './estimators/linear/sgd-classifier.ts';
export type {
  LearningRate,
  LinearFitOptions,
  Penalty,
  PerceptronOptions,
  SGDClassifierOptions,
  SGDRegressorOptions,
  SgdFitOptions,
} from './estimators/linear/sgd-options.ts';
export { SGDRegressor } from './estimators/linear/sgd-regressor.ts';
export { FormulaError } from './estimators/logic/formula.ts';
export {
  type Binary,
  type BinaryInputs,
  LogicNetwork,
  type LogicNetworkOptions,
  type LogicWiring,
  logicNetwork,
  type NeuronSignal,
  type TruthTableRow,
} from './estimators/logic/logic-network.ts';
export type { Connection, Neuron } from './estimators/logic/neuron.ts';
export {
  type LayerSignals,
  type ThresholdLayer,
  ThresholdNetwork,
  type ThresholdNetworkOptions,
} from './estimators/logic/threshold-network.ts';
export { MLPClassifier, type MLPClassifierOptions } from './estimators/mlp/mlp-classifier.ts';
export { MLPRegressor, type MLPRegressorOptions } from './estimators/mlp/mlp-regressor.ts';
export type {
  EpochLogs,
  FitOptions,
  HiddenActivation,
  Loss,
  MlpOptions,
  OutputActivation,
  Progress,
  Schedule,
  Solver,
  StepLogs,
  TrainingCallback,
} from './estimators/mlp/options.ts';
export { makePipeline, Pipeline } from './estimators/pipeline.ts';
export type { Predictions, Predictor } from './estimators/predictor.ts';
export type { ClassWeight } from './estimators/row-weights.ts';
export {
  TransformedTargetRegressor,
  type TransformedTargetRegressorOptions,
} from './estimators/transformed-target-regressor.ts';
export { load, save } from './formats/model-file.ts';
export {
  type CalibrationCurve,
  type CalibrationCurveOptions,
  calibrationCurve,
} from './metrics/calibration-curve.ts';
export { accuracyScore, balancedAccuracyScore, confusionMatrix } from './metrics/classification.ts';
export { classificationReport } from './metrics/classification-report.ts';
export { f1Score, precisionScore, recallScore } from './metrics/precision-recall.ts';
export { brierScoreLoss, logLoss } from './metrics/probability.ts';
export { averagePrecisionScore, rocAucScore, rocCurve } from './metrics/ranking.ts';
export {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  medianAbsoluteError,
  r2Score,
  rootMeanSquaredError,
} from './metrics/regression.ts';
export type { Task } from './planning/choose-task.ts';
export type { ColumnUse, PlannedColumn } from './planning/plan-column.ts';
export type { PlannedNetwork } from './planning/plan-network.ts';
export { type PlanOptions, planTraining, type TrainingPlan } from './planning/plan-training.ts';
export { plannedModel } from './planning/planned-model.ts';
export { type PlannedRows, splitRows } from './planning/split-rows.ts';
export type { ColumnSelector } from './preprocessing/column-selector.ts';
export {
  type ColumnAction,
  ColumnTransformer,
  type ColumnTransformerEntry,
  type ColumnTransformerOptions,
} from './preprocessing/column-transformer.ts';
export { DateFeatures, type DateFeaturesOptions, type DatePart } from './preprocessing/date-features.ts';
export {
  type FeatureFunction,
  FunctionTransformer,
  type FunctionTransformerOptions,
  type NamedFunction,
} from './preprocessing/function-transformer.ts';
export { LabelBinarizer, type LabelBinarizerOptions } from './preprocessing/label-binarizer.ts';
export { makeColumnTransformer } from './preprocessing/make-column-transformer.ts';
export { MinMaxScaler, type MinMaxScalerOptions } from './preprocessing/min-max-scaler.ts';
export { OneHotEncoder, type OneHotEncoderOptions } from './preprocessing/one-hot-encoder.ts';
export { OrdinalEncoder, type OrdinalEncoderOptions } from './preprocessing/ordinal-encoder.ts';
export { PCA, type PCAOptions } from './preprocessing/pca.ts';
export { PolynomialFeatures, type PolynomialFeaturesOptions } from './preprocessing/polynomial-features.ts';
export { RBFSampler, type RBFSamplerOptions } from './preprocessing/rbf-sampler.ts';
export { RobustScaler, type RobustScalerOptions } from './preprocessing/robust-scaler.ts';
export { SimpleImputer, type SimpleImputerOptions } from './preprocessing/simple-imputer.ts';
export {
  type ScalerFitOptions,
  StandardScaler,
  type StandardScalerOptions,
} from './preprocessing/standard-scaler.ts';
export type { Cell, Features, TableLike, Transformer } from './preprocessing/transformer.ts';
export { RandomState } from './random/random-state.ts';
export type { Folds } from './selection/check-cv.ts';
export {
  type CrossValidateOptions,
  type CrossValidation,
  type CrossValScoreOptions,
  crossValidate,
  crossValScore,
} from './selection/cross-validate.ts';
export {
  type CurveScores,
  type LearningCurve,
  type LearningCurveOptions,
  learningCurve,
  type ValidationCurveOptions,
  validationCurve,
} from './selection/curves.ts';
export { type Distribution, loguniform, randint, uniform } from './selection/distributions.ts';
export { GridSearchCV, type GridSearchCVOptions } from './selection/grid-search-cv.ts';
export {
  HalvingRandomSearchCV,
  type HalvingRandomSearchCVOptions,
} from './selection/halving-random-search-cv.ts';
export { KFold, StratifiedKFold } from './selection/k-fold.ts';
export {
  type LearningRateRange,
  type LearningRateRangeOptions,
  learningRateRange,
} from './selection/learning-rate-range.ts';
export { ParameterGrid } from './selection/parameter-grid.ts';
export { ParameterSampler, type ParameterSamplerOptions } from './selection/parameter-sampler.ts';
export type { ParameterSpace, ParameterSpaces, Params } from './selection/parameter-space.ts';
export {
  type PermutationImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from './selection/permutation-importance.ts';
export { RandomizedSearchCV, type RandomizedSearchCVOptions } from './selection/randomized-search-cv.ts';
export type { Score, ScoreFunction, ScoreName, Scoring } from './selection/scoring.ts';
export type { BestSoFar, SearchOptions, SearchProgress } from './selection/search-options.ts';
export { ShuffleSplit, StratifiedShuffleSplit } from './selection/shuffle-split.ts';
export { trainTestSplit } from './selection/train-test-split.ts';
export type { TrialCall, TrialOptions } from './selection/trial-options.ts';
export { Tensor } from './tensor/tensor.ts';
