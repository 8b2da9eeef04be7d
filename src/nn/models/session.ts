/**
 * A program over weights that other programs share: before a run it gets the numbers that changed elsewhere, and
 * after it the weights know where their newest numbers are. It knows nothing of what is computed.
 */
import type { Engine } from '../../engine/contract.ts';
import type { FunctionSpec } from '../../tensor/draft.ts';
import { Program } from '../../tensor/program.ts';
import type { Weight } from '../layers/weight.ts';

export class Session {
  readonly program: Program;
  readonly #weights: readonly Weight[];
  readonly #changing: readonly Weight[];
  readonly #seen: Map<Weight, number>;

  constructor(functions: Readonly<Record<string, FunctionSpec>>, weights: readonly Weight[], engine: Engine) {
    const tensors = new Map(weights.map((weight) => [weight, weight.value]));
    this.program = new Program(functions, engine);
    this.#weights = weights.filter((weight) => this.program.uses(weight.value));
    const updated = new Set(
      Object.values(functions).flatMap(({ updates = [] }) => updates.map(([variable]) => variable)),
    );
    this.#changing = this.#weights.filter((weight) => updated.has(tensors.get(weight) ?? weight.value));
    this.#seen = new Map(this.#weights.map((weight) => [weight, weight.version]));
  }

  /** Run a function some times; see `Program.run`. */
  run(name: string, times = 1, meanwhile?: () => void): void {
    for (const weight of this.#weights) {
      if (this.#seen.get(weight) === weight.version) continue;
      this.program.write(weight.value, weight.values);
      this.#seen.set(weight, weight.version);
    }
    this.program.run(name, times, meanwhile);
    for (const weight of this.#changing) {
      weight.changedBy(this.program);
      this.#seen.set(weight, weight.version);
    }
  }

  /** It is over: the weights come home, and the memory is free for others. */
  close(): void {
    for (const weight of this.#changing) weight.leave(this.program);
    this.program.close();
  }
}
