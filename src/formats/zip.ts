/**
 * Zip archives with a few known members, packed and unpacked by fflate. What the archive says of itself is held
 * against the bytes that are there before anything is unpacked: names, lengths and checksums. It knows nothing of
 * what the members mean.
 * Source: PKWARE's APPNOTE.TXT, 4.3.12 and 4.3.16
 */
import { unzipSync, zipSync } from 'fflate';
import { HebbError, show } from '../core/errors.ts';

/** A member may be so long whatever its packed length: 64 MiB. */
const mostUnpacked = 1 << 26;
/** Longer ones may be so many times as long as they are packed. */
const mostPacked = 100;
/** No archive of ours has nearly as many members. */
const mostMembers = 10_000;

/** An archive of members, stored as they are. */
export function zip(members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...members }, { level: 0 });
}

/**
 * The members of an archive that are among `names`; others are checked, but not unpacked.
 *
 * @param what what the archive is called in messages
 * @throws HebbError `CORRUPT_FILE` for what is no whole archive, for two members of one name, for names that lead
 * out of the archive, and for members that are longer or other than the archive says
 */
export function unzip(
  bytes: Uint8Array,
  names: readonly string[],
  what: string,
): ReadonlyMap<string, Uint8Array> {
  const corrupt = (reason: string, cause?: unknown): HebbError =>
    new HebbError('CORRUPT_FILE', `${what} is no whole zip archive: ${reason}.`, { cause });
  const seen = new Set<string>();
  let members: Record<string, Uint8Array>;
  try {
    members = unzipSync(bytes, {
      filter({ name, size, originalSize, compression }) {
        if (seen.has(name)) throw corrupt(`it has two members ${show(name)}`);
        if (seen.add(name).size > mostMembers) throw corrupt(`it has more than ${mostMembers} members`);
        if (isOutside(name)) throw corrupt(`the name of its member ${show(name)} leads out of it`);
        if (!names.includes(name)) return false;
        const isStored = compression === 0;
        if (size > bytes.length || (isStored && originalSize !== size)) {
          throw corrupt(`its member ${show(name)} has an impossible length`);
        }
        if (originalSize > Math.max(mostUnpacked, mostPacked * size)) {
          throw corrupt(`its member ${show(name)} would become ${originalSize} bytes out of ${size}`);
        }
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof HebbError) throw cause;
    throw corrupt(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const sums = checksums(bytes);
  for (const [name, member] of Object.entries(members)) {
    const sum = sums.get(name);
    if (sum === undefined || sum.length !== member.length || sum.crc !== crc32(member)) {
      throw corrupt(`the bytes of its member ${show(name)} are not those that were packed`);
    }
  }
  return new Map(Object.entries(members));
}

function isOutside(name: string): boolean {
  return /^[/\\]|^[a-z]:|\\|\0/i.test(name) || name.split('/').includes('..');
}

/** What the directory at the end of the archive says of each member. */
function checksums(bytes: Uint8Array): Map<string, { crc: number; length: number }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sums = new Map<string, { crc: number; length: number }>();
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) return sums;
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= end && view.getUint32(at, true) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const text = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name));
    sums.set(text, { crc: view.getUint32(at + 16, true), length: view.getUint32(at + 24, true) });
    at += 46 + name + extra + comment;
  }
  return sums;
}

/** The checksum of zip: the remainder of the polynomial 0x04C11DB7, bits reversed. */
function crc32(bytes: Uint8Array): number {
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    return sum;
  });
  let sum = -1;
  for (const byte of bytes) sum = (sum >>> 8) ^ table[(sum ^ byte) & 0xff];
  return ~sum >>> 0;
}
