/**
 * The module of ready-made kernels (kernels.ts), compiled for a memory of one thread or for one that threads share.
 * The two differ in one flag of the memory import, so there is one set of bytes. Instances share nothing but the
 * memory: globals and the stack belong to each instance, no kernel writes but through its arguments, and the static
 * data (read-only tables of coefficients) is written anew by each instance with the same bytes, so that a thread
 * reading them meanwhile reads the same numbers. It knows nothing of plans.
 */
import { kernelsHex } from './kernels.ts';

/** The end of a memory's import in hexadecimal: its name, its kind, and its limits: a minimum and a maximum … */
const OWN_MEMORY = '066d656d6f72790201';
/** … or these, and shared between threads. */
const SHARED_MEMORY = '066d656d6f72790203';

/** A choice of kernels. */
export interface Kernels {
  readonly name: 'plain' | 'fused' | 'wide' | 'wide-fused';
  /** The choice in words, with what was measured. */
  readonly explanation: string;
  /** Rows of a tile: chunks of rows are best multiples of it. */
  readonly tileRows: number;
  /** Do they work on 256 bits at a time? */
  readonly isWide: boolean;
  /** Modules to instantiate over `env.memory`, shared or not; exports of later ones take the place of earlier ones. */
  modules(shared: boolean): readonly WebAssembly.Module[];
}

/** The kernels that run wherever WebAssembly SIMD does. */
export const plainKernels: Kernels = {
  name: 'plain',
  explanation: '128-bit SIMD',
  tileRows: 5,
  isWide: false,
  modules: (shared) => [kernelModule(shared)],
};

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
  const digits = shared ? hex.replace(OWN_MEMORY, SHARED_MEMORY) : hex;
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
