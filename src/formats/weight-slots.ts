/**
 * The arrays of models and fitted estimators under the names that Keras's or PyTorch's users know: `dense/kernel`
 * (inputs × units), or `0.weight` (units × inputs) as in an `nn.Sequential` whose activations are modules too.
 * Each can be read and written. It knows no file format.
 */
import { allocate, type DType, dtypeOf, type TypedArray } from '../core/dtype.ts';
import type { ModelState, StateTensor } from '../core/model-state.ts';
import type { Shape } from '../core/shape.ts';
import { layersOf } from '../estimators/mlp/network.ts';
import type { Layer } from '../nn/layers/layer.ts';
import { snakeCase } from '../nn/layers/names.ts';
import type { Weight } from '../nn/layers/weight.ts';
import { Sequential } from '../nn/models/sequential.ts';
import { fromTyped } from '../tensor/tensor.ts';
import { attributeOf } from './fitted-state.ts';

/** Whose names and layout arrays have. */
export type WeightStyle = 'keras' | 'pytorch';

/** One array of a model. */
export interface WeightSlot {
  readonly name: string;
  /** As it stands under that name. */
  readonly shape: Shape;
  readonly dtype: DType;
  get(): TypedArray;
  set(values: TypedArray): void;
}

/** PyTorch's names for weights of layers that it has too. */
const torchNames: Readonly<Record<string, string>> = {
  kernel: 'weight',
  embeddings: 'weight',
  gamma: 'weight',
  scale: 'weight',
  alpha: 'weight',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/** The weights of a model, layer by layer; one that is used twice has its first name. */
export function modelSlots(model: Layer, style: WeightStyle): WeightSlot[] {
  const slots: WeightSlot[] = [];
  const seen = new Set<Layer | Weight>();
  const separator = style === 'keras' ? '/' : '.';
  const visit = (layer: Layer, prefix: string): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    const inside = new Set(layer.layers.flatMap((child) => child.weights));
    for (const weight of layer.weights) {
      if (inside.has(weight) || seen.has(weight)) continue;
      seen.add(weight);
      slots.push(weightSlot(weight, prefix, style));
    }
    const isStack = style === 'pytorch' && layer instanceof Sequential;
    const nameOf = namesWithin(layer);
    let place = 0;
    for (const child of layer.layers) {
      visit(child, `${prefix}${isStack ? place : nameOf.get(child)}${separator}`);
      place += hasActivation(child) ? 2 : 1;
    }
  };
  visit(model, '');
  return unique(slots);
}

/**
 * Names of the layers inside: given ones, and for the others that of the class, counted within this layer, so that
 * the same code gives the same names however many layers were made before.
 */
function namesWithin({ layers }: Layer): ReadonlyMap<Layer, string> {
  const given = new Map(
    layers.map((layer) => [layer, (layer.options as { name?: string | null }).name ?? undefined]),
  );
  const used = new Set<string | undefined>(given.values());
  const names = new Map<Layer, string>();
  for (const [layer, own] of given) {
    const byClass = snakeCase(layer.className);
    let name = own ?? byClass;
    for (let i = 1; own === undefined && used.has(name); i++) name = `${byClass}_${i}`;
    used.add(name);
    names.set(layer, name);
  }
  return names;
}

/** Names that would come twice are numbered. */
function unique(slots: readonly WeightSlot[]): WeightSlot[] {
  const names = new Set<string>();
  return slots.map((slot) => {
    let { name } = slot;
    for (let i = 1; names.has(name); i++) name = `${slot.name}_${i}`;
    names.add(name);
    return { ...slot, name };
  });
}

/** An activation that PyTorch would have as a module behind the layer. */
function hasActivation({ className, options }: Layer): boolean {
  const { activation } = options as { readonly activation?: unknown };
  return (
    className !== 'Activation' && activation !== undefined && activation !== null && activation !== 'linear'
  );
}

function weightSlot(weight: Weight, prefix: string, style: WeightStyle): WeightSlot {
  const { name, shape, dtype } = weight;
  const isTurned = style === 'pytorch' && name === 'kernel' && shape.length === 2;
  const get = (): TypedArray => weight.values;
  const set = (values: TypedArray): void => weight.assign(fromTyped(values, shape));
  const own = style === 'pytorch' ? (torchNames[name] ?? name) : name;
  const slot = { name: prefix + own, shape, dtype, get, set };
  return isTurned ? turned(slot) : slot;
}

/** The same array with its two axes the other way round. */
function turned({ name, shape, dtype, get, set }: WeightSlot): WeightSlot {
  const [rows, columns] = shape;
  const turn = (values: TypedArray, own: Shape): TypedArray =>
    fromTyped(values, own).transpose([1, 0]).values;
  return {
    name,
    shape: [columns, rows],
    dtype,
    get: () => turn(get(), shape),
    set: (values) => set(turn(values, [columns, rows])),
  };
}

/**
 * The arrays of a fitted estimator, in a copy of its state that `set` changes: kernels and biases of networks and
 * linear models, other arrays under the names of their attributes, those of steps behind the steps' names.
 *
 * @throws HebbError `NOT_FITTED`
 */
export function stateSlots(
  state: ModelState,
  style: WeightStyle,
): { readonly slots: readonly WeightSlot[]; readonly copy: ModelState } {
  const slots: WeightSlot[] = [];
  const separator = style === 'keras' ? '/' : '.';
  const visit = (one: ModelState, prefix: string): ModelState => {
    const children = one.children?.map(({ name, state: child }) => ({
      name,
      state: visit(child, prefix + name + separator),
    }));
    const tensors = Object.fromEntries(
      Object.entries(one.tensors ?? {}).map(([name, { shape, data }]) => [
        name,
        { shape, data: data.slice() },
      ]),
    );
    slots.push(...ownSlots(one, tensors, style).map((slot) => ({ ...slot, name: prefix + slot.name })));
    return { ...one, ...(one.tensors && { tensors }), ...(children && { children }) };
  };
  const copy = visit(state, '');
  return { slots: unique(slots), copy };
}

function ownSlots(
  state: ModelState,
  tensors: Readonly<Record<string, StateTensor>>,
  style: WeightStyle,
): WeightSlot[] {
  if (state.kind.startsWith('MLP')) {
    const layerSizes = attributeOf<readonly number[]>(state, 'layerSizes');
    const { 'parameters.weights': weights, 'parameters.biases': biases } = tensors;
    return layersOf({ layerSizes }).flatMap(({ inputs, units, weightStart, biasStart }, i) => [
      kernelSlot(weights.data.subarray(weightStart, weightStart + inputs * units), [inputs, units], i, style),
      biasSlot(biases.data.subarray(biasStart, biasStart + units), i, style),
    ]);
  }
  const isAverage = state.attributes?.shown === 'average';
  const [coef, intercept] = ['coef', 'intercept'].map(
    (name) => tensors[isAverage ? `average.${name}` : name],
  );
  if (coef === undefined || intercept === undefined) {
    return Object.entries(tensors).map(([name, { shape, data }]) => slotOf(name, shape, data));
  }
  const weight = slotOf(style === 'keras' ? 'dense/kernel' : 'weight', coef.shape, coef.data);
  const bias = slotOf(style === 'keras' ? 'dense/bias' : 'bias', intercept.shape, intercept.data);
  return [style === 'keras' ? turned(weight) : weight, bias];
}

function kernelSlot(data: TypedArray, shape: Shape, layer: number, style: WeightStyle): WeightSlot {
  if (style === 'keras') return slotOf(`${denseName(layer)}/kernel`, shape, data);
  return turned(slotOf(`${2 * layer}.weight`, shape, data));
}

function biasSlot(data: TypedArray, layer: number, style: WeightStyle): WeightSlot {
  return slotOf(style === 'keras' ? `${denseName(layer)}/bias` : `${2 * layer}.bias`, [data.length], data);
}

function denseName(layer: number): string {
  return layer === 0 ? 'dense' : `dense_${layer}`;
}

function slotOf(name: string, shape: Shape, data: TypedArray): WeightSlot {
  const dtype = dtypeOf(data);
  const get = (): TypedArray => {
    const values = allocate(dtype, data.length);
    values.set(data);
    return values;
  };
  return { name, shape, dtype, get, set: (values) => data.set(values) };
}
