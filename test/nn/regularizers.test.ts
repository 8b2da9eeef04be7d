/** Every regularizer and constraint that is exported: Keras's numbers, derivatives and configs. */
import { expect, test } from 'vitest';
import { serialize } from '../../src/nn/configured.ts';
import * as nn from '../../src/nn/index.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { errorOfSync } from '../error-of.ts';
import { expectNear, type Numbers, numeric, readFixture } from './reference.ts';

interface Case {
  readonly kind: 'regularizer' | 'constraint';
  readonly class_name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly w: Numbers;
  readonly value: Numbers;
  readonly grad?: Numbers;
}

const cases = readFixture<Case>('keras-regularizers.json');
const classes = (Object.entries(nn) as [string, unknown][])
  .filter(
    ([, value]) =>
      typeof value === 'function' &&
      (value.prototype instanceof nn.Regularizer || value.prototype instanceof nn.Constraint),
  )
  .map(([name]) => name);

test('every one that is exported is compared', () => {
  const compared = new Set(cases.map((entry) => entry.class_name));
  expect(classes.filter((name) => !compared.has(name))).toEqual([]);
});

test.each(cases.map((entry, i) => [entry.class_name, JSON.stringify(entry.kwargs), i, entry] as const))(
  '%s %s %i',
  (className, _, __, { kind, kwargs, config, w: numbers, value, grad }) => {
    const given = { class_name: className, config: kwargs };
    const made = kind === 'regularizer' ? nn.regularizerOf(given) : nn.constraintOf(given);
    expect(made.className).toBe(className);
    expect(made.getConfig()).toEqual(config);
    const again =
      kind === 'regularizer' ? nn.regularizerOf(serialize(made)) : nn.constraintOf(serialize(made));
    expect(again.getConfig()).toEqual(config);
    for (const dtype of ['float64', 'float32'] as const) {
      const tolerance = dtype === 'float64' ? 1e-9 : 1e-5;
      const w = tensor(numeric(numbers), { dtype });
      const result = made instanceof nn.Regularizer ? made.penalty(w) : made.project(w);
      expect(result.dtype).toBe(dtype);
      expect(result.shape).toEqual(kind === 'regularizer' ? [] : w.shape);
      expectNear(result.values, value, tolerance);
      if (grad !== undefined) expectNear(gradients(result, [w])[0].values, grad, tolerance);
    }
  },
);

test("at 0 the derivative of |w| is 1, as in Keras's numbers", () => {
  // jax.grad of keras.regularizers of Keras 3.15.1 on JAX
  const slope = (made: nn.Regularizer, w: number[] | number[][]): unknown => {
    const given = tensor(w);
    return gradients(made.penalty(given), [given])[0].toArray();
  };
  expect(slope(new nn.L1(0.5), [-1, 0, 2])).toEqual([-0.5, 0.5, 0.5]);
  expect(slope(new nn.L1L2({ l1: 0.5 }), [-1, 0, 2])).toEqual([-0.5, 0.5, 0.5]);
  const alike = slope(new nn.OrthogonalRegularizer({ factor: 0.1 }), [
    [1, 0],
    [0, 2],
  ]);
  expectNear((alike as number[][]).flat(), [0, 0.1, 0.05, 0], 1e-9);
});

test('names, and numbers in place of options', () => {
  expect(nn.regularizerOf('l2')).toBeInstanceOf(nn.L2);
  expect(nn.regularizerOf('l1_l2')).toBeInstanceOf(nn.L1L2);
  expect(nn.constraintOf('non_neg')).toBeInstanceOf(nn.NonNeg);
  const mine = new nn.MaxNorm(3);
  expect(nn.constraintOf(mine)).toBe(mine);
  expect(mine.settings.maxValue).toBe(3);
  expect(new nn.L1(0.5).penalty(tensor([1, -2])).item()).toBe(1.5);
  expect(new nn.L2(0.01).penalty(tensor([3, 4])).item()).toBe(0.25);
});

test('what is refused', () => {
  expect(errorOfSync(() => nn.regularizerOf('l3' as 'l2'))).toMatch(
    /^INVALID_VALUE: there is no regularizer 'l3'\. Did you mean/,
  );
  expect(errorOfSync(() => new nn.L2({ l1: 1 } as object).penalty(tensor([1])))).toBe(
    "UNKNOWN_OPTION: L2 has no option 'l1'. Did you mean 'l2'?",
  );
  expect(errorOfSync(() => new nn.OrthogonalRegularizer().penalty(tensor([1])))).toBe(
    'SHAPE_MISMATCH: OrthogonalRegularizer takes matrices only, got shape (1,).',
  );
});
