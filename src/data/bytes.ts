/**
 * Bytes that can be read from the beginning as often as a reader needs, without being in memory all at once:
 * a `File` or `Blob`, an array of bytes, or anything that can open a stream. Gzip is taken off on the way.
 * It knows nothing of formats or of file systems.
 */
import { HebbError, show } from '../core/errors.ts';
import type { ReadOptions } from './read-options.ts';

/** No piece of a stream is longer. */
const pieceLength = 1 << 18;

/** Bytes that can be opened more than once. */
export interface ByteSource {
  /** What the bytes are called in messages, usually the file's name. */
  readonly name: string;
  /** How many there are, where that is known. */
  readonly size?: number;
  open(): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** The bytes from `start` up to, but without, `end`, where they can be had without reading those before. */
  slice?(start: number, end: number): Promise<ArrayBuffer>;
}

/** Everything bytes are read from. */
export type BytesLike = Blob | Uint8Array | ArrayBuffer | ByteSource;

/**
 * One form for all of them.
 *
 * @throws HebbError `INVALID_VALUE` for anything else, such as a path: those are read by `hebb/node`
 */
export function byteSource(bytes: BytesLike, name?: string): ByteSource {
  if (bytes instanceof Blob)
    return blobSource(bytes, name ?? (bytes instanceof File ? bytes.name : undefined));
  if (bytes instanceof ArrayBuffer) return arraySource(new Uint8Array(bytes), name);
  if (bytes instanceof Uint8Array) return arraySource(bytes as Uint8Array<ArrayBuffer>, name);
  if (typeof bytes !== 'object' || bytes === null || !('open' in bytes)) {
    throw new HebbError(
      'INVALID_VALUE',
      `expected a File, a Blob or bytes, got ${show(bytes)}; files are read by path with readTable of 'hebb/node'.`,
    );
  }
  return {
    name: name ?? bytes.name,
    size: bytes.size,
    open: () => bytes.open(),
    slice: bytes.slice && ((start, end) => (bytes as Required<ByteSource>).slice(start, end)),
  };
}

function blobSource(blob: Blob, name = 'the data'): ByteSource {
  return {
    name,
    size: blob.size,
    open: () => blob.stream(),
    slice: (start, end) => blob.slice(start, end).arrayBuffer(),
  };
}

function arraySource(bytes: Uint8Array<ArrayBuffer>, name = 'the data'): ByteSource {
  return {
    name,
    size: bytes.length,
    open: () =>
      new ReadableStream({
        pull(controller) {
          if (bytes.length > 0) controller.enqueue(bytes);
          controller.close();
        },
      }),
    slice: async (start, end) => bytes.slice(start, end).buffer,
  };
}

/** The first bytes of a source, at least `count` unless it is shorter; unpacked first if `unpack` says so. */
export async function firstBytes(source: ByteSource, count: number, unpack = false): Promise<Uint8Array> {
  let head = new Uint8Array(0);
  for await (const chunk of unpack ? readChunks(source) : chunksOf(source.open())) {
    head = concat([head, chunk]);
    if (head.length >= count) break;
  }
  return head;
}

/**
 * The source's bytes piece by piece, unpacked if they are gzip.
 *
 * @param onBytes hears of every piece how long it was before it was unpacked
 * @throws HebbError `CORRUPT_FILE` if the gzip is damaged
 */
export async function* readChunks(
  source: ByteSource,
  onBytes?: (count: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const packed = isGzip(await firstBytes(source, 2));
  let stream = source.open();
  if (onBytes !== undefined) {
    stream = stream.pipeThrough(
      new TransformStream({
        transform(chunk, controller) {
          onBytes(chunk.length);
          controller.enqueue(chunk);
        },
      }),
    );
  }
  if (!packed) {
    yield* chunksOf(stream);
    return;
  }
  try {
    yield* chunksOf(stream.pipeThrough(new DecompressionStream('gzip')));
  } catch (cause) {
    if (cause instanceof HebbError) throw cause;
    throw new HebbError('CORRUPT_FILE', `${source.name} is gzip, but damaged or cut short.`, { cause });
  }
}

/** All bytes of a source, unpacked if they are gzip. */
export async function readAll(
  source: ByteSource,
  { onProgress, signal }: Pick<ReadOptions, 'onProgress' | 'signal'> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const onBytes = (count: number): void => {
    loaded += count;
  };
  for await (const chunk of readChunks(source, onBytes)) {
    signal?.throwIfAborted();
    chunks.push(chunk);
    onProgress?.(loaded, source.size ?? Number.NaN);
  }
  return concat(chunks);
}

/**
 * The bytes, unpacked if they are gzip.
 *
 * @throws HebbError `CORRUPT_FILE` if the gzip is damaged
 */
export async function gunzip(bytes: Uint8Array, name?: string): Promise<Uint8Array<ArrayBuffer>> {
  return readAll(byteSource(bytes, name));
}

/** Whether bytes begin as gzip does. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** One after the other. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** The pieces of a stream, longer ones in several; leaving the loop early closes it. */
export async function* chunksOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { value } = next;
      if (value.length <= pieceLength) yield value;
      else for (let i = 0; i < value.length; i += pieceLength) yield value.subarray(i, i + pieceLength);
    }
  } finally {
    await reader.cancel();
  }
}
