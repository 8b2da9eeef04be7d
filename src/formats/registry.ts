/**
 * The table of classes that a model file may name. Loading looks a kind up here and nowhere else, so a file
 * can never bring code of its own. A new estimator or transformer takes one line.
 */
import { HebbError, show } from '../core/errors.ts';
import type { ModelState, Savable } from '../core/model-state.ts';
import { LinearRegression } from '../estimators/linear/linear-regression.ts';
import { LogisticRegression } from '../estimators/linear/logistic-regression.ts';
import { Perceptron } from '../estimators/linear/perceptron.ts';
import { Ridge } from '../estimators/linear/ridge.ts';
import { SGDClassifier } from '../estimators/linear/sgd-classifier.ts';
import { SGDRegressor } from '../estimators/linear/sgd-regressor.ts';
import { MLPClassifier } from '../estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../estimators/mlp/mlp-regressor.ts';
import { ModelClassifier } from '../estimators/models/model-classifier.ts';
import { ModelRegressor } from '../estimators/models/model-regressor.ts';
import { Pipeline } from '../estimators/pipeline.ts';
import { TransformedTargetRegressor } from '../estimators/transformed-target-regressor.ts';
import { type LoadOptions, modelFromState } from '../nn/models/model-from-state.ts';
import { ColumnTransformer } from '../preprocessing/column-transformer.ts';
import { DateFeatures } from '../preprocessing/date-features.ts';
import { FunctionTransformer } from '../preprocessing/function-transformer.ts';
import { LabelBinarizer } from '../preprocessing/label-binarizer.ts';
import { MinMaxScaler } from '../preprocessing/min-max-scaler.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { OrdinalEncoder } from '../preprocessing/ordinal-encoder.ts';
import { PCA } from '../preprocessing/pca.ts';
import { PolynomialFeatures } from '../preprocessing/polynomial-features.ts';
import { RBFSampler } from '../preprocessing/rbf-sampler.ts';
import { RobustScaler } from '../preprocessing/robust-scaler.ts';
import { SimpleImputer } from '../preprocessing/simple-imputer.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';

/** Makes an object of its state; `revive` does the same for the states inside it. */
type FromState = (state: ModelState, revive: (state: ModelState) => Savable, options: LoadOptions) => Savable;

/** Layers, losses and whatever else is inside a network is looked up by its config. */
const networkOf: FromState = (state, _, options) => modelFromState(state, options);

const kinds: Readonly<Record<string, FromState>> = {
  ColumnTransformer: ColumnTransformer.fromState,
  DateFeatures: DateFeatures.fromState,
  FunctionTransformer: FunctionTransformer.fromState,
  Functional: networkOf,
  LabelBinarizer: LabelBinarizer.fromState,
  LinearRegression: LinearRegression.fromState,
  LogisticRegression: LogisticRegression.fromState,
  MLPClassifier: MLPClassifier.fromState,
  MLPRegressor: MLPRegressor.fromState,
  MinMaxScaler: MinMaxScaler.fromState,
  ModelClassifier: ModelClassifier.fromState,
  ModelRegressor: ModelRegressor.fromState,
  OneHotEncoder: OneHotEncoder.fromState,
  OrdinalEncoder: OrdinalEncoder.fromState,
  PCA: PCA.fromState,
  Perceptron: Perceptron.fromState,
  Pipeline: Pipeline.fromState,
  PolynomialFeatures: PolynomialFeatures.fromState,
  RBFSampler: RBFSampler.fromState,
  Ridge: Ridge.fromState,
  RobustScaler: RobustScaler.fromState,
  SGDClassifier: SGDClassifier.fromState,
  SGDRegressor: SGDRegressor.fromState,
  Sequential: networkOf,
  SimpleImputer: SimpleImputer.fromState,
  StandardScaler: StandardScaler.fromState,
  TransformedTargetRegressor: TransformedTargetRegressor.fromState,
};

/**
 * The object that a state describes.
 *
 * @param options classes of one's own, which a network may be made of, or be
 * @throws HebbError `UNSUPPORTED` for a kind that is not in the table, `CORRUPT_FILE` for a state that does
 * not fit its kind
 */
export function revive(state: ModelState, options: LoadOptions = {}): Savable {
  const { kind } = state;
  const isOwn = Object.hasOwn(options.customObjects ?? {}, kind);
  if (!isOwn && !Object.hasOwn(kinds, kind)) {
    throw new HebbError(
      'UNSUPPORTED',
      `The file holds ${show(kind)}, which this version of hebb does not know. If it is a class of your own, give it: { customObjects: { ${kind} } }.`,
    );
  }
  const fromState = isOwn ? networkOf : kinds[kind];
  return fromState(state, (inner) => revive(inner, options), options);
}
