// Rows picked by index, and rows added back by index (the gradient of the picking).
// Rows are dense and row-major; indices are i32. Whether they lie in range is the caller's check.

/** Copies a row of at least 16 bytes; the last vector overlaps the one before it. */
@inline
function copyLong(from: usize, out: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const v0 = v128.load(from + i);
    const v1 = v128.load(from + i, 16);
    const v2 = v128.load(from + i, 32);
    const v3 = v128.load(from + i, 48);
    v128.store(out + i, v0);
    v128.store(out + i, v1, 16);
    v128.store(out + i, v2, 32);
    v128.store(out + i, v3, 48);
  }
  for (; i + 16 <= bytes; i += 16) v128.store(out + i, v128.load(from + i));
  if (i < bytes) v128.store(out + bytes - 16, v128.load(from + bytes - 16));
}

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
  } else if (bytes >= 16) {
    for (; indices < end; indices += 4, out += bytes) {
      copyLong(from + (<usize>load<i32>(indices)) * bytes, out, bytes);
    }
  } else {
    for (; indices < end; indices += 4, out += bytes) {
      const row = from + (<usize>load<i32>(indices)) * bytes;
      for (let i: usize = 0; i < bytes; i += 4) store<i32>(out + i, load<i32>(row + i));
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
