/**
 * The module of ready-made kernels (kernels.ts), compiled for a memory of one thread or for one that threads share.
 * The two differ in one flag of the memory import, so there is one set of bytes. Instances share nothing but the
 * memory: globals and the stack belong to each instance, no kernel writes but through its arguments, and the static
 * data (read-only tables of coefficients) is written anew by each instance with the same bytes, so that a thread
 * reading them meanwhile reads the same numbers. It knows nothing of plans.
 */
import { packedKernels } from './kernels.ts';

/** The end of a memory's import: its name, its kind, and its limits: a minimum and a maximum. */
const OWN_MEMORY = [...Array.from('memory', (letter) => letter.charCodeAt(0)), 2, 1];
/** What the last byte is for a memory that is shared between threads. */
const SHARED = 3;

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

/** Compiled modules by their packed text: those for a memory of their own, and those for a shared one. */
const compiled = {
  own: new Map<string, WebAssembly.Module>(),
  shared: new Map<string, WebAssembly.Module>(),
};

/** The kernel module to instantiate over `env.memory`, shared or not; its maximum is 65536 pages. Compiled once each. */
export function kernelModule(shared: boolean): WebAssembly.Module {
  return moduleOf(packedKernels, shared);
}

/** The same for any packed module that imports a memory and no other. */
export function moduleOf(packed: string, shared: boolean): WebAssembly.Module {
  const known = shared ? compiled.shared : compiled.own;
  let module = known.get(packed);
  if (module === undefined) {
    const bytes = unpacked(packed);
    if (shared) {
      const memory = bytes.findIndex((_, at) => OWN_MEMORY.every((byte, i) => bytes[at + i] === byte));
      bytes[memory + OWN_MEMORY.length - 1] = SHARED;
    }
    module = new WebAssembly.Module(bytes);
    known.set(packed, module);
  }
  return module;
}

/** A module's bytes from the text that `npm run kernels` makes of them: letters, what they stand for, and the module. */
export function unpacked(packed: string): Uint8Array<ArrayBuffer> {
  const [letters, meanings, text] = packed.split('~~');
  const byteAt = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  const common = new Map(Array.from(letters, (letter, i) => [letter, byteAt(meanings, 2 * i)]));
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const byte = common.get(text[at]);
    bytes.push(byte ?? byteAt(text, at + 1));
    if (byte === undefined) at += 2;
  }
  return Uint8Array.from(bytes);
}
