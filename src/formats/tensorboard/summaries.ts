/**
 * What TensorBoard shows, as values of a summary: scalars, histograms, images, texts, models and hyperparameters, each
 * under the name of the plugin that shows it and laid out as that wants it. It knows nothing of steps, times and files.
 */
import { HebbError } from '../../core/errors.ts';
import { type Shape, showShape } from '../../core/shape.ts';
import type { Hyperparameters } from '../../nn/callbacks/summary-log.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { encodeMessage } from '../protobuf.ts';
import {
  type HyperparameterData,
  hyperparameterSchema,
  type SummaryValue,
  type TensorMessage,
  tensorTypes,
} from './event-schema.ts';
import { type Pixels, signature, toPng } from './png.ts';

/** Names of TensorBoard's plugins. */
export const plugins = {
  scalar: 'scalars',
  histogram: 'histograms',
  image: 'images',
  text: 'text',
  model: 'graph_keras_model',
  hyperparameters: 'hparams',
} as const;

function summaryOf(tag: string, plugin: string, tensor: TensorMessage, content?: Uint8Array): SummaryValue {
  return { tag, metadata: { plugin: { name: plugin, content } }, tensor };
}

function shapeOf(...sizes: readonly number[]): TensorMessage['shape'] {
  return { dim: sizes.map((size) => ({ size })) };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function scalarSummary(tag: string, value: number): SummaryValue {
  return summaryOf(tag, plugins.scalar, {
    dtype: tensorTypes.float,
    shape: shapeOf(),
    floats: [Math.fround(value)],
  });
}

/** Texts are Markdown. */
export function textSummary(tag: string, text: string): SummaryValue {
  const tensor = { dtype: tensorTypes.string, shape: shapeOf(), strings: [utf8(text)] };
  return summaryOf(tag, plugins.text, tensor);
}

/** @param json a model's class and config, as Keras writes it */
export function modelSummary(tag: string, json: string): SummaryValue {
  const tensor = { dtype: tensorTypes.string, shape: shapeOf(), strings: [utf8(json)] };
  return summaryOf(tag, plugins.model, tensor, utf8('1'));
}

/** @param values what is not finite is left out */
export function histogramSummary(tag: string, values: ArrayLike<number>, buckets: number): SummaryValue {
  const rows = bucketsOf(values, buckets);
  const content = new Uint8Array(rows.length * 8);
  const view = new DataView(content.buffer);
  for (const [i, value] of rows.entries()) view.setFloat64(i * 8, value, true);
  return summaryOf(tag, plugins.histogram, {
    dtype: tensorTypes.double,
    shape: shapeOf(buckets, 3),
    content,
  });
}

/**
 * Buckets of equal width from the smallest to the largest number: left end, right end, count. Where all numbers are
 * the same, all buckets are empty but the last.
 */
function bucketsOf(values: ArrayLike<number>, count: number): Float64Array {
  let [low, high, finite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
    finite++;
  }
  const rows = new Float64Array(count * 3);
  if (finite === 0) return rows;
  const width = high / count - low / count;
  for (let bucket = 0; bucket < count; bucket++) {
    rows[bucket * 3] = low + bucket * width;
    rows[bucket * 3 + 1] = bucket === count - 1 ? high : low + (bucket + 1) * width;
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const bucket = width > 0 ? Math.min(count - 1, Math.floor((values[i] - low) / width)) : count - 1;
    rows[bucket * 3 + 2]++;
  }
  return rows;
}

/** Pictures that `imageSummary` takes: numbers from 0 to 1, or a PNG file. */
export type ImageSource = Tensor | Uint8Array;

/**
 * @param images height × width, or with channels (1 to 4) behind, or with the number of images before that; or the
 * bytes of a PNG file
 * @throws HebbError `SHAPE_MISMATCH` for other shapes; `INVALID_VALUE` for bytes that are no PNG file
 */
export function imageSummary(tag: string, images: ImageSource): SummaryValue {
  const [width, height, files] = images instanceof Uint8Array ? sizedPng(images) : encoded(images);
  const strings = [utf8(String(width)), utf8(String(height)), ...files];
  const tensor = { dtype: tensorTypes.string, shape: shapeOf(strings.length), strings };
  return summaryOf(tag, plugins.image, tensor);
}

type Encoded = readonly [width: number, height: number, files: readonly Uint8Array[]];

function sizedPng(file: Uint8Array): Encoded {
  if (file.length < 24 || signature.some((byte, i) => file[i] !== byte)) {
    throw new HebbError('INVALID_VALUE', 'an image in bytes must be a PNG file, and these are none.');
  }
  const view = new DataView(file.buffer, file.byteOffset);
  return [view.getUint32(16), view.getUint32(20), [file]];
}

function encoded(images: Tensor): Encoded {
  const [count, height, width, channels] = imageShape(images.shape);
  const { values } = images;
  const size = height * width * channels;
  const files = Array.from({ length: count }, (_, k): Uint8Array => {
    // 255.5 and cut off, as TensorFlow rounds: 256 shades of the same width
    const data = Uint8Array.from(values.subarray(k * size, (k + 1) * size), (value) =>
      Math.min(255, Math.max(0, Math.floor(value * 255.5) || 0)),
    );
    return toPng({ width, height, channels, data });
  });
  return [width, height, files];
}

function imageShape(shape: Shape): readonly [number, number, number, Pixels['channels']] {
  const [count, height, width, channels] =
    shape.length === 2 ? [1, ...shape, 1] : shape.length === 3 ? [1, ...shape] : shape;
  if (shape.length >= 2 && shape.length <= 4 && height > 0 && width > 0 && isChannels(channels)) {
    return [count, height, width, channels];
  }
  throw new HebbError(
    'SHAPE_MISMATCH',
    `an image has shape (height, width) or (height, width, 1 to 4 channels), several of them one more; got ${showShape(shape)}.`,
  );
}

function isChannels(count: number): count is Pixels['channels'] {
  return count >= 1 && count <= 4;
}

/** One of the three tags of the hyperparameters' plugin, which reads all from its own data. */
export function hyperparameterSummary(
  name: keyof HyperparameterData,
  data: HyperparameterData,
): SummaryValue {
  const content = encodeMessage(hyperparameterSchema, data);
  const tensor = { dtype: tensorTypes.float, shape: shapeOf(0) };
  return summaryOf(hyperparameterTags[name], plugins.hyperparameters, tensor, content);
}

const hyperparameterTags: Readonly<Record<keyof HyperparameterData, string>> = {
  experiment: '_hparams_/experiment',
  start: '_hparams_/session_start_info',
  end: '_hparams_/session_end_info',
};

/** Values as the plugin takes them, in the order of their names. */
export function hyperparameterValues(
  values: Hyperparameters,
): NonNullable<HyperparameterData['start']>['values'] {
  const names = Object.keys(values).sort();
  return names.map((key) => {
    const value = values[key];
    if (typeof value === 'number') return { key, value: { number: value } };
    return { key, value: typeof value === 'boolean' ? { truth: value } : { text: value } };
  });
}
