/** How a fit by stochastic gradient descent says that it ended before its time. */
import type { Warn } from '../warn.ts';

export function sayHowItEnded(
  nIter: number,
  interrupted: boolean,
  { maxIter, tol }: { readonly maxIter: number; readonly tol: number | null },
  warn: Warn,
): void {
  if (interrupted) warn('INTERRUPTED', 'Training interrupted by user.');
  else if (tol !== null && nIter === maxIter) {
    warn(
      'NOT_CONVERGED',
      'Maximum number of iteration reached before convergence. Consider increasing maxIter to improve the fit.',
    );
  }
}
