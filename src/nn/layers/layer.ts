/**
 * What a layer is: it makes its weights when it first sees a shape, and its call is a formula of tensors.
 * Applied to symbolic tensors it becomes part of a model, applied to tensors it computes. Shapes of outputs are
 * found by writing the formula down, so no layer has to say them twice. It knows neither models nor training.
 */
import { type DType, type FloatDType, isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { Shape } from '../../core/shape.ts';
import { placeholder, type TensorInput } from '../../tensor/creation.ts';
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import { Configured, type OptionTable } from '../configured.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { InitializerOption } from '../initializers/initializer-named.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { CallContext, currentContext, inContext, inScope, pathOf } from './call-context.ts';
import { firstValues } from './first-values.ts';
import {
  commonTable,
  dtypePolicy,
  type LayerOptions,
  type LayerTable,
  writtenSettings,
} from './layer-options.ts';
import { nextName } from './names.ts';
import { nextSeed } from './seeds.ts';
import {
  filled,
  isShape,
  leavesOf,
  mapShapes,
  mapStructure,
  type Node,
  type Structure,
  type SymbolicShape,
  SymbolicTensor,
  showSymbolic,
} from './symbolic.ts';
import { Weight } from './weight.ts';

/** What a layer's `call` is told besides its inputs. */
export interface CallOptions {
  /** In training some layers do something else: dropout drops, batch normalization takes the batch's statistics. */
  readonly training: boolean;
  /** Which steps of the inputs count, as bools (batch × steps); all, where absent. */
  readonly mask?: Tensor | undefined;
}

/** What a weight is made from. */
export interface NewWeight {
  readonly name: string;
  readonly shape: Shape;
  /** Default `'glorot_uniform'`. */
  readonly initializer?: InitializerOption;
  /** Default true. */
  readonly trainable?: boolean;
  readonly regularizer?: Regularizer | null;
  readonly constraint?: Constraint | null;
  /** Default: the layer's. */
  readonly dtype?: DType;
}

/**
 * The base of all layers. A layer of one's own extends it: `build` makes weights, `call` is the formula.
 *
 * @example
 * class Scale extends Layer {
 *   build() { this.factor = this.addWeight({ name: 'factor', shape: [1], initializer: 'ones' }); }
 *   call(x) { return x.mul(this.factor.value); }
 * }
 * new Scale().apply(tensor([[1, 2]])).toArray(); // [[1, 2]]
 */
export abstract class Layer<Settings extends LayerOptions = LayerOptions> extends Configured<Settings> {
  /** The name of the class, whatever a bundler makes of it. */
  static readonly className?: string;
  /** The options of the class itself: default and rule of each. */
  static readonly table?: LayerTable;

  readonly module: string = 'keras.layers';
  readonly name: string;
  readonly dtype: FloatDType;
  /** Where it was applied to symbolic tensors. */
  readonly nodes: Node[] = [];
  /** Adds to the loss what its outputs cost, divided by the batch's size. */
  activityRegularizer: Regularizer | null = null;
  /** Are float inputs brought into its type? */
  protected casts = true;
  #trainable: boolean;
  #inputShape: Structure<SymbolicShape> | undefined;
  readonly #parameters: Weight[] = [];
  readonly #statistics: Weight[] = [];

  /** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
  constructor(options: LayerOptions = {}) {
    super(options as Settings);
    const { name, trainable, dtype } = this.settings as Required<LayerOptions>;
    this.name = name ?? nextName(this.className);
    this.dtype = dtype;
    this.#trainable = trainable;
  }

  protected override changed(): Readonly<Record<string, unknown>> {
    const { name, dtype } = this;
    const common = { name, trainable: this.#trainable, dtype: dtypePolicy(dtype) };
    return { ...writtenSettings(this.settings), ...common, ...this.contents?.() };
  }

  get className(): string {
    const own = this.constructor as typeof Layer;
    return (Object.hasOwn(own, 'className') ? own.className : undefined) ?? own.name;
  }

  protected get table(): OptionTable<Settings> {
    const own = (this.constructor as typeof Layer).table;
    return { ...commonTable, ...own } as unknown as OptionTable<Settings>;
  }

  /** Make the weights for inputs of a shape. */
  build?(inputShape: Structure<SymbolicShape>): void;

  /** The formula. */
  abstract call(inputs: Structure<Tensor>, options: CallOptions): Structure<Tensor>;

  /** Which steps of the outputs count; what the inputs say, where absent. */
  computeMask?(inputs: Structure<Tensor>, mask: Tensor | undefined): Tensor | undefined;

  /** Have the weights been made? */
  get built(): boolean {
    return this.#inputShape !== undefined || this.#parameters.length + this.#statistics.length > 0;
  }

  /** The shape that the weights were made for. */
  get inputShape(): Structure<SymbolicShape> | undefined {
    return this.#inputShape;
  }

  /** What its config says of the layers inside. */
  protected contents?(): Readonly<Record<string, unknown>> | undefined;

  /** The layers inside, where they are not attributes. */
  protected parts?(): readonly Layer[] | undefined;

  /** The layers inside: those that are its attributes, by themselves or in lists and records, in order. */
  get layers(): readonly Layer[] {
    return this.parts?.() ?? this.#attributes();
  }

  #attributes(): readonly Layer[] {
    return Object.values(this).flatMap((value: unknown): readonly Layer[] => {
      if (isLayer(value)) return [value];
      const isRecord = Array.isArray(value) || (value as object | undefined)?.constructor === Object;
      return isRecord ? Object.values(value as object).filter(isLayer) : [];
    });
  }

  /** Does training change its weights? Setting it sets that of the layers inside too. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    this.#trainable = value;
    for (const weight of this.#parameters) weight.trainable = value;
    for (const layer of this.layers) layer.trainable = value;
  }

  /** All weights: its own, then those of the layers inside, each once. */
  get weights(): readonly Weight[] {
    const inside = this.layers.flatMap((layer) => layer.weights);
    return [...new Set([...this.#parameters, ...this.#statistics, ...inside])];
  }

  /** The weights that training changes. */
  get trainableWeights(): readonly Weight[] {
    if (!this.#trainable) return [];
    return [...new Set([...this.#parameters, ...this.layers.flatMap((layer) => layer.trainableWeights)])];
  }

  /** The weights that training leaves alone, though running statistics may change. */
  get nonTrainableWeights(): readonly Weight[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((weight) => !trainable.has(weight));
  }

  /** Number of all weights' elements. */
  countParams(): number {
    return this.weights.reduce((sum, weight) => sum + weight.size, 0);
  }

  /** The numbers of all weights, in the order of `weights`. */
  getWeights(): Tensor[] {
    return this.weights.map(
      (weight) => new Tensor(weight.shape, weight.dtype, { kind: 'values', values: weight.values }),
    );
  }

  /**
   * Set the numbers of all weights.
   * @throws HebbError `LENGTH_MISMATCH` for another number of weights, `SHAPE_MISMATCH` for other shapes
   */
  setWeights(values: readonly TensorInput[]): void {
    const { weights } = this;
    if (values.length !== weights.length) {
      throw new HebbError(
        'LENGTH_MISMATCH',
        `${this.className} '${this.name}' has ${weights.length} weights, got ${values.length}${this.built ? '' : '; it has not been built yet'}.`,
      );
    }
    for (const [i, weight] of weights.entries()) weight.assign(values[i]);
  }

  /** Make a weight; to be called in `build`. */
  addWeight({ name, shape, trainable = true, dtype = this.dtype, ...rest }: NewWeight): Weight {
    const { initializer = 'glorot_uniform', regularizer, constraint } = rest;
    const values = firstValues(shape, dtype, initializer);
    const options = { trainable: trainable && this.#trainable, regularizer, constraint };
    const path = inScope(this, () => pathOf(name));
    const weight = new Weight(path, fromTyped(values, shape), options);
    (trainable ? this.#parameters : this.#statistics).push(weight);
    return weight;
  }

  /** Make the weights for inputs of a shape, unless they are there. */
  ensureBuilt(shapes: Structure<SymbolicShape>): void {
    if (this.#inputShape !== undefined) return;
    const wasBuilt = this.built;
    this.#inputShape = isShape(shapes) ? batchless(shapes) : mapShapes(shapes, batchless);
    if (wasBuilt) return;
    try {
      const inputShape = this.#inputShape;
      inScope(this, () => this.build?.(inputShape));
    } catch (error) {
      this.#inputShape = undefined;
      throw error;
    }
  }

  /** Add a scalar to the loss of the model that is being called. */
  addLoss(loss: Tensor): void {
    currentContext()?.losses.push(loss);
  }

  /**
   * What the layer makes of tensors, or the symbolic tensors that it would.
   *
   * @param inputs a tensor; a list or a record of them for layers that take several
   * @param options `training`: by default that of the model around it, else false
   * @throws HebbError `SHAPE_MISMATCH` and others, naming the layer and the shapes that came
   */
  apply(inputs: Structure<SymbolicTensor>, options?: Partial<CallOptions>): SymbolicTensor;
  apply(inputs: Structure<Tensor>, options?: Partial<CallOptions>): Tensor;
  apply(
    inputs: Structure<SymbolicTensor> | Structure<Tensor>,
    options: Partial<CallOptions> = {},
  ): SymbolicTensor | Tensor {
    return this.applyMany(inputs as Structure<Tensor>, options) as Structure<Tensor> as Tensor;
  }

  /** The same for models with several outputs: a list or a record of them comes out. */
  applyMany(
    inputs: Structure<SymbolicTensor>,
    options?: Partial<CallOptions>,
  ): readonly SymbolicTensor[] & Readonly<Record<string, SymbolicTensor>>;
  applyMany(
    inputs: Structure<Tensor>,
    options?: Partial<CallOptions>,
  ): readonly Tensor[] & Readonly<Record<string, Tensor>>;
  applyMany(
    inputs: Structure<SymbolicTensor> | Structure<Tensor>,
    options: Partial<CallOptions> = {},
  ): Structure<SymbolicTensor> | Structure<Tensor> {
    const leaves: readonly (SymbolicTensor | Tensor)[] = leavesOf<SymbolicTensor | Tensor>(inputs);
    const symbolic = leaves.some((leaf) => leaf instanceof SymbolicTensor);
    const shapes = mapStructure<SymbolicTensor | Tensor, SymbolicShape>(inputs, ({ shape }) => shape);
    try {
      return inScope(this, () => {
        this.ensureBuilt(shapes);
        return symbolic
          ? this.#connect(inputs as Structure<SymbolicTensor>)
          : this.#compute(inputs as Structure<Tensor>, options);
      });
    } catch (error) {
      throw error instanceof HebbError ? this.#named(error, shapes) : error;
    }
  }

  /** The shape of the output for inputs of a shape, null standing for sizes that are not known. */
  computeOutputShape(inputShape: Structure<SymbolicShape>): Structure<SymbolicShape> {
    return this.#trace(inputShape, () => this.dtype).shapes;
  }

  #connect(inputs: Structure<SymbolicTensor>): Structure<SymbolicTensor> {
    const { shapes, dtypes } = this.#trace(
      mapStructure(inputs, ({ shape }) => shape),
      (i) => leavesOf(inputs)[i].dtype,
    );
    const layer = this as unknown as Layer;
    const nodeIndex = this.nodes.length;
    let tensorIndex = 0;
    const symbol = (shape: SymbolicShape): SymbolicTensor =>
      new SymbolicTensor(shape, dtypes[tensorIndex], layer, nodeIndex, tensorIndex++);
    const outputs = isShape(shapes) ? symbol(shapes) : mapShapes(shapes, symbol);
    this.nodes.push({ layer, inputs, outputs });
    return outputs;
  }

  /** The shapes of outputs: the formula is written down for two sizes of what is not known, and what differs is not known. */
  #trace(
    shapes: Structure<SymbolicShape>,
    dtypeOf: (index: number) => DType,
  ): { shapes: Structure<SymbolicShape>; dtypes: DType[] } {
    const [two, three] = [2, 3].map((size) => {
      let index = 0;
      const stand = (shape: SymbolicShape): Tensor => placeholder(filled(shape, size), dtypeOf(index++));
      const inputs = isShape(shapes) ? stand(shapes) : mapShapes(shapes, stand);
      const context = new CallContext({ training: false, seed: 0, step: Tensor.scalar(0, 'int32') });
      return inContext(context, () => this.#compute(inputs, {}));
    });
    const others = leavesOf(three);
    return {
      shapes: mapStructure(two, ({ shape }, i) =>
        shape.map((size, axis) => (size === others[i].shape[axis] ? size : null)),
      ),
      dtypes: leavesOf(two).map(({ dtype }) => dtype),
    };
  }

  #compute(inputs: Structure<Tensor>, options: Partial<CallOptions>): Structure<Tensor> {
    const ambient = currentContext();
    if (ambient !== undefined) {
      const training = options.training ?? ambient.training;
      return ambient.inMode(training, () => this.#callIn(ambient, inputs, options.mask));
    }
    const step = Tensor.scalar(0, 'int32');
    const context = new CallContext({ training: options.training ?? false, seed: nextSeed(), step });
    const outputs = inContext(context, () => this.#callIn(context, inputs, options.mask));
    const next = [...context.updates].map(
      ([weight, value]) => [weight, value.values.slice(), value] as const,
    );
    for (const [weight, values, { shape, dtype }] of next) {
      weight.assign(new Tensor(shape, dtype, { kind: 'values', values }));
    }
    return outputs;
  }

  #callIn(context: CallContext, inputs: Structure<Tensor>, given: Tensor | undefined): Structure<Tensor> {
    const cast = mapStructure(inputs, (x) => (this.casts && isFloat(x.dtype) ? x.cast(this.dtype) : x));
    const mask = given ?? context.masks.get(leavesOf(inputs)[0]);
    const outputs = this.call(cast, { training: context.training, mask });
    const [first] = leavesOf(outputs);
    const passed = mask?.shape.every((size, axis) => first.shape[axis] === size);
    const outMask = this.computeMask?.(cast, mask) ?? (passed ? mask : undefined);
    if (outMask !== undefined) context.masks.set(first, outMask);
    if (this.activityRegularizer !== null) {
      for (const output of leavesOf(outputs)) {
        context.losses.push(this.activityRegularizer.penalty(output).div(output.shape[0]));
      }
    }
    return outputs;
  }

  /** The error with the name of this layer, unless an inner one has put its own there. */
  #named(error: HebbError, shapes: Structure<SymbolicShape>): HebbError {
    if (namedErrors.has(error)) return error;
    const came = (isShape(shapes) ? [shapes] : Object.values<SymbolicShape>(shapes))
      .map(showSymbolic)
      .join(', ');
    const built = this.#inputShape !== undefined && isShape(this.#inputShape) ? this.#inputShape : undefined;
    const expected =
      built === undefined || this.weights.length === 0 ? '' : `, built for ${showSymbolic(built)}`;
    const named = new HebbError(
      error.code,
      `${this.className} '${this.name}'${expected}, cannot take inputs of shape ${came}: ${error.message}`,
      { cause: error },
    );
    namedErrors.add(named);
    return named;
  }
}

/** Errors that name their layer already. */
const namedErrors = new WeakSet<HebbError>();

function isLayer(value: unknown): value is Layer {
  return value instanceof Layer;
}

function batchless(shape: SymbolicShape): SymbolicShape {
  return [null, ...shape.slice(1)];
}
