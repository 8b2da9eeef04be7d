/** Optimizers by name, and from configs. Whoever needs one only imports that; this file brings them all. */
import type { Config } from '../configured.ts';
import { type Family, memberOf } from '../named.ts';
import { scheduleOf } from '../schedules/schedule-named.ts';
import { Adafactor } from './adafactor.ts';
import { Adadelta, Adagrad } from './adagrad.ts';
import { Adam, AdamW } from './adam.ts';
import { Adamax, Lamb, Nadam } from './adam-variants.ts';
import { Ftrl } from './ftrl.ts';
import { Lion } from './lion.ts';
import { Muon } from './muon.ts';
import { Optimizer } from './optimizer.ts';
import { RMSprop } from './rmsprop.ts';
import { SGD } from './sgd.ts';

/** An optimizer, Keras's name of one, or its config. */
export type OptimizerOption = OptimizerName | Optimizer | Config;

/** Keras's names; class names are understood too. */
export type OptimizerName =
  | 'sgd'
  | 'rmsprop'
  | 'adam'
  | 'adamw'
  | 'adagrad'
  | 'adadelta'
  | 'adafactor'
  | 'adamax'
  | 'nadam'
  | 'ftrl'
  | 'lion'
  | 'lamb'
  | 'muon';

const family: Family<Optimizer> = {
  kind: 'optimizer',
  base: Optimizer,
  classes: {
    SGD,
    RMSprop,
    Adam,
    AdamW,
    Adagrad,
    Adadelta,
    Adafactor,
    Adamax,
    Nadam,
    Ftrl,
    Lion,
    Lamb,
    Muon,
  },
};

/**
 * The optimizer that a name, a config (`{ class_name, config }`) or an optimizer stands for.
 *
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 * @example
 * optimizerOf('adam').learningRate; // 0.001
 */
export function optimizerOf(given: OptimizerOption): Optimizer {
  if (given instanceof Optimizer || typeof given === 'string') return memberOf(family, given);
  const config = given.config as Config | undefined;
  const rate = config?.learning_rate;
  if (typeof rate !== 'object' || rate === null) return memberOf(family, given);
  return memberOf(family, { ...given, config: { ...config, learning_rate: scheduleOf(rate as Config) } });
}
