/**
 * The two matrix products of a BLAS library as functions on one block of memory, cheap enough to be called from
 * WebAssembly for every product. It does not look for a library (`find-blas.ts` does), and knows no plan.
 *
 * Everything lies inside `bindBlas`, so that its text can be evaluated in a worker that is made of a string.
 */

/** What is needed of the package koffi. */
export interface Koffi {
  load(path: string): KoffiLibrary;
  address(memory: Uint8Array): bigint;
}

interface KoffiLibrary {
  func(name: string, result: string, parameters: string[]): (...args: number[]) => unknown;
}

/**
 * c (m × n) = op(a) · op(b), row-major. `a`, `b` and `c` are byte addresses in the memory, `lda`, `ldb` and `ldc`
 * the elements from one stored row to the next. With `transposeA` a is stored k × m, with `transposeB` b is
 * stored n × k. What c held before is not read.
 */
export type Gemm = (
  transposeA: number,
  transposeB: number,
  m: number,
  n: number,
  k: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  c: number,
  ldc: number,
) => void;

/** A type, not an interface, so that it can be handed to WebAssembly as a module of imports. */
export type BoundBlas = {
  readonly gemm_f32: Gemm;
  readonly gemm_f64: Gemm;
};

/**
 * Bind `cblas_sgemm` and `cblas_dgemm` of a library to a memory, and keep the library to the calling thread:
 * it starts no threads of its own for these calls. To be called once in every thread that multiplies, as some
 * libraries count threads for each thread that calls.
 *
 * The functions are bound to the place of `buffer`: bind after the last `memory.grow`. Addresses are taken as
 * unsigned, so what WebAssembly hands over as a negative int32 is meant as it should be.
 *
 * @param koffi the package koffi, as `require` gives it
 * @param path of the library, `BlasLibrary.path`
 * @param buffer of a WebAssembly.Memory, shared or not
 * @throws Error of koffi's if the library cannot be loaded or lacks `cblas_sgemm` or `cblas_dgemm`
 * @example
 * const library = findBlas();
 * const koffi = createRequire(import.meta.url)(library.koffiPath);
 * const { gemm_f32 } = bindBlas(koffi, library.path, memory.buffer);
 * gemm_f32(0, 0, 2, 2, 2, 0, 2, 16, 2, 32, 2); // 2 × 2 at byte 32 = 2 × 2 at byte 0 · 2 × 2 at byte 16
 * // in a worker made of a string: `const bindBlas = ${bindBlas}; const koffi = require(…)`
 */
export function bindBlas(koffi: Koffi, path: string, buffer: ArrayBufferLike): BoundBlas {
  const library = koffi.load(path);
  const base = Number(koffi.address(new Uint8Array(buffer)));
  const oneThread: [setter: string, type: string][] = [
    ['openblas_set_num_threads', 'int'],
    ['MKL_Set_Num_Threads_Local', 'int'],
    ['bli_thread_set_num_threads', 'int64_t'],
    ['BLASSetThreading', 'int'], // Accelerate, macOS 15: 1 is BLAS_THREADING_SINGLE_THREADED
  ];
  for (const [setter, type] of oneThread) {
    try {
      library.func(setter, 'void', [type])(1);
    } catch {
      // a function of another library
    }
  }
  const gemm = (name: string, scalar: string): Gemm => {
    const matrix = ['int64_t', 'int'];
    const sizes = ['int', 'int', 'int', 'int', 'int', 'int'];
    const multiply = library.func(name, 'void', [...sizes, scalar, ...matrix, ...matrix, scalar, ...matrix]);
    // 101 row-major, 111 as it is, 112 transposed: the enumerations of cblas.h
    return (transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc) => {
      multiply(
        101,
        transposeA ? 112 : 111,
        transposeB ? 112 : 111,
        m,
        n,
        k,
        1,
        base + (a >>> 0),
        lda,
        base + (b >>> 0),
        ldb,
        0,
        base + (c >>> 0),
        ldc,
      );
    };
  };
  return { gemm_f32: gemm('cblas_sgemm', 'float'), gemm_f64: gemm('cblas_dgemm', 'double') };
}
