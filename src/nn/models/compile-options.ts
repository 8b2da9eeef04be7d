/**
 * What `compile` is told, and what it means for each output of a model: which loss counts how much, and which
 * metrics are kept under which names. It computes nothing.
 */
import { HebbError, show } from '../../core/errors.ts';
import { boolean, checkOptions, matching, nullable, type Rule, real } from '../../core/options.ts';
import type { Shape } from '../../core/shape.ts';
import type { Engine } from '../../engine/contract.ts';
import { type EngineChoice, engineRule } from '../../engine/select.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { lossNamed } from '../find-by-name.ts';
import { computeLoss, type Loss } from '../losses/loss.ts';
import { MeanMetricWrapper } from '../metrics/mean-metric.ts';
import { Metric } from '../metrics/metric.ts';
import { metricOf, type MetricOption as NamedMetric } from '../metrics/metric-named.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName } from '../optimizers/optimizer-named.ts';
import type { LossName } from './loss-name.ts';

/** A loss: a name, a record of `hebb/nn`, one of them with options, or a function that gives losses of samples. */
export type LossOption =
  | LossName
  | Loss
  | { readonly loss: LossName | Loss; readonly options: object }
  | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** A metric: a name, an object, a loss record, or a function whose mean is kept. */
export type MetricChoice = NamedMetric | Loss;

/** One for all outputs, a list in their order, or a record by their names. */
export type PerOutput<T> = T | readonly (T | null)[] | Readonly<Record<string, T>>;

export interface CompileOptions {
  /** Default `'rmsprop'`. */
  readonly optimizer?: OptimizerName | Optimizer;
  /** What training minimises: one loss, or one for each output. Default: only what layers add. */
  readonly loss?: PerOutput<LossOption> | null;
  /** Factors of the outputs' losses. Default 1 each. */
  readonly lossWeights?: number | readonly number[] | Readonly<Record<string, number>> | null;
  /** Metrics that ignore sample weights: a list, for several outputs a list of lists or a record by name. */
  readonly metrics?: Metrics | null;
  /** Metrics that count samples by their weights. */
  readonly weightedMetrics?: Metrics | null;
  /** Call the model anew for every batch, with numbers, so that it may branch on them: slow. Default false. */
  readonly runEagerly?: boolean;
  /** What runs it. Default `'auto'`. */
  readonly engine?: EngineChoice | Engine;
}

export type Metrics =
  | readonly (MetricChoice | readonly MetricChoice[])[]
  | Readonly<Record<string, MetricChoice | readonly MetricChoice[]>>;

const compileRules: Readonly<Record<string, Rule>> = {
  optimizer: matching(
    'an optimizer or its name',
    (value) => typeof value === 'string' || typeof value === 'object',
  ),
  loss: matching('a loss, or losses by output', () => true),
  lossWeights: nullable(
    real(),
    matching('factors by output', (value) => typeof value === 'object'),
  ),
  metrics: nullable(matching('a list or record of metrics', (value) => typeof value === 'object')),
  weightedMetrics: nullable(matching('a list or record of metrics', (value) => typeof value === 'object')),
  runEagerly: boolean,
  engine: engineRule,
};

/** What is minimised at an output, and what is kept. */
export interface OutputTask {
  readonly name: string;
  readonly loss: Loss | undefined;
  readonly options: object;
  /** Factor of the loss. */
  readonly factor: number;
  readonly metrics: readonly KeptMetric[];
}

export interface KeptMetric {
  /** In logs and history. */
  readonly key: string;
  readonly metric: Metric;
  readonly weighted: boolean;
}

/** Targets and predictions of an output, as far as the choice of `'accuracy'` needs them. */
export interface OutputShapes {
  readonly target: Shape | undefined;
  readonly prediction: Shape;
}

/** @throws HebbError `INVALID_OPTION`, `UNKNOWN_OPTION` */
export function checkCompile(owner: string, options: CompileOptions): CompileOptions {
  return checkOptions<object>(owner, options, compileRules);
}

/**
 * The tasks of the outputs.
 *
 * @throws HebbError `INVALID_OPTION` for losses or metrics that do not fit the outputs
 */
export function outputTasks(
  { loss, lossWeights, metrics, weightedMetrics }: CompileOptions,
  names: readonly string[],
  shapes: readonly OutputShapes[],
): OutputTask[] {
  const losses = perOutput<LossOption>('loss', loss ?? null, names, isLoss);
  const factors = perOutput<number>(
    'lossWeights',
    lossWeights ?? null,
    names,
    (one) => typeof one === 'number',
  );
  const plain = metricsByOutput('metrics', metrics ?? [], names);
  const weighted = metricsByOutput('weightedMetrics', weightedMetrics ?? [], names);
  const used = new Map<string, number>();
  const keep = (i: number, option: MetricChoice, isWeighted: boolean): KeptMetric => {
    const metric = keptMetric(option, shapes[i]);
    const own = metric.name;
    const prefix = names.length === 1 ? '' : `${names[i]}_`;
    const taken = used.has(`${prefix}${own}`);
    const name = isWeighted && taken ? `${prefix}weighted_${own}` : `${prefix}${own}`;
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    return { key: count === 0 ? name : `${name}_${count}`, metric, weighted: isWeighted };
  };
  const kept = plain.map((list, i) => list.map((option) => keep(i, option, false)));
  const keptWeighted = weighted.map((list, i) => list.map((option) => keep(i, option, true)));
  return names.map((name, i) => {
    const [record, options] = lossRecord(losses[i], shapes[i]);
    return {
      name,
      loss: record,
      options,
      factor: factors[i] ?? 1,
      metrics: [...kept[i], ...keptWeighted[i]],
    };
  });
}

function isLoss(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'function') return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    ('perSample' in value || ('loss' in value && 'options' in value))
  );
}

/** One value for each output. */
function perOutput<T>(
  option: string,
  given: PerOutput<T> | null,
  names: readonly string[],
  isOne: (value: unknown) => boolean,
): (T | null)[] {
  if (given === null) return names.map(() => null);
  if (isOne(given)) return names.map(() => given as T);
  if (Array.isArray(given)) {
    if (given.length === names.length) return given as (T | null)[];
    throw new HebbError(
      'INVALID_OPTION',
      `compile: ${option} has ${given.length} entries, but the model has ${names.length} outputs (${names.join(', ')}).`,
    );
  }
  return byName(option, given as Readonly<Record<string, T>>, names).map((one) => one ?? null);
}

function byName<T>(
  option: string,
  given: Readonly<Record<string, T>>,
  names: readonly string[],
): (T | undefined)[] {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return names.map((name) => given[name]);
  throw new HebbError(
    'INVALID_OPTION',
    `compile: ${option} names '${unknown}', but the outputs are ${names.join(', ')}.`,
  );
}

function metricsByOutput(
  option: string,
  given: Metrics,
  names: readonly string[],
): readonly MetricChoice[][] {
  const listed = (one: unknown): MetricChoice[] =>
    one === undefined || one === null ? [] : Array.isArray(one) ? one : [one as MetricChoice];
  if (!Array.isArray(given)) {
    return byName(option, given as Readonly<Record<string, MetricChoice>>, names).map(listed);
  }
  if (names.length === 1) return [given.flat()];
  if (given.length === 0) return names.map(() => []);
  if (given.length === names.length) return given.map(listed);
  throw new HebbError(
    'INVALID_OPTION',
    `compile: ${option} must be a list of lists, one for each output (${names.join(', ')}), or a record by name.`,
  );
}

/** What Keras takes 'accuracy' and 'crossentropy' for, by the shapes of targets and predictions. */
function kindOf({ target, prediction }: OutputShapes): 'binary' | 'sparse' | 'categorical' {
  if (prediction.at(-1) === 1) return 'binary';
  const isSparse = target === undefined || target.length < prediction.length || target.at(-1) === 1;
  return isSparse ? 'sparse' : 'categorical';
}

function keptMetric(option: MetricChoice, { target, prediction }: OutputShapes): Metric {
  if (!isMetric(option) && typeof option === 'object' && 'perSample' in option)
    return meanOfLoss(option as Loss);
  return metricOf(option as NamedMetric, {
    targets: target ?? prediction.slice(0, -1),
    predictions: prediction,
  });
}

function isMetric(option: MetricChoice): option is Metric {
  return option instanceof Metric;
}

function meanOfLoss(loss: Loss): Metric {
  const each = (yTrue: Tensor, yPred: Tensor): Tensor =>
    computeLoss(loss, yTrue, yPred, { reduction: 'none' });
  return new MeanMetricWrapper(each, { name: loss.name });
}

function lossRecord(option: LossOption | null, shapes: OutputShapes): [Loss | undefined, object] {
  if (option === null) return [undefined, {}];
  if (typeof option === 'string') {
    if (option !== 'crossentropy' && option !== 'ce') return [lossNamed(option), {}];
    const kind = kindOf(shapes);
    return [lossNamed(kind === 'sparse' ? 'sparse_categorical_crossentropy' : `${kind}_crossentropy`), {}];
  }
  if (typeof option === 'function') {
    const { name } = option;
    return [{ name, formula: '', source: '', perSample: (yTrue, yPred) => option(yTrue, yPred) }, {}];
  }
  if ('perSample' in option) return [option, {}];
  if (isLoss(option)) return [lossRecord(option.loss, shapes)[0], option.options];
  throw new HebbError('INVALID_OPTION', `compile: ${show(option)} is no loss.`);
}
