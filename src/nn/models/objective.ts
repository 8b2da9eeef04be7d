/**
 * What a batch costs, as tensors: the losses of the outputs, what layers add, and what is kept for the logs. Sums
 * live in variables of the program, so that no step has to come back to tell.
 */
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import type { Logs } from '../callbacks/callback.ts';
import { Weight } from '../layers/weight.ts';
import { computeLoss } from '../losses/loss.ts';
import type { OutputTask } from './compile-options.ts';

/** A batch as tensors: what came out of the model, what should have, and how much it counts. */
export interface Outcome {
  readonly predictions: readonly Tensor[];
  readonly targets: readonly (Tensor | undefined)[];
  readonly weights: readonly (Tensor | undefined)[];
  /** Masks of the predictions. */
  readonly masks: readonly (Tensor | undefined)[];
  /** Scalars that layers and regularizers add. */
  readonly added: readonly Tensor[];
  readonly rows: number;
}

type Updates = (readonly [Tensor, Tensor])[];

/** Keeps the means of losses and the totals of metrics over batches. */
export class Objective {
  readonly #tasks: readonly OutputTask[];
  /** Σ loss · rows, Σ rows, then Σ loss · rows of each output that has its own. */
  readonly #means: Weight;
  /** For every metric its total; made when the first batch tells how long it is. */
  readonly #totals: (Weight | undefined)[];

  constructor(tasks: readonly OutputTask[]) {
    this.#tasks = tasks;
    const own = this.#outputLosses().length;
    this.#means = sums('means', 2 + own);
    this.#totals = this.#metrics().map(() => undefined);
  }

  /** The loss of a batch, and the updates that keep it and the metrics in mind. */
  write(outcome: Outcome): { loss: Tensor; updates: Updates } {
    const { predictions, targets, weights, masks, added, rows } = outcome;
    const losses = this.#tasks.map(({ loss, options }, i) => {
      const target = targets[i];
      if (loss === undefined || target === undefined) return undefined;
      const [sampleWeight, mask] = [weights[i], masks[i]];
      return computeLoss(loss, target, predictions[i], {
        ...options,
        ...(sampleWeight === undefined ? {} : { sampleWeight }),
        ...(mask === undefined ? {} : { mask }),
      });
    });
    const weighed = losses.flatMap((loss, i) => {
      const { factor } = this.#tasks[i];
      return loss === undefined ? [] : [factor === 1 ? loss : loss.mul(factor)];
    });
    const terms = [...weighed, ...added];
    const loss =
      terms.length === 0
        ? Tensor.scalar(0, predictions[0].dtype)
        : terms.reduce((sum, term) => sum.add(term.cast(sum.dtype)));
    const kept = [loss, undefined, ...this.#outputLosses().map(({ index }) => losses[index])];
    const parts = kept.map((one, i) => {
      const mean = i === 1 ? Tensor.scalar(1, 'float64') : (one ?? Tensor.scalar(0, 'float64'));
      return mean.cast('float64').mul(rows).reshape([1]);
    });
    const updates: Updates = [[this.#means.value, this.#means.value.add(Tensor.concat(parts))]];
    for (const [k, { metric, weighted, output }] of this.#metrics().entries()) {
      const target = targets[output];
      if (target === undefined) continue;
      const statistics = metric.statistics(
        target,
        predictions[output],
        weighted ? weights[output] : undefined,
      );
      const total = this.#totals[k] ?? sums(metric.name, statistics.size);
      this.#totals[k] = total;
      updates.push([total.value, total.value.add(statistics)]);
    }
    return { loss, updates };
  }

  /** The sums, which programs share. */
  get sums(): readonly Weight[] {
    return [this.#means, ...this.#totals].filter((one) => one !== undefined);
  }

  /** Forget all batches. */
  reset(): void {
    for (const sum of this.sums) sum.assign(new Float64Array(sum.size));
  }

  /** What the sums come to, by name, alphabetically. */
  logs(): Logs {
    const sums = this.#means.values;
    const mean = (i: number): number => (sums[1] === 0 ? 0 : sums[i] / sums[1]);
    const entries: [string, number][] = [];
    for (const [k, { key, metric }] of this.#metrics().entries()) {
      const total = this.#totals[k];
      const result = metric.resultOf(total?.values ?? []);
      entries.push([key, typeof result === 'number' ? result : mean0(result)]);
    }
    for (const [i, { name }] of this.#outputLosses().entries()) entries.push([`${name}_loss`, mean(2 + i)]);
    entries.push(['loss', mean(0)]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /**
   * The numbers of `logs` in Keras's order: the loss, the outputs' own losses, the metrics as they were given where
   * they go by their own names, and the rest by name.
   */
  list(logs: Logs): number[] {
    const own = this.#outputLosses().map(({ name }) => `${name}_loss`);
    const kept = this.#metrics();
    const plain = [...kept.filter(({ weighted }) => !weighted), ...kept.filter(({ weighted }) => weighted)];
    const names = ['loss', ...own, ...plain.map(({ metric }) => metric.name)];
    const rest = Object.keys(logs).filter((name) => !names.includes(name));
    return [...names.filter((name) => Object.hasOwn(logs, name)), ...rest.sort()].map((name) => logs[name]);
  }

  /** The outputs whose losses are kept one by one: all, where there are several. */
  #outputLosses(): { name: string; index: number }[] {
    const all = this.#tasks.flatMap(({ name, loss }, index) => (loss === undefined ? [] : [{ name, index }]));
    return all.length > 1 ? all : [];
  }

  #metrics(): {
    key: string;
    metric: OutputTask['metrics'][number]['metric'];
    weighted: boolean;
    output: number;
  }[] {
    return this.#tasks.flatMap(({ metrics }, output) => metrics.map((kept) => ({ ...kept, output })));
  }
}

function sums(name: string, size: number): Weight {
  return new Weight(name, fromTyped(new Float64Array(size), [size]), { trainable: false });
}

/** Logs hold one number a metric; of several, their mean. */
function mean0(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}
