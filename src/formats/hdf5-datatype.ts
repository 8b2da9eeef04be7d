/**
 * The number types of HDF5 that weights come in, by the bytes that describe them: integers of 1 to 8 bytes and IEEE
 * floats of 4 and 8, little-endian.
 * Source: HDF5 File Format Specification, IV.A.2.d
 */

/** Exponent's place and bits, mantissa's place and bits, bias; by width. */
const floats: Readonly<Record<number, readonly number[]>> = {
  4: [23, 8, 0, 23, 127],
  8: [52, 11, 0, 52, 1023],
};

/**
 * Bytes of an element; undefined for anything but plain numbers.
 *
 * @param u8 the bytes of the description
 * @param size how many there are
 */
export function datatypeBytes(u8: (at: number) => number, size: number): number | undefined {
  if (size < 12) return undefined;
  const u16 = (at: number): number => u8(at) + 256 * u8(at + 1);
  const [kind, flags, sign] = [u8(0), u8(1), u8(2)];
  const width = u16(4) + 65536 * u16(6);
  const spans = u16(8) === 0 && u16(10) === 8 * width && u8(3) === 0;
  if (!spans) return undefined;
  if (kind === 0x10) {
    const isPlain = [1, 2, 4, 8].includes(width) && (flags & ~8) === 0 && sign === 0;
    return isPlain ? width : undefined;
  }
  const expected = floats[width];
  if (kind !== 0x11 || expected === undefined || size < 20) return undefined;
  const found = [u8(12), u8(13), u8(14), u8(15), u16(16) + 65536 * u16(18)];
  const isIeee = flags === 0x20 && sign === 8 * width - 1 && found.every((one, i) => one === expected[i]);
  return isIeee ? width : undefined;
}
