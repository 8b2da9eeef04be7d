/**
 * `RandomState` against NumPy: fixtures/random.json (its `generatedBy` names the versions), compared exactly,
 * and further numbers printed by NumPy 2.4.6 for what the fixture lacks. Then its laws and its errors.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HebbError } from '../../src/core/errors.ts';
import { checkRandomState, RandomState, type RandomStateData } from '../../src/random/random-state.ts';

interface Case {
  seed: number;
  random_sample: number[];
  uniform_m2_3: number[];
  standard_normal: number[];
  normal_5_2: number[];
  permutation_20: number[];
  permutation_1000_head: number[];
  randint_0_10: number[];
  randint_0_2147483647: number[];
  randint_1000_scalar_calls: number[];
  choice_10_5_no_replace: number[];
  mixed: (number | number[])[];
}

const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/random.json', import.meta.url), 'utf8'),
);

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof HebbError) return error.code;
    throw error;
  }
  return 'no error';
}

describe.each(fixture.cases)('seed $seed gives the numbers of NumPy', (expected) => {
  const fresh = (): RandomState => new RandomState(expected.seed);

  test('uniform and normal', () => {
    expect([...fresh().randomSample(12)]).toEqual(expected.random_sample);
    expect([...fresh().uniform(-2, 3, 7)]).toEqual(expected.uniform_m2_3);
    expect([...fresh().standardNormal(9)]).toEqual(expected.standard_normal);
    expect([...fresh().normal(5, 2, 4)]).toEqual(expected.normal_5_2);
  });

  test('permutation, randint and choice', () => {
    expect([...fresh().permutation(20)]).toEqual(expected.permutation_20);
    expect([...fresh().permutation(1000).slice(0, 10)]).toEqual(expected.permutation_1000_head);
    expect([...fresh().randint(0, 10, 15)]).toEqual(expected.randint_0_10);
    expect([...fresh().randint(0, 2147483647, 4)]).toEqual(expected.randint_0_2147483647);
    const random = fresh();
    const oneByOne = expected.randint_1000_scalar_calls.map(() => random.randint(1000));
    expect(oneByOne).toEqual(expected.randint_1000_scalar_calls);
    expect([...fresh().choice(10, { size: 5, replace: false })]).toEqual(expected.choice_10_5_no_replace);
  });

  test('one stream of many kinds of draws', () => {
    const random = fresh();
    const drawn = [
      random.randomSample(),
      [...random.permutation(5)],
      random.uniform(0, 1),
      random.standardNormal(),
      random.randint(0, 100),
      random.standardNormal(),
      random.randomSample(),
    ];
    expect(drawn).toEqual(expected.mixed);
  });
});

describe('further numbers of NumPy', () => {
  test('choice with probabilities, with and without putting back', () => {
    const drawn = new RandomState(3).choice(5, { size: 8, p: [0.1, 0.2, 0.3, 0.4, 0] });
    expect([...drawn]).toEqual([2, 3, 1, 2, 3, 3, 1, 1]);
    const few = new RandomState(3).choice(5, { size: 3, replace: false, p: [0.1, 0.2, 0.3, 0.1, 0.3] });
    expect([...few]).toEqual([2, 4, 1]);
    const p = [0.3, ...new Array<number>(19).fill(0.7 / 19)];
    const most = new RandomState(3).choice(20, { size: 15, replace: false, p });
    expect([...most]).toEqual([7, 12, 0, 6, 17, 4, 5, 10, 11, 14, 1, 3, 9, 8, 18]);
  });

  test('choice with equal probabilities, of numbers and of elements', () => {
    expect([...new RandomState(3).choice(7, { size: 6 })]).toEqual([2, 0, 1, 3, 0, 0]);
    expect(new RandomState(3).choice(['a', 'b', 'c'])).toBe('c');
    expect(new RandomState(3).choice(9, { replace: false })).toBe(6);
    expect(new RandomState(3).choice(['a', 'b', 'c'], { size: [1] })).toEqual(['c']);
  });

  test('randint over ranges of less than, exactly and more than 32 bits', () => {
    const wide = new RandomState(3).randint(-(2 ** 40), 2 ** 40, 5);
    expect([...wide]).toEqual([455570294424, -26457217405, 790795084744, 2445173525, 1088503892627]);
    expect([...new RandomState(3).randint(0, 2 ** 32, 3)]).toEqual([2365658986, 303761048, 3041471737]);
    expect([...new RandomState(3).randint(-5, 5, 4)]).toEqual([3, 4, -2, 3]);
    const low = new RandomState(3).randint(-(2 ** 31), 2 ** 31 - 1, 3);
    expect([...low]).toEqual([218175338, -1843722600, 893988089]);
  });

  test('randint of one possible value draws nothing', () => {
    const random = new RandomState(5);
    random.permutation(54000);
    expect(random.randomSample()).toBe(0.3762808958354812);
    expect([...random.randint(3, 4, 2)]).toEqual([3, 3]);
    expect(random.randomSample()).toBe(0.407502942046002);
  });

  test('shuffle and permutation of elements', () => {
    const random = new RandomState(3);
    const letters = [...'abcdefg'];
    random.shuffle(letters);
    expect(letters.join('')).toBe('egfdbac');
    expect(random.permutation(['x', 'y', 'z'])).toEqual(['z', 'y', 'x']);
    expect(random.randint(2 ** 32 + 5)).toBe(80522091);
    expect(random.randomSample()).toBe(0.12558531046383625);
  });

  test('a long run: ten thousand bounded draws', () => {
    const random = new RandomState(2024);
    expect(random.randint(0, 1000, 10000).reduce((sum, x) => sum + x)).toBe(4992432);
    expect(random.randomSample()).toBe(0.48012424478141946);
  });
});

describe('laws', () => {
  const seeds = fc.integer({ min: 0, max: 4294967295 });

  test('a shape draws as many numbers as it has elements', () => {
    expect(new RandomState(9).uniform(-2, 3, [2, 3])).toEqual(new RandomState(9).uniform(-2, 3, 6));
  });

  test('filling draws the numbers of uniform, rounded to the array', () => {
    const out = new Float64Array(7);
    new RandomState(9).fillUniform(out, -2, 3);
    expect(out).toEqual(new RandomState(9).uniform(-2, 3, 7));
    const rounded = new Float32Array(7);
    new RandomState(9).fillUniform(rounded, -2, 3);
    expect(rounded).toEqual(Float32Array.from(out));
  });

  test('a shuffle of any kind of array draws the same order', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 50 }), (seed, n) => {
        const order = [...new RandomState(seed).permutation(n)];
        expect(order.slice().sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
        const plain = [...Array(n).keys()];
        new RandomState(seed).shuffle(plain);
        expect(plain).toEqual(order);
        expect([...new RandomState(seed).permutation(Float64Array.from(Array(n).keys()))]).toEqual(order);
      }),
    );
  });

  test('a state that went through JSON goes on where it was taken', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 700 }), (seed, draws) => {
        const random = new RandomState(seed);
        random.standardNormal(draws);
        const state: RandomStateData = JSON.parse(JSON.stringify(random.getState()));
        const resumed = new RandomState(0);
        resumed.setState(state);
        expect(resumed.standardNormal(5)).toEqual(random.standardNormal(5));
        expect(resumed.permutation(9)).toEqual(random.permutation(9));
      }),
    );
  });

  test('without a seed every generator is another', () => {
    expect(new RandomState().randomSample()).not.toBe(new RandomState().randomSample());
  });

  test('a randomState option is a generator or the seed of one', () => {
    const random = new RandomState(1);
    expect(checkRandomState(random)).toBe(random);
    expect(checkRandomState(1).randomSample()).toBe(random.randomSample());
    expect(checkRandomState(null)).toBeInstanceOf(RandomState);
    expect(checkRandomState(undefined)).toBeInstanceOf(RandomState);
  });
});

describe('errors', () => {
  test.each([-1, 1.5, 4294967296, Number.NaN])('seed %s is refused', (seed) => {
    expect(codeOf(() => new RandomState(seed))).toBe('INVALID_VALUE');
  });

  test('arguments that cannot be drawn from', () => {
    const random = new RandomState(0);
    expect(() => random.randint(5, 5)).toThrow('low < high');
    expect(codeOf(() => random.randint(0.5, 5))).toBe('INVALID_VALUE');
    expect(codeOf(() => random.permutation(-1))).toBe('INVALID_VALUE');
    expect(codeOf(() => random.randomSample(1.5))).toBe('INVALID_VALUE');
    expect(codeOf(() => random.normal(0, -1))).toBe('INVALID_VALUE');
    expect(codeOf(() => random.choice(0))).toBe('INVALID_VALUE');
    expect(() => random.choice(3, { size: 4, replace: false })).toThrow('4 of 3');
    expect(codeOf(() => random.choice(3, { p: [0.5, 0.5] }))).toBe('LENGTH_MISMATCH');
    expect(() => random.choice(2, { p: [0.5, 0.6] })).toThrow('sum to 1.1');
    expect(() => random.choice(2, { p: [1.5, -0.5] })).toThrow('Probability 1');
    expect(codeOf(() => random.choice(2, { size: 2, replace: false, p: [1, 0] }))).toBe('INVALID_VALUE');
    const state = random.getState();
    for (const damage of [{ key: [1, 2] }, { position: 625 }, { position: -1 }, { cachedNormal: 'x' }]) {
      expect(codeOf(() => random.setState({ ...state, ...damage } as RandomStateData))).toBe('INVALID_VALUE');
    }
    expect(() => random.choice(2, { sise: 2 } as object)).toThrow("Did you mean 'size'?");
  });
});
