/**
 * Training with all rows at once: the loss and its gradient as one program, minimised by L-BFGS.
 */
import { inType } from '../../core/dtype.ts';
import { pause } from '../../core/pause.ts';
import type { Engine } from '../../engine/contract.ts';
import { placeholder, variable } from '../../tensor/creation.ts';
import { gradients } from '../../tensor/gradients.ts';
import { Program } from '../../tensor/program.ts';
import { type LbfgsResult, minimize } from '../lbfgs.ts';
import type { Warn } from '../warn.ts';
import type { TrainingRecord } from './learned.ts';
import { type Architecture, forward, kernelsOf, type Parameters, parameterCounts } from './network.ts';
import { objective } from './objective.ts';
import type { FitOptions, MlpSettings } from './options.ts';
import { printed } from './printed.ts';
import type { TrainingSet } from './training-set.ts';

export interface FullBatchTask {
  readonly set: TrainingSet;
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly record: TrainingRecord;
  readonly options: MlpSettings;
  readonly engine: Engine;
  readonly signal: FitOptions['signal'];
  readonly warn: Warn;
}

/** What is said of each way to end that is no convergence. */
const complaints: Readonly<Partial<Record<LbfgsResult['reason'], string>>> = {
  iterations: 'iteration limit reached. Increase maxIter or scale the data.',
  evaluations: 'limit of function evaluations reached. Increase maxFun or scale the data.',
  stalled: 'no step lowered the loss any more. Scale the data, or be content with a larger tol.',
};

/** Minimise; `task.record` is brought up to date. */
export async function fitFullBatch(task: FullBatchTask): Promise<Parameters> {
  const { set, architecture, options, record, warn } = task;
  if (task.signal?.aborted) {
    record.nIter = 0;
    warn('INTERRUPTED', 'Training interrupted by user.');
    return task.parameters;
  }
  const { dtype } = architecture;
  const weights = variable(task.parameters.weights);
  const biases = variable(task.parameters.biases);
  const x = placeholder([set.rows, set.features], dtype);
  const y = placeholder([set.rows, set.outputs], dtype);
  const w = set.weights && placeholder([set.rows, 1], dtype);
  const weightSum = weightSumOf(set);
  const z = forward(x, kernelsOf(weights, architecture), biases, architecture);
  const { loss, delta } = objective(z, y, architecture, options, w, weightSum);
  const penalty = weights
    .square()
    .sum()
    .mul(options.alpha / 2 / weightSum);
  const [dWeights, dBiases] = gradients(z, [weights, biases], delta);
  const decayed = dWeights.add(weights.mul(options.alpha / weightSum));
  const program = new Program({ value: { outputs: [loss.add(penalty), decayed, dBiases] } }, task.engine);
  program.write(x, set.X);
  program.write(y, set.Y);
  if (w !== undefined && set.weights !== undefined) program.write(w, set.weights);

  const cut = task.parameters.weights.length;
  const frozen = parameterCounts({ layerSizes: architecture.layerSizes.slice(0, options.frozenLayers + 1) });
  const valueAndGradient = (point: Float64Array, gradient: Float64Array): number => {
    program.write(weights, point.subarray(0, cut));
    program.write(biases, point.subarray(cut));
    program.run('value');
    gradient.set(program.output('value', 1));
    gradient.set(program.output('value', 2), cut);
    gradient.fill(0, 0, frozen.weights);
    gradient.fill(0, cut, cut + frozen.biases);
    return program.output('value', 0)[0];
  };
  const start = new Float64Array(cut + task.parameters.biases.length);
  start.set(task.parameters.weights);
  start.set(task.parameters.biases, cut);
  const { maxIter, callbacks } = options;
  for (const callback of callbacks) await callback.onTrainBegin?.();
  const result = await minimize(valueAndGradient, start, {
    maxIter,
    maxFun: options.maxFun,
    gradientTolerance: options.tol,
    async onIteration(epoch, value) {
      if (options.verbose) console.log(`Iteration ${epoch}, loss = ${printed(value, 8)}`);
      let goesOn = true;
      for (const callback of callbacks) {
        if ((await callback.onEpochEnd?.({ epoch, maxIter, loss: value })) === false) goesOn = false;
      }
      await pause();
      return goesOn && !task.signal?.aborted;
    },
  }).finally(() => program.close());
  for (const callback of callbacks) await callback.onTrainEnd?.();
  record.nIter = result.iterations;
  record.finalLoss = result.value;
  const complaint = complaints[result.reason];
  if (complaint !== undefined) {
    warn('NOT_CONVERGED', `lbfgs failed to converge after ${result.iterations} iteration(s): ${complaint}`);
  }
  if (result.reason === 'stopped' && task.signal?.aborted)
    warn('INTERRUPTED', 'Training interrupted by user.');
  return { weights: inType(result.x.slice(0, cut), dtype), biases: inType(result.x.slice(cut), dtype) };
}

function weightSumOf({ rows, weights }: TrainingSet): number {
  if (weights === undefined) return rows;
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}
