/** A stack of layers, each applied to what the one below gives. */
import { HebbError, show } from '../../core/errors.ts';
import { inScope } from '../layers/call-context.ts';
import { InputLayer } from '../layers/input.ts';
import { Layer } from '../layers/layer.ts';
import type { LayerOptions } from '../layers/layer-options.ts';
import { isShape, leavesOf, type Structure, type SymbolicShape, SymbolicTensor } from '../layers/symbolic.ts';
import { Model } from './model.ts';

/**
 * @example
 * const model = new Sequential([new Dense(4, { activation: 'relu' }), new Dense(1)]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * await model.fit([[1, 2], [3, 4]], [[1], [2]], { epochs: 3, verbose: 0 });
 * (await model.predict([[5, 6]])).shape; // [1, 1]
 */
export class Sequential extends Model {
  static override readonly className: string = 'Sequential';
  readonly #stack: Layer[] = [];
  #input: SymbolicTensor | undefined;
  /** What each layer gives, while the input is known. */
  readonly #given: SymbolicTensor[] = [];
  /** Does the stack itself say what comes in? */
  #hasInput = false;

  /** @param layers from the bottom up; the first may be an `Input` */
  constructor(layers: readonly (Layer | SymbolicTensor)[] = [], options: LayerOptions = {}) {
    super(options);
    for (const layer of layers) this.add(layer);
  }

  protected override stacked(): readonly Layer[] {
    return this.#stack;
  }

  /** Does the stack begin with an `Input`? */
  get inputLayer(): InputLayer | undefined {
    const layer = this.#hasInput ? this.#input?.layer : undefined;
    return layer instanceof InputLayer ? layer : undefined;
  }

  /** Put a layer on top. @throws HebbError `INVALID_VALUE` for what is no layer, or an input that is not the first */
  add(layer: Layer | SymbolicTensor): this {
    const given = layer instanceof SymbolicTensor ? layer.layer : layer;
    if (!(given instanceof Layer)) {
      throw new HebbError('INVALID_VALUE', `'${this.name}' is made of layers, got ${show(given)}.`);
    }
    if (given instanceof InputLayer) {
      if (this.#stack.length > 0 || this.#input !== undefined) {
        throw new HebbError('INVALID_VALUE', `an Input can only be the first of '${this.name}'.`);
      }
      this.#input = given.output;
      this.#hasInput = true;
      return this;
    }
    if (this.#stack.some((other) => other.name === given.name)) {
      throw new HebbError(
        'INVALID_VALUE',
        `'${this.name}' already has a layer '${given.name}'; names must differ.`,
      );
    }
    this.#stack.push(given);
    if (this.#input === undefined && given instanceof Model && given.inputs !== undefined) {
      const [{ shape, dtype }] = leavesOf(given.inputs);
      this.#begin(shape, dtype);
    } else if (this.#input !== undefined) this.#put(given);
    return this;
  }

  /** Take the top layer off. */
  pop(): Layer | undefined {
    const layer = this.#stack.pop();
    this.#given.length = Math.min(this.#given.length, this.#stack.length);
    const output = this.#given.at(-1);
    if (this.#input !== undefined && output !== undefined) this.connect(this.#input, output);
    return layer;
  }

  /** Make the weights for inputs of a shape, where no `Input` told it. */
  override build(inputShape: Structure<SymbolicShape>): void {
    if (this.#input !== undefined) return;
    if (!isShape(inputShape)) {
      throw new HebbError('SHAPE_MISMATCH', `'${this.name}' takes one input, got several.`);
    }
    this.#begin(inputShape, this.#stack[0]?.dtype ?? this.dtype);
  }

  #begin(shape: SymbolicShape, dtype: SymbolicTensor['dtype']): void {
    this.#input = new InputLayer({ batchShape: [null, ...shape.slice(1)], dtype }).output;
    for (const layer of this.#stack) this.#put(layer);
  }

  #put(layer: Layer): void {
    const input = this.#input as SymbolicTensor;
    const output = inScope(this, () => layer.apply(this.#given.at(-1) ?? input));
    this.#given.push(output);
    this.connect(input, output);
  }
}
