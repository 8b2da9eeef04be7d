/**
 * Models of TensorFlow.js, as its `model.save` and its converter write them (`layers-model`): a model.json, with layers
 * as Keras 2 or Keras 3 describes them, and files of weights. It reads only; no code comes out of a file.
 */
import { HebbError, show } from '../../core/errors.ts';
import { checkOptions, matching } from '../../core/options.ts';
import { sameShape, showShape, sizeOf } from '../../core/shape.ts';
import { awaitingNumbers } from '../../nn/layers/first-values.ts';
import type { CustomObjects } from '../../nn/models/custom-objects.ts';
import { Model } from '../../nn/models/model.ts';
import { fromConfig } from '../../nn/models/model-config.ts';
import { weightTree } from '../../nn/models/weight-tree.ts';
import { fromTyped } from '../../tensor/tensor.ts';
import { checkedConfig } from '../keras/checked-config.ts';
import { orCorrupt } from '../or-corrupt.ts';
import { parseStrictJson } from '../strict-json.ts';
import { keras3Config } from './keras2-config.ts';
import { type TfjsArray, type TfjsWeights, tfjsArrays } from './tfjs-weights.ts';

/** How a model is read. */
export interface FromTfjsOptions {
  /** Layers and functions of one's own that the model uses, by their names. */
  readonly customObjects?: CustomObjects;
}

const rules = {
  customObjects: matching(
    'a record of classes and functions',
    (value) => typeof value === 'object' && value !== null,
  ),
};

/**
 * The model of a model.json and its files of weights, quantized or not. It is not compiled; a `Lambda` layer is refused.
 *
 * @param modelJson the text of model.json, or what it says
 * @param weights the files that model.json names, by those names; or all their bytes, in its order
 * @throws HebbError `CORRUPT_FILE` for damaged, missing and foreign files; `UNSUPPORTED` for graph models, and for
 * layers and options that Hebb does not have; `INVALID_VALUE` for layers that nobody has; `NON_FINITE` for weights that
 * are NaN or infinite; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const json = await (await fetch('model/model.json')).text();
 * const shard = await (await fetch('model/group1-shard1of1.bin')).arrayBuffer();
 * const model = fromTfjs(json, { 'group1-shard1of1.bin': new Uint8Array(shard) });
 */
export function fromTfjs(
  modelJson: string | object,
  weights: TfjsWeights,
  options: FromTfjsOptions = {},
): Model {
  const { customObjects = {} } = checkOptions<FromTfjsOptions>('fromTfjs', options, rules);
  const { modelTopology, weightsManifest } = readModelJson(modelJson);
  const arrays = tfjsArrays(weightsManifest, weights);
  const { model_config: inner, keras_version: version } = modelTopology;
  const count = arrays.reduce((sum, { values }) => sum + values.length, 0);
  const model = orCorrupt('model.json', () => {
    const config = checkedConfig(keras3Config(inner ?? modelTopology, version), customObjects);
    return awaitingNumbers(count, () => fromConfig(config, customObjects));
  });
  if (!(model instanceof Model)) {
    throw new HebbError('UNSUPPORTED', `the file holds a ${model.className}, which is no model.`);
  }
  assignAll(model, arrays);
  return model;
}

/** What model.json says, as far as it matters. */
export interface TfjsModelJson {
  readonly modelTopology: Readonly<Record<string, unknown>>;
  readonly weightsManifest: unknown;
}

/** @throws HebbError `CORRUPT_FILE`, `UNSUPPORTED` for a model that is no `layers-model` */
export function readModelJson(given: string | object): TfjsModelJson {
  const json = typeof given === 'string' ? parseStrictJson(given, 'model.json') : given;
  const { format, modelTopology, weightsManifest } = (json ?? {}) as Record<string, unknown>;
  if (format === 'graph-model') {
    throw new HebbError(
      'UNSUPPORTED',
      'this is a graph-model of TensorFlow.js, which has operations in place of layers; convert the Keras model to a layers-model instead.',
    );
  }
  const isModel =
    typeof modelTopology === 'object' && modelTopology !== null && Array.isArray(weightsManifest);
  if (isModel) return { modelTopology: modelTopology as Record<string, unknown>, weightsManifest };
  throw new HebbError('CORRUPT_FILE', 'this is no model.json of a layers-model of TensorFlow.js.');
}

/** Give every weight the array of its name. */
function assignAll(model: Model, arrays: readonly TfjsArray[]): void {
  const unused = new Set(arrays.map((array) => ({ array, tokens: tokensOf(array.name) })));
  for (const { path, layer, weights } of weightTree(model, true)) {
    for (const [i, weight] of weights.entries()) {
      const byPath = [...tokensOf(path), String(i)];
      const byName = [...weight.path.split('/').slice(0, -1), weight.name];
      const near = [...unused].filter(({ tokens }) => {
        const [owner, name] = tokens.slice(-2);
        return owner === layer.name && (name === weight.name || name === String(i));
      });
      const exact = [...unused].filter(({ tokens }) => tokens.join('/') === byPath.join('/'));
      const candidates = near.length > 0 ? near : exact;
      const ranked = candidates
        .map((one) => ({ one, rank: commonEnd(one.tokens.slice(0, -1), byName.slice(0, -1)) }))
        .sort((a, b) => b.rank - a.rank);
      const [best, next] = ranked;
      if (best === undefined || best.rank === next?.rank) {
        const what = `the weight '${weight.name}' of ${layer.className} '${layer.name}'`;
        const names = arrays.slice(0, 4).map(({ name }) => show(name));
        throw new HebbError(
          'CORRUPT_FILE',
          `${best === undefined ? 'no array' : 'more than one array'} in the file is ${what}; there are ${names.join(', ')}${arrays.length > 4 ? ', …' : ''}.`,
        );
      }
      unused.delete(best.one);
      const { name, shape, values } = best.one.array;
      if (!sameShape(shape, weight.shape)) {
        throw new HebbError(
          'CORRUPT_FILE',
          `the array ${show(name)} has shape ${showShape(shape)}, but ${layer.className} '${layer.name}' needs ${showShape(weight.shape)}.`,
        );
      }
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0)
        throw new HebbError('NON_FINITE', `the array ${show(name)} is ${values[bad]} at element ${bad}.`);
      weight.assign(fromTyped(values, shape));
    }
  }
  for (const { array } of unused) {
    if (sizeOf(array.shape) === 0) continue;
    throw new HebbError('CORRUPT_FILE', `the array ${show(array.name)} belongs to no layer of the model.`);
  }
}

/** The parts of a name or a path that say which layer it is: `layers/dense/vars/0`, `dense/kernel:0`. */
function tokensOf(name: string): string[] {
  const parts = name.replace(/:\d+$/, '').split('/');
  return parts.filter((part) => !['', 'layers', 'vars', '_layer_checkpoint_dependencies'].includes(part));
}

/** How many of the last parts agree. */
function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < Math.min(a.length, b.length) && a.at(-1 - count) === b.at(-1 - count)) count++;
  return count;
}
