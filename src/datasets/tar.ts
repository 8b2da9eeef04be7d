/**
 * One file out of a tar archive. A tar is a row of 512-byte blocks: a header with name (bytes 0–99) and size
 * in octal (124–135), then the file's bytes, padded. Source: POSIX.1-1988, ustar interchange format.
 */
import { HebbError } from '../core/errors.ts';

const block = 512;

/**
 * The bytes of `member`, a window on `tar`.
 *
 * @throws HebbError `CORRUPT_FILE` if it isn't there whole
 */
export function tarMember(tar: Uint8Array<ArrayBuffer>, member: string): Uint8Array<ArrayBuffer> {
  const text = (from: number, length: number): string =>
    new TextDecoder().decode(tar.subarray(from, from + length)).replace(/\0.*$/s, '');
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const start = at + block;
    if (text(at, 100) === member && start + size <= tar.length) return tar.subarray(start, start + size);
    if (!(size >= 0)) break;
    at = start + Math.ceil(size / block) * block;
  }
  throw new HebbError('CORRUPT_FILE', `the tar archive has no whole file ${member}.`);
}
