/**
 * What no file of the repository may hold: paths of somebody's machine, addresses of a package registry,
 * tests that are switched off, silenced checks, notes to self. The patterns are written so that this file
 * does not hold them either, and each is shown a line that it must find.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Which files it is for. */
  readonly files: RegExp;
  /** Lines it must find. */
  readonly finds: readonly string[];
  /** Lines it must let pass. */
  readonly passes: readonly string[];
}

const anywhere = /./;
const code = /^(src|studio|test|kernels|bench|examples)\/.*\.(ts|tsx|mjs|js)$/;

const rules: readonly Rule[] = [
  {
    name: 'paths of a machine',
    pattern: /(^|[^\w.-])(\/(h[o]me|r[o]ot|w[o]rk|U[s]ers)\/|[A-Z]:\\U[s]ers\\)/,
    files: anywhere,
    finds: [`cd /${'home'}/anna`, `"/${'work'}/x"`, `C:\\${'Users'}\\anna`],
    passes: ['a network/home/page', './work/', 'home work'],
  },
  {
    name: 'addresses of a package registry',
    pattern: /r[e]gistry\.\w+\.\w+|"r[e]solved": "(?!studio")/,
    files: anywhere,
    finds: [`https://${'registry'}.npmjs.org/x`, `"${'resolved'}": "x"`],
    passes: ['the registry of models', './registry.ts', "from './registry.ts';", '"resolved": "studio",'],
  },
  {
    name: 'tests switched off',
    pattern: /\b(it|test|describe|suite|bench)(\.\w+)*\.(only|skip|todo|fails)\b/,
    files: /^test\//,
    finds: [`test.${'only'}('a')`, `describe.${'skip'}('a')`, `test.concurrent.${'todo'}('a')`],
    passes: ["test.skipIf(!found)('a (needs it)')", 'describe.each(cases)'],
  },
  {
    name: 'silenced checks',
    pattern: /@ts-(i[g]nore|n[o]check)|b[i]ome-ignore|e[s]lint-disable/,
    files: code,
    finds: [`// @ts-${'ignore'}: x`, `// ${'biome'}-ignore lint: x`],
    passes: ['// @ts-expect-error: a number is no name'],
  },
  {
    name: 'notes to self',
    pattern: /\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b|n[o]t implemented/,
    files: code,
    finds: [`// ${'TO'}DO: later`, `throw new Error('${'not'} implemented')`],
    passes: ['shortcut'],
  },
];

describe.each(rules)('$name', ({ pattern, files, finds, passes }) => {
  test('are found', () => {
    for (const line of finds) expect(line).toMatch(pattern);
    for (const line of passes) expect(line).not.toMatch(pattern);
  });

  test.skipIf(!existsSync(`${root}.git`))('are nowhere in the repository (needs git)', () => {
    const found = trackedFiles()
      .filter((path) => files.test(path))
      .flatMap((path) =>
        readFileSync(root + path, 'utf8')
          .split('\n')
          .flatMap((line, i) =>
            pattern.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 120)}`] : [],
          ),
      );
    expect(found).toEqual([]);
  });
});

/** Files git keeps; a file removed from the folder but not from git yet is none. */
function trackedFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return list.split('\0').filter((path) => path !== '' && existsSync(root + path));
}
