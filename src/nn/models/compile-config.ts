/**
 * How a model was compiled, as plain data under Keras's names, and the way back. Functions and classes of one's own
 * are written down by their names, and found again among those that are given; no code is in a config. It knows no
 * file format.
 */
import { HebbError, show } from '../../core/errors.ts';
import { type Config, camelCase, optionsOf, serialize } from '../configured.ts';
import { lossNamed } from '../find-by-name.ts';
import type { Loss } from '../losses/loss.ts';
import { MeanMetricWrapper } from '../metrics/mean-metric.ts';
import { Metric } from '../metrics/metric.ts';
import { metricOf } from '../metrics/metric-named.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { optimizerOf } from '../optimizers/optimizer-named.ts';
import type { CompileOptions, LossOption, MetricChoice, Metrics, PerOutput } from './compile-options.ts';
import { type CustomObjects, isObjectConfig, ownObject, withOwnObjects } from './custom-objects.ts';
import type { LossName } from './loss-name.ts';
import type { Model } from './model.ts';

/** What shapes are, where a metric does not depend on them. */
const noShapes = { targets: [], predictions: [] } as const;

/**
 * What `compile` was told, as Keras's `get_compile_config` has it: `optimizer` with its learning rate of now, `loss`,
 * `loss_weights`, `metrics`, `weighted_metrics`, `run_eagerly`. Null for a model that is not compiled.
 *
 * @throws HebbError `UNSUPPORTED` for functions without a name
 */
export function compileConfig(model: Model): Config | null {
  if (!model.compiled) return null;
  const { options, optimizer } = model.training;
  const { loss, lossWeights, metrics, weightedMetrics, runEagerly } = options;
  return {
    optimizer: serialize(optimizer),
    loss: loss === undefined || loss === null ? null : lossesConfig(loss),
    loss_weights: lossWeights ?? null,
    metrics: metricsConfig(metrics),
    weighted_metrics: metricsConfig(weightedMetrics),
    run_eagerly: runEagerly ?? false,
  };
}

/**
 * Compile a model as a config of `compileConfig`, or of Keras, says.
 *
 * @param own optimizers, losses, metrics and schedules of one's own, by name
 * @throws HebbError `INVALID_VALUE` for names that nobody has; `UNSUPPORTED` for functions whose code is in the
 * config; `INVALID_OPTION`, `UNKNOWN_OPTION` for what `compile` refuses
 */
export function compileFromConfig(model: Model, config: Config, own: CustomObjects = {}): void {
  const { optimizer, loss, loss_weights: lossWeights, metrics, weighted_metrics: weighted } = config;
  model.compile({
    optimizer: optimizerFrom(optimizer, own),
    loss: loss === undefined || loss === null ? null : lossesFrom(loss, own),
    lossWeights: (lossWeights ?? null) as CompileOptions['lossWeights'],
    metrics: metricsFrom(metrics, own),
    weightedMetrics: metricsFrom(weighted, own),
    runEagerly: config.run_eagerly === true,
  });
}

function optimizerFrom(given: unknown, own: CustomObjects): Optimizer {
  const resolved = withOwnObjects(given, own);
  if (resolved instanceof Optimizer || typeof resolved === 'string' || isObjectConfig(resolved)) {
    return optimizerOf(resolved as Config);
  }
  throw new HebbError('INVALID_VALUE', `a compiled model has an optimizer, got ${show(given)}.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One, or those of a list or a record; what is null stays so. */
function mapped(given: unknown, isOne: (value: unknown) => boolean, of: (one: unknown) => unknown): unknown {
  if (given === null || given === undefined) return null;
  if (isOne(given)) return of(given);
  if (Array.isArray(given)) return given.map((one) => mapped(one, isOne, of));
  if (!isRecord(given)) return of(given);
  return Object.fromEntries(Object.entries(given).map(([name, one]) => [name, mapped(one, isOne, of)]));
}

function lossesConfig(losses: PerOutput<LossOption>): unknown {
  const isOne = (value: unknown): boolean =>
    isRecord(value) && ('perSample' in value || ('loss' in value && 'options' in value));
  return mapped(losses, isOne, (one) => lossConfig(one as LossOption));
}

function lossConfig(loss: LossOption): unknown {
  if (typeof loss === 'string') return kerasSpelling(loss);
  if (typeof loss === 'function') return functionConfig('loss', loss.name);
  if ('perSample' in loss) return isKnown(loss) ? lossObject(loss, {}) : functionConfig('loss', loss.name);
  const record = typeof loss.loss === 'string' ? lossNamed(loss.loss) : loss.loss;
  if (isKnown(record)) return lossObject(record, loss.options);
  return { ...functionConfig('loss', record.name), options: loss.options };
}

/** `meanSquaredError` → `mean_squared_error`; class names stay. */
function kerasSpelling(name: string): string {
  return /^[a-z]/.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
}

function isKnown(loss: Loss): boolean {
  try {
    return lossNamed(loss.name) === loss;
  } catch {
    return false;
  }
}

const lossClasses: Readonly<Record<string, string>> = { ctc: 'CTC', kl_divergence: 'KLDivergence' };

function lossObject({ name }: Loss, options: object): Config {
  const className = lossClasses[name] ?? camelCase(`_${name}`);
  const entries = Object.entries(options).map(([option, value]) => [kerasSpelling(option), value]);
  const config = { name, reduction: 'sum_over_batch_size', ...Object.fromEntries(entries) };
  return { module: 'keras.losses', class_name: className, config, registered_name: null };
}

/** How Keras writes a function down. */
function functionConfig(kind: string, name: string): Config {
  if (name !== '') {
    return { module: 'builtins', class_name: 'function', config: name, registered_name: 'function' };
  }
  throw new HebbError(
    'UNSUPPORTED',
    `compile: a ${kind} that is a function without a name cannot be written down; give it one.`,
  );
}

function lossesFrom(given: unknown, own: CustomObjects): PerOutput<LossOption> {
  return mapped(given, isObjectConfig, (one) => lossFrom(one, own)) as PerOutput<LossOption>;
}

function lossFrom(given: unknown, own: CustomObjects): LossOption {
  if (typeof given === 'string')
    return ownObject(given, own) === undefined ? checkedName(given) : namedLoss(given, own);
  if (!isObjectConfig(given)) {
    throw new HebbError('INVALID_VALUE', `a loss has a name or a config, got ${show(given)}.`);
  }
  const { class_name: className, config } = given;
  if (className === 'function') {
    const loss = namedLoss(config, own);
    return isRecord(given.options) ? { loss: loss as Loss, options: given.options } : loss;
  }
  if (className === 'LossFunctionWrapper' && isRecord(config)) return lossFrom(config.fn, own);
  const loss = namedLoss(className, own);
  if (typeof loss !== 'object' || !('perSample' in loss) || !isRecord(config)) return loss;
  const { name: _, dtype: _type, ...options } = config;
  return { loss, options: checkedOptions(loss, optionsOf(options)) };
}

/** @throws HebbError `INVALID_VALUE` for a name that no loss has */
function checkedName(name: string): LossName {
  if (name !== 'crossentropy' && name !== 'ce') lossNamed(name);
  return name as LossName;
}

function namedLoss(name: unknown, own: CustomObjects): Loss | (LossOption & object) {
  return (ownObject(name, own) as (LossOption & object) | undefined) ?? lossNamed(name as string);
}

/** @throws HebbError `UNSUPPORTED` for options that Hebb's loss does not have */
function checkedOptions({ name, rules = {} }: Loss, options: Record<string, unknown>): object {
  const known = new Set(['reduction', ...Object.keys(rules)]);
  const unknown = Object.keys(options).find((option) => !known.has(option) && options[option] !== null);
  if (unknown === undefined) return options;
  throw new HebbError('UNSUPPORTED', `the loss ${name} has no option ${show(unknown)}.`);
}

function metricsConfig(metrics: Metrics | null | undefined): unknown {
  const isOne = (value: unknown): boolean =>
    value instanceof Metric || (isRecord(value) && 'perSample' in value) || isObjectConfig(value);
  return mapped(metrics, isOne, (one) => metricConfig(one as MetricChoice));
}

function metricConfig(metric: MetricChoice): unknown {
  if (typeof metric === 'function') return functionConfig('metric', metric.name);
  if (metric instanceof MeanMetricWrapper) {
    const { name, fn } = metric.settings;
    return { ...serialize(metric), config: { name, fn: functionConfig('metric', fn.name) } };
  }
  if (metric instanceof Metric) return serialize(metric);
  // The logs call a metric as it was named: in camelCase that is a name of one's own.
  if (typeof metric === 'string') {
    return /[A-Z]/.test(metric) && !/^acc|^cross/.test(metric)
      ? serialize(metricOf(metric, noShapes))
      : metric;
  }
  return 'perSample' in metric ? functionConfig('metric', (metric as Loss).name) : metric;
}

function metricsFrom(given: unknown, own: CustomObjects): Metrics | null {
  return mapped(given, isObjectConfig, (one) => metricFrom(one, own)) as Metrics | null;
}

function metricFrom(given: unknown, own: CustomObjects): MetricChoice {
  if (typeof given === 'string') return given;
  if (!isObjectConfig(given)) {
    throw new HebbError('INVALID_VALUE', `a metric has a name or a config, got ${show(given)}.`);
  }
  const { class_name: className, config } = given;
  if (className === 'function') return functionMetric(config, own);
  if (className === 'MeanMetricWrapper' && isRecord(config) && isObjectConfig(config.fn)) {
    const fn = functionMetric(config.fn.config, own);
    if (typeof fn === 'function') return new MeanMetricWrapper(fn, { name: String(config.name) });
    return fn;
  }
  return metricOf(withOwnObjects(given, own) as Config, noShapes);
}

function functionMetric(name: unknown, own: CustomObjects): MetricChoice {
  return (ownObject(name, own) as MetricChoice | undefined) ?? lossNamed(name as string);
}
