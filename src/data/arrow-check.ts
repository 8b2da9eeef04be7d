/**
 * Whether Arrow bytes can be decoded safely. flechette trusts the lengths they state of themselves; damaged ones
 * may send it round in circles or through all of the memory. Here every list is held against the bytes that are
 * there, and every column against what they could hold. It decodes no values.
 * Source: Arrow's columnar format, "Serialization and Interprocess Communication", and its files Message.fbs,
 * Schema.fbs and File.fbs; FlatBuffers' internals.
 */

/** The type numbers of message headers, in Message.fbs. */
const header = { schema: 1, dictionary: 2, record: 3 } as const;
/** The type number of unions, in Schema.fbs, which are the only type with a list of its own. */
const union = 14;

/**
 * Check a file or stream.
 *
 * @throws Error what is wrong
 */
export function checkArrow(bytes: Uint8Array<ArrayBuffer>): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFile = String.fromCharCode(...bytes.subarray(0, 6)) === 'ARROW1';
  if (isFile) checkFile(view);
  else for (let at = 0; at < view.byteLength; ) at = checkMessage(view, at);
}

/** The footer at the end, and the messages it lists. */
function checkFile(view: DataView): void {
  const end = view.byteLength - 10;
  const start = end - whole(view.getInt32(end, true), end);
  const footer = part(view, start, end - start);
  const table = new FlatTable(footer, 0, new Extent(view.byteLength));
  table.child(6)?.schema();
  for (const blocks of [table.vector(8, 24), table.vector(10, 24)]) {
    for (const at of blocks) {
      checkMessage(view, whole(Number(footer.getBigInt64(at, true)), view.byteLength));
    }
  }
}

/** One message of a stream; where the next one begins. */
function checkMessage(view: DataView, from: number): number {
  let at = from + 4;
  let length = view.byteLength - from < 4 ? 0 : view.getInt32(from, true);
  if (length === -1) {
    length = view.byteLength - at < 4 ? 0 : view.getInt32(at, true);
    at += 4;
  }
  if (length === 0) return view.byteLength;
  const message = new FlatTable(part(view, at, length), 0, new Extent(view.byteLength));
  at += length;
  const kind = message.byte(6);
  const body = whole(message.long(10), view.byteLength - at);
  if (kind === header.schema) message.child(8)?.schema();
  if (kind === header.record) message.child(8)?.batch();
  if (kind === header.dictionary) message.child(8)?.child(6)?.batch();
  return at + body;
}

/** How many bytes there are in all, for what they could hold. */
class Extent {
  readonly bytes: number;
  #fields = 0;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  /** Count one more field, however deep; they may refer to each other without end. */
  countField(): void {
    whole(++this.#fields, this.bytes);
  }
}

/** A table of a flat buffer: fields that may be left out, found by their place in the table of offsets. */
class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #extent: Extent;

  /** @param pointer where it stands how far the table is */
  constructor(view: DataView, pointer: number, extent: Extent) {
    this.#view = view;
    this.#at = whole(pointer + view.getInt32(pointer, true), view.byteLength);
    this.#extent = extent;
  }

  /** Where a field is; 0 if it is left out. */
  #place(field: number): number {
    const offsets = this.#at - this.#view.getInt32(this.#at, true);
    const offset =
      field < this.#view.getInt16(offsets, true) ? this.#view.getUint16(offsets + field, true) : 0;
    return offset === 0 ? 0 : this.#at + offset;
  }

  byte(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#view.getUint8(at);
  }

  long(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : Number(this.#view.getBigInt64(at, true));
  }

  child(field: number): FlatTable | undefined {
    const at = this.#place(field);
    return at === 0 ? undefined : new FlatTable(this.#view, at, this.#extent);
  }

  /** The places of a list's elements, all of which must be there. */
  vector(field: number, stride: number): number[] {
    const at = this.#place(field);
    if (at === 0) return [];
    const start = whole(at + this.#view.getInt32(at, true), this.#view.byteLength - 4);
    const room = Math.floor((this.#view.byteLength - start - 4) / stride);
    const length = whole(this.#view.getInt32(start, true), room);
    return Array.from({ length }, (_, i) => start + 4 + i * stride);
  }

  /** Tables that are a list's elements. */
  #children(field: number): FlatTable[] {
    return this.vector(field, 4).map((at) => new FlatTable(this.#view, at, this.#extent));
  }

  /** Schema: fields, and pairs of texts. */
  schema(): void {
    for (const field of this.#children(6)) field.field();
    this.vector(8, 4);
  }

  /** A field: its type, the fields within it, and pairs of texts. */
  field(): void {
    this.#extent.countField();
    if (this.byte(8) === union) this.child(10)?.vector(6, 4);
    for (const field of this.#children(14)) field.field();
    this.vector(16, 4);
  }

  /** A batch of rows: lengths of columns, places of buffers. */
  batch(): void {
    for (const at of this.vector(6, 16)) {
      // a bit for each value is the least there can be
      whole(Number(this.#view.getBigInt64(at, true)), 8 * this.#extent.bytes);
    }
    this.vector(8, 16);
    this.vector(12, 8);
  }
}

function part(view: DataView, start: number, length: number): DataView {
  return new DataView(view.buffer, view.byteOffset + start, whole(length, view.byteLength - start));
}

/** The number, if it is a size and none too large. */
function whole(value: number, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Error(`it says ${value} where at most ${most} fit`);
}
