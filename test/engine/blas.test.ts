/**
 * The machine's own BLAS: finding it, and its products on a WebAssembly memory against a triple loop in float64.
 * What needs a library is skipped where there is none, and says so.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bindBlas, type Koffi } from '../../src/engine/blas/bind-blas.ts';
import { type BlasSearch, findBlas, searchBlas } from '../../src/engine/blas/find-blas.ts';

const library = findBlas();
const require = createRequire(import.meta.url);
const describeWithBlas = describe.skipIf(library === undefined);
const need = '(needs a BLAS library on this machine)';

type Width = 'f32' | 'f64';
type Values = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
interface Kind {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): Values;
}
const arrays: Readonly<Record<Width, Kind>> = { f32: Float32Array, f64: Float64Array };
/** Unit roundoff. A sum of k products is off by at most about k of them times the sum of sizes (Higham 2002, 3.5). */
const roundoff = { f32: 2 ** -24, f64: 2 ** -53 };

interface Product {
  readonly width: Width;
  readonly transposeA: number;
  readonly transposeB: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Elements at the end of each stored row that belong to no one. */
  readonly gap: number;
}

/** Where a product's matrices lie in the memory, in bytes, and how long their stored rows are. */
function layOut({ width, transposeA, transposeB, m, n, k, gap }: Product) {
  const bytes = arrays[width].BYTES_PER_ELEMENT;
  const [rowsA, lda] = transposeA ? [k, m + gap] : [m, k + gap];
  const [rowsB, ldb] = transposeB ? [n, k + gap] : [k, n + gap];
  const ldc = n + gap;
  const a = 64;
  const b = a + bytes * rowsA * lda;
  const c = b + bytes * rowsB * ldb;
  return { a, lda, b, ldb, c, ldc, sizes: { a: rowsA * lda, b: rowsB * ldb, c: m * ldc } };
}

/** Values in [-1, 1), all different. */
function fill(values: Values): void {
  for (let i = 0; i < values.length; i++) values[i] = (((i + 1) * 0.618_033_988_75) % 2) - 1;
}

/** Fill a and b; c and the gaps hold NaN, which nobody may read. */
function prepare(product: Product, buffer: ArrayBufferLike): ReturnType<typeof layOut> {
  const at = layOut(product);
  const Values = arrays[product.width];
  fill(new Values(buffer, at.a, at.sizes.a));
  fill(new Values(buffer, at.b, at.sizes.b));
  new Values(buffer, at.c, at.sizes.c).fill(Number.NaN);
  const blank = (address: number, size: number, rowLength: number): void => {
    const values = new Values(buffer, address, size);
    for (let i = 0; i < size; i++) if (i % rowLength >= rowLength - product.gap) values[i] = Number.NaN;
  };
  blank(at.a, at.sizes.a, at.lda);
  blank(at.b, at.sizes.b, at.ldb);
  return at;
}

/** c is the product, as a triple loop computes it, and its gaps are untouched. */
function expectProduct(product: Product, buffer: ArrayBufferLike): void {
  const { width, transposeA, transposeB, m, n, k } = product;
  const at = layOut(product);
  const Values = arrays[width];
  const a = new Values(buffer, at.a, at.sizes.a);
  const b = new Values(buffer, at.b, at.sizes.b);
  const c = new Values(buffer, at.c, at.sizes.c);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < at.ldc; j++) {
      const got = c[i * at.ldc + j];
      if (j >= n) {
        expect(got).toBeNaN();
        continue;
      }
      let sum = 0;
      let size = 0;
      for (let p = 0; p < k; p++) {
        const left = a[transposeA ? p * at.lda + i : i * at.lda + p];
        const right = b[transposeB ? j * at.ldb + p : p * at.ldb + j];
        sum += left * right;
        size += Math.abs(left * right);
      }
      const allowed = (k + 1) * roundoff[width] * size;
      if (!(Math.abs(got - sum) <= allowed)) expect.fail(`c[${i}, ${j}] is ${got}, not ${sum}`);
    }
  }
}

const newMemory = (shared: boolean): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: 16, maximum: 16, shared });
const bound = (buffer: ArrayBufferLike) =>
  bindBlas(require(library?.koffiPath ?? '') as Koffi, library?.path ?? '', buffer);

function multiply(product: Product, buffer: ArrayBufferLike): void {
  const { width, transposeA, transposeB, m, n, k } = product;
  const { a, lda, b, ldb, c, ldc } = prepare(product, buffer);
  bound(buffer)[`gemm_${width}`](transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc);
}

describeWithBlas(`products in ${library?.name} ${library?.version ?? ''} ${need}`, () => {
  // a vector, a product of vectors, or a matrix
  const size = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 45 }), fc.integer({ min: 1, max: 45 }));
  const bit = fc.constantFrom(0, 1);
  const product = fc.record<Product>({
    width: fc.constantFrom<Width>('f32', 'f64'),
    transposeA: bit,
    transposeB: bit,
    m: size,
    n: size,
    k: size,
    gap: fc.constantFrom(0, 3),
  });

  test.each([
    ['a memory of one thread', false],
    ['a shared memory', true],
  ])('are those of a triple loop, in %s', (_, shared) => {
    const { buffer } = newMemory(shared);
    fc.assert(
      fc.property(product, (one) => {
        multiply(one, buffer);
        expectProduct(one, buffer);
      }),
      { numRuns: 300 },
    );
  });

  test.each<Width>(['f32', 'f64'])('%s of a layer of 784 × 300', (width) => {
    const one: Product = { width, transposeA: 0, transposeB: 0, m: 31, n: 300, k: 784, gap: 0 };
    const { buffer } = new WebAssembly.Memory({ initial: 64, maximum: 64 });
    multiply(one, buffer);
    expectProduct(one, buffer);
  });

  test.each([
    [2, 3],
    [1, 3],
    [2, 1],
  ])('%i × %i of no terms are zero', (m, n) => {
    const { buffer } = newMemory(false);
    const one: Product = { width: 'f32', transposeA: 0, transposeB: 0, m, n, k: 0, gap: 1 };
    multiply(one, buffer);
    expectProduct(one, buffer);
  });

  test('are the same when WebAssembly calls them', () => {
    const memory = newMemory(false);
    // (module (import "blas" "gemm_f32" (func (param i32 × 11))) (export "multiply" (func 0)))
    const bytes = [
      [0, 97, 115, 109, 1, 0, 0, 0],
      [1, 15, 1, 96, 11, ...Array<number>(11).fill(127), 0],
      [2, 17, 1, 4, ...Buffer.from('blas'), 8, ...Buffer.from('gemm_f32'), 0, 0],
      [7, 12, 1, 8, ...Buffer.from('multiply'), 0, 0],
    ].flat();
    const blas = bound(memory.buffer);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { blas });
    const one: Product = { width: 'f32', transposeA: 1, transposeB: 0, m: 5, n: 7, k: 9, gap: 0 };
    const { a, lda, b, ldb, c, ldc } = prepare(one, memory.buffer);
    (exports.multiply as typeof blas.gemm_f32)(1, 0, 5, 7, 9, a, lda, b, ldb, c, ldc);
    expectProduct(one, memory.buffer);
  });

  test('reach past 2 GiB, where WebAssembly hands over negative addresses', () => {
    const { buffer } = new WebAssembly.Memory({ initial: 32768 + 1, maximum: 32768 + 1 });
    const at = 2 ** 31;
    new Float32Array(buffer, at, 2).set([3, 5]);
    bound(buffer).gemm_f32(0, 0, 1, 1, 1, at | 0, 1, (at + 4) | 0, 1, (at + 8) | 0, 1);
    expect(new Float32Array(buffer, at, 3)[2]).toBe(15);
  });

  test('are the same, bit for bit, in a worker made of a string, at the same time', async () => {
    const memory = newMemory(true);
    const one: Product = { width: 'f32', transposeA: 0, transposeB: 1, m: 41, n: 37, k: 43, gap: 3 };
    multiply(one, memory.buffer);
    const at = layOut(one);
    const here = new Float32Array(memory.buffer, at.c, at.sizes.c).slice();
    const script = `
      const { parentPort, workerData: { koffiPath, path, memory, args, targets } } = require('node:worker_threads');
      const { gemm_f32 } = (${bindBlas})(require(koffiPath), path, memory.buffer);
      for (let i = 0; i < 2000; i++) gemm_f32(...args.slice(0, 9), targets[i % 2], args[10]);
      parentPort.postMessage('done');
    `;
    const bytes = 4 * at.sizes.c;
    const targets = [0, 1, 2, 3].map((i) => at.c + i * bytes);
    const args = [0, 1, 41, 37, 43, at.a, at.lda, at.b, at.ldb, at.c, at.ldc];
    const workers = [targets.slice(0, 2), targets.slice(2)].map((own) => {
      new Float32Array(memory.buffer, own[0], 2 * at.sizes.c).fill(Number.NaN);
      return new Worker(script, { eval: true, workerData: { ...library, memory, args, targets: own } });
    });
    await Promise.all(
      workers.map(
        (worker) => new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject)),
      ),
    );
    for (const target of targets) {
      expect(new Float32Array(memory.buffer, target, at.sizes.c)).toEqual(here);
    }
  });
});

describe('finding a library', () => {
  beforeEach(() => {
    vi.resetModules();
  });
  afterEach(() => {
    vi.doUnmock('node:module');
    vi.unstubAllEnvs();
  });
  /** What a fresh process would find. */
  const searchAgain = async (): Promise<BlasSearch> =>
    (await import('../../src/engine/blas/find-blas.ts')).searchBlas();

  test('is done once', () => {
    expect(searchBlas()).toBe(searchBlas());
    expect(findBlas()).toBe(library);
  });

  test('finds nothing without the package koffi', async () => {
    vi.doMock('node:module', () => ({
      createRequire: () => ({
        resolve: () => {
          throw new Error('Cannot find module');
        },
      }),
    }));
    const {
      library: none,
      missing,
      reason,
    } = (await searchAgain()) as Extract<BlasSearch, { missing: string }>;
    expect([none, missing]).toEqual([undefined, 'koffi']);
    expect(reason).toContain('koffi');
  });

  test.each([
    ['/nowhere/libopenblas.so', /^HEBB_BLAS names \/nowhere\/libopenblas\.so, which cannot be loaded: /],
    [process.execPath, /^HEBB_BLAS names .*, which cannot be loaded: /],
  ])('does not look further than HEBB_BLAS=%s', async (path, sentence) => {
    vi.stubEnv('HEBB_BLAS', path);
    expect(await searchAgain()).toEqual({
      missing: 'named library',
      reason: expect.stringMatching(sentence),
    });
  });

  test.skipIf(process.platform !== 'linux')('refuses a library without products', async () => {
    vi.stubEnv('HEBB_BLAS', 'libm.so.6');
    expect(await searchAgain()).toEqual({
      missing: 'named library',
      reason: 'HEBB_BLAS names libm.so.6, which lacks the C interface (cblas_sgemm).',
    });
  });

  test.skipIf(library === undefined)(`takes the one that HEBB_BLAS names ${need}`, async () => {
    vi.stubEnv('HEBB_BLAS', library?.path);
    expect((await searchAgain()).library).toEqual(library);
  });
});
