/**
 * `hebb/tensor`: tensors, their operations as methods and functions, gradients, and programs that run on an
 * engine.
 */
export type { DType, FloatDType, TypedArray } from '../core/dtype.ts';
export type { Shape } from '../core/shape.ts';
export type { Engine } from '../engine/contract.ts';
export { createEngine, type EngineChoice } from '../engine/select.ts';
export { type CompileOptions, compile, type Tensors } from './compile.ts';
export {
  full,
  ones,
  placeholder,
  type TensorInput,
  type TensorOptions,
  tensor,
  variable,
  zeros,
} from './creation.ts';
export type { FunctionSpec } from './draft.ts';
export * from './functions.ts';
export { gradients } from './gradients.ts';
export type { Nested, TensorLike } from './nested.ts';
export type { Axes, ReduceOptions } from './operations/reduce.ts';
export { Program } from './program.ts';
export { fromTyped, type Operand, Tensor } from './tensor.ts';
export { type Trace, type TracedNode, trace } from './trace.ts';
