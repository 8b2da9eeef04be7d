/**
 * A compiled model: its optimizer with what that remembers, its objective, and the step of a batch written down
 * for training, testing or predicting. How batches come is the feed's business, when they come the loop's.
 */
import { isFloat } from '../../core/dtype.ts';
import type { Engine } from '../../engine/contract.ts';
import { engineOf } from '../../engine/select.ts';
import { zeros } from '../../tensor/creation.ts';
import type { FunctionSpec } from '../../tensor/draft.ts';
import { gradients } from '../../tensor/gradients.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { CallContext, inContext } from '../layers/call-context.ts';
import { leavesOf, type Structure } from '../layers/symbolic.ts';
import { Weight } from '../layers/weight.ts';
import {
  applyGradients,
  createState,
  type OptimizerState,
  type Trained,
} from '../optimizers/apply-gradients.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { optimizerOf } from '../optimizers/optimizer-named.ts';
import { type CompileOptions, type OutputTask, outputTasks } from './compile-options.ts';
import type { Batch, FeedTypes, StepMaker } from './feed.ts';
import type { Model } from './model.ts';
import { Objective, type Outcome } from './objective.ts';

/** What the optimizer remembers, and of which weights. */
interface Memory {
  readonly parameters: readonly Weight[];
  readonly trained: readonly Trained[];
  readonly state: OptimizerState;
  /** The iterations, then everything else, under Keras's names. */
  readonly weights: readonly Weight[];
}

export class Training {
  readonly options: CompileOptions;
  readonly optimizer: Optimizer;
  readonly #model: Model;
  #tasks: readonly OutputTask[] | undefined;
  readonly #objectives = new Map<'train' | 'test', Objective>();
  #memory: Memory | undefined;
  #keepsGradients = false;
  #gradients: readonly Weight[] = [];

  constructor(model: Model, options: CompileOptions) {
    this.#model = model;
    this.options = options;
    this.optimizer = optimizerOf(options.optimizer ?? 'rmsprop');
  }

  get engine(): Engine {
    return engineOf(this.options.engine);
  }

  /** The iterations and what else the optimizer keeps. The model must have been built. */
  get memory(): Memory {
    const parameters = this.#model.trainableWeights;
    const known = this.#memory;
    const isSame =
      known?.parameters.length === parameters.length &&
      parameters.every((one, i) => one === known.parameters[i]);
    if (known !== undefined && isSame) return known;
    const trained = parameters.map((weight) => ({
      variable: weight.value,
      name: weight.path.replaceAll('/', '_'),
      constraint: weight.constraint ?? null,
    }));
    const state = createState(this.optimizer, trained);
    const named = [{ name: 'iteration', variable: state.iterations }, ...state.variables];
    const weights = named.map(
      ({ name, variable }) => new Weight(`${this.optimizer.name}/${name}`, variable, { trainable: false }),
    );
    this.#memory = { parameters, trained, state, weights };
    return this.#memory;
  }

  /** Has the optimizer begun to remember? */
  get hasBegun(): boolean {
    return this.#memory !== undefined;
  }

  /** From now on, until the training ends, its steps keep their gradients. */
  keepGradients(): void {
    this.#keepsGradients = true;
    this.#gradients = [];
  }

  /** The gradients of the last step, where they are kept: `dense/kernel/gradient`. */
  get gradients(): readonly Weight[] {
    return this.#gradients;
  }

  /** The means and totals of training, or of testing. */
  objective(mode: 'train' | 'test'): Objective | undefined {
    return this.#objectives.get(mode);
  }

  /** Steps that train. @param seed of dropout and the like */
  trainer(seed: number): StepMaker {
    return this.#maker('train', (batch) => {
      const step = this.memory.state.iterations;
      const context = new CallContext({ training: true, seed, step });
      const { loss, updates } = this.#score('train', batch, context);
      // Looked up after the call: a formula that is written anew for each batch may have built a layer.
      const { parameters, trained, state } = this.memory;
      const slopes = gradients(
        this.optimizer.scaleLoss(loss),
        parameters.map(({ value }) => value),
      );
      const steps = applyGradients(this.optimizer, trained, slopes, state, batch.rate);
      const moving = [...context.updates].map(([weight, next]) => [weight.value, next] as const);
      return { updates: [...updates, ...steps, ...moving, ...this.#keep(slopes)] };
    });
  }

  /** Steps that only score. */
  tester(): StepMaker {
    return this.#maker('test', (batch) => ({ updates: this.#score('test', batch, resting()).updates }));
  }

  /** Steps whose outputs are the model's. */
  predictor(): StepMaker {
    return this.#maker(undefined, ({ inputs }) => ({ outputs: leavesOf(this.#call(inputs, resting())) }));
  }

  /** Updates that keep the gradients of a step, as those of the loss itself. */
  #keep(slopes: readonly Tensor[]): readonly (readonly [kept: Tensor, slope: Tensor])[] {
    if (!this.#keepsGradients) return [];
    const { parameters } = this.memory;
    if (this.#gradients.length === 0) {
      this.#gradients = parameters.map(
        ({ path, shape, dtype }) => new Weight(`${path}/gradient`, zeros(shape, dtype), { trainable: false }),
      );
    }
    const factor = this.optimizer.settings.lossScaleFactor ?? 1;
    return this.#gradients.map(({ value }, i) => [value, slopes[i].div(factor)]);
  }

  /** End a training: weights become their averages, if the optimizer keeps some. */
  finish(): void {
    this.#keepsGradients = false;
    const { parameters, state } = this.memory;
    const kept = new Map(this.memory.weights.map((weight) => [weight.value, weight]));
    for (const [i, average] of state.averages.entries()) {
      const values = kept.get(average)?.value;
      if (values !== undefined) parameters[i].assign(values);
    }
  }

  #maker(mode: 'train' | 'test' | undefined, write: (batch: Batch) => FunctionSpec): StepMaker {
    return {
      types: typesOf(this.#model),
      engine: this.engine,
      write,
      weights: () => [
        ...this.#model.weights,
        ...(mode === 'train' ? this.memory.weights : []),
        ...(mode === 'train' && this.#keepsGradients ? this.#gradients : []),
        ...(mode === undefined ? [] : (this.#objectives.get(mode)?.sums ?? [])),
      ],
    };
  }

  #call(inputs: Structure<Tensor>, context: CallContext): Structure<Tensor> {
    return inContext(context, () => this.#model.applyMany(inputs));
  }

  #score(mode: 'train' | 'test', batch: Batch, context: CallContext): ReturnType<Objective['write']> {
    const predictions = leavesOf(this.#call(batch.inputs, context));
    const penalties = this.#model.trainableWeights.flatMap(({ regularizer, value }) =>
      regularizer === undefined ? [] : [regularizer.penalty(value)],
    );
    const outcome: Outcome = {
      ...batch,
      predictions,
      masks: predictions.map((prediction) => context.masks.get(prediction)),
      added: [...context.losses, ...penalties],
    };
    return this.#objectiveFor(mode, outcome).write(outcome);
  }

  #objectiveFor(mode: 'train' | 'test', { predictions, targets }: Outcome): Objective {
    this.#tasks ??= outputTasks(
      this.options,
      this.#model.outputNames ?? [],
      predictions.map(({ shape }, i) => ({ target: targets[i]?.shape, prediction: shape })),
    );
    const objective = this.#objectives.get(mode) ?? new Objective(this.#tasks);
    this.#objectives.set(mode, objective);
    return objective;
  }
}

function resting(): CallContext {
  return new CallContext({ training: false, seed: 0, step: Tensor.scalar(0, 'int32') });
}

/** The types of a model's inputs and outputs. */
function typesOf(model: Model): FeedTypes {
  const inputs = model.inputs === undefined ? [] : leavesOf(model.inputs);
  const outputs = model.outputs === undefined ? [] : leavesOf(model.outputs);
  return {
    input: (key) => (typeof key === 'number' ? inputs[key]?.dtype : undefined) ?? model.dtype,
    output(index) {
      const dtype = outputs[index]?.dtype ?? model.dtype;
      return isFloat(dtype) ? dtype : model.dtype;
    },
  };
}
