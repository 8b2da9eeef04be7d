/** Muon: momentum whose matrices are made nearly orthogonal. What is no matrix goes Adam's way. */
import { boolean, integer, listOf, matching, nullable, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { biasCorrection, towards } from './moments.ts';
import {
  commonTable,
  Optimizer,
  type OptimizerOptions,
  type ParameterInfo,
  type Slot,
  type StepInputs,
  type StepResult,
} from './optimizer.ts';

export interface MuonOptions extends OptimizerOptions {
  /** Adam's β₁, for what is no matrix. Default 0.9. */
  readonly adamBeta1?: number;
  /** Adam's β₂. Default 0.999. */
  readonly adamBeta2?: number;
  /** Adam's ε. Default 1e-7. */
  readonly epsilon?: number;
  /** Parameters in whose path any of these is found go Adam's way. Default none. */
  readonly excludeLayers?: readonly string[] | null;
  /** The coefficients of x, x³ and x⁵ in Newton and Schulz's iteration. Default 3.4445, −4.775, 2.0315. */
  readonly muonA?: number;
  readonly muonB?: number;
  readonly muonC?: number;
  /** Adam's rate as a multiple of the rate. Default 1. */
  readonly adamLrRatio?: number;
  /** Share of the momentum that stays at a step. Default 0.95. */
  readonly momentum?: number;
  /** How many iterations of Newton and Schulz. Default 5. */
  readonly nsSteps?: number;
  /** Nesterov's momentum. Default true. */
  readonly nesterov?: boolean;
  /** Do parameters with "embedding" in their path go Adam's way? Default true. */
  readonly excludeEmbeddings?: boolean;
  /** Weight decay of what goes Adam's way. Default 0.004. */
  readonly adamWeightDecay?: number | null;
  /** Moves are scaled by this times √ of the longer side; null: not at all. Default 0.2. */
  readonly rmsRate?: number | null;
}

/**
 * m ← μm + g; w ← w − rate·√max(rows, columns)·rmsRate·orthogonal(g + μm), where Newton and Schulz's iteration
 * brings the singular values near 1. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024;
 * the scale: Liu et al., "Muon is scalable for LLM training", 2025.
 *
 * @example
 * new Muon(0.02, { excludeLayers: ['output'] });
 */
export class Muon extends Optimizer<MuonOptions> {
  readonly className: string = 'Muon';
  protected readonly table: OptionTable<MuonOptions> = {
    ...commonTable('muon', 0.001, 0.004),
    adamBeta1: [0.9, real({ min: 0, below: 1 })],
    adamBeta2: [0.999, real({ min: 0, below: 1 })],
    epsilon: [1e-7, real({ min: 0 })],
    excludeLayers: [[], nullable(listOf(matching('a text', (value) => typeof value === 'string')))],
    muonA: [3.4445, real()],
    muonB: [-4.775, real()],
    muonC: [2.0315, real()],
    adamLrRatio: [1, real({ min: 0 })],
    momentum: [0.95, real({ min: 0, max: 1 })],
    nsSteps: [5, integer({ min: 0 })],
    nesterov: [true, boolean],
    excludeEmbeddings: [true, boolean],
    adamWeightDecay: [0.004, nullable(real({ min: 0 }))],
    rmsRate: [0.2, nullable(real({ min: 0 }))],
  };

  slots(parameter: ParameterInfo): readonly Slot[] {
    return this.#goesAdamsWay(parameter)
      ? [{ name: 'momentum' }, { name: 'velocity' }]
      : [{ name: 'momentum' }];
  }

  protected override ownDecay(parameter: ParameterInfo): number | null | undefined {
    return this.#goesAdamsWay(parameter) ? this.settings.adamWeightDecay : undefined;
  }

  step(inputs: StepInputs): StepResult {
    return inputs.slots.length === 2 ? this.#adamStep(inputs) : this.#muonStep(inputs);
  }

  #goesAdamsWay({ shape, name, path = name }: ParameterInfo): boolean {
    const { excludeEmbeddings, excludeLayers } = this.settings;
    if (shape.length !== 2 || (excludeEmbeddings && /embedding/i.test(path))) return true;
    return (excludeLayers ?? []).some((part) => new RegExp(part).test(path));
  }

  #muonStep({ parameter, gradient, slots: [m], rate }: StepInputs): StepResult {
    const { momentum, nesterov, rmsRate } = this.settings;
    const mNext = m.mul(momentum).add(gradient);
    const move = this.#orthogonal(nesterov ? gradient.add(mNext.mul(momentum)) : mNext);
    const scale = rmsRate === null ? 1 : Math.sqrt(Math.max(...parameter.shape)) * rmsRate;
    return { next: parameter.sub(move.mul(rate.mul(scale))), slots: [mNext] };
  }

  /** x ← ax + (b·xxᵀ + c·(xxᵀ)²)x, time and again, from x over its norm; on the shorter side. */
  #orthogonal(x: Tensor): Tensor {
    const { muonA, muonB, muonC, nsSteps } = this.settings;
    const isTall = x.shape[0] > x.shape[1];
    let wide = isTall ? x.transpose() : x;
    wide = wide.div(wide.square().sum().sqrt().add(1e-7));
    for (let i = 0; i < nsSteps; i++) {
      const gram = wide.matmul(wide, { transposeB: true });
      const mix = gram.mul(muonB).add(gram.matmul(gram).mul(muonC));
      wide = wide.mul(muonA).add(mix.matmul(wide));
    }
    return isTall ? wide.transpose() : wide;
  }

  #adamStep({ parameter, gradient, slots: [m, v], rate, iteration }: StepInputs): StepResult {
    const { adamBeta1, adamBeta2, epsilon, adamLrRatio } = this.settings;
    const correction = biasCorrection(adamBeta2, iteration).sqrt().div(biasCorrection(adamBeta1, iteration));
    const mNext = towards(m, gradient, adamBeta1);
    const vNext = towards(v, gradient.square(), adamBeta2);
    const own = rate.mul(adamLrRatio).mul(correction.cast(rate.dtype));
    return { next: parameter.sub(mNext.mul(own).div(vNext.sqrt().add(epsilon))), slots: [mNext, vNext] };
  }
}
