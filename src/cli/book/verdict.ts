/**
 * Whether Hebb's numbers stand to the book's as a claim wants them to, and how both are written. It knows no
 * concrete claim and runs none.
 */
import { measure as measureText } from '../number-text.ts';
import type { Claim, ClaimValue, Expectation, Finding } from './claim.ts';

/** 'no data': what the claim needs can't be had here, so it was not tried. */
export type Verdict = 'holds' | 'fails' | 'no data';

/** One line of the table. */
export interface Row {
  readonly measure: string;
  readonly expected: Expectation;
  /** Hebb's number; undefined where the claim was not tried to its end. */
  readonly value?: ClaimValue;
  readonly holds: boolean;
}

/** A line for each of a claim's numbers. */
export function rowsOf({ expected }: Claim, finding?: Finding): Row[] {
  return Object.entries(expected).map(([measure, expectation]) => {
    const value = finding?.numbers[measure];
    return { measure, expected: expectation, value, holds: value !== undefined && holds(expectation, value) };
  });
}

/** Does a number stand to the expected one as it must? Lists are compared one by one and must be as long. */
export function holds(
  { book, must, tolerance = 0 }: Pick<Expectation, 'book' | 'must' | 'tolerance'>,
  value: ClaimValue,
): boolean {
  const [wanted, found] = [listOf(book), listOf(value)];
  if (wanted.length !== found.length) return false;
  return wanted.every((number, i) => {
    const past = found[i] - number;
    if (must === 'above') return past > -tolerance || (tolerance > 0 && past === -tolerance);
    if (must === 'below') return past < tolerance || (tolerance > 0 && past === tolerance);
    return Math.abs(past) <= tolerance;
  });
}

/** The expected number as text, such as `0.7915` or `> 97 %`. */
export function expectedText({ book, must, unit }: Expectation): string {
  const sign = { equal: '', above: '> ', below: '< ' }[must];
  return sign + valueText(book, unit);
}

const percent = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** A number as text: `45`, `0.7915`, `89.7 %`, and `1 0 0` for a list. */
export function valueText(value: ClaimValue, unit: Expectation['unit']): string {
  const one = (number: number): string =>
    unit === 'percent' && Number.isFinite(number) ? `${percent.format(100 * number)} %` : measureText(number);
  return listOf(value).map(one).join(' ');
}

function listOf(value: ClaimValue): readonly number[] {
  return typeof value === 'number' ? [value] : value;
}
