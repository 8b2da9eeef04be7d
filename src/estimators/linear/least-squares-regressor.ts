/**
 * What `LinearRegression` and `Ridge` have in common: rows and targets without their means are solved for
 * weights, all at once. How they are solved is the subclasses' business.
 */

import { hasRows } from '../../core/has-rows.ts';
import type { ModelState } from '../../core/model-state.ts';
import { integer, nullable, oneOf } from '../../core/options.ts';
import { readAttribute, readTensor, vectors } from '../../core/read-state.ts';
import { readSampleWeight } from '../../core/sample-weight.ts';
import { readNumbers, type Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { centreRows, interceptsOf } from './centred-rows.ts';
import { checkSameLength, readFeatureRows } from './linear-model.ts';
import { LinearRegressor, type NumberModel, type NumberPredictions } from './linear-regressor.ts';
import { describeModel, readModel, savedOptions } from './linear-state.ts';

/** Equations to solve: A (rows × columns) times weights is to be B (rows × outputs). */
export interface Equations {
  readonly A: Float64Array;
  readonly B: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly outputs: number;
}

export interface Solution {
  /** outputs × columns */
  readonly weights: Float64Array;
  /** Singular values of A and how many count; null where they were not asked for. */
  readonly singular: Float64Array | null;
  readonly rank: number | null;
}

interface LeastSquaresModel extends NumberModel, Omit<Solution, 'weights'> {}

/** The base of the two regressors; not for use by itself. */
export abstract class LeastSquaresRegressor<
  Options extends object,
  Prediction extends NumberPredictions,
> extends LinearRegressor<Options, LeastSquaresModel, Prediction> {
  protected async train(
    X: TableLike,
    y: unknown,
    sampleWeight: ArrayLike<number> | null | undefined,
    fitIntercept: boolean,
    solve: (equations: Equations) => Promise<Solution>,
  ): Promise<void> {
    await this.learn(async () => {
      const { matrix, features } = readFeatureRows(X, this.name, undefined);
      const { data, rows, columns: outputs } = readNumbers(y as Targets, 'y');
      checkSameLength(matrix.rows, rows);
      const targets = { data: Float64Array.from(data), rows, columns: outputs };
      const rowWeights = readSampleWeight(sampleWeight, rows);
      const centred = centreRows(matrix, targets, rowWeights, fitIntercept);
      const { A, B } = centred;
      const { weights: coef, singular, rank } = await solve({ A, B, rows, columns: matrix.columns, outputs });
      const intercept = interceptsOf(coef, centred);
      const form = hasRows(y as Targets) ? 'rows' : 'numbers';
      return { features, coef, intercept, warnings: [], form, singular, rank };
    });
  }

  /** The prediction for a row of zeros: a number, or where y had rows one an output. */
  get intercept(): Prediction extends Tensor ? Float64Array : number {
    const { intercept, form } = this.learned;
    type Intercept = Prediction extends Tensor ? Float64Array : number;
    return (form === 'numbers' ? intercept[0] : intercept.slice()) as Intercept;
  }

  toState(): ModelState {
    const unfitted = { kind: this.name, options: savedOptions(this.options) };
    if (!this.isFitted) return unfitted;
    const { attributes, tensors } = describeModel(this.learned);
    const { form, rank, singular } = this.learned;
    return {
      ...unfitted,
      attributes: { ...attributes, form, rank },
      tensors: { ...tensors, ...vectors({ singular }) },
    };
  }

  /** Take over what a state says was learned. */
  protected restoreState(state: ModelState): void {
    if (state.attributes === undefined) return;
    const model = readModel(state);
    const form = readAttribute<NumberModel['form']>(state, 'form', oneOf('numbers', 'rows'));
    const rank = readAttribute<number | null>(state, 'rank', nullable(integer({ min: 0 })));
    const singular = rank === null ? null : Float64Array.from(readTensor(state, 'singular').data);
    this.restore({ ...model, form, rank, singular });
  }
}
