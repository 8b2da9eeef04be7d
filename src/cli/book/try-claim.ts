/**
 * Runs one claim and says what came of it. Data that can't be had leave it untried; anything else that goes wrong
 * makes it fail. It knows no concrete claim and writes nothing.
 */
import { HebbError } from '../../core/errors.ts';
import type { BookContext, Claim, Finding } from './claim.ts';
import type { ClaimProgress } from './claim-progress.ts';
import { type Row, rowsOf, type Verdict } from './verdict.ts';

export interface Outcome {
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly rows: readonly Row[];
  /** For this claim alone: what an earlier one has made already takes no time. */
  readonly seconds: number;
  readonly finding?: Finding;
  /** Why it could not be tried to its end. */
  readonly problem?: string;
}

/** What claims share while they run. */
export function bookContext(signal: AbortSignal, progress: ClaimProgress): BookContext {
  const made = new Map<unknown, Promise<unknown>>();
  const context: BookContext = {
    signal,
    once: <T>(make: (context: BookContext) => Promise<T>): Promise<T> => {
      const known = made.get(make) as Promise<T> | undefined;
      const promise = known ?? make(context);
      made.set(make, promise);
      return promise;
    },
    report: (doing, fraction) => progress.report(doing, fraction),
    training: (doing) => progress.training(doing),
  };
  return context;
}

/** @throws the signal's reason when it is aborted */
export async function tryClaim(claim: Claim, context: BookContext): Promise<Outcome> {
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  try {
    const finding = await claim.run(context);
    context.signal.throwIfAborted();
    const rows = rowsOf(claim, finding);
    const verdict = rows.every((row) => row.holds) ? 'holds' : 'fails';
    return { claim, verdict, rows, seconds: seconds(), finding };
  } catch (error) {
    context.signal.throwIfAborted();
    const problem = error instanceof Error ? error.message : String(error);
    const verdict = isMissing(error) ? 'no data' : 'fails';
    return { claim, verdict, rows: rowsOf(claim), seconds: seconds(), problem };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof HebbError && ['NETWORK_ERROR', 'FILE_NOT_FOUND'].includes(error.code);
}
