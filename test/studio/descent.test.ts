/** The room of gradient descent without its page: hills, walks, and what is said of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinearRegression } from '../../src/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import {
  bands,
  curvePoints,
  curves,
  landscapeGrid,
  landscapes,
} from '../../studio/src/rooms/descent/hills.ts';
import { fields, type Settings } from '../../studio/src/rooms/descent/settings.ts';
import { verdictOn } from '../../studio/src/rooms/descent/verdict.ts';
import {
  curveDescent,
  errorGrid,
  fits,
  fitView,
  linePoints,
  race,
} from '../../studio/src/rooms/descent/walks.ts';
import { decode, encode, initialValues } from '../../studio/src/state/field.ts';

const first = initialValues(fields);
const at = (rate: number): number => Math.log10(rate);

describe('one parameter', () => {
  test('the steps are those of the rule, worked by hand', () => {
    // f = (θ − 1)², f′ = 2(θ − 1): from −3 with 0.25 each step halves the distance to 1.
    const { path } = curveDescent({ curve: 'parabola', exponent: at(0.25), start: -3 });
    expect(path.slice(0, 4).map(({ theta }) => theta[0])).toEqual([-3, -1, 0, 0.5]);
    expect(path[1].cost).toBeCloseTo(4, 12);
    expect(path[1].gradient[0]).toBeCloseTo(-4, 12);
  });

  test.each(Object.entries(curves))('%s: the rates do what they are called', (name, { rates }) => {
    const curve = name as Settings['curve'];
    const said = (rate: number) =>
      verdictOn(curveDescent({ curve, exponent: Math.round(at(rate) * 20) / 20, start: -3 }));
    expect(said(rates.small).text).toMatch(/^Too small/);
    expect(said(rates.right).factor).toBeUndefined();
    expect(said(rates.large).text).toMatch(/^Too large/);
  });

  test('which valley it ends in depends on the start', () => {
    const end = (start: number): number =>
      curveDescent({ curve: 'valleys', exponent: at(0.2), start }).theta[0];
    expect(end(-3)).toBeLessThan(-2);
    expect(end(3)).toBeGreaterThan(1);
  });

  test('what is drawn is what is descended', () => {
    for (const [name, hill] of Object.entries(curves)) {
      const { xs, ys } = curvePoints(hill, 9);
      const { path } = curveDescent({ curve: name as Settings['curve'], exponent: -2, start: xs[2] });
      expect(ys[2]).toBeCloseTo(path[0].cost, 10);
    }
  });
});

describe('two parameters', () => {
  const racing = { ...first, landscape: 'bowl', place: [-3, 2.5] } as const;

  test('optimizers take their textbook steps, worked by hand', async () => {
    const walks = await race({ ...racing, exponent: -1, racers: ['sgd', 'momentum', 'adam'] });
    // The gradient at (−3, 2.5) is (−0.6, 10), the cost 0.9 + 12.5.
    for (const { places, costs } of walks) {
      expect(places[0]).toEqual([-3, 2.5]);
      expect(costs[0]).toBeCloseTo(13.4, 10);
    }
    const [sgd, momentum, adam] = walks.map(({ places }) => places);
    expect(sgd[1][0]).toBeCloseTo(-2.94, 10);
    expect(sgd[1][1]).toBeCloseTo(1.5, 10);
    // v = 0.9 · (0.06, −1) − 0.1 · (−0.588, 6)
    expect(momentum[2][0]).toBeCloseTo(-2.94 + 0.054 + 0.0588, 10);
    expect(momentum[2][1]).toBeCloseTo(1.5 - 0.9 - 0.6, 10);
    // Adam's first step is the learning rate, against the gradient's sign.
    expect(adam[1][0]).toBeCloseTo(-2.9, 5);
    expect(adam[1][1]).toBeCloseTo(2.4, 5);
  });

  test('all of them come down the bowl, and too large a rate is said to diverge', async () => {
    const walks = await race({ ...racing, exponent: at(0.3), racers: fields.racers.options });
    expect(walks.length).toBe(6);
    for (const { costs, isBroken } of walks) {
      expect(isBroken).toBe(false);
      expect(costs.at(-1)).toBeLessThan(costs[0]);
    }
    const [broken] = await race({ ...racing, exponent: 0.5, racers: ['sgd'] });
    expect(broken.isBroken).toBe(true);
  });

  test('landscapes lie at or above 0 and are drawn with the first row on top', () => {
    for (const hill of Object.values(landscapes)) {
      const heights = landscapeGrid(hill, 8);
      expect(Math.min(...Array.from(heights))).toBeGreaterThanOrEqual(-1e-9);
      const [corner] = hill.height(tensor([-3.5]), tensor([3.5])).values;
      expect(heights[0]).toBeCloseTo(corner, 10);
    }
  });

  test('bands rise with the height', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2 }), (heights) => {
        const sorted = heights.toSorted((a, b) => a - b);
        const shares = Array.from(bands(sorted));
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        expect(shares[0]).toBe(0);
        expect(shares.every((share) => share >= 0 && share < 1)).toBe(true);
      }),
    );
  });
});

describe('fitting a line', () => {
  test('the batch comes to the least squares, and the others near them', async () => {
    const [batch, mini, single] = fits({ batches: fields.batches.options, exponent: at(0.2), seed: 0 });
    const { xs, ys } = linePoints(0);
    const exact = await new LinearRegression().fit(
      xs.map((x) => [x]),
      [...ys],
    );
    const [slope] = exact.coef;
    const away = ({ places }: typeof batch): number => {
      const [bias, weight] = places[places.length - 1];
      return Math.hypot(bias - exact.intercept, weight - slope);
    };
    expect(away(batch)).toBeLessThan(0.01);
    expect(away(mini)).toBeLessThan(0.6);
    expect(away(single)).toBeLessThan(3);
  });

  test('the same seed gives the same path', () => {
    const settings = { batches: ['1'], exponent: -1, seed: 3 } as const;
    expect(fits(settings)).toEqual(fits(settings));
  });

  test('the landscape is the mean squared error', () => {
    const size = 10;
    const heights = errorGrid(0, size);
    const { xs, ys } = linePoints(0);
    const bias = fitView.x[0] + 0.5;
    const slope = fitView.y[1] - 0.5;
    const mean = xs.reduce((sum, x, i) => sum + (bias + slope * x - ys[i]) ** 2, 0) / xs.length;
    expect(heights[0]).toBeCloseTo(mean, 10);
  });
});

test('settings come back from the address, and what makes no sense is as at first', () => {
  const values: Settings = { ...first, scene: 'landscape', place: [1.25, -3], racers: ['adam'], shown: 17 };
  expect(decode(fields, encode(fields, values))).toEqual(values);
  for (const text of ['p=9_9', 'p=1', 'v=moon', 'o=newton', 'lr=x'])
    expect(decode(fields, text)).toEqual(first);
});
