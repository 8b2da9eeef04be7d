/**
 * What results are called: scikit-learn's names in camelCase, `meanTestScore`, `split0TestNegLogLoss`.
 *
 * @example
 * resultName('mean', 'test', 'neg_log_loss'); // 'meanTestNegLogLoss'
 */
export function resultName(first: string, ...rest: readonly string[]): string {
  const words = rest.flatMap((part) => part.split(/[_\s]+/));
  return first + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
