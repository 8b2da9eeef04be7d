/**
 * The frame of every figure: size, title, description for screen readers, paper. It knows nothing of what is
 * drawn inside.
 */
import { HebbError, show } from '../core/errors.ts';
import { escapeText } from '../core/escape-text.ts';
import { integer, matching, type Rule } from '../core/options.ts';
import { filled, styleSheet } from './look.ts';
import { element, label } from './svg.ts';

/** What every figure may be told. */
export interface FigureOptions {
  /** Stands above the drawing. Default: none. */
  readonly title?: string;
  /** For those who cannot see the figure. Default: what is drawn, in a sentence. */
  readonly description?: string;
  /** In pixels of an unscaled page; a figure shrinks with the room it has. Default depends on the figure. */
  readonly width?: number;
  /** Like `width`. */
  readonly height?: number;
}

export const text: Rule = matching('a text', (value) => typeof value === 'string');

export const figureRules: Readonly<Record<keyof FigureOptions, Rule>> = {
  title: text,
  description: text,
  width: integer({ min: 100, max: 10_000 }),
  height: integer({ min: 60, max: 10_000 }),
};

/** A figure of its parts, as the text of an SVG file. */
export interface Figure {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly body: readonly string[];
}

/** Room the title takes. */
export const titleRoom = 34;

const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

/** The text of an SVG file. */
export function figure({ title, description, width, height, body }: Figure): string {
  const head =
    title === '' ? '' : label(title, 16, 24, { ...filled('ink'), 'font-size': 15, 'font-weight': 600 });
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'hebb-plot',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': title === '' ? description : `${title}. ${description}`,
      'font-family': fonts,
      'font-size': 12,
      style: 'font-variant-numeric:tabular-nums',
    },
    element('title', {}, escapeText(title === '' ? description : title)),
    element('desc', {}, escapeText(description)),
    element('style', {}, styleSheet),
    element('rect', { width, height, ...filled('paper') }),
    head,
    ...body,
  );
}

/** Numbers out of anything that gives them one after the other. @throws HebbError `INVALID_VALUE` */
export function readNumbers(values: Iterable<unknown>, name: string): Float64Array {
  if (typeof values !== 'object' || values === null || !(Symbol.iterator in values)) {
    throw new HebbError('INVALID_VALUE', `${name} must be numbers one after the other, got ${show(values)}.`);
  }
  return Float64Array.from(values, (value, row) => {
    if (typeof value === 'number') return value;
    throw new HebbError('INVALID_VALUE', `${name} must hold numbers; row ${row} is ${show(value)}.`);
  });
}
