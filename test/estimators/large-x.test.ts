/** X that is too large to lie in the engine's memory a second time: its rows are brought some batches at a time. */
import { expect, test } from 'vitest';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { RandomState } from '../../src/random/random-state.ts';

const rows = 4330;
const few = 3;
const hidden = 2;

/** Three columns that count, and so many of zeros beside them that X has `columns`. */
async function fitted(columns: number, shuffle: boolean): Promise<MLPRegressor> {
  const random = new RandomState(4);
  const counting = new Float32Array(rows * few);
  random.fillUniform(counting, -1, 1);
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) data.set(counting.subarray(i * few, (i + 1) * few), i * columns);
  const y = Float32Array.from({ length: rows }, (_, i) => counting[i * few] * counting[i * few + 1]);
  // The same state comes to the shuffling: the numbers that the wide network draws for its weights are drawn before.
  const state = new RandomState(1);
  state.fillUniform(new Float64Array((wide - columns) * hidden), 0, 1);
  const start = [
    [0.5, -0.4],
    [-0.3, 0.8],
    [0.2, 0.1],
  ];
  const zeros = Array.from({ length: columns - few }, () => [0, 0]);
  const model = new MLPRegressor({
    ...{ hiddenLayerSizes: [hidden], activation: 'tanh', alpha: 0, dtype: 'float32', onWarning() {} },
    ...{ batchSize: 100, maxIter: 2, shuffle, randomState: state },
  });
  return model.fit({ data, shape: [rows, columns] }, y, {
    coefsInit: [
      [...start, ...zeros],
      [[0.3], [0.7]],
    ],
    interceptsInit: [[0, 0], [0]],
  });
}

/** 69 MB of float32: six batches at a time, and a last one of 30 rows. */
const wide = 4000;

test.each([false, true])(
  'learns what it learns from the columns that count (shuffled: %s)',
  async (shuffle) => {
    const [small, large] = [await fitted(few, shuffle), await fitted(wide, shuffle)];
    const numbers = ({ lossCurve, coefs, intercepts }: MLPRegressor): number[] => [
      ...(lossCurve ?? []),
      ...coefs[0].values.slice(0, few * hidden),
      ...coefs[1].values,
      ...intercepts.flatMap((values) => Array.from(values)),
    ];
    const wanted = numbers(small);
    // float32, whose sums are rounded differently for other sizes.
    for (const [i, number] of numbers(large).entries()) expect(number).toBeCloseTo(wanted[i], 5);
  },
);
