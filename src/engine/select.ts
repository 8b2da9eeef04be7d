/**
 * Which engine runs: by name, or the best one there is.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Engine } from './contract.ts';
import { jsEngine } from './js/js-engine.ts';

export type EngineChoice = 'auto' | 'js' | 'wasm';

export function createEngine(choice: EngineChoice = 'auto'): Engine {
  if (choice === 'js' || choice === 'auto') return jsEngine;
  throw new HebbError('INVALID_OPTION', `unknown engine ${show(choice)}`);
}
