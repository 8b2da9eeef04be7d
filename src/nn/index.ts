/**
 * `hebb/nn`: activations and losses, one record each; layers, optimizers, learning-rate schedules, initializers,
 * regularizers, constraints, metrics and callbacks, one class each; and the models they make.
 */

export { ModelClassifier, type ModelClassifierOptions } from '../estimators/models/model-classifier.ts';
export type {
  BuildNetwork,
  ModelEstimatorFitOptions,
  ModelEstimatorOptions,
  ModelTask,
} from '../estimators/models/model-options.ts';
export { ModelRegressor } from '../estimators/models/model-regressor.ts';
export { toModel } from '../formats/to-model.ts';
export {
  BayesianOptimization,
  type BayesianOptimizationOptions,
} from '../selection/tuners/bayesian-optimization.ts';
export { GridSearch, type GridSearchOptions } from '../selection/tuners/grid-search.ts';
export type { BuildModel, HyperModel, HyperModelSource } from '../selection/tuners/hyper-model.ts';
export type { HyperValue, Sampling } from '../selection/tuners/hyper-parameter.ts';
export { HyperParameters, type HyperValues } from '../selection/tuners/hyper-parameters.ts';
export {
  Hyperband,
  type HyperbandOptions,
  hyperbandBrackets,
  type Rung,
} from '../selection/tuners/hyperband.ts';
export type { Objective } from '../selection/tuners/objective.ts';
export { RandomSearch, type RandomSearchOptions } from '../selection/tuners/random-search.ts';
export { Tuner } from '../selection/tuners/tuner.ts';
export type { TunerTrial } from '../selection/tuners/tuner-bench.ts';
export type { TunerOptions, TunerProgress } from '../selection/tuners/tuner-options.ts';
export type { TunerStore } from '../selection/tuners/tuner-platform.ts';
export {
  type Activation as ActivationFunction,
  type AxisOptions,
  exponential,
  heaviside,
  identity,
  logSigmoid,
  logSoftmax,
  type ReluOptions,
  relu,
  sigmoid,
  sign,
  softmax,
  softplus,
  softsign,
  tanh,
} from './activations.ts';
export {
  BackupAndRestore,
  type BackupAndRestoreOptions,
  type BackupStore,
} from './callbacks/backup-and-restore.ts';
export { Callback, type CallbackParams, type Logs } from './callbacks/callback.ts';
export { CSVLogger, type CSVLoggerOptions } from './callbacks/csv-logger.ts';
export { EarlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.ts';
export {
  LearningRateScheduler,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from './callbacks/learning-rates.ts';
export {
  ModelCheckpoint,
  type ModelCheckpointOptions,
  type SaveModel,
} from './callbacks/model-checkpoint.ts';
export { ProgbarLogger, type ProgbarLoggerOptions } from './callbacks/progbar-logger.ts';
export { LambdaCallback, TerminateOnNaN } from './callbacks/small-callbacks.ts';
export type { Hyperparameters, LogDirectory, SummaryLog } from './callbacks/summary-log.ts';
export { TensorBoard, type TensorBoardOptions } from './callbacks/tensor-board.ts';
export { Constraint } from './constraints/constraint.ts';
export { type ConstraintOption, constraintOf } from './constraints/constraint-named.ts';
export * from './constraints/norm-constraints.ts';
export { activationNamed, lossNamed } from './find-by-name.ts';
export * from './initializers/constant-initializers.ts';
export type { FanOptions } from './initializers/fans.ts';
export { Initializer, type SeedOptions } from './initializers/initializer.ts';
export {
  type InitializerName,
  type InitializerOption,
  initializerOf,
} from './initializers/initializer-named.ts';
export * from './initializers/orthogonal.ts';
export * from './initializers/random-initializers.ts';
export * from './initializers/variance-scaling.ts';
export { Activation } from './layers/activation.ts';
export { BatchNormalization, type BatchNormalizationOptions } from './layers/batch-normalization.ts';
export * from './layers/categories.ts';
export { Dense, type DenseOptions } from './layers/dense.ts';
export { Dot, type DotOptions } from './layers/dot.ts';
export { Dropout, type DropoutOptions } from './layers/dropout.ts';
export { Embedding, type EmbeddingOptions, Masking } from './layers/embedding.ts';
export { Input, InputLayer, type InputOptions } from './layers/input.ts';
export { type CallOptions, Layer, type NewWeight } from './layers/layer.ts';
export type { LayerOptions, LayerTable } from './layers/layer-options.ts';
export * from './layers/merging.ts';
export { clearSession } from './layers/names.ts';
export * from './layers/noise.ts';
export { Normalization, type NormalizationOptions } from './layers/normalization.ts';
export type { ActivationName, ActivationOption } from './layers/option-entries.ts';
export * from './layers/rectifier-layers.ts';
export * from './layers/reshaping.ts';
export * from './layers/sample-normalization.ts';
export { setRandomSeed } from './layers/seeds.ts';
export * from './layers/simple-layers.ts';
export { type Structure, type SymbolicShape, SymbolicTensor } from './layers/symbolic.ts';
export { Weight } from './layers/weight.ts';
export * from './losses/cross-entropies.ts';
export * from './losses/hinges.ts';
export { computeLoss, type Loss, type Reduction, type ReductionOptions } from './losses/loss.ts';
export * from './losses/metric-learning.ts';
export * from './losses/overlap.ts';
export * from './losses/regression.ts';
export * from './losses/sequence.ts';
export * from './metrics/accuracies.ts';
export * from './metrics/auc.ts';
export * from './metrics/correlations.ts';
export * from './metrics/f-scores.ts';
export * from './metrics/iou.ts';
export * from './metrics/loss-metrics.ts';
export { Mean, MeanMetricWrapper, type MeanMetricWrapperOptions, Sum } from './metrics/mean-metric.ts';
export { Metric, type MetricOptions, type MetricResult, ValueMetric } from './metrics/metric.ts';
export { type MetricOption, type MetricShapes, metricOf } from './metrics/metric-named.ts';
export * from './metrics/operating-points.ts';
export * from './metrics/precision-recall.ts';
export * from './metrics/r2-score.ts';
export type { CompileOptions, LossOption, MetricChoice } from './models/compile-options.ts';
export type { CustomObjects } from './models/custom-objects.ts';
export type { ClassWeights, DataSource } from './models/data-set.ts';
export type {
  Batches,
  EvaluateOptions,
  FitOptions,
  OnBatchOptions,
  PredictOptions,
  StreamSource,
} from './models/fit-options.ts';
export { History } from './models/history.ts';
export { Model, type ModelOptions } from './models/model.ts';
export { fromConfig } from './models/model-config.ts';
export { type LoadOptions, modelFromState } from './models/model-from-state.ts';
export { Sequential } from './models/sequential.ts';
export type { CallbackState, Snapshot } from './models/snapshot.ts';
export type { SummaryOptions } from './models/summary.ts';
export * from './optimizers/adafactor.ts';
export * from './optimizers/adagrad.ts';
export * from './optimizers/adam.ts';
export * from './optimizers/adam-variants.ts';
export * from './optimizers/apply-gradients.ts';
export * from './optimizers/ftrl.ts';
export * from './optimizers/lion.ts';
export * from './optimizers/muon.ts';
export {
  type LearningRate,
  Optimizer,
  type OptimizerOptions,
  type Slot,
  type StepInputs,
  type StepResult,
} from './optimizers/optimizer.ts';
export { type OptimizerName, type OptimizerOption, optimizerOf } from './optimizers/optimizer-named.ts';
export * from './optimizers/rmsprop.ts';
export * from './optimizers/sgd.ts';
export * from './piecewise-activations.ts';
export * from './rectifiers.ts';
export * from './regularizers/regularizer.ts';
export { type RegularizerOption, regularizerOf } from './regularizers/regularizer-named.ts';
export * from './schedules/cosine-decays.ts';
export * from './schedules/decays.ts';
export { LearningRateSchedule } from './schedules/learning-rate-schedule.ts';
export * from './schedules/one-cycle.ts';
export { scheduleOf } from './schedules/schedule-named.ts';
export * from './vector-activations.ts';
