/** Every loss that is exported: Keras's values and derivatives with every reduction, and finite differences. */
import { describe, expect, test } from 'vitest';
import * as crossEntropies from '../../src/nn/losses/cross-entropies.ts';
import * as hinges from '../../src/nn/losses/hinges.ts';
import { computeLoss, type Loss, type ReductionOptions } from '../../src/nn/losses/loss.ts';
import * as metricLearning from '../../src/nn/losses/metric-learning.ts';
import * as overlap from '../../src/nn/losses/overlap.ts';
import * as regression from '../../src/nn/losses/regression.ts';
import * as sequence from '../../src/nn/losses/sequence.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';
import { camelCase, expectNear, type Numbers, numeric, optionsOf, readFixture } from './reference.ts';

const exported: Readonly<Record<string, Loss>> = {
  ...crossEntropies,
  ...hinges,
  ...metricLearning,
  ...overlap,
  ...regression,
  ...sequence,
};
/** All but the one of sequences, whose predictions have an axis more. */
const losses = Object.entries(exported).filter(([name]) => name !== 'ctc');

interface ReferenceCase {
  readonly class_name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly dtype: 'float64' | 'float32';
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

const cases = ['keras-losses.json', 'keras-losses-more.json'].flatMap((name) =>
  readFixture<ReferenceCase>(name),
);

/** The record of Keras's class: `MeanSquaredError` is `meanSquaredError`, `KLDivergence` is `klDivergence`, `CTC` is `ctc`. */
function recordOf(className: string): Loss {
  return exported[className.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (start) => start.toLowerCase())];
}

describe.each(['float64', 'float32'] as const)('Keras’s numbers in %s', (dtype) => {
  const tolerance = dtype === 'float64' ? 1e-9 : 1e-5;
  // What lies within ε of 0 or 1, or grows like e⁸⁰, is for float64.
  const fitting = cases.filter(({ kind }) => dtype === 'float64' || !/edge|more/.test(kind));

  test.each(
    fitting.map((entry) => {
      return [`${entry.class_name} ${JSON.stringify(entry.kwargs)} ${entry.kind}`, entry] as const;
    }),
  )('%s', (_, entry) => {
    const loss = recordOf(entry.class_name);
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
  });
});

describe('every loss', () => {
  const samples = [
    [0.2, 0.7, 0.1],
    [0.55, 0.15, 0.3],
    [0.05, 0.12, 0.83],
    [0.45, 0.35, 0.2],
  ];
  const targets = (loss: Loss): Tensor => {
    const isSparse = loss.targetShape !== undefined;
    return tensor(
      isSparse
        ? [1, 0, 1, 0]
        : [
            [0, 1, 0],
            [1, 0, 0],
            [0, 0, 1],
            [0, 1, 0],
          ],
    );
  };

  test.each(losses)('%s is told apart: a name, a formula, a source', (constant, loss) => {
    expect(camelCase(loss.name)).toBe(constant);
    expect(loss.formula.length * loss.source.length).toBeGreaterThan(0);
  });

  test.each(losses)('%s has the derivative that finite differences show', (_, loss) => {
    const h = 1e-6;
    const total = (rows: readonly (readonly number[])[]): number =>
      computeLoss(loss, targets(loss), rows, { reduction: 'sum' }).item();
    const yPred = tensor(samples);
    const [derivative] = gradients(computeLoss(loss, targets(loss), yPred, { reduction: 'sum' }), [yPred]);
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
  });

  test.each(losses)('%s refuses an option it does not have', (_, loss) => {
    const wrong = { reducton: 'sum' } as object;
    expect(errorOfSync(() => computeLoss(loss, targets(loss), samples, wrong))).toBe(
      `UNKNOWN_OPTION: ${loss.name} has no option 'reducton'. Did you mean 'reduction'?`,
    );
  });

  test.each(losses)('%s refuses targets of another shape', (_, loss) => {
    expect(errorOfSync(() => computeLoss(loss, [[1, 0]], samples))).toMatch(
      new RegExp(`^SHAPE_MISMATCH: ${loss.name} needs targets of shape .*, got \\(1, 2\\)`),
    );
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
