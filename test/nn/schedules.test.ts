/** Every learning-rate schedule that is exported: Keras's rates and configs, and the one cycle that Keras has not. */
import { describe, expect, test } from 'vitest';
import { serialize } from '../../src/nn/configured.ts';
import * as nn from '../../src/nn/index.ts';
import { errorOfSync } from '../error-of.ts';
import { expectNear, readFixture } from './reference.ts';

interface ScheduleCase {
  readonly kind: string;
  readonly class_name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly config: Readonly<Record<string, unknown>>;
}

const cases = ['keras-optimizers.json', 'keras-optimizers-more.json']
  .flatMap((name) => readFixture<ScheduleCase>(name))
  .filter(({ kind }) => kind === 'schedule');
const classes = (Object.entries(nn) as [string, unknown][])
  .filter(([, value]) => typeof value === 'function' && value.prototype instanceof nn.LearningRateSchedule)
  .map(([name]) => name);

test('every schedule that Keras has is compared', () => {
  const compared = new Set(cases.map((entry) => entry.class_name));
  expect(classes.filter((name) => !compared.has(name))).toEqual(['OneCycle']);
});

test.each(cases.map((entry) => [entry.class_name, JSON.stringify(entry.kwargs), entry] as const))(
  '%s %s',
  (className, _, { kwargs, steps, values, config }) => {
    const schedule = nn.scheduleOf({ class_name: className, config: kwargs });
    expect(schedule.className).toBe(className);
    expectNear(
      steps.map((step) => schedule.rate(step)),
      values,
      1e-9,
    );
    expect(schedule.getConfig()).toEqual(config);
    expect(nn.scheduleOf(serialize(schedule)).getConfig()).toEqual(config);
  },
);

describe('OneCycle', () => {
  test('up, down, and far down over the last tenth', () => {
    const schedule = new nn.OneCycle({ maxLearningRate: 1, totalSteps: 201 });
    const rates = [0, 45, 90, 135, 180, 190, 200, 300].map((step) => schedule.rate(step));
    expectNear(rates, [0.1, 0.55, 1, 0.55, 0.1, 0.0505, 0.001, 0.001], 1e-12);
  });

  test('ends of one’s own, no last fall, and a single step', () => {
    const ends = { initialLearningRate: 0.2, finalLearningRate: 0, lastFall: 0 };
    const schedule = new nn.OneCycle({ maxLearningRate: 1, totalSteps: 11, ...ends });
    expectNear(
      [0, 5, 10].map((step) => schedule.rate(step)),
      [0.2, 1, 0.2],
      1e-12,
    );
    expect(new nn.OneCycle({ maxLearningRate: 1, totalSteps: 1 }).rate(0)).toBe(0.1);
  });
});

test('what is refused', () => {
  expect(
    errorOfSync(() => nn.scheduleOf({ class_name: 'CosineDecay', config: { decay_steps: 5 } }).rate(0)),
  ).toBe("INVALID_OPTION: CosineDecay needs option 'initialLearningRate': a number ≥ 0.");
  const values = { boundaries: [1, 2], values: [1, 2] };
  expect(errorOfSync(() => new nn.PiecewiseConstantDecay(values).rate(0))).toBe(
    'LENGTH_MISMATCH: PiecewiseConstantDecay needs one value more than boundaries, got 2 values and 2 boundaries.',
  );
  expect(errorOfSync(() => nn.scheduleOf({ class_name: 'CosinDecay' }))).toBe(
    "INVALID_VALUE: there is no learning-rate schedule 'CosinDecay'. Did you mean 'CosineDecay'?",
  );
});
