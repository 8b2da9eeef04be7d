/** `hebb book` in this process: the claims that need no data, and claims of the test's own. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Claim, Finding } from '../../src/cli/book/claim.ts';
import { ClaimProgress } from '../../src/cli/book/claim-progress.ts';
import { claims } from '../../src/cli/book/claims.ts';
import { holds, valueText } from '../../src/cli/book/verdict.ts';
import { type BookWishes, tryBook } from '../../src/cli/book.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { HebbError } from '../../src/core/errors.ts';
import { lineChart } from '../../src/plot/line-chart.ts';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

function claimOf(name: string, run: () => Promise<Finding<'number'>>, more: Partial<Claim> = {}): Claim {
  return {
    name,
    title: `A claim called <${name}>`,
    section: 'Tests',
    about: 'Nothing.',
    isFast: true,
    expected: { number: { book: 2, must: 'equal', tolerance: 0.5, because: 'It is a test.' } },
    run,
    ...more,
  };
}

const right = claimOf('right', async () => ({
  numbers: { number: 2.25 },
  pictures: [{ svg: lineChart({ a: [1, 2] }), caption: 'A & B' }],
  remark: 'A remark.',
}));
const wrong = claimOf('wrong', async () => ({ numbers: { number: 3 } }));
const missing = claimOf('missing', async () => {
  throw new HebbError('NETWORK_ERROR', 'cannot get it.');
});
const broken = claimOf('broken', async () => {
  throw new Error('it broke');
});

async function tried(
  own: readonly Claim[],
  wishes: BookWishes = {},
): Promise<{ stdout: string; stderr: string; error: unknown }> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Terminal['stdout'] => ({
    isTerminal: false,
    hasColors: false,
    columns: 80,
    write: (text) => {
      written[name] += text;
    },
  });
  const terminal: Terminal = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    drained: async () => {},
    onInterrupt: () => () => {},
    quit: () => {},
  };
  const error = await tryBook(own, wishes, terminal).catch((cause) => cause);
  return { ...written, error };
}

describe('hebb book', () => {
  test('tries a claim and prints both numbers', async () => {
    const { code, stdout } = await hebb(['book', '--only', 'xor-by-hand']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Claim +Book +Hebb +Verdict +Time/);
    expect(stdout).toMatch(/output +0 1 1 0 +0 1 1 0 +holds/);
    expect(stdout).toContain('1 claim holds, in');
  });

  test('the quick claims that need no data hold', async () => {
    const names = claims
      .filter(({ name, isFast }) => isFast && !/housing|output-|huber|depth|transfer|vanishing/.test(name))
      .map(({ name }) => name);
    expect(names.length).toBeGreaterThan(7);
    const { code, stdout } = await hebb(['book', '--only', names.join(','), '--json']);
    expect(code).toBe(0);
    const told = JSON.parse(stdout).claims;
    expect(told.map(({ verdict }: { verdict: string }) => verdict)).toEqual(names.map(() => 'holds'));
  });

  test('lists the claims', async () => {
    const { code, stdout } = await hebb(['book', '--list']);
    expect(code).toBe(0);
    for (const { name } of claims) expect(stdout).toContain(name);
    const { stdout: json } = await hebb(['book', '--list', '--fast', '--json']);
    expect(JSON.parse(json).every(({ isFast }: Claim) => isFast)).toBe(true);
  });

  test('refuses names there are not, with the nearest one', async () => {
    const { code, stderr } = await hebb(['book', '--only', 'xor-by-hnad']);
    expect(code).toBe(2);
    expect(stderr).toContain("there is no claim 'xor-by-hnad'. Did you mean 'xor-by-hand'?");
    const slow = claimOf('slow', async () => ({ numbers: { number: 2 } }), { isFast: false });
    const { error } = await tried([slow, right], { only: ['slow'], fast: true });
    expect(String(error)).toContain('none of these claims is among the fast ones');
  });

  test('refuses a page in a folder that is not there, before anything is tried', async () => {
    const { code, stdout } = await hebb(['book', '--fast', '--html', folder.path('no/book.html')]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
  });

  test('a number that is off fails, and data that are missing are no failure', async () => {
    const all = await tried([right, wrong, missing, broken]);
    expect(all.stdout).toMatch(/number +2 +2\.25 +holds/);
    expect(all.stdout).toMatch(/number +2 +3 +fails/);
    expect(all.stdout).toMatch(/cannot get it\.\n +number +2 +– +no data/);
    expect(all.stdout).toMatch(/it broke\n +number +2 +– +fails/);
    expect(all.stdout).toContain('1 claim holds, 2 fail, 1 could not be tried for want of data');
    expect(all.error).toBeInstanceOf(HebbError);
    expect(String(all.error)).toContain('these do not hold: wrong, broken.');
    expect((await tried([right, missing])).error).toBeUndefined();
  });

  test('writes one line of JSON, a page and Markdown', async () => {
    const [html, markdown] = [folder.path('book.html'), folder.path('book.md')];
    const { stdout, stderr } = await tried([right, wrong], { json: true, html, markdown });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { claims: told } = JSON.parse(stdout);
    expect(told.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['holds', 'fails']);
    expect(told[0].numbers[0]).toEqual({
      measure: 'number',
      book: 2,
      source: 'the book',
      must: 'equal',
      tolerance: 0.5,
      because: 'It is a test.',
      hebb: 2.25,
      holds: true,
    });
    expect(stderr).toContain('1 claim holds, 1 fails');
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('A claim called &lt;right&gt;');
    expect(page).toContain('<figcaption>A &amp; B</figcaption>');
    expect(page).toContain('It is a test.');
    expect(readFileSync(markdown, 'utf8')).toContain('| number | 2 | 2.25 | holds |');
  });

  test('Ctrl-C ends it', async () => {
    const { code, stderr } = await hebb(['book', '--only', 'xor-by-hand'], {
      isTerminal: true,
      interrupt: { at: 'xor-by-hand', times: 1 },
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Stopped.');
  });
});

describe('claims', () => {
  test('each has a name of its own, and every tolerance its reason', () => {
    expect(new Set(claims.map(({ name }) => name)).size).toBe(claims.length);
    for (const { name, expected, about } of claims) {
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(about.length).toBeGreaterThan(40);
      expect(Object.keys(expected).length).toBeGreaterThan(0);
      for (const { because } of Object.values(expected)) expect(because).toMatch(/^[“A-Z].{10,}\.$/s);
    }
  });

  test('numbers are held to the book’s as they must be', () => {
    expect(holds({ book: 0.97, must: 'above' }, 0.971)).toBe(true);
    expect(holds({ book: 0.97, must: 'above' }, 0.97)).toBe(false);
    expect(holds({ book: 0.97, must: 'above', tolerance: 0.01 }, 0.965)).toBe(true);
    expect(holds({ book: 1, must: 'below' }, 1)).toBe(false);
    expect(holds({ book: 45, must: 'equal' }, 45)).toBe(true);
    expect(holds({ book: [1, 0], must: 'equal' }, [1, 0])).toBe(true);
    expect(holds({ book: [1, 0], must: 'equal' }, [1, 0, 0])).toBe(false);
    for (const must of ['equal', 'above', 'below'] as const) {
      expect(holds({ book: 1, must, tolerance: 1 }, Number.NaN)).toBe(false);
    }
    expect(valueText(0.9023333, { unit: 'percent', tolerance: 1e-12 })).toBe('90.23 %');
    expect(valueText([235_500, 0.7915361], {})).toBe('235,500 0.7915');
    expect(valueText([0.791536125425778, 10], { tolerance: 1e-9 })).toBe('0.791536125 10');
    expect(valueText([33, Number.NaN], { tolerance: 84 })).toBe('33 –');
  });

  test('progress: a bar with the time left on a screen, lines now and then elsewhere', () => {
    const written: string[] = [];
    let time = 0;
    const output = { hasColors: false, columns: 80, write: (text: string) => void written.push(text) };
    const bar = new ClaimProgress({ ...output, isTerminal: true }, () => time);
    bar.begin('2/9 housing');
    bar.report('fetching', 0);
    time = 10_000;
    bar.report('fetching', 0.25);
    expect(written.at(-1)).toContain('2/9 housing');
    expect(written.at(-1)).toContain('fetching  0:30 left');
    bar.report('the second half', 0.5);
    time = 20_000;
    bar.report('the second half', 0.75);
    expect(written.at(-1)).toContain('the second half  0:10 left');
    time = 10_000;
    const training = bar.training('training');
    training.onTrainBegin?.();
    training.onEpochEnd?.({ epoch: 1, maxIter: 4, loss: 1, validationScore: 0.5 });
    time = 20_000;
    training.onProgress?.({ epoch: 2, maxIter: 4, batch: 1, batches: 1 });
    expect(written.at(-1)).toContain('training, validation 0.5000  ≤ 0:10 left');

    written.length = 0;
    const lines = new ClaimProgress({ ...output, isTerminal: false }, () => time);
    lines.begin('2/9 housing');
    lines.report('fetching', 0);
    expect(written).toEqual([]);
    time = 31_000;
    lines.report('fetching', 0.5);
    lines.clear();
    expect(written).toEqual(['2/9 housing: fetching  0:11 left\n']);
  });
});
