/**
 * The layers that ONNX nodes stand for, a line each in a table by operator. A node that no layer is made for, but a
 * function of tensors, becomes a `Lambda`, whose function is here and never from a file.
 */
import type { FloatDType } from '../../core/dtype.ts';
import { HebbError, show } from '../../core/errors.ts';
import { sizeOf } from '../../core/shape.ts';
import { Activation } from '../../nn/layers/activation.ts';
import { BatchNormalization } from '../../nn/layers/batch-normalization.ts';
import { Dense } from '../../nn/layers/dense.ts';
import { Embedding } from '../../nn/layers/embedding.ts';
import type { Layer } from '../../nn/layers/layer.ts';
import { Add, Average, Concatenate, Maximum, Minimum, Multiply, Subtract } from '../../nn/layers/merging.ts';
import type { ActivationName } from '../../nn/layers/option-entries.ts';
import { ELU, LeakyReLU, PReLU, ReLU } from '../../nn/layers/rectifier-layers.ts';
import { Flatten, Permute, Reshape } from '../../nn/layers/reshaping.ts';
import { LayerNormalization, UnitNormalization } from '../../nn/layers/sample-normalization.ts';
import { Identity, Lambda, Rescaling } from '../../nn/layers/simple-layers.ts';
import { gelu } from '../../nn/rectifiers.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { functionLayer } from './functions-of-nodes.ts';
import { type Constant, corrupt, type OnnxNode } from './read-onnx.ts';

/** A layer that is to be made, and the numbers of its weights once it has been built. */
export interface PlannedLayer {
  readonly layer: Layer;
  readonly weights: readonly Tensor[];
}

/** A node as its layer's maker sees it. */
export interface NodeContext {
  readonly node: OnnxNode;
  readonly dtype: FloatDType;
  /** What the layer is to be called, if the file says so. */
  readonly name: string | undefined;
  /** The constant among the inputs at this place, if it is one. */
  constant(place: number): Constant | undefined;
  /** Its numbers as options, taken from what the file may ask for. */
  numbers(constant: Constant): number[];
}

type Maker = (context: NodeContext) => PlannedLayer;

/** Layers of all classes go by their common one here. */
function planned(layer: object, weights: readonly Tensor[] = []): PlannedLayer {
  return { layer: layer as Layer, weights };
}

function activation(name: ActivationName): Maker {
  return ({ dtype }) => planned(new Activation(name, { dtype }));
}

function float(node: OnnxNode, name: string, byDefault: number): number {
  return node.attributes.get(name)?.f ?? byDefault;
}

function integer(node: OnnxNode, name: string, byDefault: number): number {
  return node.attributes.get(name)?.i ?? byDefault;
}

/** The only axis that rows have besides the batch. */
function isLastAxis(axis: number): boolean {
  return axis === -1 || axis === 1;
}

function required(constant: Constant | undefined, node: OnnxNode, what: string): Constant {
  if (constant !== undefined) return constant;
  throw new HebbError(
    'UNSUPPORTED',
    `${node.operator} whose ${what} is computed has no counterpart among the layers.`,
  );
}

/** A matrix of fixed numbers, with its axes the other way round if asked for. */
function matrix(constant: Constant, dtype: FloatDType, isTurned: boolean): Tensor {
  if (constant.shape.length !== 2 || sizeOf(constant.shape) === 0) {
    throw new HebbError(
      'UNSUPPORTED',
      `a factor of shape [${constant.shape}] has no counterpart among the layers.`,
    );
  }
  const kernel = fromTyped(constant.values, constant.shape).cast(dtype);
  return isTurned ? kernel.transpose([1, 0]) : kernel;
}

/** A vector of `units` fixed numbers, one for all of them repeated. */
function vector(constant: Constant, units: number, dtype: FloatDType): Tensor {
  const count = sizeOf(constant.shape);
  if (count !== 1 && (count !== units || constant.shape.at(-1) !== units)) {
    throw corrupt(`${count} numbers are added to ${units} units`);
  }
  const values = fromTyped(constant.values, [count]).cast(dtype);
  return count === units ? values : values.broadcastTo([units]);
}

/** activation(x · kernel + bias) as a layer. */
export function denseOf(
  kernel: Tensor,
  bias: Tensor | undefined,
  { dtype, name }: NodeContext,
  activation?: ActivationName,
): PlannedLayer {
  const options = { useBias: bias !== undefined, dtype, name: name ?? null, activation };
  return planned(new Dense(kernel.shape[1], options), bias === undefined ? [kernel] : [kernel, bias]);
}

export function sigmoidLayer(dtype: FloatDType): PlannedLayer {
  return planned(new Activation('sigmoid', { dtype }));
}

/** Kernel of a product, as a dense layer has it. */
export function kernelOf({ node, constant, dtype }: NodeContext): Tensor {
  const factor = matrix(required(constant(1), node, 'kernel'), dtype, integer(node, 'transB', 0) !== 0);
  const alpha = float(node, 'alpha', 1);
  return alpha === 1 ? factor : factor.mul(alpha);
}

function gemm(context: NodeContext): PlannedLayer {
  const { node, constant, dtype } = context;
  if (integer(node, 'transA', 0) !== 0)
    throw new HebbError('UNSUPPORTED', 'Gemm of a transposed batch has no layer.');
  const kernel = kernelOf(context);
  const addend = (node.inputs[2] ?? '') === '' ? undefined : required(constant(2), node, 'bias');
  if (addend === undefined) return denseOf(kernel, undefined, context);
  const beta = float(node, 'beta', 1);
  return denseOf(kernel, vector(addend, kernel.shape[1], dtype).mul(beta), context);
}

/** The bias in an addition to a product, wherever it stands. */
export function biasOf(constant: Constant, units: number, dtype: FloatDType): Tensor {
  return vector(constant, units, dtype);
}

/** Arithmetic with a number, or one for each feature, as x · scale + offset. */
function arithmetic(
  fn: (constant: number, isFirst: boolean) => readonly [scale: number, offset: number],
  merge: Maker,
): Maker {
  return (context) => {
    const { node, constant, numbers, dtype } = context;
    const place = node.inputs.findIndex((_, i) => constant(i) !== undefined);
    const other = constant(place);
    if (place === -1 || other === undefined) return merge(context);
    const count = sizeOf(other.shape);
    if (count !== 1 && count !== other.shape.at(-1)) return asFunction(context);
    const pairs = numbers(other).map((number) => fn(number, place === 0));
    const [scale, offset] = [0, 1].map((k) => (count === 1 ? pairs[0][k] : pairs.map((pair) => pair[k])));
    return planned(new Rescaling(scale, { offset, dtype }));
  };
}

const merge = (make: (options: { dtype: FloatDType }) => Layer): Maker => {
  return ({ dtype }) => planned(make({ dtype }));
};

/** The function of a node, where no layer of its own does the same. */
function asFunction({ node, dtype, constant, numbers }: NodeContext): PlannedLayer {
  const layer = functionLayer(node, dtype, (place) => {
    const found = constant(place);
    if (found !== undefined) numbers(found);
    return found;
  });
  if (layer !== undefined) return planned(layer);
  throw new HebbError(
    'UNSUPPORTED',
    `the operator ${show(node.operator)} has no counterpart among the layers.`,
  );
}

/** Limits, given as inputs since opset 11 and as attributes before. */
function clip({ node, constant, dtype }: NodeContext): PlannedLayer {
  const [low, high] = [['min', 1] as const, ['max', 2] as const].map(
    ([name, place]) => node.attributes.get(name)?.f ?? constant(place)?.values[0],
  );
  if (low === 0 && high !== undefined && high >= 0) return planned(new ReLU({ maxValue: high, dtype }));
  return planned(
    new Lambda((x: Tensor) => x.clip(low ?? -Infinity, high ?? Infinity), {
      dtype,
    }),
  );
}

function batchNormalization({ node, constant, dtype }: NodeContext): PlannedLayer {
  const weights = [1, 2, 3, 4].map((place) => {
    const { values, shape } = required(constant(place), node, 'statistics');
    return fromTyped(values, shape).cast(dtype);
  });
  const layer = new BatchNormalization({ epsilon: float(node, 'epsilon', 1e-5), axis: 1, dtype });
  return planned(layer, weights);
}

function layerNormalization({ node, constant, dtype }: NodeContext): PlannedLayer {
  if (!isLastAxis(integer(node, 'axis', -1))) {
    throw new HebbError(
      'UNSUPPORTED',
      'LayerNormalization along other axes than the last has no counterpart here.',
    );
  }
  const [scale, bias] = [1, 2].map((place) => constant(place));
  const gamma = required(scale, node, 'scale');
  const options = { epsilon: float(node, 'epsilon', 1e-5), center: bias !== undefined, dtype };
  const weights = [gamma, ...(bias === undefined ? [] : [bias])];
  return planned(
    new LayerNormalization(options),
    weights.map(({ values, shape }) => fromTyped(values, shape).cast(dtype)),
  );
}

function reshape({ node, constant, dtype }: NodeContext): PlannedLayer {
  const [first, ...rest] = Array.from(required(constant(1), node, 'shape').values);
  if (rest.length === 1 && (first <= 0 || rest[0] === -1)) return planned(new Flatten({ dtype }));
  if (first > 1 || (first === -1 && rest.includes(-1)) || rest.includes(0)) {
    throw new HebbError('UNSUPPORTED', `Reshape to [${[first, ...rest]}] mixes samples.`);
  }
  return planned(new Reshape(rest, { dtype }));
}

function transpose({ node, dtype }: NodeContext): PlannedLayer {
  const [first, ...rest] = node.attributes.get('perm')?.ints ?? [];
  if (first !== 0)
    throw new HebbError('UNSUPPORTED', 'Transpose that moves the batch has no counterpart among the layers.');
  return planned(new Permute(rest, { dtype }));
}

/** Rows of a fixed table by number. */
function gather({ node, constant, dtype }: NodeContext): PlannedLayer {
  const table = matrix(required(constant(0), node, 'table'), dtype, false);
  if (integer(node, 'axis', 0) !== 0)
    throw new HebbError('UNSUPPORTED', 'Gather along other axes than the first is no Embedding.');
  const layer = new Embedding(table.shape[0], table.shape[1], { dtype });
  return planned(layer, [table]);
}

/** (x − offset) · scale of scikit-learn's converter. */
function scaler({ node, dtype }: NodeContext): PlannedLayer {
  const [offsets, scales] = ['offset', 'scale'].map((name) => node.attributes.get(name)?.floats ?? []);
  const width = Math.max(offsets.length, scales.length);
  const at = (list: readonly number[], j: number, byDefault: number): number =>
    list[list.length === 1 ? 0 : j] ?? byDefault;
  const factors = Array.from({ length: width }, (_, j) => at(scales, j, 1));
  const shifts = factors.map((factor, j) => -at(offsets, j, 0) * factor);
  return planned(new Rescaling(factors, { offset: shifts, dtype }));
}

/** What linear classifiers make of their scores. */
const transforms: Readonly<Record<string, ActivationName>> = { LOGISTIC: 'sigmoid', SOFTMAX: 'softmax' };

/** Linear models of `ai.onnx.ml`: coefficients stand row by row, an output each. */
function linear(context: NodeContext): PlannedLayer {
  const { node, dtype } = context;
  const [coefficients, intercepts] = ['coefficients', 'intercepts'].map(
    (name) => node.attributes.get(name)?.floats ?? [],
  );
  const outputs = intercepts.length || integer(node, 'targets', 1);
  const inputs = coefficients.length / outputs;
  if (!Number.isInteger(inputs) || inputs === 0) {
    throw corrupt(`${node.operator} has ${coefficients.length} coefficients for ${outputs} outputs`);
  }
  const kernel = fromTyped(Float64Array.from(coefficients), [outputs, inputs]).transpose([1, 0]).cast(dtype);
  const bias = Float64Array.from({ length: outputs }, (_, k) => intercepts[k] ?? 0);
  const transform = new TextDecoder().decode(node.attributes.get('post_transform')?.s) || 'NONE';
  if (transform !== 'NONE' && !Object.hasOwn(transforms, transform)) {
    throw new HebbError(
      'UNSUPPORTED',
      `${node.operator} with ${show(transform)} has no counterpart among the layers.`,
    );
  }
  return denseOf(kernel, fromTyped(bias, [outputs]).cast(dtype), context, transforms[transform]);
}

/** Rows divided by their norm. */
function normalizer({ node, dtype }: NodeContext): PlannedLayer {
  const norm = new TextDecoder().decode(node.attributes.get('norm')?.s) || 'MAX';
  if (norm === 'L2') return planned(new UnitNormalization({ dtype }));
  if (norm !== 'L1')
    throw new HebbError('UNSUPPORTED', 'Normalizer by the largest number has no counterpart.');
  return planned(new Lambda((x: Tensor) => x.div(x.abs().sum(-1, { keepDims: true })), { dtype }));
}

const makers: Readonly<Record<string, Maker>> = {
  Gemm: gemm,
  MatMul: (context) => denseOf(kernelOf(context), undefined, context),
  Add: arithmetic(
    (c) => [1, c],
    merge((options) => new Add(options)),
  ),
  Sub: arithmetic(
    (c, isFirst) => (isFirst ? [-1, c] : [1, -c]),
    merge((options) => new Subtract(options)),
  ),
  Mul: arithmetic(
    (c) => [c, 0],
    merge((options) => new Multiply(options)),
  ),
  Div: (context) =>
    context.constant(0) === undefined
      ? arithmetic((c) => [1 / c, 0], asFunction)(context)
      : asFunction(context),
  Sum: merge((options) => new Add(options)),
  Mean: merge((options) => new Average(options)),
  Max: (context) =>
    hasConstant(context) ? asFunction(context) : merge((options) => new Maximum(options))(context),
  Min: (context) =>
    hasConstant(context) ? asFunction(context) : merge((options) => new Minimum(options))(context),
  Concat: ({ node, dtype }) => planned(new Concatenate({ axis: integer(node, 'axis', 1), dtype })),
  Identity: ({ dtype }) => planned(new Identity({ dtype })),
  Relu: activation('relu'),
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
  Softplus: activation('softplus'),
  Softsign: activation('softsign'),
  HardSwish: activation('hard_silu'),
  Mish: activation('mish'),
  Exp: activation('exponential'),
  Gelu: ({ node, dtype }) => {
    const isApproximate = new TextDecoder().decode(node.attributes.get('approximate')?.s) === 'tanh';
    if (!isApproximate) return planned(new Activation('gelu', { dtype }));
    return planned(new Lambda((x: Tensor) => gelu.apply(x, { approximate: true }), { dtype }));
  },
  Selu: activation('selu'),
  Softmax: (context) => alongLast(context, 'softmax'),
  LogSoftmax: (context) => alongLast(context, 'log_softmax'),
  Elu: ({ node, dtype }) => planned(new ELU({ alpha: float(node, 'alpha', 1), dtype })),
  LeakyRelu: ({ node, dtype }) =>
    planned(new LeakyReLU({ negativeSlope: float(node, 'alpha', 0.01), dtype })),
  PRelu(context) {
    const { values, shape } = required(context.constant(1), context.node, 'slope');
    if (sizeOf(shape) === 1) return asFunction(context);
    return planned(new PReLU({ dtype: context.dtype }), [
      fromTyped(values, [sizeOf(shape)]).cast(context.dtype),
    ]);
  },
  HardSigmoid({ node, dtype }) {
    const [alpha, beta] = [float(node, 'alpha', 0.2), float(node, 'beta', 0.5)];
    return planned(new Lambda((x: Tensor) => x.mul(alpha).add(beta).clip(0, 1), { dtype }));
  },
  Clip: clip,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Flatten({ node, dtype }) {
    if (integer(node, 'axis', 1) !== 1)
      throw new HebbError('UNSUPPORTED', 'Flatten along other axes than the first mixes samples.');
    return planned(new Flatten({ dtype }));
  },
  Reshape: reshape,
  Transpose: transpose,
  Gather: gather,
  'ai.onnx.ml.Scaler': scaler,
  'ai.onnx.ml.LinearRegressor': linear,
  'ai.onnx.ml.LinearClassifier': linear,
  'ai.onnx.ml.Normalizer': normalizer,
};

function hasConstant({ node, constant }: NodeContext): boolean {
  return node.inputs.some((_, place) => constant(place) !== undefined);
}

function alongLast({ node, dtype }: NodeContext, name: ActivationName): PlannedLayer {
  if (!isLastAxis(integer(node, 'axis', -1))) {
    throw new HebbError(
      'UNSUPPORTED',
      `${node.operator} along other axes than the last has no counterpart here.`,
    );
  }
  return planned(new Activation(name, { dtype }));
}

/**
 * The layer that a node stands for.
 *
 * @throws HebbError `UNSUPPORTED` for operators without one, naming them; `CORRUPT_FILE`
 */
export function layerOfNode(context: NodeContext): PlannedLayer {
  const { operator } = context.node;
  return (Object.hasOwn(makers, operator) ? makers[operator] : asFunction)(context);
}
