/**
 * The safetensors container: named arrays and a few texts in one block of bytes. Reading believes nothing:
 * every number of the header is checked before it is used, and no more memory is taken than the bytes given.
 * It knows nothing of models. Format: https://huggingface.co/docs/safetensors
 */
import { type DType, type TypedArray, windowOn } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import { type Shape, showShape, sizeOf } from '../core/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { parseStrictJson } from './strict-json.ts';

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Texts by name (`__metadata__`). */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Stored {
  readonly dtype: DType;
  readonly bytes: number;
}

/** The element types that Hebb has, and their width in the file. */
const storedTypes: Readonly<Record<string, Stored>> = {
  F64: { dtype: 'float64', bytes: 8 },
  F32: { dtype: 'float32', bytes: 4 },
  I32: { dtype: 'int32', bytes: 4 },
  BOOL: { dtype: 'bool', bytes: 1 },
};

/** Types of the format that Hebb has no tensors for, by their names there, and what to make of them. */
export type ForeignTypes = Readonly<
  Record<
    string,
    {
      readonly bytes: number;
      decode(bytes: Uint8Array): { readonly dtype: DType; readonly values: TypedArray };
    }
  >
>;

/** All of those that the format has. */
const foreignNames = [
  'F16',
  'BF16',
  'I8',
  'U8',
  'I16',
  'U16',
  'U32',
  'I64',
  'U64',
  'F8_E4M3',
  'F8_E5M2',
  'C64',
];

const metadataKey = '__metadata__';
const lengthBytes = 8;

/**
 * Named tensors as the bytes of a safetensors file, row-major, without holes; wide types first, so that every
 * array starts at a multiple of its element's width.
 *
 * @param metadata texts to keep beside them
 * @throws HebbError `INVALID_VALUE` for a tensor called `__metadata__`
 * @example
 * const bytes = writeSafetensors({ weight: tensor([[1, 2], [3, 4]]) }, { made: 'by hand' });
 * readSafetensors(bytes).tensors.weight.toArray(); // [[1, 2], [3, 4]]
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  if (Object.hasOwn(tensors, metadataKey)) {
    throw new HebbError('INVALID_VALUE', `a tensor cannot be called '${metadataKey}'.`);
  }
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push([metadataKey, metadata]);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [type, { dtype }] of Object.entries(storedTypes)) {
    for (const [name, tensor] of Object.entries(tensors)) {
      if (tensor.dtype !== dtype) continue;
      const part = bytesOf(tensor);
      parts.push(part);
      const data_offsets = [end, end + part.length];
      entries.push([name, { dtype: type, shape: tensor.shape, data_offsets }]);
      end += part.length;
    }
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(lengthBytes + headerLength + end).fill(
    0x20,
    lengthBytes,
    lengthBytes + headerLength,
  );
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, lengthBytes);
  let offset = lengthBytes + headerLength;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

function bytesOf({ dtype, values }: Tensor): Uint8Array {
  if (dtype === 'bool') return Uint8Array.from(values);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * The tensors and texts of a safetensors file. The tensors' numbers are copies: the bytes may be reused.
 *
 * @param foreign how to read types other than F64, F32, I32 and BOOL
 * @throws HebbError `CORRUPT_FILE` for anything that is not a whole, valid file, saying what is wrong;
 * `UNSUPPORTED` for element types that are not among these
 */
export function readSafetensors(bytes: Uint8Array, foreign: ForeignTypes = {}): SafetensorsFile {
  const { header, data } = split(bytes);
  const metadata: [string, string][] = [];
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === metadataKey) metadata.push(...metadataOf(value));
    else entries.push(entryOf(name, value, data.length, foreign));
  }
  checkCover(entries, data.length);
  return {
    tensors: Object.fromEntries(entries.map((entry) => [entry.name, tensorOf(entry, data)])),
    metadata: Object.fromEntries(metadata),
  };
}

function corrupt(what: string, cause?: unknown): HebbError {
  return new HebbError('CORRUPT_FILE', `Not a valid safetensors file: ${what}.`, { cause });
}

function split(bytes: Uint8Array): { header: object; data: Uint8Array } {
  if (bytes.length < lengthBytes) throw corrupt(`it has only ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const rest = bytes.length - lengthBytes;
  if (length > BigInt(rest)) {
    throw corrupt(
      `its header should be ${length} bytes long, but only ${rest} bytes follow, as if it were cut off, or another kind of file`,
    );
  }
  const dataStart = lengthBytes + Number(length);
  if (bytes[lengthBytes] !== 0x7b) throw corrupt("its header does not begin with '{'");
  let json: string;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, dataStart));
  } catch (cause) {
    throw corrupt('its header is not UTF-8 text', cause);
  }
  const header = parseStrictJson(json, 'Not a valid safetensors file: its header');
  return { header: header as object, data: bytes.subarray(dataStart) };
}

function metadataOf(value: unknown): [string, string][] {
  if (!isRecord(value)) throw corrupt(`${metadataKey} is ${show(value)}, not an object`);
  return Object.entries(value).map(([name, text]) => {
    if (typeof text !== 'string') throw corrupt(`the metadata ${show(name)} is ${show(text)}, not a text`);
    return [name, text];
  });
}

interface Entry {
  readonly name: string;
  readonly dtype: DType | ForeignTypes[string];
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

function entryOf(name: string, value: unknown, dataLength: number, foreign: ForeignTypes): Entry {
  const tensor = `the tensor ${show(name)}`;
  if (!isRecord(value)) throw corrupt(`${tensor} is described by ${show(value)}, not by an object`);
  const { dtype: type, shape, data_offsets: offsets } = value;
  if (typeof type !== 'string') throw corrupt(`${tensor} has no dtype`);
  const isForeign = Object.hasOwn(foreign, type);
  if (!isForeign && foreignNames.includes(type)) {
    throw new HebbError('UNSUPPORTED', `${tensor} has dtype ${type}, which is not read here.`);
  }
  if (!isForeign && !Object.hasOwn(storedTypes, type))
    throw corrupt(`${tensor} has the unknown dtype ${show(type)}`);
  if (!isNaturals(shape)) throw corrupt(`${tensor} has the shape ${show(shape)}`);
  if (!isNaturals(offsets) || offsets.length !== 2)
    throw corrupt(`${tensor} has the offsets ${show(offsets)}`);
  const [begin, end] = offsets;
  if (begin > end || end > dataLength) {
    throw corrupt(`${tensor} should lie at bytes ${begin} to ${end} of ${dataLength}; is the file cut off?`);
  }
  const { bytes } = isForeign ? foreign[type] : storedTypes[type];
  if (sizeOf(shape) * bytes !== end - begin) {
    throw corrupt(
      `${tensor} has ${end - begin} bytes, which do not fill shape ${showShape(shape)} of ${type}`,
    );
  }
  const dtype = isForeign ? foreign[type] : storedTypes[type].dtype;
  return { name, dtype, shape, begin, end };
}

/** The arrays must lie one after the other from the first byte to the last. */
function checkCover(entries: readonly Entry[], dataLength: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < at) throw corrupt(`the tensor ${show(name)} overlaps another one`);
    if (begin > at) throw corrupt(`bytes ${at} to ${begin} belong to no tensor`);
    at = end;
  }
  if (at < dataLength) throw corrupt(`${dataLength - at} bytes at its end belong to no tensor`);
}

function tensorOf({ name, dtype, shape, begin, end }: Entry, data: Uint8Array): Tensor {
  if (typeof dtype !== 'string') {
    const decoded = dtype.decode(data.subarray(begin, end));
    return new Tensor(shape, decoded.dtype, { kind: 'values', values: decoded.values });
  }
  const own = new Uint8Array(data.subarray(begin, end));
  const values: TypedArray =
    dtype === 'bool' ? truthValues(name, own) : windowOn(dtype, own.buffer, 0, sizeOf(shape));
  return new Tensor(shape, dtype, { kind: 'values', values });
}

function truthValues(name: string, bytes: Uint8Array): Int32Array {
  if (bytes.some((byte) => byte > 1))
    throw corrupt(`the tensor ${show(name)} has truth values other than 0 and 1`);
  return Int32Array.from(bytes);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
