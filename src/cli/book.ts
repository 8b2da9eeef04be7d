/**
 * `hebb book`: tries the textbook chapter's claims one after the other and sets the book's numbers beside Hebb's. The
 * claims are in `book/`, each a plain record; here is the order of things and what is said along the way.
 */
import { didYouMean, HebbError } from '../core/errors.ts';
import { writeFileAtomic } from '../node/atomic-write.ts';
import type { Claim } from './book/claim.ts';
import { ClaimProgress } from './book/claim-progress.ts';
import { resultsPage } from './book/results-page.ts';
import { headText, outcomeText, resultsMarkdown, sumText } from './book/results-text.ts';
import { bookContext, type Outcome, tryClaim } from './book/try-claim.ts';
import { type Command, defineCommand } from './command.ts';
import { names, text, toggle } from './flags.ts';
import { Interruption } from './interruption.ts';
import { machineFacts } from './machine-facts.ts';
import { duration } from './number-text.ts';
import { checkWritable } from './output-file.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';
import { columns, printable } from './text-layout.ts';
import { UsageError } from './usage-error.ts';

const flags = {
  list: toggle('list the claims instead of trying them'),
  only: names('NAME,…', 'try these claims alone'),
  fast: toggle('leave out the long ones: under a minute'),
  html: text('FILE.html', 'write a page with the results and their pictures'),
  markdown: text('FILE.md', 'write the results as Markdown'),
  json: toggle('end with one line of JSON on stdout; all else goes to stderr'),
} as const;

export const book: Command = defineCommand({
  name: 'book',
  summary: "try the textbook's claims, number by number",
  arguments: [],
  about:
    "Tries what A. Géron's Hands-On Machine Learning says in its chapter on artificial neural networks, and prints the book's numbers beside Hebb's. A number that is off by more than its tolerance fails, and the exit code is 1; the page tells why each tolerance is what it is. Data sets are fetched once, or read from HEBB_DATA_MIRROR; claims whose data can't be had are not tried. All of it takes some ten minutes on two cores.",
  flags,
  examples: [
    ['What takes seconds', 'hebb book --fast'],
    ['All of it, with pictures', 'hebb book --html book.html'],
    ['One claim', 'hebb book --only xor-by-hand'],
  ],
  run: async (_, values, terminal) => {
    const { claims } = await import('./book/claims.ts');
    await tryBook(claims, values, terminal);
  },
});

/** What was asked for. */
export type BookWishes = { readonly [Name in 'list' | 'fast' | 'json']?: boolean | undefined } & {
  readonly [Name in 'html' | 'markdown']?: string | undefined;
} & { readonly only?: readonly string[] | undefined };

/**
 * Try claims and print what comes of it.
 *
 * @throws HebbError `INVALID_VALUE` when a claim fails; UsageError for a name there is not
 */
export async function tryBook(
  claims: readonly Claim[],
  wishes: BookWishes,
  terminal: Terminal,
): Promise<void> {
  const { json = false, html, markdown } = wishes;
  const chosen = choose(claims, wishes);
  if (wishes.list === true) {
    terminal.stdout.write(json ? `${JSON.stringify(chosen.map(listed))}\n` : listText(chosen, terminal));
    return;
  }
  for (const file of [html, markdown]) if (file !== undefined) await checkWritable(file, []);
  const result = json ? terminal.stderr : terminal.stdout;
  const style = styleOf(result);
  const progress = new ClaimProgress(terminal.stderr);
  const interruption = new Interruption(terminal, () => {
    progress.clear();
    terminal.stderr.write('Stopped.\n');
  });
  const outcomes: Outcome[] = [];
  const before = process.cpuUsage();
  try {
    const context = bookContext(interruption.signal, progress);
    result.write(`${headText(style)}\n`);
    for (const [i, claim] of chosen.entries()) {
      progress.begin(`${i + 1}/${chosen.length} ${claim.name}`);
      const outcome = await tryClaim(claim, context);
      outcomes.push(outcome);
      progress.clear();
      result.write(`${outcomeText(outcome, style)}\n`);
    }
    result.write(`\n${sumText(outcomes)}\n`);
    const made = madeText(process.cpuUsage(before));
    if (html !== undefined) await interruption.hold(() => writeFileAtomic(html, resultsPage(outcomes, made)));
    if (markdown !== undefined) {
      await interruption.hold(() => writeFileAtomic(markdown, resultsMarkdown(outcomes, made)));
    }
    for (const file of [html, markdown])
      if (file !== undefined) result.write(`Written: ${printable(file)}\n`);
    if (json) terminal.stdout.write(`${jsonLine(outcomes, made)}\n`);
  } finally {
    progress.clear();
    interruption.close();
  }
  const failed = outcomes.filter(({ verdict }) => verdict === 'fails').map(({ claim }) => claim.name);
  if (failed.length > 0) throw new HebbError('INVALID_VALUE', `these do not hold: ${failed.join(', ')}.`);
}

function choose(claims: readonly Claim[], { only, fast = false }: BookWishes): readonly Claim[] {
  const known = claims.map(({ name }) => name);
  for (const name of only ?? []) {
    if (!known.includes(name)) {
      throw new UsageError(
        `there is no claim '${name}'.${didYouMean(name, known)} hebb book --list has them all.`,
      );
    }
  }
  const chosen = claims.filter(
    ({ name, isFast }) => (only === undefined || only.includes(name)) && (isFast || !fast),
  );
  if (chosen.length === 0) throw new UsageError('none of these claims is among the fast ones.');
  return chosen;
}

function listed({ name, title, section, isFast, expected }: Claim): object {
  return { name, title, section, isFast, measures: Object.keys(expected) };
}

function listText(claims: readonly Claim[], { stdout }: Terminal): string {
  const pairs = claims.map(({ name, title, isFast }) => [name, isFast ? `${title} (fast)` : title]);
  const width = Math.max(40, Math.min(100, stdout.columns));
  return `${columns(pairs, width).replace(/^\S+/gm, styleOf(stdout).bold)}\n`;
}

/** When, on what kind of machine, and how long its processor was busy, which others may have kept waiting. */
function madeText({ user, system }: NodeJS.CpuUsage): string {
  const { hebb, node, processor, cores, platform, arch } = machineFacts();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, hebb ${hebb}, Node ${node}, ${processor}, ${cores} cores, ${platform} ${arch}, ${duration((user + system) / 1e6)} of processor time`;
}

function jsonLine(outcomes: readonly Outcome[], made: string): string {
  return JSON.stringify({
    made,
    seconds: outcomes.reduce((sum, { seconds }) => sum + seconds, 0),
    claims: outcomes.map(({ claim, verdict, rows, seconds, finding, problem }) => ({
      name: claim.name,
      title: claim.title,
      section: claim.section,
      verdict,
      seconds,
      numbers: rows.map(({ measure, expected, value, holds }) => ({
        measure,
        book: expected.book,
        source: expected.source ?? 'the book',
        must: expected.must,
        tolerance: expected.tolerance ?? 0,
        because: expected.because,
        hebb: value,
        holds,
      })),
      remark: finding?.remark,
      problem,
    })),
  });
}
