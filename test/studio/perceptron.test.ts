/** The room of the perceptron without its page: points, runs, margins, and regions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as hebb from '../../src/index.ts';
import { clip, cornersOf } from '../../studio/src/rooms/perceptron/half-plane.ts';
import { hiddenRows, outputAreas } from '../../studio/src/rooms/perceptron/hidden-layer.ts';
import { brushed } from '../../studio/src/rooms/perceptron/own-points.ts';
import { irisPoints, logicPoints, ownPoints } from '../../studio/src/rooms/perceptron/point-set.ts';
import { isMistake, lineAfter, nextMistake, runOver } from '../../studio/src/rooms/perceptron/run.ts';
import { chapterWeights, fields, type OwnPoint } from '../../studio/src/rooms/perceptron/settings.ts';
import { widestMargin } from '../../studio/src/rooms/perceptron/widest-margin.ts';
import { decode, encode, initialValues } from '../../studio/src/state/field.ts';

const rule = { eta: 1, shuffle: false, seed: 0 };

describe('a run', () => {
  test('separates setosa, with no more mistakes than the theorem allows', async () => {
    const points = await irisPoints('setosa');
    const run = runOver(points, { ...rule, shuffle: true });
    expect(points.rows.length).toBe(150);
    expect(run?.isConverged).toBe(true);
    const { weights, bias } = lineAfter(run?.steps ?? [], run?.steps.length ?? 0);
    for (const [i, [x, y]] of points.rows.entries()) {
      expect(weights[0] * x + weights[1] * y + bias >= 0).toBe(points.labels[i] === 1);
    }
    expect(run?.steps.at(-1)?.mistakes).toBeLessThanOrEqual(run?.bound?.bound ?? 0);
  });

  test('has no end where no line separates', async () => {
    for (const points of [logicPoints('xor'), await irisPoints('virginica')]) {
      const run = runOver(points, rule);
      expect(run?.isConverged).toBe(false);
      expect(run?.bound).toBeUndefined();
    }
  });

  test('the learning rate changes the numbers and no answer', () => {
    const [one, half] = [1, 0.5].map((eta) => runOver(logicPoints('and'), { ...rule, eta })?.steps ?? []);
    expect(half.map(({ row, mistakes }) => [row, mistakes])).toEqual(
      one.map(({ row, mistakes }) => [row, mistakes]),
    );
    expect(half.at(-1)?.weightsBefore[0]).toBeCloseTo(0.5 * (one.at(-1)?.weightsBefore[0] ?? 0), 12);
  });

  test('goes to the next mistake, and after the last one to the end', () => {
    const run = runOver(logicPoints('or'), rule);
    if (run === undefined) throw new Error('there is no run');
    let shown = 0;
    const met: number[] = [];
    while (shown < run.steps.length) {
      shown = nextMistake(run, shown);
      met.push(shown);
    }
    expect(met.slice(0, -1).every((at) => isMistake(run.steps[at - 1]))).toBe(true);
    expect(met.length - 1).toBe(run.steps.at(-1)?.mistakes);
  });

  test('needs points of both classes', () => {
    expect(runOver(ownPoints([{ x: 1, y: 1, label: 1 }]), rule)).toBeUndefined();
    expect(runOver(ownPoints([]), rule)).toBeUndefined();
  });
});

describe('the widest margin', () => {
  test('of two instances is halfway between them, worked by hand', () => {
    // ±(x, 1) are (1, 0, 1) and (1, 0, -1): the nearest point of their hull to the origin is (1, 0, 0).
    const line = widestMargin(
      ownPoints([
        { x: 1, y: 0, label: 1 },
        { x: -1, y: 0, label: 0 },
      ]),
    );
    expect(line?.weights[0]).toBeCloseTo(1, 6);
    expect(line?.weights[1]).toBeCloseTo(0, 6);
    expect(line?.bias).toBeCloseTo(0, 6);
  });

  test('no other line leaves more room', () => {
    const points = ownPoints(initialValues(fields).points);
    const [data, labels] = [points.rows.map((row) => [...row]), [...points.labels]];
    const best = runOver(points, rule)?.bound?.margin ?? 0;
    const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
    fc.assert(
      fc.property(angle, fc.double({ min: -3, max: 3, noNaN: true }), (turn, bias) => {
        const weights = [Math.cos(turn), Math.sin(turn)];
        try {
          const { margin } = hebb.perceptronMistakeBound(data, labels, { weights, bias });
          expect(margin).toBeLessThanOrEqual(best * 1.001);
        } catch (error) {
          if (!(error instanceof hebb.HebbError)) throw error;
        }
      }),
    );
  });
});

test('a line parts a view into two areas that make up the whole', () => {
  const corners = cornersOf({ x: [-2, 3], y: [-1, 4] });
  const areaOf = (places: readonly (readonly [number, number])[]): number =>
    Math.abs(
      places.reduce((sum, [x, y], i) => {
        const [nextX, nextY] = places[(i + 1) % places.length];
        return sum + x * nextY - nextX * y;
      }, 0),
    ) / 2;
  const weight = fc.integer({ min: -50, max: 50 }).map((value) => value / 10);
  fc.assert(
    fc.property(weight, weight, weight, (a, b, bias) => {
      if (a === 0 && b === 0) return;
      const [one, other] = [1, -1].map((sign) =>
        clip(corners, { weights: [sign * a, sign * b], bias: sign * bias }),
      );
      expect(areaOf(one.area) + areaOf(other.area)).toBeCloseTo(25, 8);
    }),
  );
});

describe('the hidden layer', () => {
  test("with the chapter's weights is exclusive or", () => {
    expect(hiddenRows(chapterWeights).map(({ output }) => output)).toEqual([0, 1, 1, 0]);
    expect(outputAreas(chapterWeights).length).toBe(1);
  });

  test('with other weights is something else', () => {
    const broken = chapterWeights.map((weight, i) => (i === 6 ? 0 : weight));
    expect(hiddenRows(broken).map(({ output }) => output)).toEqual([0, 1, 1, 1]);
    expect(outputAreas(broken).length).toBe(2);
  });
});

describe('points of one’s own', () => {
  test('are put down and taken away', () => {
    const put = brushed([], 1, 1.23, -2);
    expect(put).toEqual([{ x: 1.2, y: -2, label: 1 }]);
    expect(brushed(put ?? [], 'eraser', 1.3, -2)).toEqual([]);
    expect(brushed([], 0, 7, 0)).toBeUndefined();
  });

  test('and all other settings come back from the address', () => {
    const coordinate = fc.integer({ min: -50, max: 50 }).map((value) => value / 10 || 0);
    const point = fc.record({
      x: coordinate,
      y: coordinate,
      label: fc.constantFrom<OwnPoint['label']>(0, 1),
    });
    fc.assert(
      fc.property(
        fc.array(point, { maxLength: 20 }),
        fc.array(coordinate, { minLength: 9, maxLength: 9 }),
        (points, hidden) => {
          const values = { ...initialValues(fields), data: 'own' as const, points, hidden, shown: 7 };
          expect(decode(fields, encode(fields, values))).toEqual(values);
        },
      ),
    );
  });

  test('that make no sense are as at first', () => {
    for (const text of ['pts=9,9,0', 'pts=1,1,2', 'pts=1,1', 'h=1_2', 'h=1_2_3_4_5_6_7_8_x']) {
      expect(decode(fields, text)).toEqual(initialValues(fields));
    }
  });
});
