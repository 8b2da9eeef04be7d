/** The measuring that decides whether threads help, with times made up. */
import { expect, test } from 'vitest';
import { Duel, type Way } from '../../src/engine/wasm/duel.ts';

/** Plays `milliseconds` of work at given times per step; returns how the time was spent. */
function play(
  duel: Duel,
  milliseconds: number,
  perStep: (way: Way, now: number) => number,
): Record<Way, number> {
  const spent = { alone: 0, together: 0 };
  for (let now = 0; now < milliseconds; ) {
    const { way, steps } = duel.next(1000);
    expect(steps).toBeGreaterThan(0);
    const time = perStep(way, now) * Math.min(steps, 20);
    duel.record(way, time, Math.min(steps, 20));
    spent[way] += time;
    now += time;
  }
  return spent;
}

test('the faster way has nearly all of the time', () => {
  const helps = play(new Duel(), 5000, (way) => (way === 'together' ? 0.06 : 0.1));
  expect(helps.together / (helps.alone + helps.together)).toBeGreaterThan(0.97);
  const hinders = play(new Duel(), 5000, (way) => (way === 'together' ? 0.3 : 0.1));
  expect(hinders.alone / (hinders.alone + hinders.together)).toBeGreaterThan(0.95);
});

test('long steps are tried rarely', () => {
  const { alone, together } = play(new Duel(), 100_000, (way) => (way === 'together' ? 100 : 60));
  expect(together / (alone + together)).toBeLessThan(0.05);
});

test('it notices when a core becomes free, and when it is taken', () => {
  const duel = new Duel();
  play(duel, 2000, (way) => (way === 'together' ? 0.2 : 0.1));
  expect(duel.speedup).toBeCloseTo(0.5);
  const later = play(duel, 4000, (way) => (way === 'together' ? 0.05 : 0.1));
  expect(duel.speedup).toBeCloseTo(2);
  expect(later.together).toBeGreaterThan(2 * later.alone);
});

test('a tie says little: one looks again soon', () => {
  const duel = new Duel();
  play(duel, 2000, (way) => (way === 'together' ? 0.103 : 0.1));
  const later = play(duel, 60, (way) => (way === 'together' ? 0.05 : 0.1));
  expect(later.together).toBeGreaterThan(later.alone);
});
