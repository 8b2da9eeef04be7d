/**
 * What every metric must do: Keras's results after each batch of each reference case, batch by batch, inside a plan
 * and all at once; begin anew after a reset; a config that makes the same metric again.
 */
import { expect } from 'vitest';
import type { FloatDType } from '../../src/core/dtype.ts';
import { createEngine } from '../../src/engine/select.ts';
import { serialize } from '../../src/nn/configured.ts';
import { Metric, type MetricResult, type ValueMetric } from '../../src/nn/metrics/metric.ts';
import { metricOf } from '../../src/nn/metrics/metric-named.ts';
import { placeholder, tensor, variable, zeros } from '../../src/tensor/creation.ts';
import { Program } from '../../src/tensor/program.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { expectNear, type Numbers, numeric } from './reference.ts';

/** A run of Keras's. */
export interface MetricCase {
  readonly class_name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly name: string;
  readonly batches: readonly {
    readonly y_true?: Numbers;
    readonly y_pred?: Numbers;
    readonly values?: Numbers;
    readonly sample_weight: Numbers | null;
  }[];
  readonly result_after_each_batch: readonly (Numbers | null)[];
  readonly result_after_reset?: Numbers;
}

type AnyMetric = Metric | ValueMetric;

function numbersOf(result: MetricResult): readonly number[] {
  return typeof result === 'number' ? [result] : result;
}

/** One reference case in one type. */
export function checkMetric(entry: MetricCase, make: () => AnyMetric, dtype: FloatDType): void {
  const tolerance = dtype === 'float64' ? 1e-9 : 1e-5;
  const metric = make();
  // Keras numbers the names of metrics of a class.
  expect(entry.name.replace(/(?<=[a-z])_\d+$/, '')).toBe(metric.name);
  let total: Float64Array | undefined;
  for (const [i, batch] of entry.batches.entries()) {
    const inputs = [batch.y_true ?? batch.values, batch.y_pred].filter((given) => given !== undefined);
    const tensors = inputs.map((given) => tensor(numeric(given), { dtype }));
    const weight = batch.sample_weight === null ? undefined : tensor(numeric(batch.sample_weight), { dtype });
    updateWith(metric, tensors, weight);
    // Inside a plan in one type: plans of the other are no different.
    const statistics = dtype === 'float32' ? inPlan(metric, tensors, weight) : undefined;
    total = total?.map((sum, k) => sum + (statistics?.[k] ?? 0)) ?? statistics;
    const wanted = entry.result_after_each_batch[i];
    if (wanted === null) continue;
    expectNear(numbersOf(metric.result()), wanted, tolerance);
    if (total !== undefined) expectNear(numbersOf(metric.resultOf(total)), wanted, tolerance);
  }
  metric.reset();
  expectWhole(metric, entry, dtype, tolerance);
  metric.reset();
  if (entry.result_after_reset !== undefined) {
    expectNear(numbersOf(metric.result()), entry.result_after_reset, tolerance);
  }
}

/** All batches at once give what they give one after the other, unless batches are what is compared along. */
function expectWhole(metric: AnyMetric, entry: MetricCase, dtype: FloatDType, tolerance: number): void {
  const wanted = entry.result_after_each_batch.at(-1) as Numbers;
  if (entry.kind === 'scalars' || entry.kwargs.axis === 0) return;
  const whole = (part: (batch: MetricCase['batches'][number]) => Numbers | null | undefined): Tensor[] => {
    const parts = entry.batches.map(part);
    if (parts.some((one) => one === null || one === undefined)) return [];
    return [tensor(numeric((parts as (readonly Numbers[])[]).flat()), { dtype })];
  };
  const inputs = [...whole((batch) => batch.y_true ?? batch.values), ...whole((batch) => batch.y_pred)];
  updateWith(metric, inputs, whole((batch) => batch.sample_weight)[0]);
  expectNear(numbersOf(metric.result()), wanted, tolerance);
}

function updateWith(metric: AnyMetric, [first, second]: readonly Tensor[], weight: Tensor | undefined): void {
  if (metric instanceof Metric) metric.update(first, second, weight);
  else metric.update(first, weight);
}

/** The statistics of a batch, added to a variable by a plan. */
function inPlan(metric: AnyMetric, inputs: readonly Tensor[], weight: Tensor | undefined): Float64Array {
  const fed = inputs.map(({ shape, dtype }) => placeholder(shape, dtype));
  const weights = weight === undefined ? undefined : placeholder(weight.shape, weight.dtype);
  const statistics =
    metric instanceof Metric
      ? metric.statistics(fed[0], fed[1], weights)
      : metric.statistics(fed[0], weights);
  expect(statistics.dtype).toBe('float64');
  const total = variable(zeros(statistics.shape));
  const updates = [[total, total.add(statistics)]] as const;
  const program = new Program({ step: { updates } }, createEngine('wasm'));
  for (const [i, placeholder] of fed.entries()) {
    if (program.uses(placeholder)) program.write(placeholder, inputs[i].values);
  }
  if (weights !== undefined && weight !== undefined) program.write(weights, weight.values);
  program.run('step');
  return program.read(total) as Float64Array;
}

/** A config under Keras's names that makes a metric of the same config. */
export function checkMetricConfig(entry: MetricCase): void {
  const shapes = { targets: [], predictions: [] };
  const metric = metricOf({ class_name: entry.class_name, config: entry.kwargs }, shapes);
  const config = metric.getConfig();
  for (const [name, value] of Object.entries(entry.kwargs)) expect(config[name]).toEqual(value);
  expect(metricOf(JSON.parse(JSON.stringify(serialize(metric))), shapes).getConfig()).toEqual(config);
}
