/** 0, 1, 2 … : so many numbers. As a list of rows: all of them, in order. */
export function range(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}
