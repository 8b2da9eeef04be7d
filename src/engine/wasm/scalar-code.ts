/**
 * How each scalar function is computed on a vector: one or two SIMD instructions, or a call of a vector
 * function of the kernel module. A truth value is a mask, all bits of a lane; everything else is a number.
 */
import type { FloatDType } from '../../core/dtype.ts';
import { isTruthFunction, type NumberFunction, type ScalarFunction } from '../scalar.ts';
import { call, type ModuleBuilder, simd, splat, V128, v128 } from './assembler.ts';

/** SIMD opcodes of float arithmetic: [f32x4, f64x2]. */
const instructions: Partial<Record<ScalarFunction, readonly [number, number]>> = {
  add: [0xe4, 0xf0],
  subtract: [0xe5, 0xf1],
  multiply: [0xe6, 0xf2],
  divide: [0xe7, 0xf3],
  minimum: [0xe8, 0xf4],
  maximum: [0xe9, 0xf5],
  abs: [0xe0, 0xec],
  negate: [0xe1, 0xed],
  sqrt: [0xe3, 0xef],
  ceil: [0x67, 0x74],
  floor: [0x68, 0x75],
  truncate: [0x69, 0x7a],
  round: [0x6a, 0x94],
  equal: [0x41, 0x47],
  notEqual: [0x42, 0x48],
  less: [0x43, 0x49],
  greater: [0x44, 0x4a],
  lessEqual: [0x45, 0x4b],
  greaterEqual: [0x46, 0x4c],
};

/** Functions of the kernel module, by their names there. */
const calls: Partial<Record<NumberFunction, string>> = {
  exp: 'exp',
  expm1: 'expm1',
  log: 'log',
  log1p: 'log1p',
  sin: 'sin',
  cos: 'cos',
  tanh: 'tanh',
  erf: 'erf',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  power: 'pow',
};

/** A value on its way through a map: the code that puts it on the stack. */
export interface VectorValue {
  readonly code: readonly number[];
  readonly isMask: boolean;
  /** What the number is, where the plan says it. */
  readonly literal?: number;
}

const isZero = ({ literal }: VectorValue): boolean => Object.is(literal, 0);

/** A number; a mask becomes 1 or 0. */
export function asNumber({ code, isMask }: VectorValue, compute: FloatDType): readonly number[] {
  return isMask ? [...code, ...splat(1, compute), ...simd(V128.and)] : code;
}

/** A mask; a number is true where it is not 0. */
export function asMask({ code, isMask }: VectorValue, compute: FloatDType): readonly number[] {
  if (isMask) return code;
  return [...code, ...splat(0, compute), ...simd(compute === 'float32' ? 0x42 : 0x48)];
}

/** Apply a scalar function to vectors. */
export function apply(
  fn: ScalarFunction,
  args: readonly VectorValue[],
  compute: FloatDType,
  module: ModuleBuilder,
): VectorValue {
  const numbers = (): number[] => args.flatMap((arg) => asNumber(arg, compute));
  const masks = (): number[] => args.flatMap((arg) => asMask(arg, compute));
  switch (fn) {
    case 'identity':
      return { code: numbers(), isMask: false };
    case 'and':
      return { code: [...masks(), ...simd(V128.and)], isMask: true };
    case 'or':
      return { code: [...masks(), ...simd(V128.or)], isMask: true };
    case 'not':
      return { code: [...masks(), ...simd(V128.not)], isMask: true };
    case 'select': {
      const [condition, x, y] = args;
      const mask = asMask(condition, compute);
      if (isZero(x)) return { code: [...asNumber(y, compute), ...mask, ...simd(V128.andNot)], isMask: false };
      if (isZero(y)) return { code: [...asNumber(x, compute), ...mask, ...simd(V128.and)], isMask: false };
      const code = [...asNumber(x, compute), ...asNumber(y, compute), ...mask, ...simd(V128.select)];
      return { code, isMask: false };
    }
    case 'maximum': {
      // The processor's own maximum knows no NaN, and V8 needs eight instructions to teach it.
      const [x, zero] = isZero(args[0]) ? [args[1], args[0]] : args;
      if (!isZero(zero)) break;
      const { code } = apply('lessEqual', [x, zero], compute, module);
      return { code: [...asNumber(x, compute), ...code, ...simd(V128.andNot)], isMask: false };
    }
  }
  const opcode = instructions[fn];
  if (opcode !== undefined) {
    return {
      code: [...numbers(), ...simd(opcode[compute === 'float32' ? 0 : 1])],
      isMask: isTruthFunction(fn),
    };
  }
  const name = calls[fn as NumberFunction];
  if (name === undefined) throw new Error(`internal: no vector code for ${fn}`);
  const imported = module.import(
    vectorFunction(name, compute),
    args.map(() => v128),
    [v128],
  );
  return { code: [...numbers(), ...call(imported)], isMask: false };
}

/** Name of a vector function in the kernel module. */
function vectorFunction(name: string, compute: FloatDType): string {
  return `${compute === 'float32' ? 'f32x4' : 'f64x2'}_${name}`;
}
