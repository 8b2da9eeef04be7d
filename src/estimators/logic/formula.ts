/**
 * Propositional formulas as people write them: words, mathematical symbols or programmers' symbols, freely mixed.
 * From weakest to strongest: `iff`, `implies`, `or`, `xor`, `and`, `not`. A chain of implications is read from the
 * right: A → B → C is A → (B → C). It knows nothing of neurons.
 */
import { HebbError } from '../../core/errors.ts';

/** What joins two or more formulas. */
export type Connective = 'and' | 'or' | 'xor' | 'implies' | 'iff';

export type Formula =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly operand: Formula }
  | { readonly kind: Connective; readonly operands: readonly Formula[] };

/** A formula that cannot be read (`INVALID_VALUE`); its message shows the place with a caret. */
export class FormulaError extends HebbError {
  /** Where in the formula, in UTF-16 units from 0. */
  readonly position: number;

  constructor(problem: string, text: string, position: number) {
    super('INVALID_VALUE', `${problem} at ${pointer(text, position)}`);
    this.name = 'FormulaError';
    this.position = position;
  }
}

type TokenKind = Connective | 'not' | 'true' | 'false' | 'variable' | '(' | ')' | 'end';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

/** The connectives, weakest first. */
const levels: readonly Connective[] = ['iff', 'implies', 'or', 'xor', 'and'];

const spellings: Readonly<Record<string, TokenKind>> = {
  '(': '(',
  ')': ')',
  not: 'not',
  '¬': 'not',
  '!': 'not',
  '~': 'not',
  and: 'and',
  '∧': 'and',
  '&&': 'and',
  '&': 'and',
  or: 'or',
  '∨': 'or',
  '||': 'or',
  '|': 'or',
  xor: 'xor',
  '⊕': 'xor',
  '^': 'xor',
  implies: 'implies',
  '→': 'implies',
  '⇒': 'implies',
  '->': 'implies',
  '=>': 'implies',
  iff: 'iff',
  '↔': 'iff',
  '⇔': 'iff',
  '<->': 'iff',
  '<=>': 'iff',
  true: 'true',
  '⊤': 'true',
  false: 'false',
  '⊥': 'false',
};

/** A name, or the longest symbol there is. */
const tokenPattern = /[\p{L}_][\p{L}\p{M}\p{N}_]*|<->|<=>|->|=>|&&|\|\||[()¬!~∧&∨|⊕^→⇒↔⇔⊤⊥]/uy;
/** How deep parentheses may nest: far beyond what anybody reads, and well within the stack. */
const deepest = 500;

/**
 * Reads a formula.
 *
 * @throws FormulaError (`INVALID_VALUE`)
 */
export function parseFormula(text: string): Formula {
  const tokens = tokenize(text);
  let next = 0;
  let depth = 0;

  const fail = (problem: string, token: Token): never => {
    throw new FormulaError(problem, text, token.start);
  };
  const accept = (kind: TokenKind): boolean => {
    if (tokens[next].kind !== kind) return false;
    next++;
    return true;
  };
  const level = (strength: number): Formula => {
    if (strength === levels.length) return operand();
    const operands = [level(strength + 1)];
    while (accept(levels[strength])) operands.push(level(strength + 1));
    return operands.length === 1 ? operands[0] : { kind: levels[strength], operands };
  };
  const operand = (): Formula => {
    let negated = false;
    while (accept('not')) negated = !negated;
    const plain = primary();
    return negated ? { kind: 'not', operand: plain } : plain;
  };
  const primary = (): Formula => {
    const token = tokens[next++];
    if (token.kind === 'variable') return { kind: 'variable', name: token.text };
    if (token.kind === 'true' || token.kind === 'false') {
      return { kind: 'constant', value: token.kind === 'true' };
    }
    if (token.kind !== '(') return fail(`expected a variable, 'not' or '(', got ${shown(token)}`, token);
    if (++depth > deepest) fail(`parentheses nest deeper than ${deepest}`, token);
    const inside = level(0);
    depth--;
    if (!accept(')')) {
      const opened = `to close the one of column ${columnOf(text, token.start)}`;
      fail(`expected an operator or ')' ${opened}, got ${shown(tokens[next])}`, tokens[next]);
    }
    return inside;
  };

  const formula = level(0);
  const rest = tokens[next];
  if (rest.kind !== 'end') {
    fail(`expected an operator (and, or, xor, implies, iff), got ${shown(rest)}`, rest);
  }
  return formula;
}

/** The variables of a formula, in the order they first appear. */
export function variablesOf(formula: Formula): string[] {
  const names = new Set<string>();
  const visit = (part: Formula): void => {
    if (part.kind === 'variable') names.add(part.name);
    else if (part.kind === 'not') visit(part.operand);
    else if (part.kind !== 'constant') part.operands.forEach(visit);
  };
  visit(formula);
  return [...names];
}

/** Can this be the name of a variable? */
export function isVariableName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !Object.hasOwn(spellings, name.toLowerCase());
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  for (;;) {
    while (/\s/u.test(text[start] ?? '')) start++;
    if (start >= text.length) break;
    tokenPattern.lastIndex = start;
    const found = tokenPattern.exec(text)?.[0];
    if (found === undefined) {
      throw new FormulaError(
        `unexpected '${String.fromCodePoint(text.codePointAt(start) ?? 0)}'`,
        text,
        start,
      );
    }
    const word = found.toLowerCase();
    tokens.push({ kind: Object.hasOwn(spellings, word) ? spellings[word] : 'variable', text: found, start });
    start += found.length;
  }
  return [...tokens, { kind: 'end', text: '', start: text.trimEnd().length }];
}

function shown({ kind, text }: Token): string {
  return kind === 'end' ? 'the end' : `'${text}'`;
}

/** Columns are counted in characters, from 1, along the line. */
function columnOf(text: string, position: number): number {
  const line = text.slice(text.lastIndexOf('\n', position - 1) + 1, position);
  return [...line].length + 1;
}

/** `column 7:` and, below it, the line (or what is near, in a long one) with a caret under the place. */
function pointer(text: string, position: number): string {
  const lineStart = text.lastIndexOf('\n', position - 1) + 1;
  const lineEnd = text.indexOf('\n', position);
  const before = [...text.slice(lineStart, position)];
  const after = [...text.slice(position, lineEnd === -1 ? undefined : lineEnd)];
  const lead = before.length > 50 ? ['…', ...before.slice(-49)] : before;
  const tail = after.length > 30 ? [...after.slice(0, 29), '…'] : after;
  const line = [...lead, ...tail].join('').replace(/\s/gu, ' ');
  const row = lineStart === 0 ? '' : `line ${text.slice(0, lineStart).split('\n').length}, `;
  return `${row}column ${columnOf(text, position)}:\n  ${line}\n  ${' '.repeat(lead.length)}^`;
}
