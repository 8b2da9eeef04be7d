/**
 * The look all figures share: colours for sign, magnitude and classes, and how they change in the dark and on
 * paper. Light colours are attributes, so that every program that reads SVG shows them; the style sheet in the
 * figure only says what is different elsewhere. Zero is always the colour of the paper.
 */
import type { Attributes } from './svg.ts';

/** The colours by the class that carries them: light and dark. */
const inks = {
  paper: ['#fbfaf7', '#141517'],
  ink: ['#1d1c1a', '#e9e7e2'],
  soft: ['#6a665e', '#a39f97'],
  line: ['#dcd8cf', '#34363b'],
  positive: ['#2166ac', '#6cb1ff'],
  negative: ['#d9822b', '#f0a35e'],
  // Okabe and Ito's colours for all kinds of sight, black left to the text; yellow darkened or lightened to be seen.
  class0: ['#0072b2', '#56b4e9'],
  class1: ['#d55e00', '#f08a4b'],
  class2: ['#009e73', '#2fc99b'],
  class3: ['#cc79a7', '#e39cc3'],
  class4: ['#a88400', '#f0e442'],
  class5: ['#56b4e9', '#8fd0ff'],
  class6: ['#e69f00', '#ffbf3f'],
} as const;

/** The name of a colour. */
export type Ink = keyof typeof inks;

const classInks = ['class0', 'class1', 'class2', 'class3', 'class4', 'class5', 'class6'] as const;

/** The colour of the k-th class or series; from the eighth on they come again. */
export function classInk(k: number): Ink {
  return classInks[k % classInks.length];
}

/** The dashes of the k-th series: solid, then dashed and dotted. */
export function dashes(k: number): string | undefined {
  return [undefined, '6 4', '2 3', '9 3 2 3'][k % 4];
}

/** Attributes that fill with a colour. */
export function filled(ink: Ink, opacity?: number): Attributes {
  return { class: `f-${ink}`, fill: inks[ink][0], 'fill-opacity': opacity };
}

/** Attributes that draw the outline in a colour. */
export function stroked(ink: Ink, width = 1): Attributes {
  return { class: `s-${ink}`, stroke: inks[ink][0], 'stroke-width': width, fill: 'none' };
}

/** Attributes that fill with a colour and keep neighbours apart by a rim of paper. */
export function rimmed(ink: Ink): Attributes {
  return { class: `f-${ink} s-paper`, fill: inks[ink][0], stroke: inks.paper[0], 'stroke-width': 0.75 };
}

/** Attributes of text that stays readable over lines: a rim of paper around it. */
export const haloed: Attributes = {
  class: 'f-ink s-paper',
  fill: inks.ink[0],
  stroke: inks.paper[0],
  'stroke-width': 3,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
};

/** What is different in the dark and on paper. It binds figures only, wherever they are embedded. */
export const styleSheet: string = [
  '.hebb-plot{max-width:100%;height:auto}',
  '@media screen and (prefers-color-scheme:dark){',
  ...Object.entries(inks).map(
    ([name, [, dark]]) => `.hebb-plot .f-${name}{fill:${dark}}.hebb-plot .s-${name}{stroke:${dark}}`,
  ),
  '}@media print{.hebb-plot .f-paper{fill:#fff}.hebb-plot .s-paper{stroke:#fff}}',
].join('');
