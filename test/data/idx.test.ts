/** The idx format, byte by byte. */
import { describe, expect, test } from 'vitest';
import { parseIdx } from '../../src/data/idx.ts';

const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);

describe('parseIdx', () => {
  test('shape and values, without a copy', () => {
    const { data, shape } = parseIdx(images);
    expect(shape).toEqual([2, 1, 3]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 255]);
    expect(data.buffer).toBe(images.buffer);
  });

  test('labels', () => {
    expect(parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 9, 7))).toEqual({
      data: Uint8Array.of(9, 7),
      shape: [2],
    });
  });

  test.each([
    ['empty', new Uint8Array(0), 'CORRUPT_FILE', 'is not an idx file'],
    ['text', new TextEncoder().encode('a,b\n1,2\n'), 'CORRUPT_FILE', 'is not an idx file'],
    ['cut in the header', images.slice(0, 9), 'CORRUPT_FILE', 'is not an idx file'],
    [
      'cut in the values',
      images.slice(0, 20),
      'CORRUPT_FILE',
      'announces shape (2, 1, 3), 6 values, but holds 4',
    ],
    ['too long', Uint8Array.of(...images, 0), 'CORRUPT_FILE', 'but holds 7'],
    ['floats', Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 0), 'UNSUPPORTED', 'type 0x0d'],
  ])('%s is refused', (_, bytes, code, message) => {
    expect(() => parseIdx(bytes, 'x.idx')).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});
