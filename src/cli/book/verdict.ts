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

/** A row's own verdict; where there is no number, that of the claim. */
export function verdictOf({ value, holds }: Row, ofClaim: Verdict): Verdict {
  if (value === undefined) return ofClaim;
  return holds ? 'holds' : 'fails';
}

/** Does a number stand to the expected one as it must? Lists are compared one by one and must be as long. */
export function holds(
  { book, must, tolerance = 0 }: Pick<Expectation, 'book' | 'must' | 'tolerance'>,
  value: ClaimValue,
): boolean {
  const [wanted, found] = [listOf(book), listOf(value)];
  if (wanted.length !== found.length) return false;
  return wanted.every((number, i) => {
    const difference = found[i] - number;
    if (must === 'equal') return Math.abs(difference) <= tolerance;
    const past = must === 'above' ? difference : -difference;
    return tolerance === 0 ? past > 0 : past >= -tolerance;
  });
}

/** The expected number as text, such as `0.7915` or `> 97 %`. */
export function expectedText(expected: Expectation): string {
  const sign = { equal: '', above: '> ', below: '< ' }[expected.must];
  return sign + valueText(expected.book, expected);
}

const percent = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** Hebb's number as text; a dash where there is none. */
export function foundText({ value, expected }: Row): string {
  return value === undefined ? '–' : valueText(value, expected);
}

/**
 * A number as text: `45`, `89.7 %`, and `1 0 0` for a list; with as many decimals as it is held to, such as
 * `0.791536125`.
 */
export function valueText(value: ClaimValue, { unit, tolerance = 0 }: Partial<Expectation>): string {
  const decimals =
    tolerance > 0 && tolerance < 1 ? Math.max(4, Math.round(-Math.log10(tolerance))) : undefined;
  const one = (number: number): string => {
    if (!Number.isFinite(number)) return measureText(number);
    if (unit === 'percent') return `${percent.format(100 * number)} %`;
    return decimals === undefined ? measureText(number) : String(Number(number.toFixed(decimals)));
  };
  return listOf(value).map(one).join(' ');
}

function listOf(value: ClaimValue): readonly number[] {
  return typeof value === 'number' ? [value] : value;
}
