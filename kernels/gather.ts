// Rows picked by index, and rows added back by index (the gradient of the picking).
// Rows are dense and row-major; indices are i32. Whether they lie in range is the caller's check.

import { copyBytes } from './copy-bytes';

/** out[i, :] = in[indices[i], :] for `count` rows of `rowBytes` bytes each (a multiple of 4). */
export function gather_rows(from: usize, indices: usize, out: usize, count: i32, rowBytes: i32): void {
  const bytes = <usize>rowBytes;
  const end = indices + ((<usize>count) << 2);
  if (bytes == 4) {
    for (; indices < end; indices += 4, out += 4) {
      store<i32>(out, load<i32>(from + ((<usize>load<i32>(indices)) << 2)));
    }
  } else if (bytes == 8) {
    for (; indices < end; indices += 4, out += 8) {
      store<i64>(out, load<i64>(from + ((<usize>load<i32>(indices)) << 3)));
    }
  } else {
    for (; indices < end; indices += 4, out += bytes) {
      copyBytes(from + (<usize>load<i32>(indices)) * bytes, out, bytes);
    }
  }
}

@inline
function scatterAdd<T>(from: usize, indices: usize, out: usize, count: i32, rowLength: i32): void {
  const bytes = (<usize>rowLength) * sizeof<T>();
  const whole = bytes & ~15;
  const end = indices + ((<usize>count) << 2);
  for (; indices < end; indices += 4, from += bytes) {
    const row = out + (<usize>load<i32>(indices)) * bytes;
    let i: usize = 0;
    for (; i < whole; i += 16) {
      v128.store(row + i, v128.add<T>(v128.load(row + i), v128.load(from + i)));
    }
    for (; i < bytes; i += sizeof<T>()) store<T>(row + i, <T>(load<T>(row + i) + load<T>(from + i)));
  }
}

/** out[indices[i], :] += in[i, :] for i = 0 … count-1, in that order. The caller zeroes `out`. */
export function scatter_add_rows_f32(from: usize, indices: usize, out: usize, count: i32, rowLength: i32): void {
  scatterAdd<f32>(from, indices, out, count, rowLength);
}

export function scatter_add_rows_f64(from: usize, indices: usize, out: usize, count: i32, rowLength: i32): void {
  scatterAdd<f64>(from, indices, out, count, rowLength);
}
