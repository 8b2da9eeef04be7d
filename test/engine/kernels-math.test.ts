// The vector functions: float64 against numbers from a multiple-precision library, float32 against the plain
// definitions in float64, and both against those definitions where numbers end: zeros, infinities, not a number.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { numberFunctions } from '../../src/engine/scalar.ts';
import { floats, KernelMemory, testNumbers } from './kernel-memory.ts';
import { applyAlong } from './vector-apply.ts';

type Reference = Record<string, readonly (readonly number[])[]>;
const fixture = new URL('../fixtures/vector-functions.json', import.meta.url);
const reference = (JSON.parse(readFileSync(fixture, 'utf8')) as { functions: Reference }).functions;

const memory = new KernelMemory();

/** Applies a vector function along plain numbers; the last vector is filled up with its first operands. */
function apply(dtype: 'f32' | 'f64', name: string, ...operands: (readonly number[])[]): number[] {
  const { type } = floats.find((float) => float.dtype === dtype)!;
  const length = Math.ceil(operands[0].length / 4) * 4;
  const placed = operands.map((values) => {
    const operand = memory.place(type, length);
    for (let i = 0; i < length; i++) operand.array[i] = values[i % values.length];
    return operand;
  });
  const out = memory.place(type, length);
  const f = memory.kernels[`${dtype === 'f32' ? 'f32x4' : 'f64x2'}_${name}`];
  const along = applyAlong(memory.memory, f, operands.length === 2 ? 2 : 1);
  along(placed[0].at, placed.at(-1)!.at, out.at, length * type.BYTES_PER_ELEMENT);
  const result = Array.from(out.array).slice(0, operands[0].length);
  memory.reset();
  return result;
}

/** One unit in the last place of a number, subnormal numbers included. */
function unit(x: number, dtype: 'f32' | 'f64'): number {
  const [bits, least] = dtype === 'f32' ? [23, -126] : [52, -1022];
  const size = Math.abs(x);
  let exponent = Math.max(least, Math.min(1023, Math.floor(Math.log2(size))));
  if (2 ** exponent > size && exponent > least) exponent--;
  return 2 ** Math.max(exponent - bits, dtype === 'f32' ? -149 : -1074);
}

/** How many units `got` is away from `want`; 0 where both are the same, NaN included. */
function distance(got: number, want: number, dtype: 'f32' | 'f64'): number {
  return Object.is(got, want) ? 0 : Math.abs(got - want) / unit(want, dtype);
}

const strict = new Set(['exp', 'log']);
const unary = Object.keys(reference).filter((name) => name !== 'pow');
const definition = (name: string) => numberFunctions[name as 'exp'];

describe('float64 vector functions against mpmath', () => {
  for (const [name, rows] of Object.entries(reference)) {
    it(`${name} is within ${strict.has(name) ? 1 : 2} units in the last place`, () => {
      const columns = rows[0].map((_, column) => rows.map((row) => row[column]));
      const wanted = columns.pop()!;
      apply('f64', name, ...columns).forEach((got, i) => {
        const units = distance(got, wanted[i], 'f64');
        expect(units, `${name}(${rows[i].slice(0, -1)}) = ${got}`).toBeLessThanOrEqual(
          strict.has(name) ? 1 : 2,
        );
      });
    });
  }
});

describe('float32 vector functions against their definitions', () => {
  const numbers = testNumbers(5);
  const spread = [1, 4, 40, 110].flatMap((size) =>
    Array.from({ length: 4000 }, () => Math.fround((numbers() * 2 - 1) * size)),
  );
  const tiny = spread.map((x) => Math.fround(x * 2 ** -20 * (x % 1)));
  const subnormal = Array.from({ length: 100 }, (_, i) => i * 2 ** -149 * 83886);
  const operands = [...spread, ...tiny, ...subnormal];

  for (const name of unary) {
    it(`${name} is within 2 units in the last place`, () => {
      let worst = { units: 0, x: 0, got: 0 };
      apply('f32', name, operands).forEach((got, i) => {
        const want = definition(name)(operands[i]);
        const units = distance(got, Object.is(got, Math.fround(want)) ? got : want, 'f32');
        if (!(units <= worst.units)) worst = { units, x: operands[i], got };
      });
      expect(worst.units, `${name}(${worst.x}) = ${worst.got}`).toBeLessThanOrEqual(2);
    });
  }

  it('pow is within 1 unit in the last place', () => {
    const bases = operands.map((x) => Math.abs(x));
    const exponents = bases.map(() => Math.fround(numbers() * 8 - 4));
    apply('f32', 'pow', bases, exponents).forEach((got, i) => {
      const want = bases[i] ** exponents[i];
      const units = distance(got, Object.is(got, Math.fround(want)) ? got : want, 'f32');
      expect(units, `${bases[i]} ** ${exponents[i]} = ${got}`).toBeLessThanOrEqual(1);
    });
  });
});

const edges = [
  0,
  -0,
  Infinity,
  -Infinity,
  Number.NaN,
  1,
  -1,
  1e30,
  -1e30,
  1e-40,
  -1e-40,
  2 ** -149,
  100,
  -100,
];

for (const { dtype } of floats) {
  describe(`${dtype} vector functions where numbers end`, () => {
    for (const name of unary) {
      it(`${name} goes the way of its definition`, () => {
        const inputs = [...edges, 800, -800, dtype === 'f32' ? 2 ** -126 : 5e-324].map((x) =>
          dtype === 'f32' ? Math.fround(x) : x,
        );
        apply(dtype, name, inputs).forEach((got, i) => {
          const want = definition(name)(inputs[i]);
          const rounded = dtype === 'f32' ? Math.fround(want) : want;
          const exact = rounded === 0 || !Number.isFinite(rounded);
          if (exact) expect(got, `${name}(${inputs[i]})`).toBe(rounded);
          else expect(distance(got, want, dtype), `${name}(${inputs[i]}) = ${got}`).toBeLessThanOrEqual(4);
        });
      });
    }

    it('pow follows **, signs and exceptions included', () => {
      const special = [...edges, 0.5, -0.5, 2, -2, 3, -3, 2.5, -2.5, 2 ** 45, 4097, -4097];
      const rounded = special.map((x) => (dtype === 'f32' ? Math.fround(x) : x));
      const bases = rounded.flatMap((x) => rounded.map(() => x));
      const exponents = rounded.flatMap(() => rounded);
      apply(dtype, 'pow', bases, exponents).forEach((got, i) => {
        const want = bases[i] ** exponents[i];
        const close = dtype === 'f32' ? Math.fround(want) : want;
        const exact = close === 0 || !Number.isFinite(close);
        if (exact) expect(got, `${bases[i]} ** ${exponents[i]}`).toBe(close);
        else
          expect(distance(got, want, dtype), `${bases[i]} ** ${exponents[i]} = ${got}`).toBeLessThanOrEqual(
            2,
          );
      });
    });

    it('a lane gives the same bits wherever it stands', () => {
      const numbers = testNumbers(8);
      const inputs = Array.from({ length: 64 }, () => (numbers() - 0.5) * 50);
      inputs[10] = Number.NaN;
      inputs[20] = 1e15;
      const turned = [...inputs.slice(3), ...inputs.slice(0, 3)];
      for (const name of unary) {
        const straight = apply(dtype, name, inputs);
        expect(apply(dtype, name, turned)).toEqual([...straight.slice(3), ...straight.slice(0, 3)]);
      }
    });
  });
}
