import { expect, test } from 'vitest';
import { choice, decimal, names, readFlags, sizes, text, toggle, whole } from '../../src/cli/flags.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

const flags = {
  target: text('COLUMN', 'the column', 't'),
  task: choice(['regression', 'classification'], 'what to do'),
  seed: whole('N', { min: 0 }, 'a seed'),
  test: decimal('SHARE', { above: 0, below: 1 }, 'a share'),
  hidden: sizes('100,50', 'sizes'),
  drop: names('A,B', 'columns'),
  json: toggle('machines'),
  quiet: toggle('silence', 'q'),
} as const;

test('values come in their types, other arguments in order', () => {
  const args = ['a.csv', '-t', 'y', '--seed=7', '--hidden', '30,20', '--drop', 'a, b', '-q', 'b.csv'];
  const { values, positionals } = readFlags(flags, args);
  expect(values).toEqual({ target: 'y', seed: 7, hidden: [30, 20], drop: ['a', 'b'], quiet: true });
  expect(positionals).toEqual(['a.csv', 'b.csv']);
});

test('after -- everything is an argument', () => {
  expect(readFlags(flags, ['--', '--seed']).positionals).toEqual(['--seed']);
});

test('a value may look like an option when it is joined to its name', () => {
  expect(readFlags(flags, ['--target=-x']).values.target).toBe('-x');
});

test.each<[string[], string]>([
  [['--sede', '1'], "there is no option --sede. Did you mean '--seed'?"],
  [['-z'], 'there is no option -z.'],
  [['--target'], '--target needs a value: --target COLUMN.'],
  [['-t', '--json'], '-t needs a value: -t COLUMN.'],
  [['--target', ''], "--target must be text, got ''."],
  [['--json=yes'], "--json takes no value, got 'yes'."],
  [['--seed', '-1'], "--seed must be an integer ≥ 0, got '-1'."],
  [['--seed', '1.5'], "--seed must be an integer ≥ 0, got '1.5'."],
  [['--seed', ' '], "--seed must be an integer ≥ 0, got ' '."],
  [['--test', '1'], "--test must be a number > 0 and < 1, got '1'."],
  [['--task', 'guess'], "--task must be one of 'regression', 'classification', got 'guess'."],
  [['--hidden', '5,x'], "--hidden must be whole numbers ≥ 1 separated by commas, such as 100,50, got '5,x'."],
  [['--hidden', '0'], "--hidden must be whole numbers ≥ 1 separated by commas, such as 100,50, got '0'."],
  [['--drop', ','], "--drop must be names separated by commas, got ','."],
])('%j is refused', (args, sentence) => {
  expect(() => readFlags(flags, args)).toThrow(new UsageError(sentence));
});
