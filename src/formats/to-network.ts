/**
 * `toNetwork`: a fitted estimator as a network of layers that gives the same numbers, for formats that know layers
 * only. It reads an estimator's own description and knows none of the classes.
 */
import type { FloatDType } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import type { ModelState, Savable } from '../core/model-state.ts';
import { type Architecture, layersOf } from '../estimators/mlp/network.ts';
import { Dense } from '../nn/layers/dense.ts';
import { Input } from '../nn/layers/input.ts';
import type { Layer } from '../nn/layers/layer.ts';
import { Normalization } from '../nn/layers/normalization.ts';
import type { ActivationName } from '../nn/layers/option-entries.ts';
import { Rescaling } from '../nn/layers/simple-layers.ts';
import { modelFromState } from '../nn/models/model-from-state.ts';
import { Sequential } from '../nn/models/sequential.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { attributeOf, featuresIn, numbersIn, optionOf } from './fitted-state.ts';

/** A layer, and the weights it is given once it has been built. */
interface Part {
  readonly layer: Layer;
  readonly weights: readonly Tensor[];
}

type PartsOf = (state: ModelState, dtype: FloatDType) => readonly Part[];
/** @param name of the layer, another for each */
type ScalerOf = (state: ModelState, dtype: FloatDType, name: string) => readonly Part[];

/** What layers call an activation. */
const activations: Readonly<
  Record<Architecture['activation'] | Architecture['outputActivation'], ActivationName>
> = {
  identity: 'linear',
  logistic: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  softplus: 'softplus',
  exp: 'exponential',
  softmax: 'softmax',
};

const predictors: Readonly<Record<string, PartsOf>> = {
  MLPRegressor: denseLayers,
  MLPClassifier: denseLayers,
  LinearRegression: linearLayer,
  Ridge: linearLayer,
  SGDRegressor: linearLayer,
  LogisticRegression: linearLayer,
  ModelClassifier: modelInside,
  ModelRegressor: modelInside,
};

const scalers: Readonly<Record<string, ScalerOf>> = {
  StandardScaler: (state, dtype, name) =>
    standardized(shiftAndScale(state, 'mean', 'withMean', 'withStd'), dtype, name),
  RobustScaler: (state, dtype, name) =>
    standardized(shiftAndScale(state, 'center', 'withCentering', 'withScaling'), dtype, name),
  MinMaxScaler(state, dtype, name) {
    if (optionOf(state, 'clip', false)) {
      throw new HebbError('UNSUPPORTED', 'MinMaxScaler with clip has no counterpart among the layers.');
    }
    const [scale, offset] = [[...from(state, 'scale')], [...from(state, 'min')]];
    return [{ layer: new Rescaling(scale, { offset, dtype, name }), weights: [] }];
  },
};

/**
 * A fitted MLP, linear model or model of layers (`ModelClassifier`, `ModelRegressor`) as a `Sequential`: the very
 * weights, and scalers before it (and of the targets behind it) as layers. Classifiers give probabilities: of the second class where there are two and one output, else of each
 * class, in the order of `classes`. The model is not compiled.
 *
 * @throws HebbError `UNSUPPORTED` for what has no counterpart among the layers, such as a `ColumnTransformer`, naming
 * it; `NOT_FITTED`
 * @example
 * const mlp = await new MLPRegressor({ hiddenLayerSizes: [4], maxIter: 5, onWarning() {} }).fit([[0], [1]], [1, 3]);
 * toNetwork(mlp).countParams(); // 13
 */
export function toNetwork(estimator: Savable): Sequential {
  const state = estimator.toState();
  const dtype = dtypeOf(state);
  const parts = partsOf(state, dtype);
  const input = Input([featuresIn(state).count], { dtype, name: 'features' });
  const model = new Sequential([input, ...parts.map(({ layer }) => layer)], { name: 'network' });
  for (const { layer, weights } of parts) layer.setWeights(weights);
  return model;
}

/** The type that the predictor at the end computes in. */
function dtypeOf({ kind, attributes, children = [] }: ModelState): FloatDType {
  if (kind === 'Pipeline' && children.length > 0) return dtypeOf(children[children.length - 1].state);
  if (kind === 'TransformedTargetRegressor' && children.length > 0) return dtypeOf(children[0].state);
  if (children.length > 0) {
    const { weights } = modelFromState(children[0].state, { compile: false });
    return weights.some((weight) => weight.dtype === 'float64') ? 'float64' : 'float32';
  }
  return attributes?.dtype === 'float32' ? 'float32' : 'float64';
}

function partsOf(state: ModelState, dtype: FloatDType): readonly Part[] {
  const { kind, children = [] } = state;
  if (kind === 'Pipeline') {
    const last = children.length - 1;
    return children.flatMap(({ state: step }, i) =>
      i === last ? partsOf(step, dtype) : stepParts(step, dtype, i === 0 ? 'scaler' : `scaler_${i}`),
    );
  }
  if (kind === 'TransformedTargetRegressor') {
    attributeOf(state, 'fitted');
    const [regressor, transformer] = children;
    return [...partsOf(regressor.state, dtype), ...inverseParts(transformer.state, dtype)];
  }
  if (!Object.hasOwn(predictors, kind)) throw withoutCounterpart(kind);
  attributeOf(state, 'nFeaturesIn');
  return predictors[kind](state, dtype);
}

function stepParts(state: ModelState, dtype: FloatDType, name: string): readonly Part[] {
  if (!Object.hasOwn(scalers, state.kind)) throw withoutCounterpart(state.kind);
  return scalers[state.kind](state, dtype, name);
}

function withoutCounterpart(kind: string): HebbError {
  const reason =
    kind === 'ColumnTransformer' ? ': it takes tables of columns apart, and layers take numbers' : '';
  return new HebbError('UNSUPPORTED', `${kind} has no counterpart among the layers of networks${reason}.`);
}

function from(state: ModelState, name: string): Float64Array {
  return Float64Array.from(numbersIn(state, name));
}

/** What a scaler subtracts, and then divides by. */
function shiftAndScale(
  state: ModelState,
  name: string,
  shifts: string,
  scales: string,
): readonly [shift: Float64Array, scale: Float64Array] {
  const { count } = featuresIn(state);
  return [
    optionOf(state, shifts, true) ? from(state, name) : new Float64Array(count),
    optionOf(state, scales, true) ? from(state, 'scale') : new Float64Array(count).fill(1),
  ];
}

function standardized(
  [mean, scale]: readonly [Float64Array, Float64Array],
  dtype: FloatDType,
  name: string,
): readonly Part[] {
  const options = { mean: [...mean], variance: Array.from(scale, (value) => value * value) };
  return [{ layer: new Normalization({ ...options, dtype, name }), weights: [] }];
}

/** The way back from targets as a scaler made them. */
function inverseParts(state: ModelState, dtype: FloatDType): readonly Part[] {
  const { kind } = state;
  if (!Object.hasOwn(scalers, kind)) throw withoutCounterpart(kind);
  let scale: readonly number[];
  let offset: readonly number[];
  if (kind === 'MinMaxScaler') {
    const factors = from(state, 'scale');
    scale = Array.from(factors, (factor) => 1 / factor);
    offset = Array.from(from(state, 'min'), (value, j) => -value / factors[j]);
  } else {
    const [shift, factors] =
      kind === 'StandardScaler'
        ? shiftAndScale(state, 'mean', 'withMean', 'withStd')
        : shiftAndScale(state, 'center', 'withCentering', 'withScaling');
    [scale, offset] = [[...factors], [...shift]];
  }
  return [{ layer: new Rescaling([...scale], { offset, dtype, name: 'target' }), weights: [] }];
}

function denseLayers(state: ModelState, dtype: FloatDType): readonly Part[] {
  const architecture = state.attributes as unknown as Architecture;
  const weights = numbersAs(dtype, numbersIn(state, 'parameters.weights'));
  const biases = numbersAs(dtype, numbersIn(state, 'parameters.biases'));
  const layers = layersOf(architecture);
  return layers.map(({ inputs, units, weightStart, biasStart }, i) => {
    const isLast = i === layers.length - 1;
    const activation = isLast ? architecture.outputActivation : architecture.activation;
    const name = isLast ? 'output' : `hidden_${i + 1}`;
    return {
      layer: new Dense(units, { activation: activations[activation], dtype, name }),
      weights: [
        fromTyped(weights.subarray(weightStart, weightStart + inputs * units), [inputs, units]),
        fromTyped(biases.subarray(biasStart, biasStart + units), [units]),
      ],
    };
  });
}

function linearLayer(state: ModelState, dtype: FloatDType): readonly Part[] {
  const prefix = state.attributes?.shown === 'average' ? 'average.' : '';
  const bias = numbersAs(dtype, numbersIn(state, `${prefix}intercept`));
  const units = bias.length;
  const features = attributeOf<number>(state, 'nFeaturesIn');
  const coef = fromTyped(numbersAs(dtype, numbersIn(state, `${prefix}coef`)), [units, features]);
  const isProbability = state.kind === 'LogisticRegression';
  const activation = isProbability ? (units === 1 ? 'sigmoid' : 'softmax') : 'linear';
  return [
    {
      layer: new Dense(units, { activation, dtype, name: 'output' }),
      weights: [coef.transpose(), fromTyped(bias, [units])],
    },
  ];
}

/** A model of layers that was trained as an estimator is one layer. */
function modelInside({ children = [] }: ModelState): readonly Part[] {
  const layer = modelFromState(children[0].state, { compile: false });
  return [{ layer, weights: layer.getWeights() }];
}

function numbersAs(dtype: FloatDType, values: ArrayLike<number>): Float32Array | Float64Array {
  return dtype === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
}
