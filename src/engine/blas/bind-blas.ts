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
 * Bind the products of a library to a memory, and keep the library to the calling thread:
 * it starts no threads of its own for these calls. To be called once in every thread that multiplies, as some
 * libraries count threads for each thread that calls.
 *
 * A product with a vector goes to `gemv`, which many libraries do two to five times as fast. Which of its rows a
 * product is cut into may change the last bits of the result: cut in the same places to get the same numbers.
 *
 * The functions are bound to the place of `buffer`: bind after the last `memory.grow`. Addresses are taken as
 * unsigned, so what WebAssembly hands over as a negative int32 is meant as it should be.
 *
 * @param koffi the package koffi, as `require` gives it
 * @param path of the library, `BlasLibrary.path`
 * @param buffer of a WebAssembly.Memory, shared or not
 * @throws Error of koffi's if the library cannot be loaded or lacks one of the products
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
  // 101 row-major, 111 as it is, 112 transposed: the enumerations of cblas.h
  const bind = (letter: string, scalar: string): Gemm => {
    const matrix = ['int64_t', 'int'];
    const factors = [scalar, ...matrix, ...matrix, scalar, ...matrix];
    const gemm = library.func(`cblas_${letter}gemm`, 'void', [...Array(6).fill('int'), ...factors]);
    const gemv = library.func(`cblas_${letter}gemv`, 'void', [...Array(4).fill('int'), ...factors]);
    return (transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc) => {
      const [atA, atB, atC] = [base + (a >>> 0), base + (b >>> 0), base + (c >>> 0)];
      const [opA, opB] = [transposeA ? 112 : 111, transposeB ? 112 : 111];
      if (n === 1 && k > 0) {
        const [rows, columns] = transposeA ? [k, m] : [m, k];
        gemv(101, opA, rows, columns, 1, atA, lda, atB, transposeB ? 1 : ldb, 0, atC, ldc);
      } else if (m === 1 && k > 0) {
        const [rows, columns] = transposeB ? [n, k] : [k, n];
        gemv(101, 223 - opB, rows, columns, 1, atB, ldb, atA, transposeA ? lda : 1, 0, atC, 1);
      } else {
        gemm(101, opA, opB, m, n, k, 1, atA, lda, atB, ldb, 0, atC, ldc);
      }
    };
  };
  return { gemm_f32: bind('s', 'float'), gemm_f64: bind('d', 'double') };
}
