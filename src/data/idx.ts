/**
 * The idx format of MNIST: two zero bytes, a type byte, the number of axes, the sizes as big-endian 32-bit
 * integers, then the values. Only unsigned bytes are read; gzip is the caller's part.
 * Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", file formats.
 */
import { HebbError } from '../core/errors.ts';
import { type Shape, showShape, sizeOf } from '../core/shape.ts';

/** Unsigned bytes and their shape. */
export interface ByteArray {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly shape: Shape;
}

const unsignedByte = 0x08;

/**
 * Reads idx bytes. The result is a window on `bytes`, not a copy.
 *
 * @throws HebbError `CORRUPT_FILE` for bytes that are not idx or of the wrong length; `UNSUPPORTED` for values
 *   that are not unsigned bytes
 * @example
 * const labels = parseIdx(await gunzip(bytes));
 * labels.shape; // [60000]
 */
export function parseIdx(bytes: Uint8Array<ArrayBuffer>, name = 'the idx data'): ByteArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = bytes[3];
  const headerLength = 4 + 4 * rank;
  if (!(bytes[0] === 0 && bytes[1] === 0 && rank > 0 && bytes.length >= headerLength)) {
    throw new HebbError('CORRUPT_FILE', `${name} is not an idx file.`);
  }
  if (bytes[2] !== unsignedByte) {
    const type = bytes[2].toString(16).padStart(2, '0');
    throw new HebbError(
      'UNSUPPORTED',
      `${name} holds values of type 0x${type}; only 0x08 (unsigned bytes) is read.`,
    );
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const data = bytes.subarray(headerLength);
  if (data.length !== sizeOf(shape)) {
    throw new HebbError(
      'CORRUPT_FILE',
      `${name} announces shape ${showShape(shape)}, ${sizeOf(shape)} values, but holds ${data.length}.`,
    );
  }
  return { data, shape };
}
