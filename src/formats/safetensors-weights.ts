/**
 * `toSafetensors` and `fromSafetensors`: named tensors, or the weights of models and fitted estimators, in files that
 * PyTorch's, Keras's and other users of safetensors read by the names they know.
 */
import { didYouMean, HebbError, show } from '../core/errors.ts';
import type { Savable } from '../core/model-state.ts';
import { checkOptions, matching, oneOf, type Rule } from '../core/options.ts';
import { sameShape, showShape } from '../core/shape.ts';
import { Model } from '../nn/models/model.ts';
import { fromTyped, Tensor } from '../tensor/tensor.ts';
import { elementFormats } from './element-types.ts';
import { revive } from './registry.ts';
import { type ForeignTypes, readSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors.ts';
import { modelSlots, stateSlots, type WeightSlot, type WeightStyle } from './weight-slots.ts';

/** Tensors by name. */
type NamedTensors = Readonly<Record<string, Tensor>>;

export interface WeightNaming {
  /**
   * `'keras'`: `dense/kernel`, inputs × units; layers without a name of their own are called by their class, counted
   * within the model. `'pytorch'`: `0.weight`, units × inputs, where the layers of a stack
   * have the numbers of an `nn.Sequential` in which activations are modules of their own. Default `'keras'`; when
   * reading, whichever the file has.
   */
  readonly style?: WeightStyle;
}

export interface SafetensorsOptions extends WeightNaming {
  /** Texts to keep in the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const style: Rule = oneOf('keras', 'pytorch');
const texts: Rule = matching('texts by name', (value) =>
  Object.values(value ?? {}).every((text) => typeof text === 'string'),
);

/** How the names of the format's other types are read. 8-bit floats and complex numbers are not. */
const foreign: ForeignTypes = {
  F16: elementFormats.float16,
  BF16: elementFormats.bfloat16,
  I8: elementFormats.int8,
  U8: elementFormats.uint8,
  I16: elementFormats.int16,
  U16: elementFormats.uint16,
  U32: elementFormats.uint32,
  I64: elementFormats.int64,
  U64: elementFormats.uint64,
};

/**
 * The bytes of a safetensors file: of tensors as they are called, or of the arrays of a model or fitted estimator.
 * Only numbers are kept; what they belong to is not.
 *
 * @throws HebbError `NOT_FITTED` for what has no weights yet; `INVALID_VALUE` for a tensor called `__metadata__`;
 * `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const model = new Sequential([Input([3]), new Dense(4, { activation: 'relu' }), new Dense(1)]);
 * const bytes = toSafetensors(model, { style: 'pytorch' });
 * Object.keys(fromSafetensors(bytes).tensors); // ['0.weight', '0.bias', '2.weight', '2.bias']
 */
export function toSafetensors(
  source: NamedTensors | Model | Savable,
  options: SafetensorsOptions = {},
): Uint8Array {
  const { style: asked = 'keras', metadata } = checkOptions('toSafetensors', options, {
    style,
    metadata: texts,
  });
  if (source instanceof Model) checkBuilt(source);
  else if (!isSavable(source)) return writeSafetensors(checkTensors(source), metadata);
  const slots =
    source instanceof Model ? modelSlots(source, asked) : stateSlots(source.toState(), asked).slots;
  const tensors = Object.fromEntries(slots.map(({ name, shape, get }) => [name, fromTyped(get(), shape)]));
  return writeSafetensors(tensors, metadata);
}

/**
 * The tensors and texts of a safetensors file; F16 and BF16 become float32, integers int32 or, where they are too
 * large, float64.
 *
 * @throws HebbError `CORRUPT_FILE` for anything that is not a whole, valid file; `UNSUPPORTED` for 8-bit floats,
 * complex numbers, and integers beyond 2^53
 * @example
 * const bytes = toSafetensors({ weight: tensor([[1, 2], [3, 4]]) });
 * fromSafetensors(bytes).tensors.weight.toArray(); // [[1, 2], [3, 4]]
 */
export function fromSafetensors(bytes: Uint8Array): SafetensorsFile;
/**
 * Arrays of a file in a model or a fitted estimator: the model itself, with its weights changed, or a new estimator.
 * Nothing is changed unless all of them fit.
 *
 * @throws HebbError as above; `NOT_FITTED` for what has no weights yet; `INVALID_VALUE` for arrays that are missing or
 * belong nowhere, by name; `SHAPE_MISMATCH`; `NON_FINITE` for weights that are NaN or infinite
 */
export function fromSafetensors<M extends Model | Savable>(
  bytes: Uint8Array,
  into: M,
  options?: WeightNaming,
): M;
export function fromSafetensors(
  bytes: Uint8Array,
  into?: Model | Savable,
  options: WeightNaming = {},
): SafetensorsFile | Model | Savable {
  const file = readSafetensors(bytes, foreign);
  if (into === undefined) return file;
  const { style: asked } = checkOptions('fromSafetensors', options, { style }) as WeightNaming;
  const { tensors } = file;
  if (into instanceof Model) {
    checkBuilt(into);
    const slotsIn = (one: WeightStyle): WeightSlot[] => modelSlots(into, one);
    fill(slotsIn(asked ?? styleOf(tensors, slotsIn)), tensors);
    return into;
  }
  const state = into.toState();
  const { slots, copy } = stateSlots(state, asked ?? styleOf(tensors, (one) => stateSlots(state, one).slots));
  fill(slots, tensors);
  return revive(copy);
}

/** PyTorch's style if the file has all of its names, else Keras's. */
function styleOf(tensors: NamedTensors, slotsOf: (style: WeightStyle) => readonly WeightSlot[]): WeightStyle {
  return slotsOf('pytorch').every(({ name }) => Object.hasOwn(tensors, name)) ? 'pytorch' : 'keras';
}

function checkTensors(source: NamedTensors): NamedTensors {
  for (const [name, value] of Object.entries(source ?? {})) {
    if (value instanceof Tensor) continue;
    throw new HebbError('INVALID_VALUE', `toSafetensors: ${show(name)} is ${show(value)}, not a Tensor.`);
  }
  return source;
}

function isSavable(source: NamedTensors | Savable): source is Savable {
  return typeof source.toState === 'function';
}

function checkBuilt(model: Model): void {
  if (model.built || model.graph !== undefined) return;
  throw new HebbError(
    'NOT_FITTED',
    `${model.className} '${model.name}' has no weights yet; begin it with an Input, or call it on data first.`,
  );
}

/** What PyTorch's normalization counts beside its weights, and no prediction needs. */
const uncounted = 'num_batches_tracked';

function fill(slots: readonly WeightSlot[], tensors: NamedTensors): void {
  const names = Object.keys(tensors).filter((name) => !name.endsWith(uncounted));
  const known = new Set(slots.map(({ name }) => name));
  for (const { name, shape } of slots) {
    if (!Object.hasOwn(tensors, name)) {
      const nearest = didYouMean(
        name,
        names.filter((one) => !known.has(one)),
      );
      throw new HebbError(
        'INVALID_VALUE',
        `the file has no array ${show(name)} ${showShape(shape)}.${nearest}`,
      );
    }
    const tensor = tensors[name];
    if (!sameShape(tensor.shape, shape)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `the array ${show(name)} of the file has shape ${showShape(tensor.shape)}, expected ${showShape(shape)}.`,
      );
    }
    const at = tensor.values.findIndex((value: number) => !Number.isFinite(value));
    if (at >= 0) {
      throw new HebbError(
        'NON_FINITE',
        `the array ${show(name)} of the file has ${tensor.values[at]} at element ${at}.`,
      );
    }
  }
  const stranger = names.find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw new HebbError('INVALID_VALUE', `the array ${show(stranger)} of the file belongs nowhere.`);
  }
  for (const { name, dtype, set } of slots) set(tensors[name].cast(dtype).values);
}
