/** Draws the links of a network: the width of a line is a weight's size, its colour the sign. */
import { css, mix, palette } from '../../parts/colours.ts';
import type { Link } from './layout.ts';

export function paintLinks(
  canvas: HTMLCanvasElement,
  links: readonly Link[],
  weightOf: (link: Link) => number,
  {
    slopeOf,
    width,
    height,
    dark,
    marked,
  }: {
    /** ∂L/∂w of a link's weight, for a halo; undefined: no halos. */
    readonly slopeOf: ((link: Link) => number) | undefined;
    readonly width: number;
    readonly height: number;
    readonly dark: boolean;
    readonly marked: Link | undefined;
  },
): void {
  const scale = globalThis.devicePixelRatio ?? 1;
  const pixels = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) [canvas.width, canvas.height] = pixels;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const { paper, ink, negative, positive } = palette(dark);
  for (const link of links) {
    const weight = weightOf(link);
    const size = Math.min(1, Math.abs(weight) / 2);
    const { start, end } = link;
    const middle = (start.x + end.x) / 2;
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.bezierCurveTo(middle, start.y, middle, end.y, end.x, end.y);
    const halo = slopeOf === undefined ? 0 : haloWidth(slopeOf(link));
    if (halo > 0) {
      context.lineWidth = halo;
      context.strokeStyle = css(mix(paper, ink, 0.16));
      context.stroke();
    }
    context.lineWidth = 0.5 + 5.5 * size;
    const colour = weight < 0 ? negative : positive;
    context.strokeStyle = link === marked ? css(ink) : css(mix(paper, colour, 0.25 + 0.75 * Math.sqrt(size)));
    context.stroke();
  }
}

/** Pixels of a gradient's halo: on a logarithmic scale from 1e-5, where learning ends, to 1. */
export function haloWidth(slope: number): number {
  const decades = 5 + Math.log10(Math.max(Math.abs(slope), 1e-12));
  return Math.min(5, Math.max(0, decades)) * 3;
}
