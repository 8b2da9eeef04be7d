// The built WASM kernels over a fresh memory, with a bump allocator for the arrays of one test.
// Every array is followed by guard bytes, so that a kernel that writes past its end is found out.

import { expect } from 'vitest';
import { unpacked } from '../../src/engine/wasm/kernel-module.ts';
import { packedKernels } from '../../src/engine/wasm/kernels.ts';

const kernelsModule = new WebAssembly.Module(unpacked(packedKernels));

const FIRST_BYTE = 65536;
const GUARD_BYTES = 64;
const GUARD = 0xa5;

/** A typed array inside the memory, with its byte address. */
export interface Placed<A> {
  readonly at: number;
  readonly array: A;
}

type Kernel = (...args: (number | bigint)[]) => number;
/** A typed array's constructor over a buffer. */
export type Constructor<A> = {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): A;
  readonly BYTES_PER_ELEMENT: number;
};

/** One memory, the kernels linked against it, and arrays placed in it. */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Record<string, Kernel>;
  #next = FIRST_BYTE;
  #guards: number[] = [];

  constructor(pages = 256) {
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
    const instance = new WebAssembly.Instance(kernelsModule, { env: { memory: this.memory } });
    this.kernels = instance.exports as Record<string, Kernel>;
  }

  /** Places an array of `length` elements; `shift` moves it off its 64-byte boundary by so many elements. */
  place<A>(type: Constructor<A>, length: number, shift = 0): Placed<A> {
    const at = this.#next + shift * type.BYTES_PER_ELEMENT;
    const end = at + length * type.BYTES_PER_ELEMENT;
    new Uint8Array(this.memory.buffer, end, GUARD_BYTES).fill(GUARD);
    this.#guards.push(end);
    this.#next = Math.ceil((end + GUARD_BYTES) / 64) * 64;
    return { at, array: new type(this.memory.buffer, at, length) };
  }

  /** Forgets every array, after checking that nothing was written past their ends. */
  reset(): void {
    for (const end of this.#guards) {
      const guard = new Uint8Array(this.memory.buffer, end, GUARD_BYTES);
      expect(
        guard.every((byte) => byte === GUARD),
        `the bytes after address ${end} are untouched`,
      ).toBe(true);
    }
    this.#guards = [];
    this.#next = FIRST_BYTE;
  }
}

/** The two floating storage types, as tests iterate over them. */
export const floats: readonly {
  readonly dtype: 'f32' | 'f64';
  readonly type: Constructor<Float32Array | Float64Array>;
  readonly epsilon: number;
}[] = [
  { dtype: 'f32', type: Float32Array, epsilon: 2 ** -24 },
  { dtype: 'f64', type: Float64Array, epsilon: 2 ** -53 },
];

/** A small repeatable stream of uniforms in [0, 1), for test data. */
export function testNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
