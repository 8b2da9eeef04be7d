/**
 * Text to a table in two passes over the same text, so that it is never in memory as a whole: the first
 * settles columns, types and the number of rows, the second fills columns of that length. Encodings are dealt
 * with here; what the text means is the formats' part.
 */
import { HebbError, show } from '../core/errors.ts';
import { matching, type Rule } from '../core/options.ts';
import { type ByteSource, firstBytes, readChunks } from './bytes.ts';
import type { ReadOptions } from './read-options.ts';
import type { Table } from './table.ts';

/** Takes in a text that comes in pieces. Call `push` for each, which may end anywhere, then `end`. */
export interface TextSink {
  /** The line, counted from 1, that the next piece goes on with. */
  readonly line: number;
  push(text: string): void;
  end(): void;
}

/** A format: `survey` listens to the text first, `fill` second; then the table is there. */
export interface TwoPasses {
  survey(): TextSink;
  fill(): TextSink;
  table(): Table;
}

/** How a text file is read. */
export interface ReadTextOptions extends ReadOptions {
  /** The text's encoding, such as 'windows-1252'. Default UTF-8, or UTF-16 where a byte order mark says so. */
  readonly encoding?: string;
}

/** The rule of the option `encoding`. */
export const encodingRule: Rule = matching(
  "the name of an encoding such as 'utf-8' or 'windows-1252'",
  isEncoding,
);

/** A record, such as a line, must end within this many characters. */
export const longestRecord: number = 1 << 24;

/** The table in a text. @throws HebbError `INVALID_VALUE` for what is no text */
export function parseTwice(text: string, passes: TwoPasses): Table {
  if (typeof text !== 'string') {
    throw new HebbError('INVALID_VALUE', `a text is needed to make a table of, got ${show(text)}.`);
  }
  for (const pass of ['survey', 'fill'] as const) {
    const sink = passes[pass]();
    sink.push(text);
    sink.end();
  }
  return passes.table();
}

/** The table in a file of text, gzipped or not. */
export async function readTwice(
  source: ByteSource,
  passes: TwoPasses,
  options: ReadTextOptions,
): Promise<Table> {
  const total = 2 * (source.size ?? Number.NaN);
  let before = 0;
  for (const pass of ['survey', 'fill'] as const) {
    let loaded = 0;
    for await (loaded of pour(source, passes[pass](), options)) {
      options.onProgress?.(before + loaded, total);
    }
    before += loaded;
  }
  return passes.table();
}

/**
 * Hand a file's text to a sink piece by piece. After each piece comes how many bytes of the file have been read,
 * so that whoever listens can work on what the sink has made of them before there is more.
 */
export async function* pour(
  source: ByteSource,
  sink: TextSink,
  { encoding, signal }: Pick<ReadTextOptions, 'encoding' | 'signal'>,
): AsyncGenerator<number> {
  const decode = decoder(source.name, encoding ?? (await encodingOf(source)), sink);
  let loaded = 0;
  const onBytes = (count: number): void => {
    loaded += count;
  };
  for await (const chunk of readChunks(source, onBytes)) {
    signal?.throwIfAborted();
    sink.push(decode(chunk));
    yield loaded;
  }
  sink.push(decode());
  sink.end();
  yield loaded;
}

/**
 * Refuse a text that holds zero bytes: it is none.
 *
 * @throws HebbError `CORRUPT_FILE`
 */
export function refuseBinary(text: string, name: string, line: number): void {
  if (text.includes('\0')) throw binary(name, line);
}

function binary(name: string, line: number): HebbError {
  return new HebbError(
    'CORRUPT_FILE',
    `${name}, line ${line}: this is a binary file, not text (it contains zero bytes).`,
  );
}

/** From bytes to text; called without bytes at the end. */
function decoder(
  name: string,
  encoding: string,
  sink: TextSink,
): (chunk?: Uint8Array<ArrayBuffer>) => string {
  const strict = new TextDecoder(encoding, { fatal: true });
  return (chunk) => {
    try {
      return strict.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      const before = chunk === undefined ? '' : decodable(chunk, encoding);
      const line = sink.line + before.split('\n').length - 1;
      if (chunk?.includes(0) && !encoding.startsWith('utf-16')) throw binary(name, line);
      throw new HebbError(
        'CORRUPT_FILE',
        `${name}, line ${line}: this is not ${encoding.toUpperCase()} text; if it is text in another encoding, such as windows-1252, name that with the option encoding.`,
        { cause },
      );
    }
  };
}

/** The text before the first bytes that are none; a character cut off at the beginning is passed over. */
function decodable(chunk: Uint8Array<ArrayBuffer>, encoding: string): string {
  const start = chunk.findIndex((byte) => (byte & 0xc0) !== 0x80);
  const text = new TextDecoder(encoding).decode(chunk.subarray(start < 4 ? Math.max(start, 0) : 0));
  const end = text.indexOf('\uFFFD');
  return end === -1 ? text : text.slice(0, end);
}

/** UTF-16 if its byte order mark is there, otherwise UTF-8. */
async function encodingOf(source: ByteSource): Promise<string> {
  const [first, second] = await firstBytes(source, 2, true);
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function isEncoding(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return new TextDecoder(value).encoding !== '';
  } catch {
    return false;
  }
}
