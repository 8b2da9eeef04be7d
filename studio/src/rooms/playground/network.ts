/** The network that the settings describe, as a model of `hebb/nn`, and its twin that shows every unit. */
import {
  Activation,
  Adagrad,
  Adam,
  BatchNormalization,
  Constant,
  Dense,
  Dropout,
  GlorotUniform,
  HeNormal,
  type Initializer,
  Input,
  L1,
  L2,
  type Layer,
  LecunNormal,
  Model,
  type Optimizer,
  RandomNormal,
  RandomUniform,
  RMSprop,
  SGD,
  type SymbolicTensor,
  Zeros,
} from 'hebb/nn';
import { outputCount, type Settings } from './settings.ts';

export interface Network {
  /** Features in, outputs out; it is compiled. */
  readonly model: Model;
  /** The same, giving what each hidden layer's units give, and the outputs. */
  readonly inside: Model;
  /** The layers with weights, the output's last. */
  readonly dense: readonly Dense[];
}

/** @param weights those of a network of the same layers, to go on with */
export function makeNetwork(settings: Settings, weights?: ReturnType<Model['getWeights']>): Network {
  const { features, layers, batchNorm, dropout, seed } = settings;
  const input = Input([features.length]);
  const dense: Dense[] = [];
  const hidden: SymbolicTensor[] = [];
  let at: SymbolicTensor = input;
  const put = (layer: Layer): SymbolicTensor => layer.apply(at) as SymbolicTensor;
  for (const [k, { units, activation = settings.activation }] of layers.entries()) {
    const layer = new Dense(units, { ...weightOptions(settings, k), name: `hidden_${k + 1}` });
    dense.push(layer);
    at = put(layer);
    if (batchNorm) at = put(new BatchNormalization());
    at = put(new Activation(activation));
    hidden.push(at);
    if (dropout > 0) at = put(new Dropout(dropout, { seed: seed + k }));
  }
  const output = new Dense(outputCount(settings), {
    ...weightOptions(settings, layers.length),
    activation: outputActivation(settings),
    name: 'output',
  });
  dense.push(output);
  at = put(output);
  const model = new Model({ inputs: input, outputs: at });
  if (weights !== undefined) model.setWeights(weights);
  model.compile({ optimizer: optimizerOf(settings), loss: lossOf(settings) });
  return { model, inside: new Model({ inputs: input, outputs: [...hidden, at] }), dense };
}

function weightOptions(settings: Settings, layer: number) {
  const { penalty, penaltyRate } = settings;
  const isPenalised = penalty !== 'none' && penaltyRate > 0;
  return {
    kernelInitializer: initializerOf(settings, layer),
    ...(isPenalised && {
      kernelRegularizer: penalty === 'l1' ? new L1({ l1: penaltyRate }) : new L2({ l2: penaltyRate }),
    }),
  };
}

function initializerOf({ initializer, seed }: Settings, layer: number): Initializer {
  const own = { seed: 1000 * seed + layer };
  switch (initializer) {
    case 'glorot_uniform':
      return new GlorotUniform(own);
    case 'he_normal':
      return new HeNormal(own);
    case 'lecun_normal':
      return new LecunNormal(own);
    case 'random_uniform':
      return new RandomUniform({ minval: -0.5, maxval: 0.5, ...own });
    case 'large_normal':
      return new RandomNormal({ mean: 0, stddev: 3, ...own });
    case 'zeros':
      return new Zeros();
    case 'constant':
      return new Constant({ value: 0.5 });
  }
}

/** The textbook's pairs: tanh for ±1, sigmoid for a probability, softmax for several. */
function outputActivation(settings: Settings): 'linear' | 'softmax' | 'sigmoid' | 'tanh' {
  if (settings.problem === 'regression') return 'linear';
  if (outputCount(settings) > 1) return 'softmax';
  return settings.loss === 'cross_entropy' ? 'sigmoid' : 'tanh';
}

/** Targets as the output's activation gives them. */
export function targetRows(settings: Settings, targets: Float32Array): Float32Array {
  if (settings.problem === 'regression' || outputCount(settings) > 1) return targets;
  return settings.loss === 'cross_entropy' ? targets : targets.map((label) => 2 * label - 1);
}

type LossName = 'sparse_categorical_crossentropy' | 'binary_crossentropy' | 'mse' | 'mae' | 'huber';

/** The loss, by Keras's name. */
export function lossOf(settings: Settings): LossName {
  if (settings.problem === 'classification' && outputCount(settings) > 1)
    return 'sparse_categorical_crossentropy';
  switch (settings.loss) {
    case 'cross_entropy':
      return settings.problem === 'classification' ? 'binary_crossentropy' : 'mse';
    case 'absolute':
      return 'mae';
    case 'huber':
      return 'huber';
    default:
      return 'mse';
  }
}

function optimizerOf({ optimizer, rate }: Settings): Optimizer {
  switch (optimizer) {
    case 'sgd':
      return new SGD(rate);
    case 'momentum':
      return new SGD(rate, { momentum: 0.9 });
    case 'nesterov':
      return new SGD(rate, { momentum: 0.9, nesterov: true });
    case 'adagrad':
      return new Adagrad(rate);
    case 'rmsprop':
      return new RMSprop(rate);
    case 'adam':
      return new Adam(rate);
  }
}
