/**
 * A model from plain data, with the very bits it had: layers from their configs, numbers by the names of the weights,
 * the optimizer as it was. It believes nothing it reads, and runs no code from it.
 */
import { HebbError, show } from '../../core/errors.ts';
import type { Json, ModelState, StateTensor } from '../../core/model-state.ts';
import { sameShape, showShape } from '../../core/shape.ts';
import { placeholder, zeros } from '../../tensor/creation.ts';
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import type { Config } from '../configured.ts';
import { CallContext, inContext } from '../layers/call-context.ts';
import { awaitingNumbers } from '../layers/first-values.ts';
import { filled, isShape, mapShapes, type Structure, type SymbolicShape } from '../layers/symbolic.ts';
import type { Weight } from '../layers/weight.ts';
import { compileFromConfig } from './compile-config.ts';
import type { CustomObjects } from './custom-objects.ts';
import { Model } from './model.ts';
import { fromConfig } from './model-config.ts';
import { optimizerPrefix, weightsPrefix } from './model-state.ts';
import { namedWeights, weightTree } from './weight-tree.ts';

/** How a model is loaded. */
export interface LoadOptions {
  /** Classes and functions of one's own that the model uses, by their names. */
  readonly customObjects?: CustomObjects;
  /** Compile the model as it was, and restore its optimizer. Default true. */
  readonly compile?: boolean;
}

/**
 * The model of a state.
 *
 * @throws HebbError `INVALID_VALUE` for classes and functions that are neither Hebb's nor in `customObjects`;
 * `UNSUPPORTED` for a `Lambda`; `CORRUPT_FILE` for a state that no model has
 * @example
 * const model = new Sequential([Input([2]), new Dense(3)]);
 * modelFromState(model.toState()).countParams(); // 9
 */
export function modelFromState(state: ModelState, options: LoadOptions = {}): Model {
  try {
    return revived(state, options);
  } catch (cause) {
    if (cause instanceof HebbError) throw cause;
    throw new HebbError('CORRUPT_FILE', `the description of the ${state.kind} makes no sense.`, { cause });
  }
}

function revived(state: ModelState, { customObjects = {}, compile = true }: LoadOptions): Model {
  const { kind, options, attributes = {} } = state;
  const weights = tensorsUnder(weightsPrefix, state);
  const count = Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);
  const compiled = (attributes.compile ?? null) as Config | null;
  const model = awaitingNumbers(count, () => {
    const layer = fromConfig({ class_name: kind, config: options }, customObjects);
    if (!(layer instanceof Model)) throw corrupt(`a ${kind} is a layer, not a model`);
    if (attributes.inputShape !== undefined && !layer.built) {
      buildByCall(layer, attributes.inputShape as Structure<SymbolicShape>, compiled?.run_eagerly === true);
    }
    return layer;
  });
  assignWeights(model, state);
  const { paths, frozen } = attributes;
  for (const [i, weight] of [...namedWeights(model).values()].entries()) {
    if (Array.isArray(paths) && typeof paths[i] === 'string') weight.path = paths[i];
  }
  freeze(model, frozen);
  if (compiled === null || !compile) return model;
  compileFromConfig(model, compiled, customObjects);
  const names = attributes.undecayed;
  if (Array.isArray(names)) model.optimizer.excludeFromWeightDecay({ varNames: names.map(exactly) });
  restoreOptimizer(model, tensorsUnder(optimizerPrefix, state));
  return model;
}

/** Layers within classes of one's own do not say in any config whether they are trained. */
function freeze(model: Model, frozen: Json | undefined): void {
  if (!Array.isArray(frozen)) return;
  // A layer sets those inside it too, so that they come after it.
  for (const { path, layer } of weightTree(model)) {
    const isTrained = !frozen.includes(path);
    if (layer.trainable !== isTrained) layer.trainable = isTrained;
  }
}

/** Models with a formula of their own make their layers' weights when they are first called. */
function buildByCall(model: Model, inputShape: Structure<SymbolicShape>, eagerly: boolean): void {
  const stand = (shape: SymbolicShape): Tensor =>
    eagerly ? zeros(filled(shape, 1), model.dtype) : placeholder(filled(shape, 1), model.dtype);
  const inputs = isShape(inputShape) ? stand(inputShape) : mapShapes(inputShape, stand);
  const context = new CallContext({ training: false, seed: 0, step: Tensor.scalar(0, 'int32') });
  inContext(context, () => model.applyMany(inputs));
}

function tensorsUnder(prefix: string, { tensors = {} }: ModelState): Readonly<Record<string, StateTensor>> {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/**
 * Give a model the weights of a state, and nothing else of it. Nothing is changed unless all of them fit.
 *
 * @throws HebbError `CORRUPT_FILE` for those of other layers; `NOT_FITTED` for a model that has no weights yet
 */
export function assignWeights(model: Model, state: ModelState): void {
  const tensors = tensorsUnder(weightsPrefix, state);
  const named = namedWeights(model);
  if (named.size === 0 && Object.keys(tensors).length > 0) {
    throw new HebbError(
      'NOT_FITTED',
      `'${model.name}' has no weights yet; fit it, or begin it with an Input.`,
    );
  }
  for (const name of Object.keys(tensors)) {
    if (!named.has(name)) throw corrupt(`'${model.name}' has no weight ${show(name)}`);
  }
  for (const [name, weight] of named) {
    if (!Object.hasOwn(tensors, name)) throw corrupt(`the numbers of weight ${show(name)} are missing`);
    checkFit(weight, tensors[name], name);
  }
  for (const [name, weight] of named) weight.assign(numbersOf(tensors[name]));
}

function restoreOptimizer(model: Model, tensors: Readonly<Record<string, StateTensor>>): void {
  const count = Object.keys(tensors).length;
  if (count === 0) return;
  const { weights } = model.training.memory;
  if (weights.length !== count) {
    throw corrupt(
      `${model.optimizer.className} keeps ${weights.length} arrays for '${model.name}', got ${count}`,
    );
  }
  for (const [i, weight] of weights.entries()) {
    if (!Object.hasOwn(tensors, i)) throw corrupt(`array ${i} of the optimizer is missing`);
    checkFit(weight, tensors[i], weight.path);
    weight.assign(numbersOf(tensors[i]));
  }
}

function numbersOf({ shape, data }: StateTensor): Tensor {
  return fromTyped(data, shape);
}

function checkFit(weight: Weight, tensor: StateTensor, name: string): void {
  const given = numbersOf(tensor);
  if (sameShape(given.shape, weight.shape) && given.dtype === weight.dtype) return;
  const [has, wants] = [given, weight].map((one) => `${one.dtype} ${showShape(one.shape)}`);
  throw corrupt(`weight ${show(name)} is ${wants}, its numbers are ${has}`);
}

/** What matches this name and no other. */
function exactly(name: Json): string {
  return `^${String(name).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
}

function corrupt(what: string): HebbError {
  return new HebbError('CORRUPT_FILE', `${what}; the file is damaged, or its classes have changed.`);
}
