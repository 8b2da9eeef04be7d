/**
 * The network as tensors: layer sizes and activations, one flat vector of weights and one of biases, and the
 * forward pass. It knows nothing of losses, solvers or labels.
 */
import type { FloatArray, FloatDType } from '../../core/dtype.ts';
import { allocate } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { areFinite } from '../../core/matrix.ts';
import {
  type Activation,
  exponential,
  identity,
  relu,
  softmax,
  softplus,
  tanh,
} from '../../nn/activations.ts';
import type { RandomState } from '../../random/random-state.ts';
import type { CompositeOperation } from '../../tensor/operation.ts';
import { randomUniform } from '../../tensor/operations/indexing.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { HiddenActivation, OutputActivation } from './options.ts';

/** All that says what a network computes, besides its numbers. */
export interface Architecture {
  /** Inputs, hidden units layer by layer, outputs. */
  readonly layerSizes: readonly number[];
  readonly activation: HiddenActivation;
  readonly outputActivation: Exclude<OutputActivation, 'sigmoid'>;
  readonly dtype: FloatDType;
}

/** A network's numbers: kernels of all layers one after the other (each inputs × units, row-major), then biases likewise. */
export interface Parameters {
  readonly weights: FloatArray;
  readonly biases: FloatArray;
}

/**
 * 1 / (1 + e⁻ˣ) in exactly these steps, as SciPy computes it: where it is nearly 1, how it is rounded decides
 * the loss of a row that is confidently wrong.
 */
const logisticSteps: CompositeOperation = {
  kind: 'composite',
  name: 'logistic',
  result: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
  forward: ([x]) => x.neg().exp().add(1).reciprocal(),
  gradient: ({ output: y }, g) => [g.mul(y).mul(y.neg().add(1))],
};
const logistic = { apply: (x: Tensor): Tensor => Tensor.apply(logisticSteps, [x]) };

const activations: Readonly<Record<Architecture['outputActivation'], Pick<Activation, 'apply'>>> = {
  identity,
  relu,
  softplus,
  logistic,
  tanh,
  exp: exponential,
  softmax,
};

/** The output activation applied to what the last layer gives. */
export function activateOutput(z: Tensor, { outputActivation }: Architecture): Tensor {
  return activations[outputActivation].apply(z);
}

/** Inputs and units of each layer, and where its weights and biases start in the flat vectors. */
export function layersOf({ layerSizes }: Pick<Architecture, 'layerSizes'>): {
  inputs: number;
  units: number;
  weightStart: number;
  biasStart: number;
}[] {
  let weightStart = 0;
  let biasStart = 0;
  return layerSizes.slice(1).map((units, i) => {
    const layer = { inputs: layerSizes[i], units, weightStart, biasStart };
    weightStart += layer.inputs * units;
    biasStart += units;
    return layer;
  });
}

/** Lengths of the flat vectors. */
export function parameterCounts({ layerSizes }: Pick<Architecture, 'layerSizes'>): {
  weights: number;
  biases: number;
} {
  const layers = layersOf({ layerSizes });
  return {
    weights: layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0),
    biases: layers.reduce((sum, { units }) => sum + units, 0),
  };
}

/**
 * Weights and biases as scikit-learn draws them: layer by layer, weights then biases, uniform in ± the
 * square root of 6 / (inputs + units), or of 2 / (inputs + units) for the logistic function (Glorot & Bengio 2010).
 */
export function drawParameters(architecture: Architecture, random: RandomState): Parameters {
  const counts = parameterCounts(architecture);
  const weights = allocate(architecture.dtype, counts.weights);
  const biases = allocate(architecture.dtype, counts.biases);
  for (const { inputs, units, weightStart, biasStart } of layersOf(architecture)) {
    const bound = Math.sqrt((architecture.activation === 'logistic' ? 2 : 6) / (inputs + units));
    random.fillUniform(weights.subarray(weightStart, weightStart + inputs * units), -bound, bound);
    random.fillUniform(biases.subarray(biasStart, biasStart + units), -bound, bound);
  }
  return { weights, biases };
}

/** Refuse (`NON_FINITE`) parameters that training has driven out of the numbers. */
export function checkParameters({ weights, biases }: Parameters): void {
  if (areFinite(weights) && areFinite(biases)) return;
  throw new HebbError(
    'NON_FINITE',
    'Solver produced non-finite parameter weights. The input data may contain large values and need to be preprocessed (StandardScaler), or learningRateInit is too large.',
  );
}

/** Dropout in a training step: a share of hidden units is zeroed, the rest scaled up so that the sum stays. */
export interface Dropout {
  readonly rate: number;
  readonly seed: number;
  /** int32 scalar that is another in every step. */
  readonly step: Tensor;
}

/** The kernel of every layer (inputs × units), from all weights in one vector. */
export function kernelsOf(weights: Tensor, architecture: Architecture): Tensor[] {
  return layersOf(architecture).map(({ inputs, units, weightStart }) =>
    weights.slice([weightStart], [inputs * units]).reshape([inputs, units]),
  );
}

/**
 * What the last layer gives for x (rows × inputs), before the output activation: rows × outputs.
 *
 * @param kernels of every layer: inputs × units
 * @param biases of all layers, one after the other
 */
export function forward(
  x: Tensor,
  kernels: readonly Tensor[],
  biases: Tensor,
  architecture: Architecture,
  dropout?: Dropout,
): Tensor {
  const layers = layersOf(architecture);
  let h = x;
  for (const [i, { units, biasStart }] of layers.entries()) {
    h = h.matmul(kernels[i]).add(biases.slice([biasStart], [units]));
    if (i === layers.length - 1) break;
    h = activations[architecture.activation].apply(h);
    if (dropout !== undefined && dropout.rate > 0) h = dropOut(h, dropout, i, architecture.dtype);
  }
  return h;
}

function dropOut(h: Tensor, { rate, seed, step }: Dropout, layer: number, dtype: FloatDType): Tensor {
  const u = Tensor.apply(randomUniform, [step], { shape: h.shape, dtype, seed, salt: layer });
  return u.greaterEqual(rate).where(h.mul(1 / (1 - rate)), 0);
}
