/**
 * Keras's numbers of test/fixtures/keras-*.json (their `generatedBy` names the versions) and how they are
 * compared: with the tolerance that the files state, for the type that the case was computed in.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Nested numbers; those that JSON does not know are texts. */
export type Numbers = number | string | readonly Numbers[];

export function readFixture<Case>(name: string): readonly Case[] {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')).cases;
}

/** `negative_slope` → `negativeSlope`. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}

/** Keras's keyword arguments as options. */
export function optionsOf(kwargs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kwargs).map(([name, value]) => [camelCase(name), value]));
}

export function flat(numbers: Numbers): number[] {
  return typeof numbers === 'object' ? numbers.flatMap(flat) : [Number(numbers)];
}

/** As nested arrays of numbers, "Infinity" and its kind among them. */
export function numeric(numbers: Numbers): number | number[] {
  return typeof numbers === 'object' ? (numbers.map(numeric) as number[]) : Number(numbers);
}

export function expectNear(actual: ArrayLike<number>, expected: Numbers, tolerance: number): void {
  const wanted = flat(expected);
  expect(actual).toHaveLength(wanted.length);
  for (const [i, want] of wanted.entries()) {
    const got = actual[i];
    const near = Object.is(got, want) || Math.abs(got - want) <= tolerance * Math.max(1, Math.abs(want));
    expect(near, `element ${i}: ${got} against ${want}`).toBe(true);
  }
}
