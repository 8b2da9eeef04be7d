/** How data becomes a feed: rows in memory, or batches that come one by one. */
import { HebbError, show } from '../../core/errors.ts';
import { type Beside, type DataSet, type DataSource, dataSetOf, sliceSet, takeSet } from './data-set.ts';
import { type Feed, ResidentFeed, type StepMaker, type Steps, StreamFeed } from './feed.ts';
import type { Batches, StreamSource } from './fit-options.ts';
import { isStream } from './is-stream.ts';
import type { Model } from './model.ts';

/** Data as it was found: all rows, or a way to begin the batches anew and the first of them. */
export type Source =
  | { readonly kind: 'rows'; readonly set: DataSet }
  | { readonly kind: 'stream'; readonly next: () => AsyncIterator<DataSet> };

/** @throws HebbError `SHAPE_MISMATCH`, `LENGTH_MISMATCH`, `INVALID_VALUE`, `EMPTY_DATA` */
export async function sourceOf(model: Model, x: DataSource | StreamSource, beside: Beside): Promise<Source> {
  if (!isStream(x)) return { kind: 'rows', set: dataSetOf(x as DataSource, beside, model) };
  if (beside.y !== undefined && beside.y !== null) {
    throw new HebbError('INVALID_VALUE', 'a stream of batches holds the targets, [x, y]; leave y out.');
  }
  const stream = x as StreamSource;
  // The first batch is looked at before training begins: a model may have to be built for it.
  let begun:
    | { readonly iterator: AsyncIterator<DataSet>; readonly first: IteratorResult<DataSet> }
    | undefined;
  const iterator = batchesOf(model, stream, beside);
  begun = { iterator, first: await iterator.next() };
  if (begun.first.done) throw new HebbError('EMPTY_DATA', 'the stream has no batches.');
  const next = (): AsyncIterator<DataSet> => {
    if (begun === undefined) return batchesOf(model, stream, beside);
    const { iterator: rest, first } = begun;
    begun = undefined;
    let isFirst = true;
    return {
      next: () => {
        const result = isFirst ? Promise.resolve(first) : rest.next();
        isFirst = false;
        return result;
      },
    };
  };
  return { kind: 'stream', next };
}

async function* batchesOf(model: Model, x: StreamSource, beside: Beside): AsyncGenerator<DataSet> {
  for await (const batch of typeof x === 'function' ? x() : x) {
    if (!Array.isArray(batch)) {
      throw new HebbError('INVALID_VALUE', `a stream gives batches [x, y] or [x], got ${show(batch)}.`);
    }
    const [inputs, y, sampleWeight] = batch as Batches;
    yield dataSetOf(inputs, { ...beside, y, sampleWeight }, model);
  }
}

export interface FeedOptions {
  readonly batchSize?: number | null | undefined;
  readonly eagerly?: boolean | undefined;
  /** The order of the rows of an eager epoch. */
  readonly order?: () => Int32Array | undefined;
  /** Steps that are planned already: small batches use them, and leave theirs. */
  readonly steps?: Steps;
}

/** Larger batches take longer than their plan, which would hold their memory. */
const mostKeptRows = 256;

/** A feed of a source. */
export function feedOf(
  source: Source,
  maker: StepMaker,
  { batchSize, eagerly = false, order, steps }: FeedOptions,
): Feed {
  const size = batchSize ?? 32;
  if (source.kind === 'stream') return new StreamFeed(source.next, maker, { eagerly });
  const { set } = source;
  const isKept = steps !== undefined && Math.min(size, set.rows) <= mostKeptRows;
  if (!eagerly && !isKept) return new ResidentFeed(set, size, maker);
  const next = (): AsyncIterator<DataSet> => inBatches(set, size, order?.());
  return new StreamFeed(next, maker, {
    eagerly,
    batches: Math.ceil(set.rows / size),
    ...(isKept && { steps }),
  });
}

async function* inBatches(
  set: DataSet,
  size: number,
  order: Int32Array | undefined,
): AsyncGenerator<DataSet> {
  for (let start = 0; start < set.rows; start += size) {
    const end = Math.min(start + size, set.rows);
    yield order === undefined ? sliceSet(set, start, end) : takeSet(set, order.subarray(start, end));
  }
}
