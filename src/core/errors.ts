/**
 * Every failure Hebb reports is a `HebbError`: a sentence for people and a stable `code` for programs.
 * A message says what came, what was expected, and where (row, column, option or layer).
 * This file knows nothing of who throws.
 */

/** The stable codes. New ones may be added; none is ever renamed. */
export type ErrorCode =
  | 'NOT_FITTED'
  | 'UNKNOWN_OPTION'
  | 'INVALID_OPTION'
  | 'SHAPE_MISMATCH'
  | 'LENGTH_MISMATCH'
  | 'NON_FINITE'
  | 'INVALID_VALUE'
  | 'EMPTY_DATA'
  | 'UNKNOWN_COLUMN'
  | 'UNKNOWN_LABEL'
  | 'UNKNOWN_CATEGORY'
  | 'CORRUPT_FILE'
  | 'CHECKSUM_MISMATCH'
  | 'FILE_NOT_FOUND'
  | 'FILE_ERROR'
  | 'NETWORK_ERROR'
  | 'MISSING_PACKAGE'
  | 'ENGINE_FAILED'
  | 'TRIAL_FAILED'
  | 'UNSUPPORTED';

/**
 * A failure with a stable code.
 *
 * @example
 * try {
 *   await model.predict(X);
 * } catch (error) {
 *   if (error instanceof HebbError && error.code === 'NOT_FITTED') await model.fit(X, y);
 * }
 */
export class HebbError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'HebbError';
    this.code = code;
  }
}

/** Codes of things worth saying that do not stop the work. */
export type WarningCode =
  | 'NOT_CONVERGED'
  | 'BATCH_SIZE_CLIPPED'
  | 'INTERRUPTED'
  | 'CONSTANT_COLUMN'
  | 'UNKNOWN_CATEGORY'
  | 'TRIAL_FAILED'
  | 'DATA';

/** Something worth saying that did not stop the work; estimators keep theirs in `warnings`. */
export interface HebbWarning {
  readonly code: WarningCode;
  readonly message: string;
}

/** The candidate closest to `name` by edit distance, or undefined when none is near enough to be a slip. */
function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean 'x'?`, or nothing when no candidate is near. Made to be appended to a message. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const hit = nearest(name, candidates);
  return hit === undefined ? '' : ` Did you mean '${hit}'?`;
}

/** Levenshtein distance over one rolling row. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j] + 1, current[j - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
}

/** How a value is shown inside a message: short, quoted when it is text. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  if (Array.isArray(value)) {
    const head = value.slice(0, 6).map(show).join(', ');
    return `[${head}${value.length > 6 ? ', …' : ''}]`;
  }
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (typeof value === 'function') return value.name === '' ? 'a function' : `function ${value.name}`;
  if (typeof value === 'object' && value !== null) {
    return value.constructor === Object ? 'an object' : `a ${value.constructor?.name ?? 'object'}`;
  }
  return String(value);
}
