/**
 * A model as plain data: its config, how it was compiled, its weights under names that the same config gives them
 * again, and all that its optimizer remembers. It knows no file format; `model-from-state.ts` is the way back.
 */
import { HebbError, show } from '../../core/errors.ts';
import type { Json, ModelState, StateTensor } from '../../core/model-state.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { mapStructure } from '../layers/symbolic.ts';
import type { Weight } from '../layers/weight.ts';
import { compileConfig } from './compile-config.ts';
import type { Model } from './model.ts';
import { namedWeights, weightTree } from './weight-tree.ts';

/** What names of arrays begin with. */
export const weightsPrefix = 'weights/';
export const optimizerPrefix = 'optimizer/';

/** @throws HebbError `UNSUPPORTED` for functions that have no name, such as those of `Lambda` layers */
export function modelState(model: Model): ModelState {
  const named = namedWeights(model);
  const config = plain(model.getConfig(), `'${model.name}'`);
  const compiled = compileConfig(model);
  return {
    kind: model.className,
    options: config as { readonly [key: string]: Json },
    attributes: {
      paths: Array.from(named.values(), ({ path }) => path),
      frozen: weightTree(model).flatMap(({ path, layer }) => (layer.trainable ? [] : [path])),
      ...seenShape(model),
      ...(compiled === null ? {} : { compile: plain(compiled, 'compile') }),
      ...undecayed(model),
    },
    tensors: Object.fromEntries([
      ...Array.from(named, ([name, weight]) => [weightsPrefix + name, stored(weight)] as const),
      ...model.optimizerWeights.map((weight, i) => [optimizerPrefix + i, stored(weight)] as const),
    ]),
  };
}

/** What a class of one's own was built for: its config need not say it. */
function seenShape({ className, graph, inputShape, name }: Model): { readonly inputShape?: Json } {
  if (className === 'Sequential' || className === 'Functional') return {};
  const shape = inputShape ?? (graph && mapStructure(graph.inputs, (input) => input.shape));
  return shape === undefined ? {} : { inputShape: plain(shape, name) };
}

function stored({ shape, values }: Weight): StateTensor {
  return { shape, data: values };
}

/** The parameters that `excludeFromWeightDecay` has named, if any. */
function undecayed(model: Model): { readonly undecayed?: readonly string[] } {
  if (!model.compiled) return {};
  const { optimizer, trainableWeights } = model;
  const parameters = trainableWeights.map(({ path, shape }) => ({ name: path.replaceAll('/', '_'), shape }));
  const names = parameters.filter((one) => optimizer.isUndecayed(one)).map(({ name }) => name);
  return names.length === 0 ? {} : { undecayed: names };
}

/** What JSON can hold. @param place whose it is, for the message */
function plain(value: unknown, place: string): Json {
  if (typeof value === 'function') {
    throw new HebbError(
      'UNSUPPORTED',
      `${place} has ${show(value)}, whose code no file can keep: write it as a class that extends Layer, and give that class when the model is loaded ({ customObjects }).`,
    );
  }
  if (value instanceof Tensor) return value.toArray() as Json;
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (Array.isArray(value)) return value.map((one) => plain(one, place));
  if (typeof value !== 'object' || value === null) return value as Json;
  const { class_name: className, config } = value as { class_name?: unknown; config?: { name?: unknown } };
  const isNamed = typeof className === 'string' && typeof config?.name === 'string';
  const inner = isNamed ? `${className} '${config.name}'` : place;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.map(([key, one]) => {
      if (one !== '' || !key.endsWith('activation')) return [key, plain(one, inner)];
      throw new HebbError(
        'UNSUPPORTED',
        `${inner}: ${key} is a function without a name and cannot be written down.`,
      );
    }),
  );
}
