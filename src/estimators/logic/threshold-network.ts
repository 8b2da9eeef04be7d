/**
 * Networks of threshold units whose weights are set by hand: layers of units that add up their weighted inputs and
 * a bias and pass the sum through a step function. Nothing is learned here.
 */
import { HebbError, show } from '../../core/errors.ts';
import { checkFinite, type MatrixLike, toMatrix } from '../../core/matrix.ts';
import { checkOptions, listOf, oneOf, real } from '../../core/options.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';

/** One layer of units, all of them connected to everything in the layer before. */
export interface ThresholdLayer {
  /** inputs × units: row i holds the weights of input i. */
  readonly weights: readonly (readonly number[])[];
  /** One for each unit. */
  readonly biases: readonly number[];
}

export interface ThresholdNetworkOptions {
  /** The step function: `'heaviside'` gives 0 or 1 (1 at 0), `'sign'` gives −1, 0 or 1. Default `'heaviside'`. */
  readonly activation?: 'heaviside' | 'sign';
}

/** What the units of one layer do for one row. */
export interface LayerSignals {
  /** Weighted sums, biases included. */
  readonly sums: readonly number[];
  /** The step function of the sums. */
  readonly outputs: readonly number[];
}

const steps: Readonly<Record<'heaviside' | 'sign', (z: number) => number>> = {
  heaviside: (z) => (z >= 0 ? 1 : 0),
  sign: (z) => Math.sign(z) + 0,
};
const numbers = listOf(real());

/**
 * Threshold units in layers, with weights of your own.
 *
 * @example
 * // Exclusive or: the first hidden unit is "and", the second "or", the output "or but not and".
 * const xor = new ThresholdNetwork([
 *   { weights: [[1, 1], [1, 1]], biases: [-1.5, -0.5] },
 *   { weights: [[-1], [1]], biases: [-0.5] },
 * ]);
 * xor.predict([[0, 0], [0, 1], [1, 0], [1, 1]]); // [0, 1, 1, 0]
 */
export class ThresholdNetwork {
  readonly layers: readonly ThresholdLayer[];
  readonly options: ThresholdNetworkOptions;

  /**
   * @throws HebbError `SHAPE_MISMATCH` for layers that do not fit together, `INVALID_VALUE` for what is no number,
   * `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  constructor(layers: readonly ThresholdLayer[], options: ThresholdNetworkOptions = {}) {
    checkOptions('ThresholdNetwork', options, { activation: oneOf('heaviside', 'sign') });
    checkLayers(layers);
    this.layers = layers;
    this.options = options;
  }

  /** Numbers in a row of X. */
  get inputs(): number {
    return this.layers[0].weights.length;
  }

  /**
   * The outputs of rows: one number a row where the last layer has one unit, else rows × units.
   *
   * @param X rows × inputs
   * @throws HebbError `SHAPE_MISMATCH`, `NON_FINITE`
   */
  predict(X: MatrixLike): Int32Array | Tensor {
    const { data, rows, columns } = checkFinite(toMatrix(X));
    if (columns !== this.inputs) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `X has ${columns} columns, but the network has ${this.inputs} inputs.`,
      );
    }
    const units = this.layers[this.layers.length - 1].biases.length;
    const out = new Int32Array(rows * units);
    for (let i = 0; i < rows; i++) {
      const row = Array.from(data.subarray(i * columns, (i + 1) * columns));
      out.set(this.#forward(row)[this.layers.length - 1].outputs, i * units);
    }
    return units === 1 ? out : fromTyped(out, [rows, units]);
  }

  /**
   * What every unit does for one row, layer by layer.
   *
   * @throws HebbError `SHAPE_MISMATCH`, `NON_FINITE`
   * @example
   * const and = new ThresholdNetwork([{ weights: [[1], [1]], biases: [-1.5] }]);
   * and.signals([1, 0])[0]; // { sums: [-0.5], outputs: [0] }
   */
  signals(row: readonly number[]): LayerSignals[] {
    const { data, columns } = checkFinite(toMatrix([row], 'row'), 'row');
    if (columns !== this.inputs) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `the row has ${columns} numbers, but the network has ${this.inputs} inputs.`,
      );
    }
    return this.#forward(Array.from(data));
  }

  #forward(row: readonly number[]): LayerSignals[] {
    const step = steps[this.options.activation ?? 'heaviside'];
    let inputs = row;
    return this.layers.map(({ weights, biases }) => {
      const sums = biases.map((bias, unit) =>
        inputs.reduce((sum, input, i) => sum + input * weights[i][unit], bias),
      );
      inputs = sums.map(step);
      return { sums, outputs: inputs };
    });
  }
}

function checkLayers(layers: readonly ThresholdLayer[]): void {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new HebbError('EMPTY_DATA', `ThresholdNetwork needs at least one layer, got ${show(layers)}.`);
  }
  let units: number | undefined;
  for (const [k, layer] of layers.entries()) {
    const { weights, biases } = layer ?? {};
    if (!listOf(numbers).allows(weights) || !numbers.allows(biases)) {
      throw new HebbError('INVALID_VALUE', `layer ${k}: weights must be rows of numbers, biases numbers.`);
    }
    const ragged = weights.findIndex((row: readonly number[]) => row.length !== biases.length);
    if (ragged >= 0 || weights.length === 0 || biases.length === 0) {
      const came = ragged >= 0 ? `row ${ragged} has ${weights[ragged].length}` : 'there are none';
      throw new HebbError(
        'SHAPE_MISMATCH',
        `layer ${k}: each row of weights needs one number for each of ${biases.length} biases, ${came}.`,
      );
    }
    if (units !== undefined && weights.length !== units) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `layer ${k} has weights for ${weights.length} inputs, but layer ${k - 1} has ${units} units.`,
      );
    }
    units = biases.length;
  }
}
