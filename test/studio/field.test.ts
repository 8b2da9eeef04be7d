/** Settings of a room and the address they are written into: what goes in comes out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fields } from '../../studio/src/rooms/playground/settings.ts';
import { decode, encode, initialValues } from '../../studio/src/state/field.ts';

const { layers: layersField, points: pointsField } = fields;
const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const hundredth = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: low * 100, max: high * 100 }).map((n) => n / 100);

const settings = fc.record({
  problem: oneOf(fields.problem.options),
  dataset: oneOf(fields.dataset.options),
  surface: oneOf(fields.surface.options),
  points: fc.array(
    fc.record({ x: hundredth(-6, 6), y: hundredth(-6, 6), target: fc.integer({ min: 0, max: 4 }) }),
    {
      maxLength: 40,
    },
  ),
  noise: fc.integer({ min: 0, max: 10 }).map((n) => 5 * n),
  trainShare: fc.integer({ min: 1, max: 9 }).map((n) => 10 * n),
  batchSize: fc.integer({ min: 1, max: 30 }),
  dataSeed: fc.integer({ min: 0, max: 99_999 }),
  features: fc.subarray([...fields.features.options], { minLength: 1 }),
  layers: fc.array(
    fc.record(
      { units: fc.integer({ min: 1, max: 16 }), activation: oneOf(fields.activation.options) },
      { requiredKeys: ['units'] },
    ),
    { maxLength: 8 },
  ),
  activation: oneOf(fields.activation.options),
  loss: oneOf(fields.loss.options),
  optimizer: oneOf(fields.optimizer.options),
  rate: fc.double({ min: 1e-6, max: 100, noNaN: true }),
  penalty: oneOf(fields.penalty.options),
  penaltyRate: fc.double({ min: 0, max: 100, noNaN: true }),
  dropout: fc.integer({ min: 0, max: 16 }).map((n) => Number((n * 0.05).toPrecision(12))),
  batchNorm: fc.boolean(),
  initializer: oneOf(fields.initializer.options),
  seed: fc.integer({ min: 0, max: 99_999 }),
  patience: fc.integer({ min: 0, max: 20 }).map((n) => 10 * n),
  showTest: fc.boolean(),
  discretize: fc.boolean(),
  halos: fc.boolean(),
  hidden: fc.subarray([...fields.hidden.options]),
  lesson: fc.integer({ min: 0, max: 7 }),
});

describe("the playground's settings", () => {
  test('come back from the address as they went in', () => {
    fc.assert(
      fc.property(settings, (values) => {
        const back = decode(fields, encode(fields, values));
        // Places of points are rounded to hundredths, in another order of operations.
        for (const [i, { x, y }] of back.points.entries()) {
          expect(x).toBeCloseTo(values.points[i].x, 9);
          expect(y).toBeCloseTo(values.points[i].y, 9);
        }
        expect({ ...back, points: [] }).toEqual({ ...values, points: [] });
        expect(back.points.map(({ target }) => target)).toEqual(values.points.map(({ target }) => target));
      }),
    );
  });

  test('that are as at first are not in the address', () => {
    expect(encode(fields, initialValues(fields))).toBe('');
  });

  test('have a code each', () => {
    const codes = Object.values(fields).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('an address can say anything: what makes no sense is as at first', () => {
    fc.assert(
      fc.property(
        fc.dictionary(oneOf([...Object.values(fields).map(({ code }) => code), 'x']), fc.string()),
        (said) => {
          const values = decode(fields, new URLSearchParams(said).toString());
          expect(decode(fields, encode(fields, values))).toEqual(values);
        },
      ),
    );
    expect(decode(fields, 'h=99&lr=abc&d=moon')).toEqual(initialValues(fields));
  });

  test('layers and points that are too many are refused', () => {
    expect(layersField.read(Array(9).fill('4').join('-'))).toBeUndefined();
    expect(pointsField.read(Array(501).fill('a.b.0').join('_'))).toBeUndefined();
  });
});
