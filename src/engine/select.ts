/**
 * Which engine runs: by name, or the best one there is.
 */
import { host } from '#host';
import { HebbError, show } from '../core/errors.ts';
import { boolean, checkOptions, integer, type Rule } from '../core/options.ts';
import type { Engine } from './contract.ts';
import { jsEngine } from './js/js-engine.ts';
import { isWasmSupported, WasmEngine } from './wasm/wasm-engine.ts';

export type EngineChoice = 'auto' | 'js' | 'wasm';

export interface EngineOptions {
  /**
   * Threads that may share the work, the calling one included; as many as there are hardware threads, at most
   * 16, by default. More than one are used only while measuring says that it pays, and never change a bit.
   */
  readonly threads?: number;
  /** Time every kernel, for `engine.profile()`: on one thread, and a little slower. Default false. */
  readonly profile?: boolean;
}

const NAMES: readonly EngineChoice[] = ['auto', 'js', 'wasm'];
const MOST_THREADS = 16;

/** The engine that everybody gets who asks for nothing special, so that there is one crew of workers. */
let common: WasmEngine | undefined;

/**
 * An engine by name. `'auto'` is `wasm` wherever WebAssembly SIMD runs, else `js`.
 *
 * @throws HebbError `INVALID_OPTION` for an unknown name, `UNSUPPORTED` where the runtime cannot run the engine
 * @example
 * const engine = createEngine('wasm', { threads: 2 });
 * engine.name; // 'wasm'
 * const double = compile((x: Tensor) => x.mul(2), { engine });
 * (await double([1, 2, 3])).toArray(); // [2, 4, 6]
 * engine.close();
 */
export function createEngine(choice: EngineChoice = 'auto', options: EngineOptions = {}): Engine {
  checkOptions('createEngine', options, {
    threads: integer({ min: 1 }),
    profile: boolean,
  });
  switch (choice) {
    case 'js':
      return jsEngine;
    case 'auto':
      return isWasmSupported() ? wasmEngine(options) : jsEngine;
    case 'wasm':
      if (isWasmSupported()) return wasmEngine(options);
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

function wasmEngine(options: EngineOptions): Engine {
  const { threads = Math.min(host.cores, MOST_THREADS), profile = false } = options;
  if (Object.keys(options).length > 0) return new WasmEngine({ threads, host, profile });
  common ??= new WasmEngine({ threads, host, profile });
  return common;
}

/** The rule for an option `engine`: a name, or an engine of `createEngine`. */
export const engineRule: Rule = {
  expected: "'auto', 'js', 'wasm' or an engine of createEngine",
  allows: (value) => NAMES.includes(value as EngineChoice) || isEngine(value),
};

/** An engine as an option names it. */
export function engineOf(engine: EngineChoice | Engine = 'auto'): Engine {
  return isEngine(engine) ? engine : createEngine(engine);
}

function isEngine(value: unknown): value is Engine {
  return typeof value === 'object' && value !== null && typeof (value as Engine).load === 'function';
}
