/**
 * Where a training is: everything that is needed to go on from there with the same bits. It is taken when nothing is
 * under way, and as bytes it is a line of JSON with the numbers of its tensors behind it. Where bytes are kept is
 * nobody's business here.
 */
import { allocate, bytesOf, type DType } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import type { Logs } from '../callbacks/callback.ts';
import type { CallbackList } from '../callbacks/callback-list.ts';
import type { Model } from './model.ts';

/** Data that can be packed: that of JSON, any number, and tensors. */
export type Packable =
  | null
  | undefined
  | boolean
  | number
  | string
  | Tensor
  | readonly Packable[]
  | { readonly [key: string]: Packable };

/** What a callback keeps from epoch to epoch. */
export type CallbackState = { readonly [key: string]: Packable };

/** A place within a training. */
export interface Place {
  readonly seed: number;
  /** The epoch that goes on or comes next, counted from 0, and how many of its batches are done. */
  readonly epoch: number;
  readonly batch: number;
  /** The pass over the data, which need not be an epoch: when it began, and how many of its batches are done. */
  readonly passEpoch: number;
  readonly passBatch: number;
  /** Batches of the pass over the validation data that are done. */
  readonly validationBatch: number;
  /** The metrics of the last epoch. */
  readonly logs: Logs;
}

export interface Snapshot extends Place {
  readonly stopped: boolean;
  /** Null where a schedule sets it. */
  readonly learningRate: number | null;
  readonly weights: readonly Tensor[];
  readonly optimizer: readonly Tensor[];
  /** Means and totals of the epoch so far. */
  readonly sums: readonly Tensor[];
  readonly callbacks: readonly CallbackState[];
}

/** Everything as it is now: numbers are read when they are packed. */
export function takeSnapshot(place: Place, model: Model, callbacks: CallbackList): Snapshot {
  const { training, optimizer, stopTraining } = model;
  const { learningRate } = optimizer;
  const values = (weights: Model['weights']): Tensor[] => weights.map(({ value }) => value);
  return {
    ...place,
    stopped: stopTraining,
    learningRate: typeof learningRate === 'number' ? learningRate : null,
    weights: values(model.weights),
    optimizer: values(training.memory.weights),
    sums: values(training.objective('train')?.sums ?? []),
    callbacks: callbacks.states,
  };
}

/**
 * Everything as it was.
 *
 * @throws HebbError `SHAPE_MISMATCH` for a snapshot of another model; `INVALID_VALUE` for one with other callbacks;
 * `CORRUPT_FILE` for what is no snapshot
 */
export async function bringBack(snapshot: Snapshot, model: Model, callbacks: CallbackList): Promise<void> {
  const { weights, optimizer, sums, batch, learningRate, stopped } = snapshot;
  const { training } = model;
  assignAll('weights', model.weights, weights, model);
  assignAll('arrays of the optimizer', training.memory.weights, optimizer, model);
  // Before the first step is written down, there is nowhere to put sums.
  const kept = training.objective('train')?.sums ?? [];
  if (batch > 0 && kept.length > 0) assignAll('sums', kept, sums, model);
  if (learningRate !== null) model.optimizer.learningRate = learningRate;
  model.stopTraining = stopped;
  try {
    await callbacks.setStates(snapshot.callbacks);
  } catch (cause) {
    if (cause instanceof HebbError) throw cause;
    throw new HebbError('CORRUPT_FILE', 'what the callbacks of the backup keep is damaged.', { cause });
  }
}

/** @throws HebbError `CORRUPT_FILE` for what is no snapshot */
export function checkSnapshot(given: unknown): Snapshot {
  const { learningRate, stopped, logs, callbacks, ...rest } = Object(given) as Partial<Snapshot>;
  const numbers = [rest.seed, rest.epoch, rest.batch, rest.passEpoch, rest.passBatch, rest.validationBatch];
  const lists = [rest.weights, rest.optimizer, rest.sums];
  const isRecord = (one: unknown): boolean => typeof one === 'object' && one !== null && !Array.isArray(one);
  const isWhole =
    numbers.every((one) => Number.isSafeInteger(one) && (one as number) >= 0) &&
    lists.every((list) => Array.isArray(list) && list.every((one) => one instanceof Tensor)) &&
    (learningRate === null || typeof learningRate === 'number') &&
    typeof stopped === 'boolean' &&
    isRecord(logs) &&
    Array.isArray(callbacks) &&
    callbacks.every(isRecord);
  if (isWhole) return given as Snapshot;
  throw new HebbError('CORRUPT_FILE', 'these bytes are no backup of a training.');
}

function assignAll(what: string, weights: Model['weights'], tensors: readonly Tensor[], model: Model): void {
  if (weights.length !== tensors.length) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `the backup has ${tensors.length} ${what}, '${model.name}' has ${weights.length}.`,
    );
  }
  for (const [i, weight] of weights.entries()) weight.assign(tensors[i]);
}

interface Head {
  readonly format: string;
  readonly value: unknown;
  readonly tensors: readonly { readonly shape: Shape; readonly dtype: DType }[];
}

const FORMAT = 'hebb backup 2';
const marks = { tensor: '$tensor', number: '$number' } as const;

/** Data as bytes. */
export function packed(data: Packable | Snapshot): Uint8Array {
  const tensors: Tensor[] = [];
  const value = JSON.stringify(data, (_, one: unknown) => {
    if (one instanceof Tensor) return { [marks.tensor]: tensors.push(one) - 1 };
    const isSpecial = typeof one === 'number' && (!Number.isFinite(one) || Object.is(one, -0));
    return isSpecial ? { [marks.number]: Object.is(one, -0) ? '-0' : String(one) } : one;
  });
  const shapes = JSON.stringify(tensors.map(({ shape, dtype }) => ({ shape, dtype })));
  const line = new TextEncoder().encode(
    `{"format":${JSON.stringify(FORMAT)},"tensors":${shapes},"value":${value}}\n`,
  );
  const size = tensors.reduce((sum, tensor) => sum + tensor.size * bytesOf(tensor.dtype), line.length);
  const bytes = new Uint8Array(size);
  bytes.set(line);
  let start = line.length;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
    start += values.byteLength;
  }
  return bytes;
}

/**
 * The data in bytes.
 *
 * @throws HebbError `CORRUPT_FILE` for bytes that `packed` has not made
 */
export function unpacked<T = unknown>(bytes: Uint8Array): T {
  const end = Math.max(bytes.indexOf(10), 0);
  try {
    const text = new TextDecoder().decode(bytes.subarray(0, end));
    const { tensors: shapes } = JSON.parse(text) as Head;
    const tensors = tensorsIn(bytes.subarray(end + 1), shapes);
    const { format, value } = JSON.parse(text, (_, one: unknown) => marked(one, tensors)) as Head;
    if (format === FORMAT) return value as T;
  } catch (cause) {
    throw new HebbError('CORRUPT_FILE', 'these bytes are no backup of a training, or not all of one.', {
      cause,
    });
  }
  throw new HebbError('CORRUPT_FILE', `these bytes are no backup that this version of hebb can read.`);
}

function marked(value: unknown, tensors: readonly Tensor[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (marks.tensor in value) return tensors[value[marks.tensor] as number];
  return marks.number in value ? Number(value[marks.number]) : value;
}

function tensorsIn(bytes: Uint8Array, shapes: Head['tensors']): Tensor[] {
  const total = shapes.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesOf(dtype), 0);
  if (total !== bytes.length) throw new Error(`${total} bytes expected, got ${bytes.length}`);
  let start = 0;
  return shapes.map(({ shape, dtype }) => {
    const values = allocate(dtype, sizeOf(shape));
    const next = start + values.byteLength;
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(bytes.subarray(start, next));
    start = next;
    return fromTyped(values, shape);
  });
}
