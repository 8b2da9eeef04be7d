/**
 * HDF5 files as named arrays in groups, read and written by the package h5wasm, which is loaded when the first is
 * wanted: the HDF5 library itself, in WebAssembly. It sees only files that `hdf5-check.ts` has found whole. It knows
 * nothing of what the arrays mean.
 */
import type { Dataset, File, FS, Group } from 'h5wasm';
import { HebbError } from '../core/errors.ts';
import type { Shape } from '../core/shape.ts';
import { checkHdf5 } from './hdf5-check.ts';

/** Numbers of any type that a file may hold. */
export type StoredNumbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

export interface StoredArray {
  readonly shape: Shape;
  readonly values: StoredNumbers;
}

/** A group of arrays, and a name that it bears as an attribute. */
export interface ArrayGroup {
  readonly path: string;
  readonly name: string;
  readonly arrays: readonly {
    readonly shape: Shape;
    readonly values: Float32Array | Float64Array | Int32Array;
  }[];
}

/** What of h5wasm is needed. */
interface Library {
  readonly File: typeof File;
  readonly files: NonNullable<typeof FS>;
}

/** What the file is called in the memory of h5wasm, where there is one at a time. */
const place = 'hebb.h5';

/**
 * All arrays of a file, by their paths.
 *
 * @throws HebbError `MISSING_PACKAGE` without h5wasm; `CORRUPT_FILE`, `UNSUPPORTED` as `checkHdf5`
 */
export async function readHdf5(bytes: Uint8Array): Promise<ReadonlyMap<string, StoredArray>> {
  const shapes = checkHdf5(bytes);
  const { File, files } = await library();
  files.writeFile(place, bytes);
  let file: File | undefined;
  try {
    file = new File(place, 'r');
    const arrays = new Map<string, StoredArray>();
    for (const [path, shape] of shapes) {
      const found = file.get(path);
      if (found === null || !('value' in found)) throw new Error(`${path} cannot be found`);
      arrays.set(path, { shape, values: numbers(found.value) });
    }
    return arrays;
  } catch (cause) {
    throw new HebbError('CORRUPT_FILE', `This is no whole HDF5 file: ${String(cause)}.`, { cause });
  } finally {
    file?.close();
    files.unlink(place);
  }
}

/** A scalar is given as a number. */
function numbers(value: Dataset['value']): StoredNumbers {
  if (typeof value === 'number') return Float64Array.of(value);
  if (typeof value === 'bigint') return BigInt64Array.of(value);
  if (ArrayBuffer.isView(value) && !(value instanceof Uint8ClampedArray)) return value;
  throw new Error('a dataset that is no array of numbers');
}

/**
 * A file of groups, in the order given, their arrays called 0, 1, …; written as h5py does by default.
 *
 * @throws HebbError `MISSING_PACKAGE` without h5wasm
 */
export async function writeHdf5(groups: readonly ArrayGroup[]): Promise<Uint8Array> {
  const { File, files } = await library();
  const file = new File(place, 'w', { libver: ['earliest', 'latest'] });
  try {
    const made = new Map<string, Group>([['', file]]);
    const groupAt = (path: string): Group => {
      const known = made.get(path);
      if (known !== undefined) return known;
      const cut = path.lastIndexOf('/');
      const group = groupAt(path.slice(0, Math.max(cut, 0))).create_group(path.slice(cut + 1));
      made.set(path, group);
      return group;
    };
    for (const { path, name, arrays } of groups) {
      const group = groupAt(path);
      group.create_attribute('name', name);
      for (const [i, { shape, values }] of arrays.entries()) {
        group.create_dataset({ name: String(i), data: values, shape: [...shape] });
      }
    }
  } finally {
    file.close();
  }
  const bytes = files.readFile(place);
  files.unlink(place);
  return bytes;
}

async function library(): Promise<Library> {
  try {
    const h5wasm = await import('h5wasm');
    // Otherwise the library prints what is wrong with a file.
    (await h5wasm.ready).activate_throwing_error_handler();
    return { File: h5wasm.File, files: h5wasm.FS as NonNullable<typeof FS> };
  } catch (cause) {
    throw new HebbError(
      'MISSING_PACKAGE',
      '.keras and .weights.h5 files are HDF5 inside; that needs a package: npm install h5wasm@0.10',
      { cause },
    );
  }
}
