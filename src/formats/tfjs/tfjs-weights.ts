/**
 * The numbers of TensorFlow.js: groups of files, cut anywhere, that hold arrays one after the other, some of them
 * quantized. Every length is held against the bytes that are there. It knows nothing of models.
 * Source: the `WeightsManifestConfig` of TensorFlow.js
 */
import { HebbError, show } from '../../core/errors.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';

/** The files that a manifest names, by these names; or all their bytes, in its order. */
export type TfjsWeights = Uint8Array | Readonly<Record<string, Uint8Array>>;

/** A named array. */
export interface TfjsArray {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array | Int32Array;
}

interface Quantization {
  readonly dtype?: unknown;
  readonly scale?: unknown;
  readonly min?: unknown;
}

/** Bytes of an element. */
const widths: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/**
 * The arrays of a manifest, those of optimizers left out.
 *
 * @throws HebbError `CORRUPT_FILE` for files that are missing, too short or too long, and for what is no manifest;
 * `UNSUPPORTED` for arrays of texts or complex numbers
 */
export function tfjsArrays(manifest: unknown, weights: TfjsWeights): readonly TfjsArray[] {
  const groups = listOf(manifest, 'weightsManifest');
  const bytes = weights instanceof Uint8Array ? weights : joined(groups, weights);
  let at = 0;
  const arrays: TfjsArray[] = [];
  for (const group of groups) {
    const { weights: specs } = recordOf(group, 'a group of the manifest');
    for (const spec of listOf(specs, 'the weights of a group')) {
      const given = recordOf(spec, 'a weight of the manifest');
      const { array, length } = arrayAt(given, bytes, at);
      at += length;
      if (given.group !== 'optimizer') arrays.push(array);
    }
  }
  if (at === bytes.length) return arrays;
  throw corrupt(`the weights are ${bytes.length} bytes, but the manifest speaks of ${at}`);
}

/** The names of the files of a manifest, in its order. @throws HebbError `CORRUPT_FILE` */
export function tfjsPaths(manifest: unknown): readonly string[] {
  return listOf(manifest, 'weightsManifest').flatMap((group) => {
    const { paths } = recordOf(group, 'a group of the manifest');
    return listOf(paths, 'the paths of a group').map((path) => {
      if (typeof path === 'string') return path;
      throw corrupt(`the path of a file of weights is ${show(path)}`);
    });
  });
}

function joined(groups: readonly unknown[], files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts = tfjsPaths(groups).map((path) => {
    if (Object.hasOwn(files, path)) return files[path];
    throw corrupt(`the weights lack the file ${show(path)}`);
  });
  if (new Set(parts).size < parts.length) throw corrupt('the manifest names a file of weights twice');
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function arrayAt(
  spec: Readonly<Record<string, unknown>>,
  bytes: Uint8Array,
  at: number,
): { array: TfjsArray; length: number } {
  const { name, shape, dtype } = spec;
  if (typeof name !== 'string') throw corrupt(`the name of a weight is ${show(name)}`);
  const what = `the weight ${show(name)}`;
  const quantization = spec.quantization as Quantization | undefined;
  const stored =
    quantization === undefined ? dtype : recordOf(quantization, `the quantization of ${what}`).dtype;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new HebbError('UNSUPPORTED', `${what} has elements of type ${show(dtype)}.`);
  }
  const isStorable = typeof stored === 'string' && Object.hasOwn(widths, stored);
  if (!isStorable) throw corrupt(`${what} is stored as ${show(stored)}`);
  if (!isShape(shape)) throw corrupt(`${what} has the shape ${show(shape)}`);
  const count = sizeOf(shape);
  const length = count * widths[stored];
  if (at + length > bytes.length) {
    throw corrupt(
      `${what} should end at byte ${at + length} of ${bytes.length}; is a file of weights missing or cut off?`,
    );
  }
  const raw = bytes.slice(at, at + length);
  const numbers = quantization === undefined ? plain(raw, stored) : restored(raw, stored, quantization, what);
  const values = dtype === 'float32' ? Float32Array.from(numbers) : Int32Array.from(numbers, Math.round);
  return { array: { name, shape, values }, length };
}

/** Numbers as they are. Files are little-endian, as are all machines that run JavaScript. */
function plain({ buffer }: Uint8Array<ArrayBuffer>, type: string): ArrayLike<number> {
  if (type === 'float32') return new Float32Array(buffer);
  if (type === 'int32') return new Int32Array(buffer);
  if (type === 'uint16') return new Uint16Array(buffer);
  return type === 'float16' ? Float32Array.from(new Uint16Array(buffer), fromHalf) : new Uint8Array(buffer);
}

/** Numbers that were quantized: q · scale + min, or halves. */
function restored(
  raw: Uint8Array<ArrayBuffer>,
  type: string,
  { scale, min }: Quantization,
  what: string,
): ArrayLike<number> {
  const stored = plain(raw, type);
  if (type === 'float16') return stored;
  const isLinear = (type === 'uint8' || type === 'uint16') && Number.isFinite(scale) && Number.isFinite(min);
  if (!isLinear)
    throw corrupt(`${what} is quantized to ${type} with scale ${show(scale)} and min ${show(min)}`);
  return Float64Array.from(stored, (q) => q * (scale as number) + (min as number));
}

/** A half-precision float by its bits: IEEE 754, binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function isShape(value: unknown): value is Shape {
  return (
    Array.isArray(value) &&
    value.length <= 16 &&
    value.every((size) => Number.isSafeInteger(size) && size >= 0)
  );
}

function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw corrupt(`${what} is ${show(value)}`);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw corrupt(`${what} is ${show(value)}`);
}

function corrupt(what: string): HebbError {
  return new HebbError('CORRUPT_FILE', `Not a whole model of TensorFlow.js: ${what}.`);
}
