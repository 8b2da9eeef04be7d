/**
 * The table of results for a terminal and as Markdown: claim, the book's number, Hebb's, verdict, seconds. It knows no
 * concrete claim and runs none.
 */
import { counted } from '../../core/counted.ts';
import { duration } from '../number-text.ts';
import type { Style } from '../style.ts';
import { printable, wrap } from '../text-layout.ts';
import type { Outcome } from './try-claim.ts';
import { expectedText, foundText, type Row, type Verdict, verdictOf } from './verdict.ts';

const width = 80;
/** Columns: what is measured, the book's number, Hebb's, the verdict, seconds. */
const columns = [36, 13, 13, 8, 6] as const;

/** The line above the table. */
export function headText(style: Style): string {
  return style.dim(line(['Claim', 'Book', 'Hebb', 'Verdict', 'Time']));
}

/** A claim's lines. */
export function outcomeText(outcome: Outcome, style: Style): string {
  const { claim, rows, seconds, problem } = outcome;
  const time = `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const name = style.bold(claim.name) + ' '.repeat(Math.max(1, width - claim.name.length - time.length));
  const because = problem === undefined ? [] : [indented(printable(problem))];
  return [
    `${name}${style.dim(time)}`,
    indented(claim.title),
    ...because,
    ...rows.map((row) => rowText(row, outcome, style)),
  ].join('\n');
}

function rowText(row: Row, outcome: Outcome, style: Style): string {
  const { measure, expected } = row;
  const verdict = verdictOf(row, outcome.verdict);
  const paint = { holds: style.green, fails: style.red, 'no data': style.yellow }[verdict];
  const [book, hebb] = [expectedText(expected), foundText(row)];
  const source = expected.source === undefined ? '' : ` (${expected.source})`;
  const title = `  ${measure}${source}`;
  const isLong = book.length > columns[1] || hebb.length > columns[2];
  const numbers = isLong
    ? `    ${book} → ${hebb}`.padEnd(columns[0] + columns[1] + columns[2] + 2)
    : line(['', book, hebb]);
  const colored = paint(verdict.padStart(columns[3]));
  const isOneLine = !isLong && title.length <= columns[0];
  return isOneLine ? `${line([title, book, hebb])} ${colored}` : `${title}\n${numbers} ${colored}`;
}

function line(cells: readonly string[]): string {
  const [first, ...others] = cells;
  return `${first.padEnd(columns[0])} ${others.map((cell, i) => cell.padStart(columns[i + 1])).join(' ')}`;
}

function indented(text: string): string {
  return `  ${wrap(text, width - 2).replaceAll('\n', '\n  ')}`;
}

/** How it all came out, in a sentence. */
export function sumText(outcomes: readonly Outcome[]): string {
  const count = (verdict: Verdict): number => outcomes.filter((one) => one.verdict === verdict).length;
  const [held, failed, missing] = [count('holds'), count('fails'), count('no data')];
  const parts = [
    `${counted(held, 'claim')} ${held === 1 ? 'holds' : 'hold'}`,
    ...(failed === 0 ? [] : [`${failed} ${failed === 1 ? 'fails' : 'fail'}`]),
    ...(missing === 0 ? [] : [`${missing} could not be tried for want of data`]),
  ];
  return `${parts.join(', ')}, in ${duration(outcomes.reduce((sum, { seconds }) => sum + seconds, 0))}.`;
}

/** What the reader of either page should know first. */
export const aboutResults: string =
  'What A. Géron’s Hands-On Machine Learning says in its chapter on artificial neural networks, tried with Hebb. Where the book says something in words, the number to compare with is the one at which it would turn false.';

/** A page of Markdown: a table, and below it why numbers may differ as they do. */
export function resultsMarkdown(outcomes: readonly Outcome[], made: string): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = outcomes.flatMap((outcome) =>
    outcome.rows.map((row, i) => {
      const { measure, expected } = row;
      const claim = i === 0 ? `\`${outcome.claim.name}\`: ${outcome.claim.title}` : '';
      const source = expected.source === undefined ? '' : ` (${expected.source})`;
      const seconds = i === 0 ? outcome.seconds.toFixed(1) : '';
      const numbers = [expectedText(expected), foundText(row)];
      const cells = [claim, `${measure}${source}`, ...numbers, verdictOf(row, outcome.verdict), seconds];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
  );
  const notes = outcomes.map(({ claim, finding }) => {
    const remark = finding?.remark === undefined ? '' : `\n\n${finding.remark}`;
    const reasons = Object.entries(claim.expected).map(([name, { because }]) => `- ${name}: ${because}`);
    return `### ${claim.title}\n\n\`hebb book --only ${claim.name}\`. ${claim.about}${remark}\n\n${reasons.join('\n')}\n`;
  });
  return [
    "# The textbook's numbers",
    `${aboutResults} Made by \`hebb book --markdown\`: ${made}.`,
    sumText(outcomes),
    `| claim | measure | book | Hebb | verdict | seconds |\n| --- | --- | ---: | ---: | --- | ---: |\n${rows.join('\n')}`,
    '## What is claimed, and why numbers may differ as they do',
    notes.join('\n'),
  ].join('\n\n');
}
