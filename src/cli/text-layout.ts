/**
 * Text for a terminal: wrapped lines, lists beside their titles, aligned tables. It knows nothing of what the
 * text says.
 */

/** Words set in lines of at most `width` characters, every line after the first indented. */
export function wrap(text: string, width: number, indent = 0): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    const start = lines.length > 1 ? indent : 0;
    if (line.length > start && line.length + 1 + word.length > width)
      lines.push(`${' '.repeat(indent)}${word}`);
    else lines[lines.length - 1] = line.length > start ? `${line} ${word}` : line + word;
  }
  return lines.join('\n');
}

/** Pairs as two columns, the second one wrapped. A first part too long for its column has a line of its own. */
export function columns(pairs: readonly (readonly string[])[], width: number): string {
  const longest = Math.max(...pairs.map(([left]) => left.length));
  const indent = Math.min(longest, 30) + 2;
  return pairs
    .map(([left, right]) => {
      const head = left.length + 2 > indent ? `${left}\n${' '.repeat(indent)}` : left.padEnd(indent);
      return head + wrap(right, width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
    })
    .join('\n');
}

/** Rows of cells in aligned columns: the first to the left, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  return rows
    .map((row) =>
      row.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]) : cell.padStart(widths[j]))).join('   '),
    )
    .join('\n');
}

/** Text out of a file as it may be shown: control characters, which could steer the terminal, are replaced. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '·');
}
