/** `display`: a figure or a table as the value of a notebook's cell. It knows nothing of what the figure shows. */
import { HebbError, show } from '../core/errors.ts';
import { Table } from '../data/table.ts';
import { tableHtml } from './table-html.ts';

/** How kernels ask a value for its rich display. */
const jupyterDisplay: unique symbol = Symbol.for('Jupyter.display');

/** What notebooks show as a picture or a table: the same in several formats, by MIME type. */
export interface NotebookOutput {
  [jupyterDisplay](): Readonly<Record<string, string>>;
}

/**
 * A figure, or a table's first rows, for notebooks that run TypeScript: as the last value of a cell it is shown as
 * a picture, in Deno's kernel and any other that asks values for `Jupyter.display`. In tslab a figure goes right to
 * its own `display.html(figure)`.
 *
 * @param what an SVG file's text, such as every figure of `hebb/plot`, or a table
 * @throws HebbError `INVALID_VALUE` for anything else
 * @example
 * display(lineChart({ loss: model.lossCurve }));
 */
export function display(what: string | Table): NotebookOutput {
  const formats = what instanceof Table ? ofTable(what) : ofFigure(what);
  return { [jupyterDisplay]: () => formats };
}

function ofTable(table: Table): Readonly<Record<string, string>> {
  const plain = `Table of ${table.rowCount} rows: ${table.columnNames.join(', ')}`;
  return { 'text/html': tableHtml(table), 'text/plain': plain };
}

function ofFigure(svg: string): Readonly<Record<string, string>> {
  if (typeof svg !== 'string' || !svg.startsWith('<svg')) {
    throw new HebbError(
      'INVALID_VALUE',
      `expected a figure (the text of an SVG file) or a table, got ${show(svg)}.`,
    );
  }
  const [, description = 'a figure'] = /aria-label="([^"]*)"/.exec(svg) ?? [];
  return { 'image/svg+xml': svg, 'text/html': svg, 'text/plain': description };
}
