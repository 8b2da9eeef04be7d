/**
 * Records in a row: how TensorFlow frames whatever it writes, event files among them. Each is its length, 64 bits, a
 * checksum of that, the bytes, and a checksum of those. It knows nothing of what the bytes mean.
 * Format: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
import { HebbError } from '../../core/errors.ts';

const headBytes = 12;
const crcBytes = 4;

/** The polynomial of CRC-32C (Castagnoli), bits reversed; RFC 3720, appendix B.4. */
const polynomial = 0x82f63b78;

const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  return crc;
});

/** The CRC-32C of these bytes, as an unsigned number. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Turned by 15 bits and shifted, as the format wants it, so that a record of records has no sum of sums. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** The bytes as a record: 16 bytes more. */
export function toRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(headBytes + data.length + crcBytes);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(data, headBytes);
  view.setUint32(headBytes + data.length, masked(data), true);
  return record;
}

/** A record that was read. */
export interface StoredRecord {
  /** The byte it begins at. */
  readonly offset: number;
  /** A window on the bytes that were given. */
  readonly data: Uint8Array;
}

/** The records of a file, and where the last whole one ends. */
export interface Records {
  readonly records: readonly StoredRecord[];
  readonly end: number;
}

/**
 * The whole records of a file. What comes after the last whole one is left alone, as whoever writes the file may be
 * about to write the rest.
 *
 * @throws HebbError `CORRUPT_FILE` where a checksum is wrong, with the byte that the record begins at
 */
export function readRecords(bytes: Uint8Array): Records {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: StoredRecord[] = [];
  let offset = 0;
  while (offset + headBytes <= bytes.length) {
    check(bytes.subarray(offset, offset + 8), view.getUint32(offset + 8, true), 'length', offset);
    const start = offset + headBytes;
    const length = view.getBigUint64(offset, true);
    if (length > BigInt(bytes.length - start - crcBytes)) break;
    const end = start + Number(length);
    const data = bytes.subarray(start, end);
    check(data, view.getUint32(end, true), 'bytes', offset);
    records.push({ offset, data });
    offset = end + crcBytes;
  }
  return { records, end: offset };
}

function check(bytes: Uint8Array, expected: number, what: string, offset: number): void {
  if (masked(bytes) === expected) return;
  throw new HebbError(
    'CORRUPT_FILE',
    `the record at byte ${offset} is damaged: the checksum of its ${what} is wrong.`,
  );
}
