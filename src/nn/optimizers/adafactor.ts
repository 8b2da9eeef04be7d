/** Adafactor: Adam without momentum, whose mean squares of matrices are kept as one row and one column. */
import { boolean, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import {
  commonTable,
  Optimizer,
  type OptimizerOptions,
  type ParameterInfo,
  type Slot,
  type StepInputs,
  type StepResult,
} from './optimizer.ts';

export interface AdafactorOptions extends OptimizerOptions {
  /** Mean squares keep the share 1 − tᵝ at step t. Default −0.8. */
  readonly beta2Decay?: number;
  /** Added to squared gradients. Default 1e-30. */
  readonly epsilon1?: number;
  /** The smallest root mean square of a parameter that its rate goes by. Default 0.001. */
  readonly epsilon2?: number;
  /** The largest root mean square of a move before the rate. Default 1. */
  readonly clipThreshold?: number;
  /** Is the rate at most 1/√t? Default true. */
  readonly relativeStep?: boolean;
}

/**
 * w ← w − max(ε₂, rms(w))·min(rate, 1/√t)·u/max(1, rms(u)/threshold), where u = g/√v, and for matrices v is the
 * product of mean squares by rows and by columns over the mean of all. Shazeer and Stern, "Adafactor: adaptive
 * learning rates with sublinear memory cost", 2018.
 *
 * @example
 * new Adafactor(0.01, { relativeStep: false });
 */
export class Adafactor extends Optimizer<AdafactorOptions> {
  readonly className: string = 'Adafactor';
  protected readonly table: OptionTable<AdafactorOptions> = {
    ...commonTable('adafactor', 0.001),
    beta2Decay: [-0.8, real({ max: 0 })],
    epsilon1: [1e-30, real({ min: 0 })],
    epsilon2: [1e-3, real({ min: 0 })],
    clipThreshold: [1, real({ above: 0 })],
    relativeStep: [true, boolean],
  };

  slots({ shape }: ParameterInfo): readonly Slot[] {
    const isVector = shape.length < 2;
    return [
      { name: 'row', shape: isVector ? [] : shape.slice(0, -1) },
      { name: 'column', shape: isVector ? [] : [...shape.slice(0, -2), shape[shape.length - 1]] },
      { name: 'velocity' },
    ];
  }

  step({ parameter, gradient, slots: [row, column, v], rate, iteration }: StepInputs): StepResult {
    const { beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep } = this.settings;
    const { dtype } = parameter;
    const step = relativeStep ? rate.minimum(iteration.sqrt().reciprocal().cast(dtype)) : rate;
    const fresh = iteration.pow(beta2Decay).cast(dtype);
    const blend = (mean: Tensor, x: Tensor): Tensor => mean.add(x.sub(mean).mul(fresh));
    const squares = gradient.square().add(epsilon1);
    const isVector = parameter.rank < 2;
    const rowNext = isVector ? row : blend(row, squares.mean(-1));
    const columnNext = isVector ? column : blend(column, squares.mean(-2));
    const vNext = isVector
      ? blend(v, squares)
      : rowNext
          .div(rowNext.mean(-1, { keepDims: true }))
          .expandDims(-1)
          .mul(columnNext.expandDims(-2));
    const direction = gradient.div(vNext.sqrt());
    const shortened = direction.div(rms(direction).div(clipThreshold).maximum(1));
    const alpha = rms(parameter).maximum(epsilon2).mul(step);
    return { next: parameter.sub(shortened.mul(alpha)), slots: [rowNext, columnNext, vNext] };
  }
}

function rms(x: Tensor): Tensor {
  return x.square().mean().sqrt();
}
