/**
 * Weights of models in Keras's HDF5 layout: to bytes, and from bytes into a model that is there. Which weight lies
 * where is the weight tree's business; configs are no part of it.
 */
import { allocate, type DType, type TypedArray } from '../../core/dtype.ts';
import { HebbError, show } from '../../core/errors.ts';
import { sameShape, showShape } from '../../core/shape.ts';
import type { Layer } from '../../nn/layers/layer.ts';
import type { Model } from '../../nn/models/model.ts';
import { optimizerVariables, setOptimizerVariables } from '../../nn/models/optimizer-variables.ts';
import { weightTree } from '../../nn/models/weight-tree.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { readHdf5, type StoredArray, writeHdf5 } from '../hdf5.ts';

/** Arrays of a file by their paths, such as `layers/dense/vars/0`. */
export type StoredArrays = ReadonlyMap<string, StoredArray>;

/** Where the optimizer's variables lie. */
const optimizerPath = 'optimizer/vars';

/**
 * The weights of a model, and what its optimizer remembers, as the bytes of a `.weights.h5` file, which Keras's
 * `load_weights` opens. Needs the package h5wasm.
 *
 * @throws HebbError `MISSING_PACKAGE`; `NOT_FITTED` for a model without weights yet
 * @example
 * const bytes = await toKerasWeights(model);
 * await loadKerasWeights(sameArchitecture, bytes);
 */
export async function toKerasWeights(model: Model): Promise<Uint8Array> {
  if (!hasWeights(model)) {
    throw new HebbError(
      'NOT_FITTED',
      `${model.className} '${model.name}' has no weights yet; begin it with an Input, or call it on data first.`,
    );
  }
  const groups = weightTree(model, true).map(({ path, layer, weights }) => ({
    path: varsOf(path),
    name: layer.name,
    arrays: weights,
  }));
  if (!model.compiled) return writeHdf5(groups);
  const arrays = optimizerVariables(model).map(({ value }) => value);
  return writeHdf5([...groups, { path: optimizerPath, name: model.optimizer.name, arrays }]);
}

/**
 * Set the weights of a model to those of a `.weights.h5` file, and what its optimizer remembers, where the model is
 * compiled and the file has it of the same optimizer for the same trainable weights. Needs the package h5wasm.
 *
 * @throws HebbError `MISSING_PACKAGE`; `CORRUPT_FILE`, `UNSUPPORTED` for the file; `NOT_FITTED` for a model that has
 * no weights yet; `SHAPE_MISMATCH`, `LENGTH_MISMATCH` for the weights of another model, with the layer; `NON_FINITE`
 * for weights that are NaN or infinite
 */
export async function loadKerasWeights(model: Model, bytes: Uint8Array): Promise<void> {
  if (!hasWeights(model)) {
    throw new HebbError(
      'NOT_FITTED',
      `${model.className} '${model.name}' has no weights to set yet; begin it with an Input, or call it on data first.`,
    );
  }
  setStored(model, await readHdf5(bytes));
}

/** Put what a file has where it belongs. Nothing is changed unless all of the weights fit. */
export function setStored(model: Model, arrays: StoredArrays): void {
  const groups = weightTree(model).map((group) => ({
    ...group,
    stored: storedIn(arrays, varsOf(group.path)),
  }));
  for (const { path, layer, weights, stored } of groups) {
    if (stored.length !== weights.length) {
      throw new HebbError(
        'LENGTH_MISMATCH',
        `${described(layer)} has ${weights.length} weights, but the file has ${stored.length} under ${show(varsOf(path))}.`,
      );
    }
    for (const [i, { shape, name }] of weights.entries()) {
      if (!sameShape(shape, stored[i].shape)) {
        throw new HebbError(
          'SHAPE_MISMATCH',
          `${described(layer)} has the weight '${name}' of shape ${showShape(shape)}, but the file has ${showShape(stored[i].shape)} under ${show(varsOf(path))}.`,
        );
      }
      checkNumbers(stored[i], `the weight '${name}' of ${described(layer)}`);
    }
  }
  for (const { weights, stored } of groups) {
    for (const [i, weight] of weights.entries()) weight.assign(tensorOf(stored[i], weight.dtype));
  }
  const kept = storedIn(arrays, optimizerPath);
  if (!model.compiled || !fitsOptimizer(model, kept)) return;
  setOptimizerVariables(
    model,
    kept.map((one) => tensorOf(one, one.values instanceof Float32Array ? 'float32' : 'float64')),
  );
}

/** Does the model's optimizer keep such arrays? That of another one, or of other trainable weights, begins anew. */
function fitsOptimizer(model: Model, kept: readonly StoredArray[]): boolean {
  const isAlike = (): boolean => {
    const own = optimizerVariables(model);
    return own.length === kept.length && own.every(({ value }, i) => sameShape(value.shape, kept[i].shape));
  };
  // An optimizer that has not begun keeps only its rate and the number of its steps, there as here.
  return isAlike() || (model.training.memory.weights.length > 0 && isAlike());
}

/** Graphs are built when they are made, other models when they first see a shape. */
function hasWeights(model: Model): boolean {
  return model.built || model.graph !== undefined;
}

function varsOf(path: string): string {
  return path === '' ? 'vars' : `${path}/vars`;
}

function described(layer: Layer): string {
  return `${layer.className} '${layer.name}'`;
}

/** @throws HebbError `NON_FINITE` for NaN and infinities, with their place */
function checkNumbers({ values }: StoredArray, what: string): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new HebbError(
    'NON_FINITE',
    `${what} is ${values[at]} at element ${at}; was the training that made the file lost to numbers too large?`,
  );
}

/** The arrays 0, 1, … of a group. */
function storedIn(arrays: StoredArrays, group: string): readonly StoredArray[] {
  const stored: StoredArray[] = [];
  for (
    let array = arrays.get(`${group}/0`);
    array !== undefined;
    array = arrays.get(`${group}/${stored.length}`)
  ) {
    stored.push(array);
  }
  return stored;
}

function tensorOf({ shape, values }: StoredArray, dtype: DType): Tensor {
  const numbers: TypedArray = allocate(dtype, values.length);
  for (let i = 0; i < values.length; i++) numbers[i] = Number(values[i]);
  return fromTyped(numbers, shape);
}
