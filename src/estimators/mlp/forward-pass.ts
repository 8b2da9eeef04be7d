/**
 * The trained network applied to rows: a program of one batch size, run block by block. Networks with the
 * same architecture share nothing; each keeps its own memory.
 */
import { allocate, type FloatArray, inType } from '../../core/dtype.ts';
import type { Engine } from '../../engine/contract.ts';
import { placeholder, variable } from '../../tensor/creation.ts';
import { Program } from '../../tensor/program.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Architecture, activateOutput, forward, kernelsOf, type Parameters } from './network.ts';

/** Rows computed at once: many, some, or a single one. */
const BLOCKS = [256, 16, 1];

/** The block for so many rows: the largest that they fill at least half. */
function blockFor(rows: number): number {
  return BLOCKS.find((block) => rows * 2 > block) as number;
}

/** Output activations for rows of inputs. */
export class ForwardPass {
  readonly #architecture: Architecture;
  readonly #parameters: Parameters;
  readonly #engine: Engine;
  readonly #programs = new Map<
    number,
    { program: Program; input: Tensor; weights: Tensor; biases: Tensor }
  >();

  constructor(architecture: Architecture, parameters: Parameters, engine: Engine) {
    this.#architecture = architecture;
    this.#parameters = parameters;
    this.#engine = engine;
  }

  /** @param X rows × inputs, row-major; @returns rows × outputs */
  run(X: FloatArray): FloatArray {
    const { layerSizes, dtype } = this.#architecture;
    const [inputs, outputs] = [layerSizes[0], layerSizes[layerSizes.length - 1]];
    const values = inType(X, dtype);
    const rows = values.length / inputs;
    const out = allocate(dtype, rows * outputs);
    for (let start = 0; start < rows; ) {
      const block = blockFor(rows - start);
      const count = Math.min(block, rows - start);
      const { program, input } = this.#programFor(block);
      program.write(input, values.subarray(start * inputs, (start + count) * inputs));
      program.run('forward');
      out.set(program.output('forward').subarray(0, count * outputs), start * outputs);
      start += count;
    }
    return out;
  }

  /** The same network with other numbers. */
  update({ weights, biases }: Parameters): void {
    for (const entry of this.#programs.values()) {
      entry.program.write(entry.weights, weights);
      entry.program.write(entry.biases, biases);
    }
    this.#parameters.weights.set(weights);
    this.#parameters.biases.set(biases);
  }

  /** It has run for the last time. */
  close(): void {
    for (const { program } of this.#programs.values()) program.close();
  }

  #programFor(block: number): { program: Program; input: Tensor } {
    const known = this.#programs.get(block);
    if (known !== undefined) return known;
    const { layerSizes, dtype } = this.#architecture;
    const input = placeholder([block, layerSizes[0]], dtype);
    const weights = variable(this.#parameters.weights);
    const biases = variable(this.#parameters.biases);
    const z = forward(input, kernelsOf(weights, this.#architecture), biases, this.#architecture);
    const program = new Program(
      { forward: { outputs: [activateOutput(z, this.#architecture)] } },
      this.#engine,
    );
    const entry = { program, input, weights, biases };
    this.#programs.set(block, entry);
    return entry;
  }
}
