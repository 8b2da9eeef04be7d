/** How large a file may be, told before a byte of it is read. It knows no reader. */

const MB = 1e6;
const mostBytes = 150 * MB;

/** A word on a file that is too large to be tried, with a way out; undefined for others. */
export function tooLarge(name: string, size: number): string | undefined {
  if (size <= mostBytes) return undefined;
  return `${name} has ${Math.round(size / MB)} MB; in a page, ${mostBytes / MB} MB are the most. Take a part of its rows, or train where there is more room: hebb train ${name} --target COLUMN.`;
}
