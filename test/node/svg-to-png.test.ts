/** Figures as PNG pictures. */
import { expect, test } from 'vitest';
import { svgToPng } from '../../src/node/svg-to-png.ts';
import { lineChart } from '../../src/plot/line-chart.ts';
import { errorOf } from '../error-of.ts';

const figure = lineChart({ loss: [1, 0.5, 0.25] }, { title: 'Loss', width: 300, height: 200 });

test('a PNG of the figure at the scale asked for', async () => {
  const png = await svgToPng(figure, { scale: 3 });
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(png.buffer, png.byteOffset);
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([900, 600]);
});

test('refuses what is no SVG and what is no option', async () => {
  expect(await errorOf(() => svgToPng('no picture'))).toMatch(/^INVALID_VALUE: this SVG cannot be drawn/);
  expect(await errorOf(() => svgToPng(figure, { scale: 0 }))).toMatch(/^INVALID_OPTION/);
});
