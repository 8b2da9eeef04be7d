/**
 * SVG as text: elements with attributes, escaped. What is no number never gets into a drawing, and coordinates
 * have two decimals. It knows nothing of charts.
 */
import { escapeText } from '../core/escape-text.ts';

/** Attributes; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element. The children are elements already, or text that went through `escapeText`. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(`${value}`)}"`,
    )
    .join('');
  const content = children.join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** A number with at most two decimals; 0 for what is none. */
export function coordinate(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100 + 0) : '0';
}

/** A line of text. `x` and `y` are where its anchor stands. */
export function label(text: string, x: number, y: number, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeText(text));
}

/** What browsers show where the pointer rests, and screen readers read. */
export function tooltip(text: string): string {
  return element('title', {}, escapeText(text));
}

/** The data of a path through points; where a coordinate is missing the line is broken. */
export function pathThrough(points: Iterable<readonly [x: number, y: number]>): string {
  let data = '';
  let isDown = false;
  for (const [x, y] of points) {
    const isThere = Number.isFinite(x) && Number.isFinite(y);
    if (isThere) data += `${isDown ? 'L' : 'M'}${coordinate(x)} ${coordinate(y)}`;
    isDown = isThere;
  }
  return data;
}
