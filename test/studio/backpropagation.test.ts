/** The numbers of the room of backpropagation, checked by finite differences, and what its steps say. */
import { describe, expect, test } from 'vitest';
import { figureOf } from '../../studio/src/rooms/backpropagation/figure.ts';
import { plainName, texName, unitOf } from '../../studio/src/rooms/backpropagation/names.ts';
import {
  activationNames,
  drawNumbers,
  type Functions,
  lossOf,
  type Numbers,
  parameterNames,
  traceOf,
  updatesOf,
} from '../../studio/src/rooms/backpropagation/network.ts';
import { fields } from '../../studio/src/rooms/backpropagation/settings.ts';
import { stepsOf } from '../../studio/src/rooms/backpropagation/steps.ts';

const numbers: Numbers = {
  x: [0.5, 1.2],
  target: 1,
  weights: [0.3, 0.6, 0.2, -0.8, 0.9, -0.1, 0.9, -0.4, 0.05],
};
const plain: Functions = { hidden: 'tanh', output: 'linear' };
const cases = activationNames.flatMap((hidden) =>
  fields.output.options.map((output): Functions => ({ hidden, output })),
);

test('the loss by hand', () => {
  const a1 = Math.tanh(0.3 * 0.5 + 0.6 * 1.2 + 0.2);
  const a2 = Math.tanh(-0.8 * 0.5 + 0.9 * 1.2 - 0.1);
  const output = 0.9 * a1 - 0.4 * a2 + 0.05;
  expect(lossOf(numbers, plain)).toBeCloseTo((output - 1) ** 2, 14);
});

test.each(cases)('$hidden, $output: slopes are those of finite differences', (functions) => {
  const updates = updatesOf(traceOf(numbers, functions), 0.1);
  const h = 1e-6;
  for (const [i, { name, gradient, before, after }] of updates.entries()) {
    const lossAt = (shift: number): number =>
      lossOf(
        { ...numbers, weights: numbers.weights.map((value, k) => (k === i ? value + shift : value)) },
        functions,
      );
    expect(gradient, name).toBeCloseTo((lossAt(h) - lossAt(-h)) / (2 * h), 7);
    expect(after).toBeCloseTo(before - 0.1 * gradient, 8);
  }
});

describe.each(cases)('the steps: $hidden, $output', (functions) => {
  const trace = traceOf(numbers, functions);
  const steps = stepsOf(trace);

  test('every product, sum and activation has a step forward and one backward', () => {
    const computed = functions.output === 'linear' ? 16 : 17;
    expect(steps.filter(({ phase }) => phase === 'forward')).toHaveLength(computed);
    expect(steps.filter(({ phase }) => phase === 'backward')).toHaveLength(computed);
    expect(steps).toHaveLength(2 * computed + 2);
    for (const { formulas } of steps) expect(formulas.length).toBeGreaterThan(0);
  });

  test('what came together on the way back is the gradient of the trace', () => {
    const { gradients, known } = steps[steps.length - 1];
    for (const { name = '', gradient } of trace.forward) {
      expect(known.has(name)).toBe(true);
      expect(gradients.get(name), name).toBeCloseTo(gradient.item(), 12);
    }
  });

  test('the picture shows what is known', () => {
    const at = (index: number) => figureOf(trace, steps[index]);
    expect(
      at(0)
        .columns.flat()
        .map(({ value }) => value),
    ).toEqual(['0.5', '1.2', undefined, undefined, undefined]);
    expect(at(0).links.every(({ gradient }) => gradient === undefined)).toBe(true);
    const last = at(steps.length - 1);
    expect(last.columns.flat().every(({ value }) => value !== undefined)).toBe(true);
    expect(last.links.every(({ gradient }) => gradient !== undefined)).toBe(true);
  });
});

test('formulas have the numbers of the trace', () => {
  const steps = stepsOf(traceOf(numbers, plain));
  expect(steps[1].formulas).toEqual([
    'p_{11} = w_{11}\\cdot x_{1}',
    '\\phantom{p_{11}} = 0.3\\cdot 0.5 = 0.15',
  ]);
  const first = steps.find(({ phase }) => phase === 'backward');
  expect(first?.formulas[0]).toContain('2e');
  expect(first?.title).toBe('backward: L');
});

test('alike hidden units stay alike', () => {
  let alike: Numbers = { ...numbers, weights: [0.5, 0.5, 0, 0.5, 0.5, 0, 0.7, 0.7, 0] };
  for (let step = 0; step < 5; step++) {
    alike = { ...alike, weights: updatesOf(traceOf(alike, plain), 0.1).map(({ after }) => after) };
  }
  const { weights } = alike;
  expect(weights[0]).not.toBe(0.5);
  expect(weights.slice(0, 3)).toEqual(weights.slice(3, 6));
  expect(weights[6]).toBe(weights[7]);
});

test('names, drawn numbers, and numbers in the address', () => {
  expect(['w11', 'yhat', 'e'].map(texName)).toEqual(['w_{11}', '\\hat y', 'e']);
  expect(['w11', 'yhat', 'L'].map(plainName)).toEqual(['w₁₁', 'ŷ', 'L']);
  expect(['x1', 'y', 'w21', 'z3', 'yhat', 'L'].map(unitOf)).toEqual([undefined, undefined, 2, 3, 3, 3]);
  expect(drawNumbers(3)).toEqual(drawNumbers(3));
  expect(drawNumbers(3)).not.toEqual(drawNumbers(4));
  const { own } = fields;
  expect(own.read(own.write(numbers))).toEqual(numbers);
  for (const text of [
    '',
    '1,2',
    Array(12).fill('x').join(),
    Array(12).fill('').join(),
    Array(12).fill('101').join(),
  ]) {
    expect(own.read(text)).toBeUndefined();
  }
  expect(parameterNames).toHaveLength(numbers.weights.length);
});
