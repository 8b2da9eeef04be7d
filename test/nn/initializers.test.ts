/** Every initializer that is exported: Keras's bounds, means, deviations and constants, and its rules for seeds. */
import { describe, expect, test } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { serialize } from '../../src/nn/configured.ts';
import * as nn from '../../src/nn/index.ts';
import { fansOf } from '../../src/nn/initializers/fans.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { errorOfSync } from '../error-of.ts';
import { expectNear, type Numbers, optionsOf, readFixture } from './reference.ts';

interface Case {
  readonly kind?: string;
  readonly class_name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly shape: readonly number[];
  readonly fan_in?: number;
  readonly fan_out?: number;
  readonly limit?: number;
  readonly min?: number;
  readonly max?: number;
  readonly expected_mean?: number;
  readonly expected_std?: number;
  readonly gram_expected?: readonly (readonly number[])[];
  readonly value?: Numbers;
}

const everything = readFixture<Case>('keras-initializers.json');
const cases = everything.filter(({ kind }) => kind === undefined);
const classes = (Object.entries(nn) as [string, unknown][]).filter(
  (entry): entry is [string, new (options?: object) => nn.Initializer] =>
    typeof entry[1] === 'function' && entry[1].prototype instanceof nn.Initializer,
);

test('every one that is exported is compared', () => {
  const compared = new Set(cases.map((entry) => entry.class_name));
  const names = classes.map(([, Class]) => new Class().className);
  expect(names.filter((name) => !compared.has(name))).toEqual([]);
});

/** Enough draws for a hundred thousand numbers. */
function drawMany(initializer: nn.Initializer, shape: readonly number[]): Float64Array {
  const random = new RandomState(42);
  const draws = Math.ceil(1e5 / sizeOf(shape));
  const all = new Float64Array(draws * sizeOf(shape));
  for (let i = 0; i < draws; i++) all.set(initializer.draw(shape, 'float64', random), i * sizeOf(shape));
  return all;
}

describe('distributions', () => {
  const drawn = cases.filter((entry) => entry.expected_std !== undefined);
  test.each(
    drawn.map(
      (entry) => [entry.class_name, JSON.stringify(entry.kwargs), entry.shape.join('×'), entry] as const,
    ),
  )('%s %s %s', (_, __, ___, entry) => {
    const numbers = drawMany(
      nn.initializerOf({ class_name: entry.class_name, config: entry.kwargs }),
      entry.shape,
    );
    const { fan_in: fanIn, fan_out: fanOut } = entry;
    if (fanIn !== undefined) expect(fansOf(entry.shape)).toEqual({ fanIn, fanOut });
    const [low, high] = boundsOf(entry);
    const smallest = numbers.reduce((a, b) => Math.min(a, b));
    const largest = numbers.reduce((a, b) => Math.max(a, b));
    expect(smallest).toBeGreaterThanOrEqual(low);
    expect(largest).toBeLessThanOrEqual(high);
    if (Number.isFinite(high)) {
      // As many numbers as these come close to their bounds.
      expect(smallest).toBeLessThan(low + (high - low) / 1000);
      expect(largest).toBeGreaterThan(high - (high - low) / 1000);
    }
    const deviation = entry.expected_std as number;
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    const expectedMean =
      entry.expected_mean ?? ((entry.min ?? minOf(entry)) + (entry.max ?? maxOf(entry))) / 2;
    const error = 5 / Math.sqrt(numbers.length);
    expect(Math.abs(mean - expectedMean)).toBeLessThan(error * deviation);
    // The deviation of a deviation is at most that of normal numbers, σ/√2n.
    expect(Math.abs(Math.sqrt(variance) - deviation)).toBeLessThan((error * deviation) / Math.SQRT2);
  });

  function minOf({ kwargs: { minval = 0 } }: Case): number {
    return minval as number;
  }
  function maxOf({ kwargs: { maxval = 0 } }: Case): number {
    return maxval as number;
  }

  function boundsOf(entry: Case): [number, number] {
    if (entry.limit !== undefined) return [-entry.limit, entry.limit];
    if (entry.min !== undefined && entry.max !== undefined) return [entry.min, entry.max];
    if (entry.class_name !== 'RandomUniform') return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const { minval = -0.05, maxval = 0.05 } = entry.kwargs as { minval?: number; maxval?: number };
    return [minval, maxval];
  }
});

test.each(
  cases
    .filter((entry) => entry.gram_expected !== undefined)
    .map((entry) => [JSON.stringify(entry.kwargs), entry.shape.join('×'), entry] as const),
)('Orthogonal %s %s', (_, __, { kwargs, shape, gram_expected: gram = [] }) => {
  const numbers = new nn.Orthogonal(optionsOf(kwargs)).draw(shape, 'float64', 42);
  const columns = shape[shape.length - 1];
  const rows = numbers.length / columns;
  const at = (vector: number, i: number): number =>
    rows < columns ? numbers[vector * columns + i] : numbers[i * columns + vector];
  const products = gram.map((row, a) =>
    row.map((_, b) => {
      let sum = 0;
      for (let i = 0; i < Math.max(rows, columns); i++) sum += at(a, i) * at(b, i);
      return sum;
    }),
  );
  expectNear(products.flat(), gram, 1e-14);
});

test.each(
  cases
    .filter((entry) => entry.value !== undefined)
    .map((entry) => [entry.class_name, JSON.stringify(entry.kwargs), entry] as const),
)('%s %s', (className, _, { kwargs, shape, value }) => {
  const initializer = nn.initializerOf({ class_name: className, config: kwargs });
  expectNear(initializer.draw(shape, 'float64', 0), value as Numbers, 0);
});

describe.each(classes)('%s', (_, Class) => {
  const shape = [6, 4];

  test('float32 and float64 are the same numbers', () => {
    const exact = new Class().draw(shape, 'float64', 7);
    expect(new Class().draw(shape, 'float32', 7)).toEqual(Float32Array.from(exact));
  });

  test('with a seed always the same, without one the generator goes on', () => {
    const random = new RandomState(1);
    if (!('seed' in new Class().settings)) return;
    const seeded = new Class({ seed: 5 });
    expect(seeded.draw(shape, 'float64', random)).toEqual(seeded.draw(shape, 'float64', random));
    expect(seeded.draw(shape, 'float64', random)).toEqual(new Class({ seed: 5 }).draw(shape, 'float64', 99));
    const free = new Class();
    expect(free.draw(shape, 'float64', random)).not.toEqual(free.draw(shape, 'float64', random));
  });

  test('its config makes another of its kind', () => {
    const one = new Class();
    const again = nn.initializerOf(serialize(one));
    expect(again).toBeInstanceOf(Class);
    expect(again.getConfig()).toEqual(one.getConfig());
  });
});

test('Keras’s names', () => {
  const names = everything.find(({ kind }) => kind === 'string_aliases')?.value as unknown as Record<
    string,
    string
  >;
  for (const [name, className] of Object.entries(names)) {
    const found = nn.initializerOf(name as nn.InitializerName).className;
    expect(found).toBe(className ?? 'Constant');
  }
  expect(nn.initializerOf('heNormal' as nn.InitializerName)).toBeInstanceOf(nn.HeNormal);
});

test('fans of one’s own', () => {
  expect(fansOf([2, 3, 4], { inputAxes: [0], outputAxes: [1, 2] })).toEqual({ fanIn: 2, fanOut: 12 });
  expect(fansOf([2, 3, 4], { inputAxes: [-1], outputAxes: [0] })).toEqual({ fanIn: 4, fanOut: 2 });
  expect(fansOf([])).toEqual({ fanIn: 1, fanOut: 1 });
});

test('what is refused', () => {
  expect(errorOfSync(() => new nn.Orthogonal().draw([3], 'float64', 0))).toBe(
    'SHAPE_MISMATCH: Orthogonal needs two axes or more, got shape (3,).',
  );
  expect(errorOfSync(() => new nn.IdentityInitializer().draw([3], 'float64', 0))).toBe(
    'SHAPE_MISMATCH: Identity fills matrices only, got shape (3,).',
  );
  expect(errorOfSync(() => new nn.HeNormal({ seed: -1 }).draw([3], 'float64', 0))).toMatch(
    /^INVALID_OPTION: HeNormal: option 'seed' must be null or an integer ≥ 0/,
  );
  expect(errorOfSync(() => nn.initializerOf('he_norml' as nn.InitializerName))).toBe(
    "INVALID_VALUE: there is no initializer 'he_norml'. Did you mean 'HeNormal'?",
  );
});
