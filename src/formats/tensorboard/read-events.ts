/**
 * `readEvents`: the summaries in an event file, Hebb's or another program's. It believes nothing of what it reads: no
 * length reaches past the bytes, and no number of a shape is taken for an amount of memory.
 */
import { HebbError, show } from '../../core/errors.ts';
import { decodeMessage } from '../protobuf.ts';
import {
  type EventMessage,
  eventSchema,
  type SummaryValue,
  type TensorMessage,
  tensorTypes,
} from './event-schema.ts';
import { readRecords } from './records.ts';
import { plugins } from './summaries.ts';

/** A bucket of a histogram: numbers from `left` to `right`, and how many there were. */
export interface HistogramBucket {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

/** The images that were written at one step. */
export interface EncodedImages {
  readonly width: number;
  readonly height: number;
  /** Files, PNG as a rule. */
  readonly files: readonly Uint8Array[];
}

/** What a summary may hold. */
interface EventData {
  readonly scalars: number;
  readonly histograms: readonly HistogramBucket[];
  readonly images: EncodedImages;
  readonly text: string;
  /** A model's class and config, as JSON. */
  readonly graph_keras_model: string;
}

interface ReadValue<Plugin, Value> {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly tag: string;
  /** The plugin of TensorBoard that shows it. */
  readonly plugin: Plugin;
  readonly value: Value;
}

/** Something that was written under a tag. */
export type LoggedValue =
  | { [Plugin in keyof EventData]: ReadValue<Plugin, EventData[Plugin]> }[keyof EventData]
  | ReadValue<'other', { readonly plugin: string; readonly content: Uint8Array }>;

/** What is in an event file. */
export interface EventFile {
  /** `'brain.Event:2'`, as a rule. */
  readonly version: string;
  readonly values: readonly LoggedValue[];
  /** Does the file end with a whole record? One that is being written need not. */
  readonly isWhole: boolean;
}

/** As TensorBoard calls the graph of a run, which has no tag. */
const graphTag = '__run_graph__';

/**
 * The summaries in an event file, in the order they were written. Of a file that is cut off, or is being written, what
 * the whole records hold, as TensorBoard shows it.
 *
 * @throws HebbError `CORRUPT_FILE` where a checksum is wrong or a record is no event, and for what is no event file
 * @example
 * const writer = new SummaryWriter((bytes) => {
 *   const [{ tag, step, value }] = readEvents(bytes).values;
 *   console.log(tag, step, value); // loss 3 0.5
 * });
 * writer.scalar('loss', 0.5, 3);
 * await writer.close();
 */
export function readEvents(bytes: Uint8Array): EventFile {
  const { records, end } = readRecords(bytes);
  let version: string | undefined;
  const values: LoggedValue[] = [];
  const pluginOf = new Map<string, string>();
  for (const { offset, data } of records) {
    const event: EventMessage = decodeMessage(eventSchema, data, `the event at byte ${offset}`);
    const { wallTime = 0, step = 0, graph } = event;
    version ??= event.fileVersion ?? '';
    if (graph !== undefined) {
      const value = { plugin: 'graphs', content: graph };
      values.push({ wallTime, step, tag: graphTag, plugin: 'other', value });
    }
    for (const summary of event.summary?.value ?? []) {
      const value = readValue(summary, pluginOf);
      values.push({ wallTime, step, tag: summary.tag ?? '', ...value });
    }
  }
  if (!version?.startsWith('brain.Event:')) {
    throw new HebbError('CORRUPT_FILE', 'this is no event file: it does not begin with the version of one.');
  }
  return { version, values, isWhole: end === bytes.length };
}

type PluginValue = LoggedValue extends infer Value
  ? Value extends LoggedValue
    ? Pick<Value, 'plugin' | 'value'>
    : never
  : never;

/** The plugin of a tag is said at its first value, if not at each. */
function readValue(summary: SummaryValue, pluginOf: Map<string, string>): PluginValue {
  const { tag = '', simple, image, histogram, tensor = {}, metadata } = summary;
  if (simple !== undefined) return { plugin: 'scalars', value: simple };
  if (image !== undefined) {
    const { width = 0, height = 0, encoded = new Uint8Array(0) } = image;
    return { plugin: 'images', value: { width, height, files: [encoded] } };
  }
  if (histogram !== undefined) return { plugin: 'histograms', value: oldBuckets(histogram) };
  const plugin = pluginOf.get(tag) ?? metadata?.plugin?.name ?? '';
  pluginOf.set(tag, plugin);
  switch (plugin) {
    case plugins.scalar:
      return { plugin: 'scalars', value: numbersOf(tag, tensor, 1)[0] };
    case plugins.histogram:
      return { plugin: 'histograms', value: bucketsOf(tag, tensor) };
    case plugins.image:
      return { plugin: 'images', value: imagesOf(tag, tensor) };
    case plugins.text:
      return { plugin: 'text', value: textsOf(tensor).join('\n\n') };
    case plugins.model:
      return { plugin: 'graph_keras_model', value: textsOf(tensor).join('') };
    default:
      return {
        plugin: 'other',
        value: { plugin, content: metadata?.plugin?.content ?? new Uint8Array(0) },
      };
  }
}

/** The numbers of a tensor: as many as there are, of which at least `least`. */
function numbersOf(tag: string, { dtype, content, floats, doubles }: TensorMessage, least: number): number[] {
  let numbers: readonly number[] | undefined;
  if (dtype === tensorTypes.float) numbers = content === undefined ? floats : floatsIn(content, 4);
  else if (dtype === tensorTypes.double) numbers = content === undefined ? doubles : floatsIn(content, 8);
  else throw damaged(tag, `its numbers are of type ${show(dtype)}, not floats`);
  if (numbers === undefined || numbers.length < least) throw damaged(tag, 'it has no numbers');
  return [...numbers];
}

function floatsIn(bytes: Uint8Array, width: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, i) =>
    width === 4 ? view.getFloat32(i * width, true) : view.getFloat64(i * width, true),
  );
}

function bucketsOf(tag: string, tensor: TensorMessage): HistogramBucket[] {
  const isEmpty = tensor.shape?.dim?.some(({ size }) => !size);
  const numbers = isEmpty ? [] : numbersOf(tag, tensor, 3);
  if (numbers.length % 3 !== 0) throw damaged(tag, `${numbers.length} numbers make no buckets`);
  return Array.from({ length: numbers.length / 3 }, (_, i) => {
    const [left, right, count] = numbers.slice(i * 3, i * 3 + 3);
    return { left, right, count };
  });
}

/** Older programs write where buckets end; the first begins at the smallest number, the last ends at the largest. */
function oldBuckets({
  min = 0,
  max = 0,
  limits = [],
  counts = [],
}: NonNullable<SummaryValue['histogram']>): HistogramBucket[] {
  return Array.from(counts, (count, i) => ({
    left: i === 0 ? min : limits[i - 1],
    right: i === counts.length - 1 ? max : limits[i],
    count,
  }));
}

function imagesOf(tag: string, { strings = [] }: TensorMessage): EncodedImages {
  const [width, height] = strings.slice(0, 2).map((bytes) => Number(decoded(bytes)));
  if (!(width >= 0 && height >= 0)) throw damaged(tag, 'its images have no size');
  return { width, height, files: strings.slice(2) };
}

function textsOf({ strings = [] }: TensorMessage): string[] {
  return strings.map(decoded);
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function damaged(tag: string, why: string): HebbError {
  return new HebbError('CORRUPT_FILE', `the summary ${show(tag)} is damaged: ${why}.`);
}
