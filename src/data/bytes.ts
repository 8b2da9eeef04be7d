/**
 * Bytes that can be read from the beginning as often as a reader needs, without being in memory all at once:
 * a `File` or `Blob`, an array of bytes, or anything that can open a stream. Gzip is taken off on the way.
 * It knows nothing of formats or of file systems.
 */
import { HebbError } from '../core/errors.ts';

/** Bytes that can be opened more than once. */
export interface ByteSource {
  /** What the bytes are called in messages, usually the file's name. */
  readonly name: string;
  open(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Everything bytes are read from. */
export type BytesLike = Blob | Uint8Array | ArrayBuffer | ByteSource;

/** One form for all of them. */
export function byteSource(bytes: BytesLike): ByteSource {
  if ('open' in bytes) return bytes;
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer> | ArrayBuffer]);
  const name = bytes instanceof File ? bytes.name : 'the data';
  return { name, open: () => blob.stream() };
}

/** The first bytes of a source, at least `count` unless it is shorter. */
export async function firstBytes(source: ByteSource, count: number): Promise<Uint8Array> {
  let head = new Uint8Array(0);
  for await (const chunk of chunksOf(source.open())) {
    head = concat([head, chunk]);
    if (head.length >= count) break;
  }
  return head;
}

/** The source's bytes piece by piece, unpacked if they are gzip. */
export async function* readChunks(source: ByteSource): AsyncGenerator<Uint8Array> {
  const head = await firstBytes(source, 2);
  if (!isGzip(head)) {
    yield* chunksOf(source.open());
    return;
  }
  try {
    yield* chunksOf(source.open().pipeThrough(new DecompressionStream('gzip')));
  } catch (cause) {
    if (cause instanceof HebbError) throw cause;
    throw new HebbError('CORRUPT_FILE', `${source.name} is gzip, but damaged or cut short.`, { cause });
  }
}

/**
 * The bytes, unpacked if they are gzip.
 *
 * @throws HebbError `CORRUPT_FILE` if the gzip is damaged
 */
export async function gunzip(bytes: Uint8Array, name = 'the data'): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks({ ...byteSource(bytes), name })) chunks.push(chunk);
  return concat(chunks);
}

function isGzip(head: Uint8Array): boolean {
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

/** The pieces of a stream; leaving the loop early closes it. */
export async function* chunksOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
