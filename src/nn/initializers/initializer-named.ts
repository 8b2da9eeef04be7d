/** Initializers by name. Whoever needs one only imports that; this file brings them all. */
import type { Config } from '../configured.ts';
import { type Family, memberOf } from '../named.ts';
import { Constant, IdentityInitializer, Ones, Zeros } from './constant-initializers.ts';
import { Initializer } from './initializer.ts';
import { Orthogonal } from './orthogonal.ts';
import { RandomNormal, RandomUniform, TruncatedNormal } from './random-initializers.ts';
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  VarianceScaling,
} from './variance-scaling.ts';

/** An initializer, Keras's name of one, or its config. */
export type InitializerOption = InitializerName | Initializer | Config;

/** Keras's names; camelCase and class names are understood too. */
export type InitializerName =
  | 'glorot_uniform'
  | 'glorot_normal'
  | 'he_uniform'
  | 'he_normal'
  | 'lecun_uniform'
  | 'lecun_normal'
  | 'variance_scaling'
  | 'random_uniform'
  | 'random_normal'
  | 'truncated_normal'
  | 'orthogonal'
  | 'identity'
  | 'zeros'
  | 'ones'
  | 'constant';

const family: Family<Initializer> = {
  kind: 'initializer',
  base: Initializer,
  classes: {
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
    VarianceScaling,
    RandomUniform,
    RandomNormal,
    TruncatedNormal,
    Orthogonal,
    Identity: IdentityInitializer,
    Zeros,
    Ones,
    Constant,
  },
  aliases: {
    uniform: 'RandomUniform',
    normal: 'RandomNormal',
    zero: 'Zeros',
    one: 'Ones',
    IdentityInitializer: 'Identity',
    OrthogonalInitializer: 'Orthogonal',
  },
};

/**
 * The initializer that a name, a config or an initializer stands for.
 *
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 * @example
 * initializerOf('he_normal').draw([784, 300], 'float32', 42);
 */
export function initializerOf(given: InitializerOption): Initializer {
  return memberOf(family, given);
}
