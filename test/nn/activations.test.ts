/** Every activation that is exported: Keras's values and derivatives, and finite differences. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as classical from '../../src/nn/activations.ts';
import * as piecewise from '../../src/nn/piecewise-activations.ts';
import * as rectifiers from '../../src/nn/rectifiers.ts';
import * as vectors from '../../src/nn/vector-activations.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';
import { camelCase, expectNear, flat, type Numbers, numeric, optionsOf, readFixture } from './reference.ts';

type Activation = classical.Activation;

const exported: Readonly<Record<string, unknown>> = { ...classical, ...piecewise, ...rectifiers, ...vectors };
const activations = Object.entries(exported).filter(
  (entry): entry is [string, Activation] => typeof entry[1] === 'object',
);
const byName = new Map(activations.map(([, activation]) => [activation.name, activation]));

interface ReferenceCase {
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly kind: 'elementwise' | 'vector';
  readonly x: Numbers;
  readonly y: Numbers;
  readonly dydx?: Numbers;
  readonly special_x?: Numbers;
  readonly special_y?: Numbers;
  readonly r?: Numbers;
  readonly dx?: Numbers;
}

const cases = ['keras-activations.json', 'keras-activations-more.json'].flatMap((name) =>
  readFixture<ReferenceCase>(name),
);
const tolerances = { float64: 1e-9, float32: 1e-5 } as const;

describe.each(['float64', 'float32'] as const)('Keras’s numbers in %s', (dtype) => {
  const tolerance = tolerances[dtype];
  const read = (numbers: Numbers): Tensor => tensor(numeric(numbers), { dtype });

  test.each(cases.map((entry) => [`${entry.name} ${JSON.stringify(entry.kwargs)}`, entry] as const))(
    '%s',
    (_, entry) => {
      const activation = byName.get(entry.name) as Activation;
      const options = optionsOf(entry.kwargs);
      const x = read(entry.x);
      const y = activation.apply(x, options);
      // e¹⁰⁰ and its like are finite in float64 only.
      const representable = (numbers: Numbers): Numbers =>
        dtype === 'float64' ? numbers : flat(numbers).map(Math.fround);
      expect(y.dtype).toBe(dtype);
      expectNear(y.values, representable(entry.y), tolerance);
      if (entry.kind === 'elementwise') {
        expectNear(gradients(y, [x])[0].values, representable(entry.dydx as Numbers), tolerance);
      } else {
        const [dx] = gradients(y.mul(read(entry.r as Numbers)), [x]);
        expectNear(dx.values, entry.dx as Numbers, tolerance);
      }
      if (entry.special_x !== undefined && dtype === 'float64') {
        const special = activation.apply(read(entry.special_x), options);
        expectNear(special.values, entry.special_y as Numbers, tolerance);
      }
    },
  );

  test.each(activations)('%s keeps the type', (_, activation) => {
    expect(activation.apply(tensor([[1, 2]], { dtype })).dtype).toBe(dtype);
  });
});

test('the reference covers every activation but the two of the perceptron', () => {
  const covered = new Set(cases.map(({ name }) => name));
  expect([...byName.keys()].filter((name) => !covered.has(name)).sort()).toEqual(['heaviside', 'sign']);
});

describe('every activation', () => {
  // Away from corners, and no two equal.
  const points = [-4.3, -2.2, -1.4, -0.77, -0.21, 0.13, 0.64, 1.23, 2.41, 6.7];

  test.each(activations)('%s is told apart: a name, a formula, a source', (constant, activation) => {
    const names = [activation.name, ...(activation.aliases ?? [])];
    expect(names.map(camelCase)).toContain(constant);
    expect(activation.formula.length * activation.source.length).toBeGreaterThan(0);
  });

  test.each(activations)('%s has the derivative that finite differences show', (_, activation) => {
    const h = 1e-6;
    const weights = tensor([3, -1, 2, 0.5, -2, 1, 4, -3, 1.5, 0.7]);
    const weighted = (values: readonly number[]): Tensor => {
      const x = tensor(values);
      const y = activation.apply(x);
      return y.mul(weights.slice([0], [y.size])).sum();
    };
    const x = tensor(points);
    const y = activation.apply(x);
    const [dx] = gradients(y.mul(weights.slice([0], [y.size])), [x]);
    const differences = points.map((_, i) => {
      const moved = (by: number): number[] => points.map((point, j) => (i === j ? point + by : point));
      return (weighted(moved(h)).item() - weighted(moved(-h)).item()) / (2 * h);
    });
    expectNear(dx.values, differences, 1e-7);
  });

  test.each(activations)('%s leaves NaN as it is', (constant, activation) => {
    const signless = ['heaviside', 'sign'].includes(constant);
    const { values } = activation.apply(tensor([Number.NaN, Number.NaN]));
    expect([...values].every(Number.isNaN)).toBe(!signless);
  });

  test.each(activations)('%s refuses an option it does not have', (_, activation) => {
    const hasOptions = activation.apply.length > 1;
    if (!hasOptions) return;
    expect(errorOfSync(() => activation.apply(tensor([1, 2]), { slope: 1 }))).toMatch(
      /^UNKNOWN_OPTION: .* has no option 'slope'/,
    );
  });
});

describe('single points', () => {
  test('heaviside fires at 0, sign does not', () => {
    const x = tensor([-2, 0, 3]);
    expect(classical.heaviside.apply(x).toArray()).toEqual([0, 1, 1]);
    expect(classical.sign.apply(x).toArray()).toEqual([-1, 0, 1]);
    expect(gradients(classical.heaviside.apply(x), [x])[0].toArray()).toEqual([0, 0, 0]);
  });

  test('celu and elu with alpha 1 are smooth at 0', () => {
    const x = tensor([0]);
    for (const activation of [rectifiers.celu, rectifiers.elu]) {
      expect(gradients(activation.apply(x), [x])[0].item()).toBe(1);
    }
  });

  test('gelu keeps its digits far to the left', () => {
    // x Φ(x) and Φ(x) + x φ(x), computed with 60 digits.
    const told = [
      [-1, -0.15865525393145705, -0.0833154705876863],
      [-3, -0.0040496940948902835, -0.011945647204183927],
      [-5, -1.4332578593959695e-6, -7.146946001792295e-6],
      [-8, -4.976768459417427e-15, -3.979607261086796e-14],
      [-12, -2.1317785344932147e-32, -2.5578956616748956e-31],
      [-20, -5.507248237212468e-88, -1.1014360483133464e-86],
      [-30, -1.472014178144456e-196, -4.416031690708495e-195],
    ] as const;
    const x = tensor(told.map(([at]) => at));
    const y = rectifiers.gelu.apply(x);
    const [derivative] = gradients(y, [x]);
    for (const [i, [, value, slope]] of told.entries()) {
      expect(Math.abs(y.values[i] / value - 1)).toBeLessThan(1e-12);
      expect(Math.abs(derivative.values[i] / slope - 1)).toBeLessThan(1e-12);
    }
    const single = rectifiers.gelu.apply(tensor([-8], { dtype: 'float32' })).item();
    expect(Math.abs(single / told[3][1] - 1)).toBeLessThan(1e-5);
    const ends = tensor([0, 40, Number.POSITIVE_INFINITY]);
    expect(rectifiers.gelu.apply(ends).toArray()).toEqual([0, 40, Number.POSITIVE_INFINITY]);
  });

  test('glu needs two halves', () => {
    expect(errorOfSync(() => vectors.glu.apply(tensor([1, 2, 3])))).toBe(
      'SHAPE_MISMATCH: glu halves axis 0, which is odd in (3,).',
    );
  });

  test('an axis that is not there', () => {
    expect(errorOfSync(() => classical.softmax.apply(tensor([1, 2]), { axis: 1 }))).toMatch(
      /^INVALID_VALUE: axis 1/,
    );
  });
});

describe('laws', () => {
  const row = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 8 });

  test('softmax and the exact sparsemax give probabilities, in the order of what they are given', () => {
    fc.assert(
      fc.property(row, (x) => {
        for (const p of [
          classical.softmax.apply(tensor(x)).values,
          vectors.sparsemax.apply(tensor(x), { exact: true }).values,
        ]) {
          expect(Math.abs([...p].reduce((sum, value) => sum + value) - 1)).toBeLessThan(1e-9);
          expect([...p].every((value) => value >= 0)).toBe(true);
          const ascending = x.map((value, i) => [value, p[i]] as const).sort(([a], [b]) => a - b);
          expect(ascending.every(([, value], i) => i === 0 || value >= ascending[i - 1][1])).toBe(true);
        }
      }),
    );
  });

  test('along another axis is along the last one of the transpose', () => {
    fc.assert(
      fc.property(row, row, (a, b) => {
        const n = Math.min(a.length, b.length);
        const x = tensor([a.slice(0, n), b.slice(0, n)]);
        const across = classical.softmax.apply(x, { axis: 0 });
        expect(across.toArray()).toEqual(classical.softmax.apply(x.transpose()).transpose().toArray());
      }),
    );
  });
});
