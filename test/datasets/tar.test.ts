/** One file out of a tar archive, its blocks laid out by hand. */
import { describe, expect, test } from 'vitest';
import { tarMember } from '../../src/datasets/tar.ts';

function entry(name: string, content: string): Uint8Array {
  const size = new TextEncoder().encode(content).length;
  const blocks = new Uint8Array(512 + Math.ceil(size / 512) * 512);
  blocks.set(new TextEncoder().encode(name), 0);
  blocks.set(new TextEncoder().encode(`${size.toString(8).padStart(11, '0')}\0`), 124);
  blocks.set(new TextEncoder().encode(content), 512);
  return blocks;
}

const long = 'x'.repeat(1500);
const archive = Uint8Array.from([
  ...entry('folder/', ''),
  ...entry('folder/first.txt', long),
  ...entry('folder/second.txt', 'hello'),
  ...new Uint8Array(1024),
]);

describe('tarMember', () => {
  test.each([
    ['folder/first.txt', long],
    ['folder/second.txt', 'hello'],
  ])('%s', (name, content) => {
    expect(new TextDecoder().decode(tarMember(archive, name))).toBe(content);
  });

  test.each([
    ['not there', archive, 'folder/third.txt'],
    ['cut short', archive.slice(0, 1500), 'folder/first.txt'],
    ['no archive', new Uint8Array(2048).fill(7), 'folder/first.txt'],
    ['empty', new Uint8Array(0), 'folder/first.txt'],
  ])('%s is refused', (_, bytes, name) => {
    expect(() => tarMember(bytes, name)).toThrow(expect.objectContaining({ code: 'CORRUPT_FILE' }));
  });
});
