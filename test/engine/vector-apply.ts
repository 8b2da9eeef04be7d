// Vector functions take and give v128, which JavaScript has no value for. This builds, byte by byte, a small
// WebAssembly module that imports one of them and applies it along arrays:
// apply(a, b, out, bytes) does out[i] = f(a[i]) or f(a[i], b[i]) for whole vectors, bytes a multiple of 16.

const I32 = 0x7f;
const V128 = 0x7b;
const NOTHING = 0x40;

const text = (name: string): number[] => [name.length, ...Buffer.from(name, 'ascii')];
const section = (id: number, content: readonly number[]): number[] => {
  const size = content.length;
  return [id, (size & 0x7f) | 0x80, size >> 7, ...content];
};

const localGet = (index: number): number[] => [0x20, index];
const localSet = (index: number): number[] => [0x21, index];
const constant = (value: number): number[] => [0x41, value];
const ADD = 0x6a;
const load = [0xfd, 0x00, 0x00, 0x00];
const store = [0xfd, 0x0b, 0x00, 0x00];
const advance = (local: number): number[] => [...localGet(local), ...constant(16), ADD, ...localSet(local)];

/** The bytes of the module for a function of one or two vectors. */
function applyModule(parameters: 1 | 2): Uint8Array<ArrayBuffer> {
  const second = parameters === 2 ? [...localGet(1), ...load] : [];
  const body = [
    0, // no locals beyond the parameters a, b, out, bytes
    ...[0x02, NOTHING, 0x03, NOTHING], // block, loop
    ...[...localGet(3), 0x45, 0x0d, 1], // leave when no bytes are left
    ...[...localGet(2), ...localGet(0), ...load, ...second, 0x10, 0, ...store], // out = f(a, b)
    ...[...advance(0), ...advance(1), ...advance(2)],
    ...[...localGet(3), ...constant(16), 0x6b, ...localSet(3)], // bytes -= 16
    ...[0x0c, 0, 0x0b, 0x0b, 0x0b], // again; ends of loop, block and function
  ];
  const vectors = Array.from({ length: parameters }, () => V128);
  const types = [2, 0x60, parameters, ...vectors, 1, V128, 0x60, 4, I32, I32, I32, I32, 0];
  const memoryImport = [...text('env'), ...text('memory'), 2, 0, 1];
  const functionImport = [...text('env'), ...text('f'), 0, 0];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [2, ...memoryImport, ...functionImport]),
    ...section(3, [1, 1]),
    ...section(7, [1, ...text('apply'), 0, 1]),
    ...section(
      10,
      [1, body.length | 0x80, 0, ...body].map((byte, i) => (i === 2 ? body.length >> 7 : byte)),
    ),
  ]);
}

type Apply = (a: number, b: number, out: number, bytes: number) => void;

/** Links a vector function of the kernels to a loop over arrays in the same memory. */
export function applyAlong(memory: WebAssembly.Memory, f: unknown, parameters: 1 | 2): Apply {
  const module = new WebAssembly.Module(applyModule(parameters));
  const instance = new WebAssembly.Instance(module, { env: { memory, f: f as WebAssembly.ImportValue } });
  return instance.exports.apply as Apply;
}
