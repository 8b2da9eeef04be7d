/** An activation function as a layer of its own. */
import type { Tensor } from '../../tensor/tensor.ts';
import type { Activation as ActivationFunction } from '../activations.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { type ActivationOption, activationEntry } from './option-entries.ts';

interface ActivationSettings extends LayerOptions {
  readonly activation: ActivationFunction | null;
}

/**
 * An activation function by name, as a record, or any function of a tensor.
 *
 * @example
 * new Activation('relu').apply(tensor([-1, 2])).toArray(); // [0, 2]
 */
export class Activation extends Layer<ActivationSettings> {
  static override readonly className: string = 'Activation';
  static override readonly table: LayerTable = { activation: activationEntry() };

  constructor(
    activation: ActivationOption | (LayerOptions & { readonly activation: ActivationOption }),
    options: LayerOptions = {},
  ) {
    const all = isOptions(activation) ? activation : { ...options, activation };
    super(all as LayerOptions);
  }

  call(x: Tensor): Tensor {
    return this.settings.activation?.apply(x) ?? x;
  }
}

function isOptions(given: unknown): given is LayerOptions & { readonly activation: ActivationOption } {
  return typeof given === 'object' && given !== null && 'activation' in given;
}
