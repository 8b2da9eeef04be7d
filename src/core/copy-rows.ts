import type { TypedArray } from './dtype.ts';

/** So few numbers are copied sooner by a loop than by a call. */
const FEW = 64;

/** Copy rows of `width` numbers, in the order given, to `to` from row `at` on. Rows that follow each other go at once. */
export function copyRows(from: TypedArray, width: number, rows: Int32Array, to: TypedArray, at = 0): void {
  for (let begin = 0; begin < rows.length; ) {
    let end = begin + 1;
    while (end < rows.length && rows[end] === rows[end - 1] + 1) end++;
    const start = rows[begin] * width;
    const place = (at + begin) * width;
    const count = (end - begin) * width;
    if (count < FEW) for (let i = 0; i < count; i++) to[place + i] = from[start + i];
    else to.set(from.subarray(start, start + count), place);
    begin = end;
  }
}
