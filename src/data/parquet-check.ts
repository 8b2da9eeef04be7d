/**
 * Whether the pages of a Parquet column can be decoded safely. hyparquet trusts the lengths that pages state of
 * themselves; in a damaged file they may send it round in circles or through all of the memory. Here they are
 * held against the bytes that are there and the rows that are due. It decodes nothing itself.
 * Source: the Parquet format's Encodings.md and parquet.thrift.
 */
import type { ColumnMetaData, Compressors, PageHeader } from 'hyparquet';

/** A column within one row group. */
export interface ColumnPages {
  readonly codec: ColumnMetaData['codec'];
  /** How many rows the row group has. */
  readonly rows: number;
  /** Whether values may be missing, so that pages say which are there. */
  readonly isOptional: boolean;
  readonly isBoolean: boolean;
}

/** What of hyparquet is needed. */
export interface PageTools {
  parquetHeader(reader: { view: DataView; offset: number }): PageHeader;
  snappyUncompress(input: Uint8Array, output: Uint8Array): void;
  readonly compressors: Compressors | undefined;
}

/** A page may be so long unpacked, whatever its packed length: 64 MiB. */
const mostUnpacked = 1 << 26;
/** No packing shortens a page more than so many times. */
const mostPacked = 1100;
/** Packed runs may hold a few values more than are due. */
const slack = 1024;

/**
 * Check the pages of a column chunk.
 *
 * @throws Error what is wrong
 */
export function checkPages(bytes: Uint8Array, column: ColumnPages, tools: PageTools): void {
  const reader = { view: viewOf(bytes), offset: 0 };
  let due = column.rows;
  while (due > 0 && reader.offset < bytes.length - 1) {
    const header = tools.parquetHeader(reader);
    const length = size(header.compressed_page_size, bytes.length - reader.offset);
    const unpacked = size(header.uncompressed_page_size, Math.max(mostUnpacked, length * mostPacked));
    const page = bytes.subarray(reader.offset, reader.offset + length);
    reader.offset += length;
    if (header.type === 'DICTIONARY_PAGE') size(header.dictionary_page_header?.num_values, unpacked);
    else if (header.type === 'DATA_PAGE_V2') due -= checkSecond(page, header, due, column, tools);
    else if (header.type === 'DATA_PAGE') due -= checkFirst(page, header, due, column, tools);
    else throw new Error(`a page of the kind ${header.type}`);
  }
}

/** A data page of the first version: all of it is packed. How many values it holds. */
function checkFirst(
  page: Uint8Array,
  { data_page_header: about, uncompressed_page_size }: PageHeader,
  due: number,
  column: ColumnPages,
  tools: PageTools,
): number {
  const count = size(about?.num_values, due);
  const content = unpack(page, uncompressed_page_size, column.codec, tools);
  const start = column.isOptional ? checkPrefixed(content, count) : 0;
  checkValues(content.subarray(start), about?.encoding, count, column);
  return count;
}

/** A data page of the second version: what says which values are there is not packed. */
function checkSecond(
  page: Uint8Array,
  { data_page_header_v2: about, uncompressed_page_size }: PageHeader,
  due: number,
  column: ColumnPages,
  tools: PageTools,
): number {
  const count = size(about?.num_values, due);
  size(about?.num_nulls, count);
  const repetition = size(about?.repetition_levels_byte_length, page.length);
  const levels = repetition + size(about?.definition_levels_byte_length, page.length - repetition);
  if (column.isOptional) checkRuns(page.subarray(repetition), 1, count);
  const packed = page.subarray(levels);
  const codec = about?.is_compressed === false ? 'UNCOMPRESSED' : column.codec;
  const content = unpack(packed, uncompressed_page_size - levels, codec, tools);
  checkValues(content, about?.encoding, count, column);
  return count;
}

/** Values that are numbered or in runs; others are as long as the bytes that hold them. */
function checkValues(
  content: Uint8Array,
  encoding: string | undefined,
  count: number,
  { isBoolean }: ColumnPages,
): void {
  if (encoding === 'RLE' && isBoolean) checkPrefixed(content, count);
  else if (encoding === 'RLE' || encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
    if (content.length > 0) checkRuns(content.subarray(1), size(content[0], 32), count);
  }
}

/** Runs of single bits that have their length before them, as four bytes; where they end. */
function checkPrefixed(content: Uint8Array, count: number): number {
  const end = 4 + size(viewOf(content).getUint32(0, true), content.length - 4);
  checkRuns(content.subarray(4), 1, count);
  return end;
}

/** Runs of one value, and values packed in groups of eight, `width` bits each; as many as hold `count` values. */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  let seen = 0;
  for (let at = 0; seen < count && at < bytes.length; ) {
    let header = 0;
    let byte = 0x80;
    for (let shift = 0; byte >= 0x80; shift += 7) {
      if (shift > 28 || at >= bytes.length) throw new Error('a run without an end');
      byte = bytes[at++];
      header |= (byte & 0x7f) << shift;
    }
    const isPacked = (header & 1) === 1;
    const length = (header >>> 1) * (isPacked ? 8 : 1);
    if (length > count - seen + slack) throw new Error(`a run of ${length} values`);
    seen += length;
    at += isPacked ? (length / 8) * width : Math.ceil(width / 8);
  }
}

function unpack(page: Uint8Array, length: number, codec: string, tools: PageTools): Uint8Array {
  if (codec === 'UNCOMPRESSED') return page;
  size(length, Infinity);
  const unpacked = tools.compressors?.[codec as ColumnPages['codec']]?.(page, length);
  if (unpacked !== undefined) return unpacked;
  checkSnappy(page, length);
  const output = new Uint8Array(length);
  tools.snappyUncompress(page, output);
  return output;
}

/**
 * The elements of Snappy's format, a length and either bytes or a place before, in a block that unpacks to
 * `length` bytes.
 * Source: google/snappy, format_description.txt
 */
function checkSnappy(bytes: Uint8Array, length: number): void {
  let at = 0;
  while (bytes[at] >= 0x80) at++;
  at++;
  let unpacked = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    const kind = tag & 3;
    let count = (tag >>> 2) + 1;
    if (kind === 0) {
      if (count > 60) {
        const more = count - 60;
        count = 1;
        for (let i = 0; i < more; i++) count += (bytes[at + i] ?? 0) * 256 ** i;
        at += more;
      }
      at += count;
    } else {
      if (kind === 1) count = ((tag >>> 2) & 7) + 4;
      at += kind === 3 ? 4 : kind;
    }
    unpacked += size(count, length - unpacked);
  }
}

/** The number, if it is a size and none too large. */
function size(value: number | undefined, most: number): number {
  if (value !== undefined && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Error(`a page says ${value} where at most ${most} fit`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
