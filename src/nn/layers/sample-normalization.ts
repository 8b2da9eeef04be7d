/** Normalization within each sample: over its features, over groups of them, by their mean square, or to length 1. */
import { HebbError } from '../../core/errors.ts';
import { anyOf, boolean, integer, listOf, oneOf, type Rule, real } from '../../core/options.ts';
import { resolveAxis, type Shape } from '../../core/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { ConstraintOption } from '../constraints/constraint-named.ts';
import { Ones, Zeros } from '../initializers/constant-initializers.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { InitializerOption } from '../initializers/initializer-named.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import type { RegularizerOption } from '../regularizers/regularizer-named.ts';
import { knownSize } from './known-size.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { constraintEntry, initializerEntry, regularizerEntry } from './option-entries.ts';
import type { SymbolicShape } from './symbolic.ts';
import { unitVectors } from './unit-vectors.ts';
import { required, type Weight } from './weight.ts';

interface AffineOptions extends LayerOptions {
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number;
  /** Add a learned beta? Default true. */
  readonly center?: boolean;
  /** Multiply by a learned gamma? Default true. */
  readonly scale?: boolean;
  readonly betaInitializer?: InitializerOption;
  readonly gammaInitializer?: InitializerOption;
  readonly betaRegularizer?: RegularizerOption | null;
  readonly gammaRegularizer?: RegularizerOption | null;
  readonly betaConstraint?: ConstraintOption | null;
  readonly gammaConstraint?: ConstraintOption | null;
}

interface AffineSettings extends LayerOptions {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly betaInitializer: Initializer;
  readonly gammaInitializer: Initializer;
  readonly betaRegularizer: Regularizer | null;
  readonly gammaRegularizer: Regularizer | null;
  readonly betaConstraint: Constraint | null;
  readonly gammaConstraint: Constraint | null;
}

const affineTable: LayerTable = {
  epsilon: [1e-3, real({ min: 0 })],
  center: [true, boolean],
  scale: [true, boolean],
  betaInitializer: initializerEntry(new Zeros()),
  gammaInitializer: initializerEntry(new Ones()),
  betaRegularizer: regularizerEntry,
  gammaRegularizer: regularizerEntry,
  betaConstraint: constraintEntry,
  gammaConstraint: constraintEntry,
};

const axesRule: Rule = anyOf(integer(), listOf(integer()));

/** Layers with a learned factor and a learned term. */
abstract class Affine<Settings extends AffineSettings> extends Layer<Settings> {
  #gamma: Weight | undefined;
  #beta: Weight | undefined;

  protected makeAffine(shape: Shape): void {
    const settings: AffineSettings = this.settings as AffineSettings;
    const { scale, center, gammaInitializer, gammaRegularizer, gammaConstraint } = settings;
    if (scale) {
      const gamma = {
        initializer: gammaInitializer,
        regularizer: gammaRegularizer,
        constraint: gammaConstraint,
      };
      this.#gamma = this.addWeight({ name: 'gamma', shape, ...gamma });
    }
    const { betaInitializer, betaRegularizer, betaConstraint } = settings;
    if (center) {
      const beta = { initializer: betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint };
      this.#beta = this.addWeight({ name: 'beta', shape, ...beta });
    }
  }

  /** x · gamma + beta, their axes lying along those of `shape`. */
  protected affine(x: Tensor, shape: Shape): Tensor {
    const scaled = this.#gamma === undefined ? x : x.mul(this.#gamma.value.reshape(shape));
    return this.#beta === undefined ? scaled : scaled.add(this.#beta.value.reshape(shape));
  }
}

/** The axes, in order. */
function axesOf(axis: number | readonly number[], rank: number): number[] {
  return (typeof axis === 'number' ? [axis] : axis)
    .map((one) => resolveAxis(one, rank))
    .sort((a, b) => a - b);
}

/** The shape of x with size 1 along all but these axes. */
function along(x: Tensor, axes: readonly number[]): Shape {
  return x.shape.map((size, k) => (axes.includes(k) ? size : 1));
}

/** (x − mean) / √(variance + ε) over some axes. */
function standardized(x: Tensor, axes: readonly number[], epsilon: number): Tensor {
  const centred = x.sub(x.mean(axes, { keepDims: true }));
  const variance = centred.square().mean(axes, { keepDims: true });
  return centred.div(variance.add(epsilon).sqrt());
}

export interface LayerNormalizationOptions extends AffineOptions {
  /** The axes that are normalized over. Default −1, the last. */
  readonly axis?: number | readonly number[];
}

interface LayerNormalizationSettings extends AffineSettings {
  readonly axis: number | readonly number[];
}

/**
 * gamma · (x − mean) / √(variance + epsilon) + beta, over the features of each sample. Ba, Kiros and Hinton 2016.
 *
 * @example
 * const layer = new LayerNormalization({ epsilon: 1e-9 });
 * layer.apply(tensor([[1, 3], [10, 30]])).toArray(); // close to [[-1, 1], [-1, 1]]
 */
export class LayerNormalization extends Affine<LayerNormalizationSettings> {
  static override readonly className: string = 'LayerNormalization';
  static override readonly table: LayerTable = { axis: [-1, axesRule], ...affineTable };

  constructor(options: LayerNormalizationOptions = {}) {
    super(options as LayerOptions);
  }

  override build(inputShape: SymbolicShape): void {
    const axes = axesOf(this.settings.axis, inputShape.length);
    this.makeAffine(axes.map((axis) => knownSize(inputShape, axis)));
  }

  call(x: Tensor): Tensor {
    const { axis, epsilon } = this.settings;
    const axes = axesOf(axis, x.rank);
    return this.affine(standardized(x, axes, epsilon), along(x, axes));
  }
}

export interface GroupNormalizationOptions extends AffineOptions {
  /** Into how many groups the features are cut; −1: each is one. Default 32. */
  readonly groups?: number;
  /** The axis of the features. Default −1, the last. */
  readonly axis?: number;
}

interface GroupNormalizationSettings extends AffineSettings {
  readonly groups: number;
  readonly axis: number;
}

/**
 * gamma · (x − mean) / √(variance + epsilon) + beta, over groups of features of each sample. Wu and He 2018.
 *
 * @example
 * new GroupNormalization({ groups: 2 }).apply(tensor([[5, 5, 7, 7]])).toArray(); // [[0, 0, 0, 0]]
 */
export class GroupNormalization extends Affine<GroupNormalizationSettings> {
  static override readonly className: string = 'GroupNormalization';
  static override readonly table: LayerTable = {
    groups: [32, integer({ min: -1 })],
    axis: [-1, integer()],
    ...affineTable,
  };

  constructor(options: GroupNormalizationOptions = {}) {
    super(options as LayerOptions);
  }

  override build(inputShape: SymbolicShape): void {
    const features = knownSize(inputShape, this.settings.axis);
    const groups = this.#groupsOf(features);
    if (features % groups !== 0) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `${features} features cannot be cut into ${groups} equal groups.`,
      );
    }
    this.makeAffine([features]);
  }

  call(x: Tensor): Tensor {
    const { axis, epsilon } = this.settings;
    const at = resolveAxis(axis, x.rank);
    const groups = this.#groupsOf(x.shape[at]);
    const cut = [...x.shape.slice(0, at), groups, x.shape[at] / groups, ...x.shape.slice(at + 1)];
    const axes = [...cut.keys()].filter((k) => k !== 0 && k !== at);
    const whole = standardized(x.reshape(cut), axes, epsilon).reshape(x.shape);
    return this.affine(whole, along(x, [at]));
  }

  #groupsOf(features: number): number {
    const { groups } = this.settings;
    return groups === -1 ? features : groups;
  }
}

export interface RMSNormalizationOptions extends LayerOptions {
  /** The axes that are normalized over. Default −1, the last. */
  readonly axis?: number | readonly number[];
  /** Added to the mean square. Default 1e-6. */
  readonly epsilon?: number;
}

/**
 * scale · x / √(mean(x²) + epsilon), with a learned scale. Zhang and Sennrich 2019.
 *
 * @example
 * new RMSNormalization({ epsilon: 0 }).apply(tensor([[1, 7]])).toArray(); // close to [[0.2, 1.4]]
 */
export class RMSNormalization extends Layer<RMSNormalizationOptions> {
  static override readonly className: string = 'RMSNormalization';
  static override readonly table: LayerTable = { axis: [-1, axesRule], epsilon: [1e-6, real({ min: 0 })] };
  #scale: Weight | undefined;

  constructor(options: RMSNormalizationOptions = {}) {
    super(options);
  }

  override build(inputShape: SymbolicShape): void {
    const axes = axesOf(this.settings.axis, inputShape.length);
    const shape = axes.map((axis) => knownSize(inputShape, axis));
    this.#scale = this.addWeight({ name: 'scale', shape, initializer: 'ones' });
  }

  call(x: Tensor): Tensor {
    const { axis, epsilon } = this.settings;
    const axes = axesOf(axis, x.rank);
    const root = x.square().mean(axes, { keepDims: true }).add(epsilon).sqrt();
    return x.div(root).mul(required(this.#scale).value.reshape(along(x, axes)));
  }
}

export interface UnitNormalizationOptions extends LayerOptions {
  /** The axes along which vectors lie. Default −1, the last. */
  readonly axis?: number | readonly number[];
}

/**
 * Vectors of length 1.
 *
 * @example
 * new UnitNormalization().apply(tensor([[3, 4]])).toArray(); // close to [[0.6, 0.8]]
 */
export class UnitNormalization extends Layer<UnitNormalizationOptions> {
  static override readonly className: string = 'UnitNormalization';
  static override readonly table: LayerTable = { axis: [-1, axesRule], order: [2, oneOf(2)] };

  constructor(options: UnitNormalizationOptions = {}) {
    super(options);
  }

  protected override contents(): Readonly<Record<string, unknown>> {
    return { order: undefined };
  }

  call(x: Tensor): Tensor {
    return unitVectors(x, axesOf(this.settings.axis, x.rank), 1e-12);
  }
}
