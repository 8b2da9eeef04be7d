/**
 * A program: named functions over shared variables, loaded into an engine. The numbers of variables live in
 * the engine's memory while it runs; `read` copies them out. Nothing has to be disposed of: the memory goes
 * with the last reference to the program. Who knows that it is over may `close` it, so that the next one finds a memory.
 */
import type { TypedArray } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { showShape, sizeOf } from '../core/shape.ts';
import type { Engine, Machine } from '../engine/contract.ts';
import type { FunctionSpec } from './draft.ts';
import type { Place } from './operation.ts';
import { type Layout, makePlan } from './plan.ts';
import type { Tensor } from './tensor.ts';

/**
 * @example
 * const w = variable([0, 0]);
 * const loss = w.sub(3).square().sum();
 * const [dw] = gradients(loss, [w]);
 * const program = new Program({ step: { outputs: [loss], updates: [[w, w.sub(dw.mul(0.1))]] } }, createEngine());
 * program.run('step', 100);
 * program.read(w); // close to [3, 3]
 */
export class Program {
  readonly #layout: Layout;
  readonly #machine: Machine;

  constructor(functions: Readonly<Record<string, FunctionSpec>>, engine: Engine) {
    this.#layout = makePlan(functions);
    this.#machine = engine.load(this.#layout.plan);
  }

  /**
   * Run a function `times` times over, its updates taking effect after each.
   *
   * @param meanwhile what this thread does first, while others may have begun: nothing that the runs read
   */
  run(name: string, times = 1, meanwhile?: () => void): void {
    this.#outputsOf(name);
    if (times > 0) this.#machine.run(name, times, meanwhile);
  }

  /** Output `index` of the function that ran last: a window on the engine's memory, to be copied or read at once. */
  output(name: string, index = 0): TypedArray {
    const place = this.#outputsOf(name)[index];
    if (place === undefined) {
      throw new HebbError('INVALID_VALUE', `function '${name}' has no output ${index}.`);
    }
    return this.#window(place);
  }

  /** Is this variable or placeholder part of the program? */
  uses(tensor: Tensor): boolean {
    return this.#layout.residents.has(tensor);
  }

  /** Put numbers into a placeholder or variable. */
  write(tensor: Tensor, values: ArrayLike<number>, start = 0): void {
    const place = this.#resident(tensor);
    if (start < 0 || start + values.length > sizeOf(place.shape)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `${values.length} numbers from ${start} on do not fit a tensor of shape ${showShape(place.shape)}.`,
      );
    }
    this.#window(place).set(values, start);
  }

  /** A copy of the numbers of a variable or placeholder. */
  read(tensor: Tensor): TypedArray {
    return this.view(tensor).slice();
  }

  /** The numbers of a variable or placeholder where they lie: a window on the engine's memory, to be used at once. */
  view(tensor: Tensor): TypedArray {
    return this.#window(this.#resident(tensor));
  }

  /** It is over: its memory is free for the next program. Windows on it and further calls are of no use. */
  close(): void {
    this.#machine.close();
  }

  #outputsOf(name: string): readonly Place[] {
    const { outputs } = this.#layout;
    if (!Object.hasOwn(outputs, name)) {
      throw new HebbError(
        'INVALID_VALUE',
        `the program has no function '${name}'; it has ${Object.keys(outputs).join(', ')}.`,
      );
    }
    return outputs[name];
  }

  #resident(tensor: Tensor): Place {
    const place = this.#layout.residents.get(tensor);
    if (place === undefined) {
      throw new HebbError(
        'INVALID_VALUE',
        'this tensor is no variable or placeholder that the program uses.',
      );
    }
    return place;
  }

  #window({ dtype, offset, shape }: Place): TypedArray {
    return this.#machine.window(dtype, offset, sizeOf(shape));
  }
}
