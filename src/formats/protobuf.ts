/**
 * Messages of Protocol Buffers as plain records. A schema is a table with a line for each field, checked by the
 * compiler against the record's type; the wire format is `@bufbuild/protobuf`'s. Reading believes nothing: no
 * length reaches past the bytes, and no message is nested deeper than its schema. It knows no file format.
 * Encoding: https://protobuf.dev/programming-guides/encoding/
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { HebbError } from '../core/errors.ts';

/** How a number travels; 64-bit integers must be exact as numbers, up to 2⁵³ − 1. */
type NumberKind = 'int32' | 'int64' | 'uint32' | 'uint64' | 'float' | 'double';

type Kind<V> = [V] extends [number]
  ? NumberKind
  : [V] extends [string]
    ? 'string'
    : [V] extends [boolean]
      ? 'bool'
      : [V] extends [Uint8Array]
        ? 'bytes'
        : Schema<V>;

/**
 * The fields of a message: for each member of the record its number and kind, and `'repeated'` for lists.
 * All members are optional, as on the wire: one that is not there is left out, and is read as undefined.
 */
export type Schema<Message> = {
  readonly [Name in keyof Message]-?: NonNullable<Message[Name]> extends infer V
    ? V extends Uint8Array
      ? readonly [number, 'bytes']
      : V extends readonly (infer Element)[]
        ? readonly [number, Kind<Element>, 'repeated']
        : readonly [number, Kind<V>]
    : never;
};

type ScalarKind = NumberKind | 'string' | 'bool' | 'bytes';
type Fields = Readonly<Record<string, readonly [number, ScalarKind | Fields, 'repeated'?]>>;
type Value = number | string | boolean | Uint8Array | { readonly [name: string]: Value | readonly Value[] };
type Members = Record<string, Value | readonly Value[] | undefined>;

interface Scalar {
  readonly wire: WireType;
  readonly write: (writer: BinaryWriter, value: Value) => void;
  readonly read: (reader: BinaryReader) => Value;
}

const scalars: Readonly<Record<ScalarKind, Scalar>> = {
  int32: {
    wire: WireType.Varint,
    write: (writer, value) => writer.int32(Number(value)),
    read: (reader) => reader.int32(),
  },
  uint32: {
    wire: WireType.Varint,
    write: (writer, value) => writer.uint32(Number(value)),
    read: (reader) => reader.uint32(),
  },
  int64: {
    wire: WireType.Varint,
    write: (writer, value) => writer.int64(BigInt(Number(value))),
    read: (reader) => exact(reader.int64()),
  },
  uint64: {
    wire: WireType.Varint,
    write: (writer, value) => writer.uint64(BigInt(Number(value))),
    read: (reader) => exact(reader.uint64()),
  },
  float: {
    wire: WireType.Bit32,
    write: (writer, value) => writer.float(Number(value)),
    read: (reader) => reader.float(),
  },
  double: {
    wire: WireType.Bit64,
    write: (writer, value) => writer.double(Number(value)),
    read: (reader) => reader.double(),
  },
  bool: {
    wire: WireType.Varint,
    write: (writer, value) => writer.bool(Boolean(value)),
    read: (reader) => reader.bool(),
  },
  string: {
    wire: WireType.LengthDelimited,
    write: (writer, value) => writer.string(String(value)),
    read: (reader) => reader.string(true),
  },
  bytes: {
    wire: WireType.LengthDelimited,
    write: (writer, value) => writer.bytes(value as Uint8Array),
    read: (reader) => reader.bytes(),
  },
};

function exact(value: bigint | string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError(`the integer ${value} is beyond 2^53`);
}

/**
 * A message as bytes, its fields in the order of the schema, numbers in lists packed.
 *
 * @example
 * interface Point { readonly x?: number; readonly tags?: readonly string[] }
 * const point: Schema<Point> = { x: [1, 'double'], tags: [2, 'string', 'repeated'] };
 * const bytes = encodeMessage(point, { x: 0.5, tags: ['a', 'b'] });
 * decodeMessage(point, bytes, 'a point').tags; // ['a', 'b']
 */
export function encodeMessage<Message extends object>(
  schema: Schema<Message>,
  message: Message,
): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writeFields(writer, schema as Fields, message as Members);
  return writer.finish();
}

function writeFields(writer: BinaryWriter, fields: Fields, message: Members): void {
  for (const [name, [number, kind, repeated]] of Object.entries(fields)) {
    const value = message[name];
    if (value === undefined) continue;
    const values = repeated === undefined ? [value as Value] : (value as readonly Value[]);
    if (values.length > 0 && repeated !== undefined && isPackable(kind)) {
      writer.tag(number, WireType.LengthDelimited).fork();
      for (const element of values) scalars[kind].write(writer, element);
      writer.join();
    } else {
      for (const element of values) writeField(writer, number, kind, element);
    }
  }
}

function writeField(writer: BinaryWriter, number: number, kind: ScalarKind | Fields, value: Value): void {
  if (typeof kind === 'string') {
    writer.tag(number, scalars[kind].wire);
    scalars[kind].write(writer, value);
  } else {
    writer.tag(number, WireType.LengthDelimited).fork();
    writeFields(writer, kind, value as Members);
    writer.join();
  }
}

function isPackable(kind: ScalarKind | Fields): kind is ScalarKind {
  return typeof kind === 'string' && kind !== 'string' && kind !== 'bytes';
}

/**
 * The message in these bytes; fields that the schema does not have are passed over. `bytes` members are
 * windows on the bytes given, not copies.
 *
 * @param what what the bytes are called in messages
 * @throws HebbError `CORRUPT_FILE` for bytes that are no such message
 */
export function decodeMessage<Message extends object>(
  schema: Schema<Message>,
  bytes: Uint8Array,
  what: string,
): Message {
  try {
    return readFields(new BinaryReader(bytes), schema as Fields, bytes.length) as Message;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HebbError('CORRUPT_FILE', `${what} is damaged: ${why}.`, { cause });
  }
}

function readFields(reader: BinaryReader, fields: Fields, end: number): Members {
  const byNumber = new Map(Object.entries(fields).map(([name, field]) => [field[0], { name, field }]));
  const message: Members = {};
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    const known = byNumber.get(number);
    if (known === undefined) {
      reader.skip(wire, number);
      continue;
    }
    const { name, field } = known;
    const [, kind, repeated] = field;
    if (repeated === undefined) {
      message[name] = readField(reader, kind, wire, name);
    } else {
      message[name] ??= [];
      const list = message[name] as Value[];
      if (isPackable(kind) && wire === WireType.LengthDelimited) {
        const stop = endOf(reader);
        while (reader.pos < stop) list.push(scalars[kind].read(reader));
        if (reader.pos !== stop) throw new RangeError(`the list '${name}' ends inside a number`);
      } else {
        list.push(readField(reader, kind, wire, name));
      }
    }
  }
  if (reader.pos !== end) throw new RangeError('a message ends inside a field');
  return message;
}

function readField(reader: BinaryReader, kind: ScalarKind | Fields, wire: WireType, name: string): Value {
  const expected = typeof kind === 'string' ? scalars[kind].wire : WireType.LengthDelimited;
  if (wire !== expected) throw new RangeError(`the field '${name}' has wire type ${wire}, not ${expected}`);
  if (typeof kind === 'string') return scalars[kind].read(reader);
  return readFields(reader, kind, endOf(reader)) as Value;
}

/** Where the length-delimited value that begins here ends. */
function endOf(reader: BinaryReader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError(`${length} bytes should follow byte ${reader.pos}`);
  return end;
}
