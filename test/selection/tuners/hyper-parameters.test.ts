/** What a build function may ask for, and which values it gets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countOf,
  gridOf,
  type NumberParameter,
  placeOf,
  valueAt,
} from '../../../src/selection/tuners/hyper-parameter.ts';
import { HyperParameters } from '../../../src/selection/tuners/hyper-parameters.ts';
import { errorOfSync } from '../../error-of.ts';

/** What `ask` declares. */
function declared(ask: (hp: HyperParameters) => unknown): NumberParameter {
  const hp = new HyperParameters();
  ask(hp);
  return hp.space[0] as NumberParameter;
}

const samplings = fc.constantFrom('linear', 'log', 'reverse_log');

const numbers: fc.Arbitrary<NumberParameter> = fc
  .record({
    kind: fc.constantFrom('int', 'float'),
    low: fc.integer({ min: 1, max: 50 }),
    width: fc.integer({ min: 0, max: 200 }),
    step: fc.option(fc.integer({ min: 2, max: 9 })),
    sampling: samplings,
  })
  .map(({ kind, low, width, step, sampling }) =>
    declared((hp) => hp[kind]('n', low, low + width, { step, sampling })),
  );

const places = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('numbers from places', () => {
  test('lie between min and max, ascending, integers where they should be', () => {
    fc.assert(
      fc.property(numbers, places, places, (parameter, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((place) =>
          Number(valueAt(parameter, place)),
        );
        expect(low).toBeGreaterThanOrEqual(parameter.min);
        expect(high).toBeLessThanOrEqual(parameter.max);
        expect(low).toBeLessThanOrEqual(high);
        if (parameter.kind === 'int') expect(Number.isInteger(low)).toBe(true);
      }),
    );
  });

  test('the place of a value gives the value', () => {
    fc.assert(
      fc.property(numbers, places, (parameter, place) => {
        const value = Number(valueAt(parameter, place));
        expect(Number(valueAt(parameter, placeOf(parameter, value)))).toBeCloseTo(value, 8);
      }),
    );
  });

  test('a grid has each value once, ascending, the first and last of those with a step included', () => {
    fc.assert(
      fc.property(numbers, (parameter) => {
        const grid = gridOf(parameter).map(Number);
        expect(grid).toEqual([...new Set(grid)].sort((a, b) => a - b));
        expect(grid.length).toBeLessThanOrEqual(Math.max(countOf(parameter), 10));
        if (parameter.step === null) return;
        expect(grid).toHaveLength(countOf(parameter));
        if (parameter.sampling !== 'reverse_log') expect(grid[0]).toBe(parameter.min);
        else expect(grid.at(-1)).toBe(parameter.max);
      }),
    );
  });

  test.each([
    [(hp: HyperParameters) => hp.int('n', 32, 160, { step: 32 }), [32, 64, 96, 128, 160]],
    [(hp: HyperParameters) => hp.int('n', 1, 10, { step: 4 }), [1, 5, 9]],
    [(hp: HyperParameters) => hp.int('n', 1, 64, { step: 4, sampling: 'log' }), [1, 4, 16, 64]],
    [(hp: HyperParameters) => hp.int('n', 1, 64, { step: 4, sampling: 'reverse_log' }), [1, 49, 61, 64]],
    [(hp: HyperParameters) => hp.int('n', 3, 6), [3, 4, 5, 6]],
    [(hp: HyperParameters) => hp.float('n', 0, 0.5, { step: 0.25 }), [0, 0.25, 0.5]],
    [(hp: HyperParameters) => hp.float('n', 2, 2), [2]],
    [(hp: HyperParameters) => hp.choice('n', ['a', 'b']), ['a', 'b']],
    [(hp: HyperParameters) => hp.boolean('n'), [false, true]],
    [(hp: HyperParameters) => hp.fixed('n', 7), [7]],
  ])('%s', (ask, expected) => {
    expect(gridOf(declared(ask))).toEqual(expected);
  });

  test('logarithms are spread evenly, reversed ones from the other end', () => {
    expect(
      valueAt(
        declared((hp) => hp.float('n', 1, 100, { sampling: 'log' })),
        0.5,
      ),
    ).toBeCloseTo(10, 12);
    expect(
      valueAt(
        declared((hp) => hp.float('n', 1, 100, { sampling: 'reverseLog' })),
        0.5,
      ),
    ).toBeCloseTo(91, 12);
    expect(gridOf(declared((hp) => hp.float('n', 0, 1)))).toHaveLength(10);
  });
});

describe('HyperParameters', () => {
  test('gives what it knows, else defaults, and keeps what was asked', () => {
    const hp = new HyperParameters({ units: 64, other: 1 });
    expect(hp.get('units')).toBe(64);
    expect(hp.int('units', 32, 512, { step: 32 })).toBe(64);
    expect(hp.float('rate', 0.1, 0.9)).toBe(0.1);
    expect(hp.choice('activation', ['relu', 'tanh'], { default: 'tanh' })).toBe('tanh');
    expect(hp.boolean('dropout')).toBe(false);
    expect(hp.fixed('seed', 5)).toBe(5);
    expect(hp.int('units', 32, 512, { step: 32 })).toBe(64);
    expect(hp.values).toEqual({ units: 64, rate: 0.1, activation: 'tanh', dropout: false, seed: 5 });
  });

  test('scopes are asked where their condition holds', () => {
    const ask = (kind: string): unknown => {
      const hp = new HyperParameters({ kind });
      hp.choice('kind', ['deep', 'wide']);
      const layers = hp.conditionalScope('kind', 'deep', () => hp.int('layers', 2, 5));
      const units = hp.int('units', 64, 128, { parentName: 'kind', parentValues: ['wide'] });
      return [layers, units, Object.keys(hp.values), hp.untried.length];
    };
    expect(ask('deep')).toEqual([2, 64, ['kind', 'layers'], 1]);
    expect(ask('wide')).toEqual([undefined, 64, ['kind', 'units'], 1]);
  });

  test.each<[string, (hp: HyperParameters) => unknown, string]>([
    [
      'min above max',
      (hp) => hp.int('n', 3, 2),
      "INVALID_OPTION: hyperparameter 'n': min 3 is larger than max 2.",
    ],
    [
      'no values',
      (hp) => hp.choice('n', []),
      "INVALID_OPTION: hyperparameter 'n': needs values to choose from, got [].",
    ],
    [
      'mixed values',
      (hp) => hp.choice<string | number>('n', [1, 'a']),
      "INVALID_OPTION: hyperparameter 'n': must choose among numbers, texts or truth values of one type, got [1, 'a'].",
    ],
    [
      'a value twice',
      (hp) => hp.choice('n', [1, 1]),
      "INVALID_OPTION: hyperparameter 'n': has a value twice: [1, 1].",
    ],
    [
      'a default that is no value',
      (hp) => hp.choice<string>('n', ['a'], { default: 'b' }),
      "INVALID_OPTION: hyperparameter 'n': its default 'b' is none of ['a'].",
    ],
    [
      'a default outside',
      (hp) => hp.float('n', 0, 1, { default: 2 }),
      "INVALID_OPTION: hyperparameter 'n': its default 2 is not from 0 to 1.",
    ],
    [
      'a fraction as integer',
      (hp) => hp.int('n', 0.5, 2),
      "INVALID_OPTION: hyperparameter 'n': min must be an integer, got 0.5.",
    ],
    [
      'a logarithm of 0',
      (hp) => hp.float('n', 0, 1, { sampling: 'log' }),
      "INVALID_OPTION: hyperparameter 'n': sampling 'log' needs min > 0, got 0.",
    ],
    [
      'a step of 0',
      (hp) => hp.int('n', 0, 4, { step: 0 }),
      "INVALID_OPTION: hyperparameter 'n': step must be an integer > 0, got 0.",
    ],
    [
      'a factor of 1',
      (hp) => hp.int('n', 1, 4, { step: 1, sampling: 'log' }),
      "INVALID_OPTION: hyperparameter 'n': with sampling 'log' a step multiplies; it must be an integer > 1, got 1.",
    ],
    [
      'no name',
      (hp) => hp.boolean(''),
      "INVALID_OPTION: hyperparameter '': its name must be a text that is not empty.",
    ],
    [
      'an unknown option',
      (hp) => hp.int('n', 1, 2, { stepp: 1 } as object),
      "UNKNOWN_OPTION: hp.int has no option 'stepp'. Did you mean 'step'?",
    ],
    [
      'a name twice',
      (hp) => {
        hp.int('units', 1, 8);
        hp.int('units', 1, 9);
      },
      "INVALID_VALUE: hyperparameter 'units' has been asked for with other settings: int from 1 to 8, default 1, now int from 1 to 9, default 1.",
    ],
    [
      'a parent that is not there',
      (hp) => {
        hp.boolean('deep');
        hp.conditionalScope('deeep', true, () => 0);
      },
      "INVALID_VALUE: there is no hyperparameter 'deeep'. Did you mean 'deep'?",
    ],
  ])('refuses %s', (_, ask, message) => {
    expect(errorOfSync(() => ask(new HyperParameters()))).toBe(message);
  });
});
