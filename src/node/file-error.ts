/**
 * The file system's error codes in plain words. One place, so that every reader and writer says the same.
 */
import { HebbError } from '../core/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
};

/** Is it the error of a file that is not there? */
export function isMissing(cause: unknown): boolean {
  return codeOf(cause) === 'ENOENT';
}

/** A `HebbError` for a failed reading: `FILE_NOT_FOUND` or `FILE_ERROR`. */
export function readError(path: string, cause: unknown): HebbError {
  return isMissing(cause)
    ? new HebbError('FILE_NOT_FOUND', `there is no file ${path}.`, { cause })
    : new HebbError('FILE_ERROR', `cannot read ${path}: ${reasonOf(cause)}.`, { cause });
}

/** A `HebbError` for a failed writing: `FILE_ERROR`. */
export function writeError(path: string, cause: unknown): HebbError {
  const reason = codeOf(cause) === 'ENOENT' ? 'its folder does not exist' : reasonOf(cause);
  return new HebbError('FILE_ERROR', `cannot write ${path}: ${reason}.`, { cause });
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function reasonOf(cause: unknown): string {
  return reasons[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
}
