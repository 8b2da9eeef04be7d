/** A table's first rows as HTML, for notebooks. It knows nothing of pages. */
import { escapeText } from '../core/escape-text.ts';
import type { ColumnValue } from '../data/column.ts';
import type { Table } from '../data/table.ts';

/** So many rows are shown. */
const mostRows = 10;

/** Names and types of the columns, and the first rows. */
export function tableHtml({ columns, rowCount }: Table): string {
  const shown = Math.min(rowCount, mostRows);
  const row = (tag: 'td' | 'th', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  const head = columns.map(({ name, type }) => `${escapeText(name)}<br><small>${type}</small>`);
  const rows = Array.from({ length: shown }, (_, i) =>
    row(
      'td',
      columns.map((column) => (column.isMissing(i) ? '' : escapeText(cellText(column.at(i))))),
    ),
  );
  const more = rowCount > shown ? `, the first ${shown} of them` : '';
  return `<table><caption>${rowCount} rows${more}</caption><thead>${row('th', head)}</thead><tbody>${rows.join('')}</tbody></table>`;
}

function cellText(value: ColumnValue): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
