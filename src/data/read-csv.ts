/**
 * CSV bytes to `Table`, piece by piece: the file is read twice (types first, values second) and is never in
 * memory as a whole. Gzip, byte order marks and encodings are dealt with here; what the text means is
 * `csv.ts`'s part.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions, matching, type Rule } from '../core/options.ts';
import { type ByteSource, type BytesLike, byteSource, firstBytes, readChunks } from './bytes.ts';
import { type CsvOptions, CsvReading, csvRules } from './csv.ts';
import type { Table } from './table.ts';

/** How a CSV file is read. */
export interface ReadCsvOptions extends CsvOptions {
  /** The text's encoding, such as 'windows-1252'. Default UTF-8, or UTF-16 where a byte order mark says so. */
  readonly encoding?: string;
}

const rules: Readonly<Record<string, Rule>> = {
  ...csvRules,
  encoding: matching("the name of an encoding such as 'utf-8' or 'windows-1252'", isEncoding),
};

/**
 * Reads a table from a CSV file (also gzipped): a `File` or `Blob`, bytes, or a source that opens a stream.
 *
 * @throws HebbError what `parseCsv` throws; `CORRUPT_FILE` also for damaged gzip and for bytes that are not text
 *   in the encoding
 * @example
 * const table = await readCsv(input.files[0]);
 */
export async function readCsv(bytes: BytesLike, options: ReadCsvOptions = {}): Promise<Table> {
  checkOptions('readCsv', options, rules);
  const given = byteSource(bytes);
  const source: ByteSource = { name: options.name ?? given.name, open: () => given.open() };
  const encoding = options.encoding ?? (await encodingOf(source));
  const reading = new CsvReading({ ...options, name: source.name });
  for (const pass of ['survey', 'fill'] as const) {
    const records = reading[pass]();
    for await (const piece of readText(source, encoding)) records.push(piece);
    records.end();
  }
  return reading.table();
}

/** The source's text piece by piece. */
async function* readText(source: ByteSource, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new HebbError(
        'CORRUPT_FILE',
        `${source.name} is not ${encoding.toUpperCase()} text; if it is text in another encoding, name it: encoding: 'windows-1252'.`,
        { cause },
      );
    }
  };
  for await (const chunk of readChunks(source)) yield decode(chunk);
  yield decode();
}

/** UTF-16 if its byte order mark is there, otherwise UTF-8. */
async function encodingOf(source: ByteSource): Promise<string> {
  const [first, second] = await firstBytes(source, 2);
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
