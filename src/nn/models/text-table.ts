/** Tables of text with lines around their cells. It knows nothing of what is in them. */

/** A column: its title, how wide it would like to be, and where its text stands. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align: 'left' | 'right' | 'center';
}

/** The lines of a table, `lineLength` characters wide; what is too long goes on in the next line of its cell. */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  lineLength: number,
): string[] {
  const widths = narrowed(
    columns.map(({ width }) => width + 2),
    lineLength - columns.length - 1,
  );
  const border = (left: string, line: string, between: string, right: string): string =>
    left + widths.map((width) => line.repeat(width)).join(between) + right;
  const cells = (row: readonly string[], edge: string): string[] => {
    const texts = row.map((text, i) => wrapped(text, widths[i] - 2));
    const height = Math.max(...texts.map((lines) => lines.length));
    return Array.from({ length: height }, (_, k) => {
      const padded = texts.map((lines, i) => ` ${aligned(lines[k] ?? '', widths[i] - 2, columns[i].align)} `);
      return edge + padded.join(edge) + edge;
    });
  };
  const titles = columns.map(({ title }) => title);
  const body = rows.map((row) => cells(row, '│').join('\n'));
  return [
    border('┏', '━', '┳', '┓'),
    ...cells(titles, '┃'),
    border('┡', '━', '╇', '┩'),
    body.join(`\n${border('├', '─', '┼', '┤')}\n`),
    border('└', '─', '┴', '┘'),
  ].filter((line) => line !== '');
}

/** Widths whose sum is `total`: what is too much is taken off all of them alike. */
function narrowed(widths: readonly number[], total: number): number[] {
  let left = widths.reduce((sum, width) => sum + width, 0) - total;
  return widths.map((width, i) => {
    const off = roundHalfEven(left / (widths.length - i));
    left -= off;
    return width - off;
  });
}

function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}

/** Lines of at most `width` characters, broken at spaces; a word that is too long ends in …. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    const line = lines[lines.length - 1];
    if (line.length + word.trimEnd().length <= width) lines[lines.length - 1] += word;
    else if (line === '') lines[lines.length - 1] = word;
    else lines.push(word);
  }
  return lines.map((line) => {
    const kept = line.trimEnd();
    return kept.length <= width ? kept : `${kept.slice(0, width - 1)}…`;
  });
}

function aligned(text: string, width: number, align: Column['align']): string {
  if (align === 'right') return text.padStart(width);
  if (align === 'left') return text.padEnd(width);
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}
