/** Bytes, rounded up to whole cache lines, so that what lies there begins at a line of its own. */
export function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
