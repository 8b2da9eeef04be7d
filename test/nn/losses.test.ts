/** Every loss that is exported: Keras's values and derivatives with every reduction, and finite differences. */
import { describe, expect, test } from 'vitest';
import * as nn from '../../src/nn/index.ts';
import * as crossEntropies from '../../src/nn/losses/cross-entropies.ts';
import { computeLoss, type Loss, type ReductionOptions } from '../../src/nn/losses/loss.ts';
import * as metricLearning from '../../src/nn/losses/metric-learning.ts';
import * as regression from '../../src/nn/losses/regression.ts';
import * as sequence from '../../src/nn/losses/sequence.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';
import { checkLoss, checkLossCase, type LossCase } from './check-loss.ts';
import { expectNear, readFixture } from './reference.ts';

const cases = ['keras-losses.json', 'keras-losses-more.json'].flatMap((name) => readFixture<LossCase>(name));
const losses = (Object.entries(nn) as [string, unknown][]).filter(
  (entry): entry is [string, Loss] =>
    typeof entry[1] === 'object' && entry[1] !== null && 'perSample' in entry[1],
);

/** The constant of Keras's class: `MeanSquaredError` is `meanSquaredError`, `KLDivergence` is `klDivergence`, `CTC` is `ctc`. */
function constantOf(className: string): string {
  return className.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (start) => start.toLowerCase());
}

describe.each(losses)('%s', (constant, loss) => {
  const own = cases.filter((entry) => constantOf(entry.class_name) === constant);

  test('has reference cases', () => {
    expect(own.length).toBeGreaterThan(0);
  });

  test.each(own.map((entry, i) => [i, JSON.stringify(entry.kwargs), entry.kind, entry] as const))(
    'Keras’s numbers, case %i %s %s',
    (_, __, kind, entry) => {
      checkLossCase(loss, entry, 'float64');
      // What lies within ε of 0 or 1, or grows like e⁸⁰, is for float64.
      if (!/edge|more/.test(kind)) checkLossCase(loss, entry, 'float32');
    },
  );

  test('laws', () => {
    checkLoss(constant, loss);
  });
});

describe('numbers worked out by hand', () => {
  test('the example of computeLoss', () => {
    expect(computeLoss(regression.huber, [[0], [3]], [[0.5], [1]], { delta: 1 }).item()).toBe(0.8125);
  });

  test('flat targets for one column of predictions are that column', () => {
    const flat = computeLoss(regression.meanSquaredError, [1, 2], [[1], [4]]);
    expect(flat.item()).toBe(2);
  });

  test('a mask without anything in it leaves 0, not NaN', () => {
    const options = { mask: [false, false] };
    expect(computeLoss(regression.meanSquaredError, [[1], [2]], [[3], [4]], options).item()).toBe(0);
    const weighted = { reduction: 'mean_with_sample_weight', sampleWeight: [0, 0] } as const;
    expect(computeLoss(regression.meanSquaredError, [[1], [2]], [[3], [4]], weighted).item()).toBe(0);
  });

  test('reductions in either spelling, and null for none', () => {
    const mse = (reduction: ReductionOptions['reduction']): Tensor =>
      computeLoss(regression.meanSquaredError, [[1], [2]], [[3], [3]], { reduction, sampleWeight: [1, 3] });
    // Losses 4 and 1, weighted 4 and 3.
    for (const reduction of ['sum_over_batch_size', 'sumOverBatchSize', 'mean', undefined] as const) {
      expect(mse(reduction).item()).toBe(3.5);
    }
    for (const reduction of ['mean_with_sample_weight', 'meanWithSampleWeight'] as const) {
      expect(mse(reduction).item()).toBe(7 / 4);
    }
    for (const reduction of ['none', null] as const) expect(mse(reduction).toArray()).toEqual([4, 3]);
    expect(errorOfSync(() => mse('average' as 'mean'))).toMatch(
      /^INVALID_OPTION: .*'reduction' must be null or one of/,
    );
  });

  test('a class number that names no class makes the loss NaN', () => {
    const { sparseCategoricalCrossentropy } = crossEntropies;
    const rows = [[0.2, 0.8]];
    for (const label of [2, -1, 0.5]) {
      expect(computeLoss(sparseCategoricalCrossentropy, [label], rows).item()).toBeNaN();
    }
    expect(computeLoss(sparseCategoricalCrossentropy, [1], rows).item()).toBeCloseTo(-Math.log(0.8), 12);
  });

  test('classes may lie along another axis', () => {
    const { sparseCategoricalCrossentropy, categoricalCrossentropy } = crossEntropies;
    const byColumns = [
      [0.2, 0.6],
      [0.8, 0.4],
    ];
    const wanted = [-Math.log(0.8), -Math.log(0.6)];
    const options = { axis: 0, reduction: 'none' } as const;
    expectNear(computeLoss(sparseCategoricalCrossentropy, [1, 0], byColumns, options).values, wanted, 1e-12);
    const oneHot = [
      [0, 1],
      [1, 0],
    ];
    expectNear(computeLoss(categoricalCrossentropy, oneHot, byColumns, options).values, wanted, 1e-12);
  });

  test('ctc: one label in two steps, blank before, blank after, or both steps', () => {
    const logits = [
      [
        [1, 2],
        [0.5, -1],
      ],
    ];
    const [[first, second]] = logits.map((rows) =>
      rows.map(([blank, label]) => Math.exp(label) / (Math.exp(blank) + Math.exp(label))),
    );
    const paths = first * (1 - second) + (1 - first) * second + first * second;
    const { ctc } = sequence;
    for (const labels of [[[1]], [[1, 0]]]) {
      expect(computeLoss(ctc, labels, logits).item()).toBeCloseTo(-Math.log(paths), 12);
    }
    // The same label twice needs a blank between, for which two steps are too few.
    expect(computeLoss(ctc, [[1, 1]], logits).item()).toBeGreaterThan(1e4);
    expect(errorOfSync(() => computeLoss(ctc, [[1]], [[1, 2]]))).toBe(
      'SHAPE_MISMATCH: ctc needs predictions batch × steps × classes, got shape (1, 2).',
    );
    expect(errorOfSync(() => computeLoss(ctc, [[1], [1]], logits))).toMatch(
      /^SHAPE_MISMATCH: ctc needs targets/,
    );
  });

  test('circle: two pairs of unit vectors', () => {
    const { circle } = metricLearning;
    const embeddings = [
      [1, 0],
      [0.6, 0.8],
      [0, 1],
      [-0.8, 0.6],
    ];
    const labels = [0, 0, 1, 1];
    const [gamma, margin] = [2, 0.4];
    const wanted = embeddings.map((a, i) => {
      const sums = [0, 0];
      for (const [j, b] of embeddings.entries()) {
        const d = Math.max(1 - a[0] * b[0] - a[1] * b[1], 0);
        if (labels[i] !== labels[j]) sums[1] += Math.exp(gamma * Math.max(1.4 - d, 0) * (0.6 - d));
        else if (i !== j) sums[0] += Math.exp(-gamma * (0.4 + d) * (0.4 - d));
      }
      return Math.log1p(sums[0] * sums[1]);
    });
    const computed = computeLoss(circle, labels, embeddings, { gamma, margin, reduction: 'none' });
    expectNear(computed.values, wanted, 1e-12);
  });

  test('circle: a sample without a partner loses nothing and does not count', () => {
    const options = { reduction: 'none' } as const;
    const rows = [
      [1, 0],
      [0, 1],
    ];
    expect(computeLoss(metricLearning.circle, [0, 1], rows, options).toArray()).toEqual([0, 0]);
  });
});
