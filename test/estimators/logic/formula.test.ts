/** Formulas: what is read, how strongly each connective binds, and what a mistake is told. */
import { describe, expect, test } from 'vitest';
import {
  type Formula,
  FormulaError,
  isVariableName,
  parseFormula,
  variablesOf,
} from '../../../src/estimators/logic/formula.ts';
import { errorOfSync } from '../../error-of.ts';

/** With all parentheses written out. */
function full(formula: Formula): string {
  switch (formula.kind) {
    case 'variable':
      return formula.name;
    case 'constant':
      return String(formula.value);
    case 'not':
      return `not ${full(formula.operand)}`;
    default:
      return `(${formula.operands.map(full).join(` ${formula.kind} `)})`;
  }
}

test.each([
  ['A', 'A'],
  ['A or B and C', '(A or (B and C))'],
  ['A and B or C', '((A and B) or C)'],
  ['A or B xor C and D', '(A or (B xor (C and D)))'],
  ['not A and B', '(not A and B)'],
  ['not (A and B)', 'not (A and B)'],
  ['not not A', 'A'],
  ['not not not A', 'not A'],
  ['A -> B -> C', '(A implies B implies C)'],
  ['A -> B <-> not B -> not A', '((A implies B) iff (not B implies not A))'],
  ['A and (B and C)', '(A and (B and C))'],
  ['true or false', '(true or false)'],
  ['x₁ ∧ größe ∨ _b2', '((x₁ and größe) or _b2)'],
  ['NOT a AND b Xor TRUE', '((not a and b) xor true)'],
  ['notA andB', 'error'],
  ['android and order', '(android and order)'],
])('%s is %s', (text, expected) => {
  if (expected === 'error') expect(() => parseFormula(text)).toThrow(FormulaError);
  else expect(full(parseFormula(text))).toBe(expected);
});

test.each([
  ['and', ['∧', '&&', '&']],
  ['or', ['∨', '||', '|']],
  ['xor', ['⊕', '^']],
  ['implies', ['→', '⇒', '->', '=>']],
  ['iff', ['↔', '⇔', '<->', '<=>']],
])('%s may be written %s', (word, symbols) => {
  for (const symbol of symbols) {
    for (const text of [`A ${symbol} B`, `A${symbol}B`]) {
      expect(full(parseFormula(text))).toBe(`(A ${word} B)`);
    }
  }
  for (const negation of ['¬', '!', '~']) expect(full(parseFormula(`${negation}A`))).toBe('not A');
});

test('variables in the order they first appear', () => {
  expect(variablesOf(parseFormula('C and (A or not C) -> B and A and true'))).toEqual(['C', 'A', 'B']);
});

test('names', () => {
  expect(['A', 'x1', '_', 'é'].every(isVariableName)).toBe(true);
  expect(['', '1a', 'and', 'TRUE', 'a b', '#1'].some(isVariableName)).toBe(false);
});

describe('mistakes', () => {
  test.each<[string, number, string]>([
    ['', 0, "expected a variable, 'not' or '(', got the end at column 1:\n  \n  ^"],
    ['A and', 5, "expected a variable, 'not' or '(', got the end at column 6:\n  A and\n       ^"],
    ['A and ) B', 6, "expected a variable, 'not' or '(', got ')' at column 7:\n  A and ) B\n        ^"],
    ['A or # B', 5, "unexpected '#' at column 6:\n  A or # B\n       ^"],
    ['A B', 2, "expected an operator (and, or, xor, implies, iff), got 'B' at column 3:\n  A B\n    ^"],
    [
      'A adn B',
      2,
      "expected an operator (and, or, xor, implies, iff), got 'adn' at column 3:\n  A adn B\n    ^",
    ],
    ['A)', 1, "expected an operator (and, or, xor, implies, iff), got ')' at column 2:\n  A)\n   ^"],
    [
      'A and (B or C',
      13,
      "expected an operator or ')' to close the one of column 7, got the end at column 14:\n  A and (B or C\n               ^",
    ],
    ['A and\nB = C', 8, "unexpected '=' at line 2, column 3:\n  B = C\n    ^"],
    ['𝒜 ∧ 1', 5, "unexpected '1' at column 5:\n  𝒜 ∧ 1\n      ^"],
  ])('%j', (text, position, message) => {
    expect(errorOfSync(() => parseFormula(text))).toBe(`INVALID_VALUE: ${message}`);
    try {
      parseFormula(text);
    } catch (error) {
      expect((error as FormulaError).position).toBe(position);
    }
  });

  test('a long formula is shown around the place', () => {
    const text = `${'A and '.repeat(100)}? ${'or B'.repeat(100)}`;
    const lines = errorOfSync(() => parseFormula(text)).split('\n');
    expect(lines[0]).toBe("INVALID_VALUE: unexpected '?' at column 601:");
    expect(lines[1].length).toBeLessThan(90);
    expect(lines[1][lines[2].indexOf('^')]).toBe('?');
  });

  test('parentheses without end do not break the stack', () => {
    expect(errorOfSync(() => parseFormula('('.repeat(1e5)))).toMatch(/nest deeper than 500 at column 501/);
    expect(full(parseFormula(`${'('.repeat(500)}A${')'.repeat(500)}`))).toBe('A');
    expect(full(parseFormula(`${'not '.repeat(1e5)}A`))).toBe('A');
  });
});
