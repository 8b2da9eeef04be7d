/**
 * How each matrix product of a plan is computed: by the kernels, from a right factor packed before or as it lies,
 * or by the machine's BLAS. The choice depends on the product's size alone, so that results are the same in every
 * run. It computes nothing.
 */
import { bytesOf, type FloatDType } from '../../core/dtype.ts';
import type { MatmulKernel } from '../contract.ts';
import { flopsOf } from '../work.ts';

export type Method = 'packed' | 'direct' | 'blas';

/** Whether products go to the BLAS: none, all, or those it is faster at. */
export type BlasUse = 'never' | 'always' | 'where it pays';

export interface Products {
  methodOf(kernel: MatmulKernel): Method;
  /** Nanoseconds of a product, roughly, on one thread. */
  timeOf(kernel: MatmulKernel): number;
  /** Rows of the kernels' tile, of which chunks are best multiples. */
  readonly tileRows: number;
}

/** Floating-point operations in a nanosecond, float32. */
const KERNEL_SPEED = { narrow: 45, wide: 90 };
const BLAS_SPEED = 100;
/** Nanoseconds of the four calls of a BLAS that a product is cut into. */
const BLAS_CALLS = 1000;
/**
 * Packing the right factor pays from about this many rows on; with fewer, the product reads it as it lies,
 * unless its rows are a multiple of 1024 bytes apart and would all fall into the same cache sets.
 */
const PACKING_ROWS = 100;

/**
 * @param tileRows rows of the kernels' tile
 * @param isWide do the kernels work on 256 bits at a time?
 */
export function productsWith(use: BlasUse, tileRows: number, isWide: boolean): Products {
  const kernelTime = (kernel: MatmulKernel): number =>
    (slowness(kernel.dtype) * flopsOf(kernel)) / (isWide ? KERNEL_SPEED.wide : KERNEL_SPEED.narrow);
  const blasTime = (kernel: MatmulKernel): number =>
    (slowness(kernel.dtype) * flopsOf(kernel)) / BLAS_SPEED + BLAS_CALLS;
  const usesBlas = (kernel: MatmulKernel): boolean => {
    if (use === 'where it pays') return blasTime(kernel) < kernelTime(kernel);
    return use === 'always';
  };
  return {
    methodOf: (kernel) => {
      if (usesBlas(kernel)) return 'blas';
      const { m, n, dtype, transposeB } = kernel;
      const isPacked = transposeB || m >= PACKING_ROWS || (n * bytesOf(dtype)) % 1024 === 0;
      return isPacked ? 'packed' : 'direct';
    },
    timeOf: (kernel) => (usesBlas(kernel) ? blasTime(kernel) : kernelTime(kernel)),
    tileRows,
  };
}

function slowness(dtype: FloatDType): number {
  return dtype === 'float64' ? 2 : 1;
}
