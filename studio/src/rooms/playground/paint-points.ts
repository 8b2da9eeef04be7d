/** Draws points of the plane onto a canvas: classes differ in colour and shape, test points are hollow. */
import { classColours, css, mix, palette, type Rgb } from '../../parts/colours.ts';
import { reach } from './features.ts';
import type { Points } from './points.ts';
import { classCount, type Settings } from './settings.ts';

export interface PointStyle {
  readonly settings: Settings;
  readonly dark: boolean;
  /** Pixels along a side. */
  readonly size: number;
  readonly radius: number;
}

export function paintPoints(
  canvas: HTMLCanvasElement,
  sets: readonly { readonly points: Points; readonly isTest: boolean }[],
  style: PointStyle,
): void {
  const { size } = style;
  const scale = globalThis.devicePixelRatio ?? 1;
  canvas.width = size * scale;
  canvas.height = size * scale;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(scale, scale);
  for (const { points, isTest } of sets) paintSet(context, points, isTest, style);
}

function paintSet(
  context: CanvasRenderingContext2D,
  { places, targets }: Points,
  isTest: boolean,
  { settings, dark, size, radius }: PointStyle,
): void {
  const classes = classCount(settings);
  const { paper, ink } = palette(dark);
  for (const [i, target] of targets.entries()) {
    const x = ((places[2 * i] + reach) / (2 * reach)) * size;
    const y = ((reach - places[2 * i + 1]) / (2 * reach)) * size;
    const colour = css(pointColour(target, settings, dark));
    context.beginPath();
    outline(context, x, y, radius, classes > 1 ? target : 0);
    context.fillStyle = isTest ? css(paper) : colour;
    context.fill();
    context.lineWidth = radius > 2 ? 1 : 0.5;
    context.strokeStyle = isTest ? colour : css(radius > 2 ? paper : mix(paper, ink, 0.2));
    context.stroke();
  }
}

/** A circle, a square, a triangle, a diamond: by class. */
function outline(context: CanvasRenderingContext2D, x: number, y: number, r: number, kind: number): void {
  switch (kind % 4) {
    case 0:
      context.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case 1:
      context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
      return;
    case 2:
      context.moveTo(x, y - 1.2 * r);
      context.lineTo(x + 1.1 * r, y + 0.8 * r);
      context.lineTo(x - 1.1 * r, y + 0.8 * r);
      break;
    default:
      context.moveTo(x, y - 1.3 * r);
      context.lineTo(x + 1.3 * r, y);
      context.lineTo(x, y + 1.3 * r);
      context.lineTo(x - 1.3 * r, y);
  }
  context.closePath();
}

/** The colour of a class or a value. Two classes are the two ends of the diverging colours. */
function pointColour(target: number, settings: Settings, dark: boolean): Rgb {
  const { paper, negative, positive, ink } = palette(dark);
  const classes = classCount(settings);
  if (classes > 2) return classColours[target % classColours.length];
  if (classes === 2) return target > 0.5 ? positive : negative;
  const neutral = mix(paper, ink, 0.15);
  return mix(neutral, target < 0 ? negative : positive, Math.min(1, Math.abs(target)));
}
