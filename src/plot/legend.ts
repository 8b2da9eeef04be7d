/**
 * Names of series and classes in one or more rows above a drawing, each beside a sample of its line or mark.
 */
import { filled } from './look.ts';
import { element, label } from './svg.ts';

/** A name and the drawing of its sample, around the origin, 18 pixels wide. */
export interface LegendEntry {
  readonly name: string;
  readonly sample: string;
}

const rowHeight = 20;
const sampleRoom = 26;

/** Texts are longer than a legend can show: the middle is left out. */
export function shortened(text: string, most = 28): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters.slice(0, most - 8).join('')}…${characters.slice(-7).join('')}`;
}

/** The legend's drawing and the height it takes. */
export function legend(
  entries: readonly LegendEntry[],
  { left, top, right }: { readonly left: number; readonly top: number; readonly right: number },
): { readonly drawing: string; readonly height: number } {
  let x = left;
  let row = 0;
  const parts = entries.map(({ name, sample }) => {
    const text = shortened(name);
    const width = sampleRoom + textWidth(text) + 16;
    if (x > left && x + width > right) {
      x = left;
      row++;
    }
    const place = `translate(${x + 9} ${top + row * rowHeight + 8})`;
    x += width;
    return element('g', { transform: place }, sample, label(text, 15, 4, filled('ink')));
  });
  return { drawing: parts.join(''), height: entries.length === 0 ? 0 : (row + 1) * rowHeight };
}

/** About how wide a text of 12 pixels is. */
export function textWidth(text: string): number {
  return [...text].length * 6.8;
}
