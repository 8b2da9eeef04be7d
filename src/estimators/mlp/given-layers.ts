/**
 * Starting from given layers: weights and biases of another network's lower layers in place of drawn ones. It
 * knows neither how they were learned nor what becomes of them.
 */
import { HebbError } from '../../core/errors.ts';
import { toMatrix } from '../../core/matrix.ts';
import { type Architecture, layersOf, type Parameters } from './network.ts';
import type { FitOptions } from './options.ts';

/**
 * A copy of the parameters with the given layers in place; the same where none are given.
 *
 * @throws HebbError `SHAPE_MISMATCH` for layers that the network does not have
 */
export function withGivenLayers(
  parameters: Parameters,
  architecture: Architecture,
  { coefsInit, interceptsInit }: Pick<FitOptions, 'coefsInit' | 'interceptsInit'>,
): Parameters {
  if (coefsInit == null && interceptsInit == null) return parameters;
  const weights = parameters.weights.slice();
  const biases = parameters.biases.slice();
  const layers = layersOf(architecture);
  for (const [name, given] of Object.entries({ coefsInit, interceptsInit })) {
    if (given == null || given.length <= layers.length) continue;
    throw mismatch(`${name} has ${given.length} layers, but the network has ${layers.length}.`);
  }
  coefsInit?.forEach((coefs, k) => {
    const { inputs, units, weightStart } = layers[k];
    const { data, rows, columns } = toMatrix(coefs, `coefsInit[${k}]`);
    if (rows !== inputs || columns !== units) {
      throw mismatch(`coefsInit[${k}] has shape ${rows} × ${columns}, but the layer ${inputs} × ${units}.`);
    }
    weights.set(data, weightStart);
  });
  interceptsInit?.forEach((intercepts, k) => {
    const { units, biasStart } = layers[k];
    if (intercepts.length !== units) {
      throw mismatch(`interceptsInit[${k}] has ${intercepts.length} biases, but the layer ${units} units.`);
    }
    biases.set(intercepts, biasStart);
  });
  return { weights, biases };
}

function mismatch(message: string): HebbError {
  return new HebbError('SHAPE_MISMATCH', message);
}
