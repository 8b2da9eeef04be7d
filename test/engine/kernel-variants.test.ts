// The choice of kernels: what it must never do (take what computes wrongly, leave V8 told to widen in vain, widen
// unasked), and that what it gives works. Which variant is fastest is for each machine to say.

import { setFlagsFromString } from 'node:v8';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProductsSource } from '../../src/engine/wasm/kernel-variants.ts';
import { packedProducts as fused } from '../../src/engine/wasm/products-fused.ts';
import { packedProducts as wide } from '../../src/engine/wasm/products-wide.ts';
import { packedProducts as wideFused } from '../../src/engine/wasm/products-wide-fused.ts';

// Node 20 knows relaxed SIMD only when told so.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const sources: ProductsSource[] = [
  { name: 'fused', packed: fused },
  { name: 'wide', packed: wide },
  { name: 'wide-fused', packed: wideFused },
];

type Variants = typeof import('../../src/engine/wasm/kernel-variants.ts');
let chooseKernels: Variants['chooseKernels'];

beforeEach(async () => {
  // The choice is kept for the life of a process.
  vi.resetModules();
  ({ chooseKernels } = await import('../../src/engine/wasm/kernel-variants.ts'));
});

describe('chooseKernels', () => {
  test('takes the plain ones where there is nothing else', () => {
    const kernels = chooseKernels([]);
    expect(kernels).toMatchObject({ name: 'plain', explanation: '128-bit SIMD', tileRows: 5 });
    expect(kernels.modules(false)).toHaveLength(1);
  });

  test('decides once', () => {
    expect(chooseKernels(sources)).toBe(chooseKernels([]));
  });

  test('gives modules that work together over one memory, shared or not', () => {
    for (const kernels of [chooseKernels(sources), chooseKernels(sources, () => undefined)]) {
      for (const shared of [false, true]) {
        const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536, shared });
        const exports = Object.assign(
          {},
          ...kernels
            .modules(shared)
            .map((module) => new WebAssembly.Instance(module, { env: { memory } }).exports),
        );
        new Float32Array(memory.buffer, 65536, 6).set([1, 2, 3, 4, 5, 6]);
        exports.matmul_direct_f32(65536, 2, 1, 65536, 3, 66560, 3, 3, 3, 2, 0, 67584);
        const product = [...new Float32Array(memory.buffer, 66560, 9)];
        expect(product).toEqual([9, 12, 15, 19, 26, 33, 29, 40, 51]);
        exports.reduce_sum_f32(65536, 66560, 1, 6, 1, 1);
        expect(new Float32Array(memory.buffer, 66560, 1)[0]).toBe(21);
      }
    }
  });

  test('says what it measured', () => {
    const { name, explanation } = chooseKernels(sources);
    expect(['plain', 'fused']).toContain(name);
    expect(explanation).toMatch(/^128-bit SIMD.* \(fused multiply-add has \d+\.\d\d times the speed/);
  });

  test('leaves V8 told to widen only where that is what it chose', () => {
    const told: boolean[] = [];
    const kernels = chooseKernels(sources, (on) => told.push(on));
    // Here nobody tells V8, so there is nothing to gain.
    expect(told[0]).toBe(true);
    expect(told.at(-1)).toBe(kernels.name.startsWith('wide'));
    expect(kernels.explanation).toMatch(/256-bit SIMD is \d+\.\d\d times as fast as 128-bit SIMD/);
  });

  test('never takes what computes wrongly', () => {
    // A fused sum is not the same to the bit, as wide ones must be.
    const told: boolean[] = [];
    const kernels = chooseKernels(
      [
        { name: 'wide', packed: fused },
        { name: 'fused', packed: fused },
      ],
      (on) => told.push(on),
    );
    expect(told).toEqual([true, false]);
    expect(kernels.name).not.toMatch(/wide/);
    expect(kernels.explanation).toContain('256-bit SIMD computes wrongly here');
  });

  test('takes the plain ones where a variant does not compile', () => {
    const packed = `${wide}~ff`;
    const kernels = chooseKernels([
      { name: 'fused', packed },
      { name: 'wide', packed },
    ]);
    expect(kernels.name).toBe('plain');
    expect(kernels.explanation).toBe('128-bit SIMD (this runtime has no relaxed SIMD)');
  });
});
