/**
 * HTML as a tagged template: everything put into it is escaped, except what is HTML already. It knows nothing
 * of the page.
 */
import { escapeText } from '../../core/escape-text.ts';

/** A piece of HTML that is fit to be put into another. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may be filled with; nothing is written for undefined. */
type Filling = Html | string | number | undefined | readonly Html[];

/** HTML of a template. */
export function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  const filled = fillings.map((filling, i) => written(filling) + parts[i + 1]);
  return new Html(parts[0] + filled.join(''));
}

/** A figure, which escaped its texts itself. */
export function drawing(svg: string): Html {
  return new Html(svg);
}

function written(filling: Filling): string {
  if (filling === undefined) return '';
  if (filling instanceof Html) return filling.text;
  if (Array.isArray(filling)) return filling.map(({ text }: Html) => text).join('\n');
  return escapeText(String(filling));
}
