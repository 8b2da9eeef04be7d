/**
 * What holds while a model is called: is it training, which random numbers are next, and what the layers have to
 * say besides their outputs: updates of weights, losses, masks. Layers called inside a call are called in the same
 * context, so that nobody hands it on; calls never wait, so one context at a time is enough.
 */
import type { FloatDType } from '../../core/dtype.ts';
import type { Shape } from '../../core/shape.ts';
import { randomUniform } from '../../tensor/operations/indexing.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Weight } from './weight.ts';

/** What there is to know of a call. */
export interface CallSettings {
  readonly training: boolean;
  /** Of all random numbers that have no seed of their own. */
  readonly seed: number;
  /** int32 scalar that is another in every step. */
  readonly step: Tensor;
}

export class CallContext {
  /** What weights become after the call. */
  readonly updates: Map<Weight, Tensor> = new Map();
  /** Scalars that are added to the loss. */
  readonly losses: Tensor[] = [];
  /** Which steps of a tensor count, as bools; all, where it has none. */
  readonly masks: Map<Tensor, Tensor> = new Map();
  readonly #settings: CallSettings;
  #training: boolean;
  #draws = 0;

  constructor(settings: CallSettings) {
    this.#settings = settings;
    this.#training = settings.training;
  }

  /** Is the layer that is being called to behave as in training? */
  get training(): boolean {
    return this.#training;
  }

  /** What `work` gives, in training or not. */
  inMode<T>(training: boolean, work: () => T): T {
    const before = this.#training;
    this.#training = training;
    try {
      return work();
    } finally {
      this.#training = before;
    }
  }

  /** Uniform numbers in [0, 1): others in every step and at every place of the model. */
  uniform(shape: Shape, dtype: FloatDType, seed: number | undefined): Tensor {
    const attributes = { shape, dtype, seed: seed ?? this.#settings.seed, salt: this.#draws++ };
    return Tensor.apply(randomUniform, [this.#settings.step], attributes);
  }

  /** Normal numbers of mean 0 and deviation 1: Box and Muller 1958. */
  normal(shape: Shape, dtype: FloatDType, seed: number | undefined): Tensor {
    const radius = this.uniform(shape, dtype, seed).neg().log1p().mul(-2).sqrt();
    return radius.mul(
      this.uniform(shape, dtype, seed)
        .mul(2 * Math.PI)
        .cos(),
    );
  }

  /** Change a weight after the call; where it is called several times, one change after the other. */
  update(weight: Weight, next: (now: Tensor) => Tensor): void {
    this.updates.set(weight, next(this.updates.get(weight) ?? weight.value));
  }
}

let current: CallContext | undefined;
/** The layers that are being built or called, outermost first. */
const scope: { readonly name: string }[] = [];

/** The context of the call that is going on. */
export function currentContext(): CallContext | undefined {
  return current;
}

/** What `work` gives in a context. */
export function inContext<T>(context: CallContext | undefined, work: () => T): T {
  const before = current;
  current = context;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** What `work` gives, while weights that are made have the name of `layer` in their path. */
export function inScope<T>(layer: { readonly name: string }, work: () => T): T {
  if (scope.at(-1) === layer) return work();
  scope.push(layer);
  try {
    return work();
  } finally {
    scope.pop();
  }
}

/** The path of a weight that is made now. */
export function pathOf(name: string): string {
  return [...scope.map((layer) => layer.name), name].join('/');
}
