/** The numbers of the room of the forward pass, and what it says of them. */
import { expect, test } from 'vitest';
import { tex, texInside, texResult } from '../../studio/src/parts/number-tex.ts';
import {
  betterWeights,
  drawExample,
  type Example,
  forwardPass,
  leastError,
} from '../../studio/src/rooms/forward-pass/example.ts';
import { figureOf } from '../../studio/src/rooms/forward-pass/figure.ts';
import { narrate } from '../../studio/src/rooms/forward-pass/narration.ts';
import { fields } from '../../studio/src/rooms/forward-pass/settings.ts';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const example: Example = {
  x: [0.5, 1, 0],
  target: 0.9,
  weights: [1, -2, 3, 0.5, 0.5, 0.5, -1, 1.5, 0.25, -0.5, -2],
};

test('every unit adds up its products and its bias, and squeezes the sum', () => {
  const { hidden, output, error } = forwardPass(example, example.weights);
  expect(hidden[0].products).toEqual([0.5, -2, 0]);
  expect(hidden[0].sum).toBeCloseTo(-1.25, 14);
  expect(hidden[1].sum).toBeCloseTo(0.25, 14);
  const [h1, h2] = [sigmoid(-1.25), sigmoid(0.25)];
  expect(hidden.map(({ value }) => value)).toEqual([expect.closeTo(h1, 14), expect.closeTo(h2, 14)]);
  expect(output.inputs).toEqual(hidden.map(({ value }) => value));
  const y = sigmoid(-h1 + 1.5 * h2 - 2);
  expect(output.value).toBeCloseTo(y, 14);
  expect(error).toBeCloseTo((y - 0.9) ** 2, 14);
});

test('a hundred seeds begin wrong and end better; the same seed gives the same numbers', () => {
  for (let seed = 0; seed < 100; seed++) {
    const drawn = drawExample(seed);
    const first = forwardPass(drawn, drawn.weights).error;
    const second = forwardPass(drawn, betterWeights(drawn)).error;
    expect(first, `seed ${seed}`).toBeGreaterThanOrEqual(leastError);
    expect(second, `seed ${seed}`).toBeLessThan(0.01);
  }
  expect(drawExample(7)).toEqual(drawExample(7));
  expect(drawExample(7)).not.toEqual(drawExample(8));
});

test('twelve steps, each of which knows what came before', () => {
  const passes = [example.weights, betterWeights(example)].map((weights) => forwardPass(example, weights));
  const steps = narrate(example, passes[0], passes[1]);
  expect(steps).toHaveLength(12);
  expect(fields.at.max).toBe(11);
  expect(steps.map(({ known }) => known.length)).toEqual([0, 0, 0, 3, 4, 5, 6, 6, 3, 5, 6, 6]);
  expect(steps.map(({ isBetter }) => isBetter).indexOf(true)).toBe(8);
  expect(steps[4].formulas.join()).toContain('0.5 + ({-}2) + 0 + 0.25');
  const stuck = { ...example, weights: example.weights.map(() => 20) };
  const same = forwardPass(stuck, stuck.weights);
  expect(narrate(stuck, same, same)[8].says).toContain('nothing better');
});

test('formulas say whether digits were left out', () => {
  expect([0.5, 1 / 3, -0.06254, 1.23456, 6.5e-9, -2.123e-15].map(texResult)).toEqual([
    '= 0.5',
    '\\approx 0.333',
    '\\approx {-}0.0625',
    '\\approx 1.235',
    '= 6.50\\cdot 10^{-9}',
    '\\approx {-}2.12\\cdot 10^{-15}',
  ]);
  expect([texInside(-1), texInside(2), tex(Number.NaN)]).toEqual(['({-}1)', '2', '\\text{not a number}']);
});

test('the picture shows weights and values only once they are known', () => {
  const pass = forwardPass(example, example.weights);
  const steps = narrate(example, pass, pass);
  const texts = (at: number): readonly (string | undefined)[] =>
    figureOf(example, example.weights, pass, steps[at]).links.map(({ text }) => text);
  expect(texts(0).every((text) => text === undefined)).toBe(true);
  expect(texts(1)).toEqual(['1', '−2', '3', '0.5', '0.5', '0.5', undefined, undefined]);
  const { columns } = figureOf(example, example.weights, pass, steps[4]);
  expect(columns.flat().map(({ value }) => value)).toEqual(['0.5', '1', '0', '0.223', undefined, undefined]);
});

test('own numbers are kept in the address, and nonsense is not', () => {
  const { own } = fields;
  expect(own.read(own.write(example))).toEqual(example);
  for (const text of [
    '',
    '1,2',
    Array(15).fill('x').join(),
    Array(15).fill('99').join(),
    Array(15).fill('').join(),
  ]) {
    expect(own.read(text)).toBeUndefined();
  }
  expect(own.read([1, 2, 3, 1.5, ...Array(11).fill(0)].join())).toBeUndefined();
});
