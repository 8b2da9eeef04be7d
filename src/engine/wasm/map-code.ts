/**
 * Compiles a fused map to one WebAssembly function (start, end): a vector loop over rows [start, end).
 * Axes over which all operands run on are joined, so most maps are a single flat loop. Operands that stay
 * the same along the innermost axis are loaded once, before it. The last, partial vector is computed whole
 * (reading past an array is safe in the arena) and stored lane by lane.
 */
import { bytesOf, type DType } from '../../core/dtype.ts';
import type { MapInput, MapKernel, MapOutput } from '../contract.ts';
import {
  constant,
  F32_LOAD,
  F32_TO_F64,
  get,
  I32,
  i32,
  ifThen,
  type ModuleBuilder,
  memory,
  set,
  simd,
  splat,
  splatInteger,
  V128,
  v128,
  whileLoop,
} from './assembler.ts';
import { apply, asMask, asNumber, type VectorValue } from './scalar-code.ts';

const START = 0;
const END = 1;

/** Code that leaves a number (i32) on the stack. */
type Code = readonly number[];

interface Space {
  readonly shape: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

/** Emit the kernel's function into the module; `base` is the arena's first byte. Returns its number. */
export function emitMap(kernel: MapKernel, base: number, module: ModuleBuilder): number {
  return new MapCompiler(kernel, base, module).emit();
}

/** Drop axes of size 1 and join neighbours that every operand walks through without a gap. Axis 0 is the cut axis. */
function joinAxes({ shape, inputs }: MapKernel): Space {
  const strides = inputs.map((input) => [...input.strides]);
  const sizes = [...shape];
  for (let axis = sizes.length - 1; axis >= 1; axis--) {
    const joins =
      sizes[axis] === 1 || (axis > 1 && strides.every((s) => s[axis - 1] === s[axis] * sizes[axis]));
    if (!joins) continue;
    if (sizes[axis] !== 1) {
      sizes[axis - 1] *= sizes[axis];
      for (const s of strides) s[axis - 1] = s[axis];
    }
    sizes.splice(axis, 1);
    for (const s of strides) s.splice(axis, 1);
  }
  return { shape: sizes, strides };
}

class MapCompiler {
  readonly #kernel: MapKernel;
  readonly #base: number;
  readonly #module: ModuleBuilder;
  readonly #locals: number[] = [];
  /** Bytes of an element in the type computed in: 4 or 8. */
  readonly #width: number;
  /** The local of each step. */
  readonly #values: readonly number[];

  constructor(kernel: MapKernel, base: number, module: ModuleBuilder) {
    this.#kernel = kernel;
    this.#base = base;
    this.#module = module;
    this.#width = bytesOf(kernel.compute);
    this.#values = kernel.steps.map(() => this.#local(v128));
  }

  emit(): number {
    const { shape, strides } = joinAxes(this.#kernel);
    const inner = shape.length === 1 ? 1 : shape[1];
    const flat = shape.length === 1 || (shape.length === 2 && strides.every((s) => s[0] === s[1] * inner));
    const body = flat ? this.#flatLoop(strides, inner) : this.#nestedLoops(shape, strides);
    return this.#module.function([i32, i32], this.#locals, [...this.#literals(), ...body]);
  }

  #local(type: number): number {
    return this.#locals.push(type) + 1;
  }

  /** All operands are dense over the whole space or single numbers: one loop over elements. */
  #flatLoop(strides: Space['strides'], inner: number): Code {
    const last = strides.map((s) => s[s.length - 1]);
    const at = this.#local(i32);
    const until = this.#local(i32);
    const element = (row: number): Code => [...get(row), ...constant(inner), I32.multiply];
    const fixed = this.#loadFixed(last, () => []);
    return [
      ...fixed.code,
      ...[...element(START), ...set(at)],
      ...[...element(END), ...set(until)],
      ...this.#vectorLoop(at, until, fixed.values, () => []),
    ];
  }

  /** Loops over all axes but the last, the vector loop inside. */
  #nestedLoops(shape: readonly number[], strides: Space['strides']): Code {
    const depth = shape.length - 1;
    const counters = Array.from({ length: depth }, () => this.#local(i32));
    const last = strides.map((s) => s[depth]);
    const outStrides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    const rowStart = (steps: readonly number[]): Code =>
      counters.flatMap((counter, axis) => [
        ...[...get(counter), ...constant(steps[axis]), I32.multiply],
        ...(axis > 0 ? [I32.add] : []),
      ]);
    const starts = new Map<string, number>();
    const prologue: number[] = [];
    const startOf = (steps: readonly number[]): Code => {
      const key = steps.slice(0, depth).join();
      let local = starts.get(key);
      if (local === undefined) {
        local = this.#local(i32);
        starts.set(key, local);
        prologue.push(...rowStart(steps), ...set(local));
      }
      return get(local);
    };
    const inputStart = (input: number): Code => startOf(strides[input]);
    const at = this.#local(i32);
    const until = this.#local(i32);
    const fixed = this.#loadFixed(last, inputStart);
    const loop = this.#vectorLoop(at, until, fixed.values, (operand) =>
      operand === 'output' ? startOf(outStrides) : inputStart(operand),
    );
    let body: number[] = [
      ...prologue,
      ...fixed.code,
      ...[...constant(0), ...set(at), ...constant(shape[depth]), ...set(until)],
      ...loop,
    ];
    for (let axis = depth - 1; axis >= 0; axis--) {
      const [from, to] = axis === 0 ? [get(START), get(END)] : [constant(0), constant(shape[axis])];
      const next = [...get(counters[axis]), ...constant(1), I32.add, ...set(counters[axis])];
      body = [
        ...[...from, ...set(counters[axis])],
        ...whileLoop([...get(counters[axis]), ...to, I32.lessUnsigned], [...body, ...next]),
      ];
    }
    return body;
  }

  /** Load what stays the same along the innermost axis into locals. `start` gives an operand's element number. */
  #loadFixed(
    last: readonly number[],
    start: (input: number) => Code,
  ): { code: Code; values: Map<number, VectorValue> } {
    const values = new Map<number, VectorValue>();
    const code: number[] = [];
    for (const [i, input] of this.#kernel.inputs.entries()) {
      if (last[i] !== 0) continue;
      const local = this.#local(v128);
      const from = start(i);
      const address =
        from.length === 0 ? constant(0) : [...from, ...constant(bytesOf(input.dtype)), I32.multiply];
      code.push(...this.#loadSplat(input, address), ...set(local));
      values.set(i, { code: get(local), isMask: input.dtype === 'bool' });
    }
    return { code, values };
  }

  /** for (; at < until; at += lanes): whole vectors first, then what is left of one. `at` counts elements. */
  #vectorLoop(
    at: number,
    until: number,
    fixed: ReadonlyMap<number, VectorValue>,
    start: (operand: number | 'output') => Code,
  ): Code {
    const lanes = 16 / this.#width;
    const addresses = new Map<string, number>();
    const addressCode: number[] = [];
    const address = (operand: number | 'output', bytes: number): Code => {
      const from = start(operand);
      const key = `${from} ${bytes}`;
      let local = addresses.get(key);
      if (local === undefined) {
        local = this.#local(i32);
        addresses.set(key, local);
        const element = from.length === 0 ? get(at) : [...from, ...get(at), I32.add];
        addressCode.push(...element, ...constant(bytes), I32.multiply, ...set(local));
      }
      return get(local);
    };
    const { inputs, outputs } = this.#kernel;
    const loads: number[] = [];
    const loaded = inputs.map((input, i): VectorValue => {
      const known = fixed.get(i);
      if (known !== undefined) return known;
      const local = this.#local(v128);
      loads.push(...this.#load(input, address(i, bytesOf(input.dtype))), ...set(local));
      return { code: get(local), isMask: input.dtype === 'bool' };
    });
    const { code: computed, values } = this.#steps(loaded);
    const store = (partial: boolean): Code =>
      outputs.flatMap((output) =>
        this.#store(
          output,
          address('output', bytesOf(output.dtype)),
          values[output.value],
          partial ? this.#left(at, until) : undefined,
        ),
      );
    const [whole, partial] = [store(false), store(true)];
    const compute = [...addressCode, ...loads, ...computed];
    const next = [...get(at), ...constant(lanes), I32.add, ...set(at)];
    const wholeVectors = [
      ...get(until),
      ...get(at),
      I32.subtract,
      ...constant(lanes - 1),
      I32.greaterUnsigned,
    ];
    return [
      ...ifThen(
        [...get(at), ...get(until), I32.lessUnsigned],
        [
          ...whileLoop(wholeVectors, [...compute, ...whole, ...next]),
          ...ifThen([...get(at), ...get(until), I32.lessUnsigned], [...compute, ...partial]),
        ],
      ),
    ];
  }

  /** How many elements are left. */
  #left(at: number, until: number): Code {
    return [...get(until), ...get(at), I32.subtract];
  }

  /** Every step into its local; literals are there already. */
  #steps(inputs: readonly VectorValue[]): { code: Code; values: VectorValue[] } {
    const { compute, steps } = this.#kernel;
    const values = [...inputs];
    const code: number[] = [];
    for (const [i, step] of steps.entries()) {
      if ('literal' in step) {
        values.push({ code: get(this.#values[i]), isMask: false, literal: step.literal });
        continue;
      }
      const args = step.args.map((arg) => values[arg]);
      const value = apply(step.fn, args, compute, this.#module);
      code.push(...value.code, ...set(this.#values[i]));
      values.push({ code: get(this.#values[i]), isMask: value.isMask });
    }
    return { code, values };
  }

  /** Literals into their locals, before any loop: V8 would make them anew for every vector. */
  #literals(): Code {
    const { compute, steps } = this.#kernel;
    return steps.flatMap((step, i) =>
      'literal' in step ? [...splat(step.literal, compute), ...set(this.#values[i])] : [],
    );
  }

  #at(offset: number): Code {
    return memory(this.#base + offset);
  }

  /** A vector of consecutive elements, converted to the type computed in. */
  #load({ offset, dtype }: MapInput, address: Code): Code {
    const place = this.#at(offset);
    if (dtype === this.#kernel.compute) return [...address, ...simd(V128.load), ...place];
    if (this.#width === 4) {
      const vector = [...address, ...simd(V128.load), ...place];
      return dtype === 'bool' ? [...vector, ...splatInteger(0), ...simd(0x38)] : [...vector, ...simd(0xfa)];
    }
    const pair = [...address, ...simd(V128.load64Zero), ...place];
    if (dtype === 'float32') return [...pair, ...simd(V128.promote)];
    if (dtype === 'int32') return [...pair, ...simd(0xfe)];
    return [...pair, ...simd(0xc7), ...splatInteger(0), ...simd(0xd7)];
  }

  /** One element in every lane. */
  #loadSplat({ offset, dtype }: MapInput, address: Code): Code {
    const place = this.#at(offset);
    const wide = this.#width === 8;
    if (dtype === this.#kernel.compute) {
      return [...address, ...simd(wide ? V128.load64Splat : V128.load32Splat), ...place];
    }
    if (dtype === 'float32') return [...address, F32_LOAD, ...place, F32_TO_F64, ...simd(0x14)];
    const integer = [...address, I32.load, ...place];
    if (dtype === 'int32') {
      return [...integer, ...(wide ? [I32.toFloat64, ...simd(0x14)] : [I32.toFloat32, ...simd(0x13)])];
    }
    const mask = [...constant(0), ...integer, ...constant(0), I32.notEqual, I32.subtract];
    return [...mask, ...(wide ? [I32.toInt64, ...simd(0x12)] : simd(0x11))];
  }

  /** Store a vector, or its first `left` lanes. */
  #store({ offset, dtype }: MapOutput, address: Code, value: VectorValue, left: Code | undefined): Code {
    const local = this.#local(v128);
    const vector = [...this.#converted(dtype, value), ...set(local)];
    const narrow = this.#width === 8 && dtype !== 'float64';
    const lane = (opcode: number, index: number, at: number): Code => [
      ...[...address, ...get(local), ...simd(opcode), ...this.#at(offset + at), index],
    ];
    const pair = lane(V128.store64Lane, 0, 0);
    if (left === undefined) {
      return [
        ...vector,
        ...(narrow ? pair : [...address, ...get(local), ...simd(V128.store), ...this.#at(offset)]),
      ];
    }
    if (this.#width === 8) return [...vector, ...(narrow ? lane(V128.store32Lane, 0, 0) : pair)];
    const hasTwo = [...left, ...constant(2), I32.and];
    const hasOne = [...left, ...constant(1), I32.and];
    const third = ifThen(hasTwo, lane(V128.store32Lane, 2, 8));
    const first = ifThen([...constant(2), ...left, I32.greaterUnsigned], lane(V128.store32Lane, 0, 0));
    return [...vector, ...ifThen(hasTwo, pair), ...ifThen(hasOne, [...third, ...first])];
  }

  /** A value in the type it is stored in; 64-bit lanes that become 32 bits wide lie in the lower half. */
  #converted(dtype: DType, value: VectorValue): Code {
    const { compute } = this.#kernel;
    const narrow = this.#width === 8;
    if (dtype === 'bool') {
      const mask = asMask(value, compute);
      const lower = narrow ? [...simd(V128.shuffle), 0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11] : [];
      const doubled = narrow ? mask : [];
      return [...mask, ...doubled, ...lower, ...splatInteger(1), ...simd(V128.and)];
    }
    const number = asNumber(value, compute);
    if (dtype === compute) return number;
    if (dtype === 'int32') return [...number, ...simd(narrow ? 0xfc : 0xf8)];
    return [...number, ...simd(V128.demote)];
  }
}
