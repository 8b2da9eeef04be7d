/**
 * A small WebAssembly assembler: function bodies are lists of bytes, a `ModuleBuilder` puts them together.
 * It covers what the plan and map compilers emit and nothing else. Opcode numbers are those of the
 * WebAssembly core specification 2.0, chapter "Binary Format". It knows nothing of plans.
 */

export type Bytes = readonly number[];

/** Value types. */
export const i32 = 0x7f;
export const v128 = 0x7b;

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit number. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

type Piece = ArrayLike<number>;

/** Pieces one after the other: of modules so large that spreading them again and again would be felt. */
function joined(pieces: readonly Piece[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

const sized = (body: Piece): Piece[] => [unsigned(body.length), body];
const sequence = (items: readonly Piece[]): Uint8Array => joined([unsigned(items.length), ...items]);
const section = (id: number, items: readonly Piece[]): Piece[] => [[id], ...sized(sequence(items))];
const text = (name: string): number[] => {
  const bytes = new TextEncoder().encode(name);
  return [...unsigned(bytes.length), ...bytes];
};

// Control and locals.
export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
export const call = (fn: number): number[] => [0x10, ...unsigned(fn)];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
/** Repeats the body while the condition, tested first, holds. */
export const whileLoop = (condition: Bytes, body: Bytes): number[] => [
  ...[0x02, 0x40, 0x03, 0x40, ...condition, 0x45, 0x0d, 1],
  ...[...body, 0x0c, 0, 0x0b, 0x0b],
];
/** Does the body and repeats it while the condition holds. */
export const doWhile = (body: Bytes, condition: Bytes): number[] => [
  ...[0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b],
];
export const ifThen = (condition: Bytes, body: Bytes): number[] => [...condition, 0x04, 0x40, ...body, 0x0b];
export const ifElse = (condition: Bytes, body: Bytes, otherwise: Bytes): number[] => [
  ...[...condition, 0x04, 0x40, ...body, 0x05, ...otherwise, 0x0b],
];
export const RETURN = 0x0f;

// 32-bit integers.
export const I32 = {
  load: 0x28,
  equal: 0x46,
  notEqual: 0x47,
  lessUnsigned: 0x49,
  greaterUnsigned: 0x4b,
  greaterOrEqualUnsigned: 0x4f,
  add: 0x6a,
  subtract: 0x6b,
  multiply: 0x6c,
  and: 0x71,
  shiftRight: 0x76,
  toInt64: 0xac,
  toFloat32: 0xb2,
  toFloat64: 0xb7,
} as const;
/** Atomic operations on an aligned 32-bit integer. */
export const ATOMIC = {
  load: [0xfe, 0x10, 2, 0],
  add: [0xfe, 0x1e, 2, 0],
  compareExchange: [0xfe, 0x48, 2, 0],
} as const;
export const DROP = 0x1a;
export const F32_LOAD = 0x2a;
export const F32_TO_F64 = 0xbb;

/** A SIMD instruction: prefix and number. */
export const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

/** Address operands of a load or store: alignment hint 1, byte offset. */
export const memory = (offset: number): number[] => [0, ...unsigned(offset)];

export const V128 = {
  load: 0x00,
  load32Splat: 0x09,
  load64Splat: 0x0a,
  store: 0x0b,
  constant: 0x0c,
  shuffle: 0x0d,
  not: 0x4d,
  and: 0x4e,
  andNot: 0x4f,
  or: 0x50,
  select: 0x52,
  store32Lane: 0x5a,
  store64Lane: 0x5b,
  load64Zero: 0x5d,
  demote: 0x5e,
  promote: 0x5f,
} as const;

/** A 128-bit constant of one repeated float. */
export function splat(value: number, lanes: 'float32' | 'float64'): number[] {
  const array = lanes === 'float32' ? new Float32Array(4).fill(value) : new Float64Array(2).fill(value);
  return [...simd(V128.constant), ...new Uint8Array(array.buffer)];
}

/** A 128-bit constant of one repeated 32-bit integer. */
export function splatInteger(value: number): number[] {
  return [...simd(V128.constant), ...new Uint8Array(new Int32Array(4).fill(value).buffer)];
}

interface Signature {
  readonly parameters: Bytes;
  readonly results: Bytes;
}

/** Puts a module together: imports must all be named before the first function is added. */
export class ModuleBuilder {
  readonly #types: number[][] = [];
  readonly #typeIndex = new Map<string, number>();
  readonly #imports: number[][] = [];
  readonly #importIndex = new Map<string, number>();
  readonly #functions: number[] = [];
  readonly #bodies: Piece[] = [];
  readonly #exports: number[][] = [];

  /** Number of an imported function; asked for again, the same number. */
  import(name: string, parameters: Bytes, results: Bytes = []): number {
    const known = this.#importIndex.get(name);
    if (known !== undefined) return known;
    const index = this.#importIndex.size;
    this.#importIndex.set(name, index);
    this.#imports.push([
      ...text('kernels'),
      ...text(name),
      0,
      ...unsigned(this.#type({ parameters, results })),
    ]);
    return index;
  }

  /** Add a function; its parameters are locals 0 …, `locals` (types) come after them. Returns its number. */
  function(parameters: Bytes, locals: Bytes, body: Bytes, results: Bytes = []): number {
    const declared = locals.map((type) => [1, type]);
    this.#functions.push(this.#type({ parameters, results }));
    this.#bodies.push(joined(sized(joined([sequence(declared), body, [0x0b]]))));
    return this.#importIndex.size + this.#functions.length - 1;
  }

  export(name: string, fn: number): void {
    this.#exports.push([...text(name), 0, ...unsigned(fn)]);
  }

  /**
   * The module's bytes. Its memory, of at most `maxPages`, shared between threads or not, is imported as
   * `env.memory`, its functions as `kernels.*`.
   */
  build(maxPages: number, shared: boolean): Uint8Array<ArrayBuffer> {
    const limits = [shared ? 3 : 1, ...unsigned(1), ...unsigned(maxPages)];
    const memoryImport = [...text('env'), ...text('memory'), 2, ...limits];
    return joined([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, this.#types),
      ...section(2, [...this.#imports, memoryImport]),
      ...section(3, this.#functions.map(unsigned)),
      ...section(7, this.#exports),
      ...section(10, this.#bodies),
    ]);
  }

  #type({ parameters, results }: Signature): number {
    const bytes = [
      0x60,
      ...sequence(parameters.map((type) => [type])),
      ...sequence(results.map((type) => [type])),
    ];
    const key = bytes.join();
    const known = this.#typeIndex.get(key);
    if (known !== undefined) return known;
    this.#typeIndex.set(key, this.#types.push(bytes) - 1);
    return this.#types.length - 1;
  }
}
