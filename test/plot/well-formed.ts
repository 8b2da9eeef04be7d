/** Whether a text is well-formed XML, as browsers want it in an SVG file, and the elements and texts in it. */
import { SaxesParser } from 'saxes';

export interface Found {
  /** How many elements there are of each name. */
  readonly elements: Readonly<Record<string, number>>;
  /** The text within all elements. */
  readonly text: string;
  /** The values of all attributes. */
  readonly attributes: readonly string[];
}

/** Parse it. @throws Error for what is not well-formed */
export function parseXml(source: string): Found {
  const elements: Record<string, number> = {};
  const attributes: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    elements[tag.name] = (elements[tag.name] ?? 0) + 1;
    attributes.push(...Object.values(tag.attributes).map(String));
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.write(source).close();
  return { elements, text, attributes };
}
