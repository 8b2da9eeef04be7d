/** The losses over the epochs: training solid, test dashed, on a logarithmic axis when they span decades. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isDark } from '../../frame/theme.ts';
import { css, palette } from '../../parts/colours.ts';
import { shortNumber } from '../../parts/number-text.ts';
import type { CurvePoint, TrainingSession } from './session.ts';

const SIZE = { width: 320, height: 150, left: 44, bottom: 22, top: 6, right: 6 };

export function LossChart({ session }: { readonly session: TrainingSession }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = isDark.value;
  const points = session.curve.value;
  useEffect(() => {
    if (canvas.current !== null) paintCurve(canvas.current, points, dark);
  }, [points, dark]);
  const last = points.at(-1);
  const label =
    last === undefined
      ? 'No loss yet'
      : `Training loss ${shortNumber(last.train)}, test loss ${shortNumber(last.test)} after ${last.epoch} epochs`;
  return <canvas ref={canvas} class="chart" role="img" aria-label={label} />;
}

function paintCurve(canvas: HTMLCanvasElement, points: readonly CurvePoint[], dark: boolean): void {
  const { width, height, left, bottom, top, right } = SIZE;
  const scale = globalThis.devicePixelRatio ?? 1;
  if (canvas.width !== width * scale) [canvas.width, canvas.height] = [width * scale, height * scale];
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const { ink, positive, negative } = palette(dark);
  const losses = points
    .flatMap(({ train, test }) => [train, test])
    .filter((loss) => Number.isFinite(loss) && loss > 0);
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  if (losses.length < 2) return;
  const isLog = most / least > 20;
  const [low, high] = isLog ? [Math.log10(least), Math.log10(most)] : [0, most];
  const span = high - low || 1;
  const epochs = Math.max(1, points.at(-1)?.epoch ?? 1);
  const x = (epoch: number): number => left + (epoch / epochs) * (width - left - right);
  const y = (loss: number): number => {
    const value = isLog ? Math.log10(Math.max(loss, least)) : loss;
    return height - bottom - ((value - low) / span) * (height - top - bottom);
  };
  context.font = '11px ui-monospace, monospace';
  context.fillStyle = css(ink);
  context.globalAlpha = 0.75;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const share of [0, 0.5, 1]) {
    const value = isLog ? 10 ** (low + share * span) : low + share * span;
    const at = height - bottom - share * (height - top - bottom);
    context.fillText(shortNumber(Number(value.toPrecision(2))), left - 6, Math.max(at, 6));
    context.fillRect(left, at, width - left - right, 0.5);
  }
  context.textBaseline = 'bottom';
  context.fillText(`${epochs} epochs`, width - right, height);
  context.textAlign = 'left';
  context.fillText('0', left, height);
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  for (const [key, colour, dash] of [
    ['test', negative, [4, 3]],
    ['train', positive, []],
  ] as const) {
    context.setLineDash([...dash]);
    context.strokeStyle = css(colour);
    context.beginPath();
    for (const point of points) {
      if (Number.isFinite(point[key])) context.lineTo(x(point.epoch), y(point[key]));
    }
    context.stroke();
  }
  context.setLineDash([]);
}
