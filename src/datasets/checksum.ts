/** Whether a file's bytes are the right ones, by the digest that is known of them. */
import { HebbError } from '../core/errors.ts';
import { gunzip, isGzip } from '../data/bytes.ts';

/** What is known of a file's content, digests in hexadecimal. Where nothing is, it must be JSON. */
export interface Expected {
  /** SHA-256 of the bytes as they are. */
  readonly sha256?: string;
  /** MD5 of the content, which is the unpacked one if the bytes are gzip. */
  readonly md5?: string;
}

/**
 * What is wrong with the bytes, as the end of a sentence; undefined if nothing is.
 *
 * @throws HebbError `UNSUPPORTED` in pages without WebCrypto
 */
export async function findWrong(
  bytes: Uint8Array<ArrayBuffer>,
  expected: Expected,
): Promise<string | undefined> {
  if (expected.sha256 !== undefined) {
    const actual = await sha256(bytes);
    return differs('SHA-256', actual, expected.sha256);
  }
  const content = isGzip(bytes) ? await gunzip(bytes).catch(() => bytes) : bytes;
  if (expected.md5 !== undefined) {
    const { md5 } = await import('js-md5');
    return differs('MD5', md5(content), expected.md5);
  }
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
    return undefined;
  } catch {
    return 'it is not JSON';
  }
}

function differs(kind: string, actual: string, expected: string): string | undefined {
  return actual === expected ? undefined : `its ${kind} is ${actual}, expected ${expected}`;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new HebbError(
      'UNSUPPORTED',
      'checking a download needs WebCrypto, which pages have only over https.',
    );
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
