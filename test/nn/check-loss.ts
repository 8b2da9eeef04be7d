/**
 * What every loss must do: Keras's values and derivatives with every reduction; derivatives that finite differences
 * show; and refuse what it cannot work with.
 */
import { expect } from 'vitest';
import type { FloatDType } from '../../src/core/dtype.ts';
import { computeLoss, type Loss, type ReductionOptions } from '../../src/nn/losses/loss.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';
import { camelCase, expectNear, type Numbers, numeric, optionsOf } from './reference.ts';

/** What Keras makes of targets and predictions, reduced and weighted in several ways. */
export interface LossCase {
  readonly class_name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly y_true: Numbers;
  readonly y_pred: Numbers;
  readonly mask?: boolean[];
  readonly variants: readonly {
    readonly reduction: ReductionOptions['reduction'];
    readonly sample_weight: Numbers | null;
    readonly value: Numbers;
    readonly grad?: Numbers;
  }[];
}

/** One reference case in one type. */
export function checkLossCase(loss: Loss, entry: LossCase, dtype: FloatDType): void {
  const tolerance = dtype === 'float64' ? 1e-9 : 1e-5;
  const yTrue = numeric(entry.y_true);
  const yPred = tensor(numeric(entry.y_pred), { dtype });
  // How losses are summed up does not depend on their type: in float32 as they are and weighted will do.
  const variants = dtype === 'float64' ? entry.variants : entry.variants.slice(0, 2);
  for (const { reduction, sample_weight: weight, value, grad } of variants) {
    const options = {
      ...optionsOf(entry.kwargs),
      reduction,
      sampleWeight: weight === null ? undefined : numeric(weight),
      mask: entry.mask,
    };
    const computed = computeLoss<object>(loss, yTrue, yPred, options);
    expect(computed.dtype).toBe(dtype);
    expectNear(computed.values, value, tolerance);
    if (grad !== undefined) expectNear(gradients(computed, [yPred])[0].values, grad, tolerance);
  }
}

const samples = [
  [0.2, 0.7, 0.1],
  [0.55, 0.15, 0.3],
  [0.05, 0.12, 0.83],
  [0.45, 0.35, 0.2],
];
const oneHot = [
  [0, 1, 0],
  [1, 0, 0],
  [0, 0, 1],
  [0, 1, 0],
];

/** What holds for any loss. */
export function checkLoss(constant: string, loss: Loss): void {
  expect(camelCase(loss.name)).toBe(constant);
  expect(loss.formula.length * loss.source.length).toBeGreaterThan(0);
  // The predictions of the loss of sequences have an axis more, for which these samples are too few.
  const isOfSequences = loss.name === 'ctc';
  const targets = tensor(loss.targetShape === undefined ? oneHot : [1, 0, 1, 0]);
  const wrong = { reducton: 'sum' } as object;
  expect(errorOfSync(() => computeLoss(loss, targets, samples, wrong))).toBe(
    `UNKNOWN_OPTION: ${loss.name} has no option 'reducton'. Did you mean 'reduction'?`,
  );
  if (isOfSequences) return;
  expect(errorOfSync(() => computeLoss(loss, [[1, 0]], samples))).toMatch(
    new RegExp(`^SHAPE_MISMATCH: ${loss.name} needs targets of shape .*, got \\(1, 2\\)`),
  );
  expectDerivative(loss, targets);
}

/** The derivative is what finite differences show. */
function expectDerivative(loss: Loss, targets: Tensor): void {
  const h = 1e-6;
  const total = (rows: readonly (readonly number[])[]): number =>
    computeLoss(loss, targets, rows, { reduction: 'sum' }).item();
  const yPred = tensor(samples);
  const [derivative] = gradients(computeLoss(loss, targets, yPred, { reduction: 'sum' }), [yPred]);
  const differences = samples.map((row, i) =>
    row.map((_, j) => {
      const moved = (by: number): number[][] =>
        samples.map((other, k) => other.map((value, l) => (k === i && l === j ? value + by : value)));
      return (total(moved(h)) - total(moved(-h))) / (2 * h);
    }),
  );
  const scale = Math.max(1, ...differences.flat().map(Math.abs));
  expectNear(
    derivative.values.map((value) => value / scale),
    differences.map((row) => row.map((value) => value / scale)),
    1e-6,
  );
}
