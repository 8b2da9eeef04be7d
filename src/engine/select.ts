/**
 * Which engine runs: by name, or the best one there is.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Engine } from './contract.ts';
import { jsEngine } from './js/js-engine.ts';
import { isWasmSupported, wasmEngine } from './wasm/wasm-engine.ts';

export type EngineChoice = 'auto' | 'js' | 'wasm';

/**
 * An engine by name. `'auto'` is `wasm` wherever WebAssembly SIMD runs, else `js`.
 *
 * @throws HebbError `INVALID_OPTION` for an unknown name, `UNSUPPORTED` where the runtime cannot run the engine
 * @example
 * createEngine('wasm').name; // 'wasm'
 */
export function createEngine(choice: EngineChoice = 'auto'): Engine {
  switch (choice) {
    case 'js':
      return jsEngine;
    case 'auto':
      return isWasmSupported() ? wasmEngine : jsEngine;
    case 'wasm':
      if (isWasmSupported()) return wasmEngine;
      throw new HebbError(
        'UNSUPPORTED',
        "this runtime has no WebAssembly SIMD, which engine 'wasm' needs; use 'js'.",
      );
    default:
      throw new HebbError(
        'INVALID_OPTION',
        `engine must be one of 'auto', 'js', 'wasm', got ${show(choice)}.`,
      );
  }
}
