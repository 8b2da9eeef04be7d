/**
 * Two axes around a drawing: scales with round ticks, hairlines, names with units. The scales are d3's. It
 * knows nothing of what is drawn between them.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import { textWidth } from './legend.ts';
import { filled, stroked } from './look.ts';
import { element, label } from './svg.ts';

/** A way from values to places. */
export interface Scale {
  /** Where a value lies, in pixels; NaN for what has no place. */
  at(value: number): number;
  /** Round values and their texts; the text of minor ones is empty. */
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  readonly domain: readonly [low: number, high: number];
  readonly isLog: boolean;
}

/** Nothing larger is drawn, nor anything closer to zero on a log axis: arithmetic on it would overflow. */
const largest = 1e150;

/** Whether a value has a place on an axis. */
function isDrawable(value: number): boolean {
  return Math.abs(value) <= largest;
}

/** The smallest and the largest value that can be drawn; [0, 1] when there is none. */
export function extent(...lists: readonly Iterable<number>[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      if (!isDrawable(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? [0, 1] : [low, high];
}

/** Whether positive values span more than a decade, so that a log axis shows them better. */
export function spansDecades([low, high]: readonly [low: number, high: number]): boolean {
  return canBeLog(low) && high / low > 10;
}

/** Whether a domain from here on has logarithms. */
export function canBeLog(low: number): boolean {
  return low >= 1 / largest;
}

/**
 * A scale from a domain to a range of pixels.
 *
 * @param ticks about how many round values
 */
export function scaleOf(
  domain: readonly [low: number, high: number],
  range: readonly [from: number, to: number],
  { log = false, nice = true, ticks = 5 }: { log?: boolean; nice?: boolean; ticks?: number } = {},
): Scale {
  const widened = wide(domain, log);
  const scale = (log ? scaleLog() : scaleLinear()).domain(widened).range(range);
  if (nice && !log) scale.nice(ticks);
  const text = log ? scale.tickFormat(ticks, '~g') : scale.tickFormat(ticks);
  const [low, high] = scale.domain();
  return {
    at: (value) => (isDrawable(value) && (!log || canBeLog(value)) ? scale(value) : Number.NaN),
    ticks: scale.ticks(ticks).map((value) => ({ value, text: text(value) })),
    domain: [low, high],
    isLog: log,
  };
}

/** A horizontal scale with as many ticks, up to seven, as there is room for beside each other. */
export function scaleAlong(
  domain: readonly [low: number, high: number],
  range: readonly [from: number, to: number],
  options: { nice?: boolean; log?: boolean } = {},
): Scale {
  for (let ticks = 7; ; ticks--) {
    const scale = scaleOf(domain, range, { ...options, ticks });
    const needed = scale.ticks.reduce((sum, { text }) => sum + textWidth(text) + 10, 0);
    if (ticks === 1 || needed <= range[1] - range[0]) return scale;
  }
}

/** A domain of some width. */
function wide([low, high]: readonly [number, number], log: boolean): [number, number] {
  if (log) return [low / 1.15, high * 1.15];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * 1e-10, 1 / largest)) return [low, high];
  const margin = size > 1 / largest ? size * 0.1 : 1;
  return [low - margin, high + margin];
}

/** The rectangle between the axes. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The two axes: ticks, hairlines across the drawing, names. */
export function axes(
  box: Box,
  x: { readonly scale: Scale; readonly name: string },
  y: { readonly scale: Scale; readonly name: string },
): string {
  const { left, top, right, bottom } = box;
  const across = y.scale.ticks.map(({ value, text }) => {
    const at = y.scale.at(value);
    const faint = text === '' ? { 'stroke-opacity': 0.5 } : {};
    const line = element('line', { x1: left, x2: right, y1: at, y2: at, ...stroked('line'), ...faint });
    return line + tickText(text, left - 8, at + 4, 'end');
  });
  const along = x.scale.ticks.map(({ value, text }) => {
    const at = x.scale.at(value);
    const line = element('line', { x1: at, x2: at, y1: bottom, y2: bottom + 5, ...stroked('soft') });
    return line + tickText(text, at, bottom + 18, 'middle');
  });
  const base = element('line', { x1: left, x2: right, y1: bottom, y2: bottom, ...stroked('soft') });
  const upName = y.name === '' ? '' : `↑ ${y.name}`;
  const alongName = x.name === '' ? '' : `${x.name} →`;
  return element(
    'g',
    {},
    ...across,
    base,
    ...along,
    upName === '' ? '' : label(upName, 16, top - 12, filled('soft')),
    alongName === '' ? '' : label(alongName, right, bottom + 38, { ...filled('soft'), 'text-anchor': 'end' }),
  );
}

function tickText(text: string, x: number, y: number, anchor: 'end' | 'middle'): string {
  return text === '' ? '' : label(text, x, y, { ...filled('soft'), 'text-anchor': anchor });
}

/** How far the widest tick text of a vertical scale reaches, so that the box can make room for it. */
export function tickRoom(scale: Scale): number {
  return 24 + 7 * Math.max(2, ...scale.ticks.map(({ text }) => text.length));
}
