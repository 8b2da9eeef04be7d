/** Whatever graph there is: boxes do not touch, arrows lead from one rank to a later one, all within the page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Layout,
  type LayoutArrow,
  type LayoutBox,
  layeredLayout,
} from '../../src/plot/layered-layout.ts';

const gaps = { beside: 20, between: 30 };
const box = fc.record({ width: fc.integer({ min: 20, max: 200 }), height: fc.integer({ min: 10, max: 90 }) });
const graph = fc.array(box, { minLength: 2, maxLength: 12 }).chain((boxes) =>
  fc.record({
    boxes: fc.constant(boxes),
    arrows: fc.uniqueArray(
      fc
        .tuple(fc.nat(boxes.length - 1), fc.nat(boxes.length - 1))
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      { maxLength: 20, selector: ({ from, to }) => `${from} ${to}` },
    ),
  }),
);

function edges({ width, height }: LayoutBox, { x, y }: Layout['boxes'][number]): number[] {
  return [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
}

test('boxes are apart and on the page', () => {
  fc.assert(
    fc.property(graph, ({ boxes, arrows }) => {
      const layout = layeredLayout(boxes, arrows, gaps);
      const placed = boxes.map((one, i) => edges(one, layout.boxes[i]));
      for (const [k, [left, right, top, bottom]] of placed.entries()) {
        expect(Math.min(left, top)).toBeGreaterThan(-1e-6);
        expect(right).toBeLessThan(layout.width + 1e-6);
        expect(bottom).toBeLessThan(layout.height + 1e-6);
        for (const other of placed.slice(k + 1)) {
          const beside = Math.max(other[0] - right, left - other[1]);
          const below = Math.max(other[2] - bottom, top - other[3]);
          expect(Math.max(beside, below)).toBeGreaterThan(gaps.beside - 1e-6);
        }
      }
    }),
  );
});

test('arrows lead down from the edge of one box to that of the other', () => {
  fc.assert(
    fc.property(graph, ({ boxes, arrows }) => {
      const layout = layeredLayout(boxes, arrows, gaps);
      for (const [k, { from, to }] of arrows.entries()) {
        const points = layout.arrows[k];
        const [, , , start] = edges(boxes[from], layout.boxes[from]);
        const [left, right, end] = edges(boxes[to], layout.boxes[to]);
        expect(points[0]).toEqual([layout.boxes[from].x, start]);
        expect(points.at(-1)?.[1]).toBe(end);
        expect(points.at(-1)?.[0]).toBeGreaterThan(left);
        expect(points.at(-1)?.[0]).toBeLessThan(right);
        for (const [i, [, y]] of points.slice(1).entries()) expect(y).toBeGreaterThanOrEqual(points[i][1]);
      }
    }),
  );
});

const square = { width: 40, height: 20 };
const place = (count: number, arrows: readonly LayoutArrow[]): Layout =>
  layeredLayout(Array<LayoutBox>(count).fill(square), arrows, gaps);

test('a chain is straight', () => {
  const { boxes, width } = place(3, [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
  ]);
  expect(boxes).toEqual([
    { x: 20, y: 10 },
    { x: 20, y: 60 },
    { x: 20, y: 110 },
  ]);
  expect(width).toBe(40);
});

test('pairs that need not cross do not', () => {
  const { boxes } = place(4, [
    { from: 0, to: 3 },
    { from: 1, to: 2 },
  ]);
  expect(Math.sign(boxes[0].x - boxes[1].x)).toBe(Math.sign(boxes[3].x - boxes[2].x));
});

test('an input stands right above what it feeds', () => {
  const arrows = [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 3, to: 2 },
  ];
  const { boxes } = place(4, arrows);
  expect(boxes[3].y).toBe(boxes[1].y);
});

test('a circle ends the search, and everything has a place', () => {
  const { boxes } = place(2, [
    { from: 0, to: 1 },
    { from: 1, to: 0 },
  ]);
  expect(boxes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  expect(place(0, [])).toEqual({ width: 0, height: 0, boxes: [], arrows: [] });
});
