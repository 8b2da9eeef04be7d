/**
 * The module of ready-made kernels (kernels.ts), compiled for a memory of one thread or for one that threads share.
 * The two differ in one flag of the memory import, so there is one set of bytes. Instances share nothing but the
 * memory: globals and the stack belong to each instance, no kernel writes but through its arguments, and the static
 * data (read-only tables of coefficients) is written anew by each instance with the same bytes, so that a thread
 * reading them meanwhile reads the same numbers. It knows nothing of plans.
 */
import { kernelsHex } from './kernels.ts';

const MODULE_HEADER_BYTES = 8;
const IMPORT_SECTION = 2;
const FUNCTION_IMPORT = 0;
const MEMORY_IMPORT = 2;
/** Limits of a memory: a minimum and a maximum (1), shared between threads (2). */
const SHARED_LIMITS = 3;

/** Compiled modules by their hexadecimal: those for a memory of their own, and those for a shared one. */
const compiled = {
  own: new Map<string, WebAssembly.Module>(),
  shared: new Map<string, WebAssembly.Module>(),
};

/** The kernel module to instantiate over `env.memory`, shared or not; its maximum is 65536 pages. Compiled once each. */
export function kernelModule(shared: boolean): WebAssembly.Module {
  return moduleOf(kernelsHex, shared);
}

/** The same for any module in hexadecimal that imports a memory and no other. */
export function moduleOf(hex: string, shared: boolean): WebAssembly.Module {
  const known = shared ? compiled.shared : compiled.own;
  let module = known.get(hex);
  if (module === undefined) {
    module = new WebAssembly.Module(moduleBytes(hex, shared));
    known.set(hex, module);
  }
  return module;
}

/** A module's bytes from their hexadecimal, for a memory that is shared or not. */
function moduleBytes(hex: string, shared: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  if (shared) bytes[memoryLimits(bytes)] = SHARED_LIMITS;
  return bytes;
}

/** Where the limits flag of the imported memory stands. */
function memoryLimits(bytes: Uint8Array): number {
  let at = MODULE_HEADER_BYTES;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (length: number): void => {
    at += length;
  };
  while (at < bytes.length) {
    const isImports = bytes[at++] === IMPORT_SECTION;
    const length = number();
    if (!isImports) {
      skip(length);
      continue;
    }
    for (let left = number(); left > 0; left--) {
      skip(number());
      skip(number());
      const kind = bytes[at++];
      if (kind === MEMORY_IMPORT) return at;
      if (kind !== FUNCTION_IMPORT) break;
      number();
    }
    break;
  }
  throw new Error('internal: the kernel module imports no memory');
}
