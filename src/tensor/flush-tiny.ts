/**
 * Keeps subnormal numbers out of what a training step leaves behind. Weights of units that are never active, and
 * the means of their gradients, shrink for ever; products with numbers near the smallest float32 make processors
 * several times as slow, and WebAssembly cannot tell them to take such numbers for zero.
 */
import type { Tensor } from './tensor.ts';

/** Far above the smallest normal float32 (2⁻¹²⁶), so that products with gradients stay normal too. */
const TINY = 2 ** -100;

/** x, with 0 in the place of float32 values below 2⁻¹⁰⁰. Other types have room enough, and stay as they are. */
export function flushTiny(x: Tensor): Tensor {
  return x.dtype === 'float32' ? x.abs().less(TINY).where(0, x) : x;
}
