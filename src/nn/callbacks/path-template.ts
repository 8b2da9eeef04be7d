/** Paths with numbers in them, written as Python writes them: `{epoch:02d}`, `{val_loss:.2f}`. It knows no metrics. */
import { didYouMean, HebbError } from '../../core/errors.ts';

const field = /\{(\w+)(?::(0?)(\d*)(?:\.(\d+))?([defg]?))?\}/g;

/**
 * A path with values in place of the fields that name them.
 *
 * @throws HebbError `INVALID_VALUE` for a name that has no value, with the nearest one
 */
export function filledIn(path: string, values: Readonly<Record<string, number>>): string {
  return path.replaceAll(field, (_, name: string, zero = '', width = '', decimals?: string, kind = '') => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new HebbError(
        'INVALID_VALUE',
        `the path '${path}' names '${name}', but there are ${Object.keys(values).join(', ')}.${didYouMean(name, Object.keys(values))}`,
      );
    }
    const digits = decimals === undefined ? undefined : Number(decimals);
    return numberText(value, kind, digits).padStart(Number(width || 0), zero === '' ? ' ' : '0');
  });
}

function numberText(value: number, kind: string, digits: number | undefined): string {
  if (kind === 'd') return value.toFixed(0);
  if (kind === 'f') return value.toFixed(digits ?? 6);
  if (kind === 'e') return withTwoDigits(value.toExponential(digits ?? 6));
  if (digits === undefined) return String(value);
  return withTwoDigits(String(Number(value.toPrecision(Math.max(digits, 1)))));
}

/** Python writes exponents with two digits at least. */
function withTwoDigits(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
