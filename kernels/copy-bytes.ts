// Copying a run of bytes. The instruction for it (memory.copy) is a call out of WebAssembly, which costs more than
// copying a short row: rows are copied here, a vector at a time.

/** Copies neighbouring bytes, a multiple of 4. From 16 on the last vector may overlap the one before it. */
export function copyBytes(from: usize, out: usize, bytes: usize): void {
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
  if (i == bytes) return;
  if (bytes >= 16) {
    v128.store(out + bytes - 16, v128.load(from + bytes - 16));
  } else {
    for (; i < bytes; i += 4) store<i32>(out + i, load<i32>(from + i));
  }
}
