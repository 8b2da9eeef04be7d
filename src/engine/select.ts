/**
 * Which engine runs: by name, or the best one there is.
 */
import { host } from '#host';
import { HebbError, show } from '../core/errors.ts';
import { boolean, checkOptions, integer, type Rule } from '../core/options.ts';
import type { Engine } from './contract.ts';
import { jsEngine } from './js/js-engine.ts';
import type { BlasUse } from './wasm/products.ts';
import { isWasmSupported, WasmEngine } from './wasm/wasm-engine.ts';

export type EngineChoice = 'auto' | 'js' | 'wasm' | 'blas';

export interface EngineOptions {
  /**
   * Threads that may share the work, the calling one included; as many as there are hardware threads, at most
   * 16, by default, and one in a worker thread of Node. More than one are used only while measuring says that it pays, and never change a bit.
   */
  readonly threads?: number;
  /**
   * Let V8 join pairs of 128-bit SIMD operations to 256 bits, where a trial shows that this is right and faster
   * (about twice on Node 24 and AVX2). It is a flag of the whole process, so it is never set unasked. Default false.
   */
  readonly widen?: boolean;
  /** Time every kernel, for `engine.profile()`: on one thread, and a little slower. Default false. */
  readonly profile?: boolean;
}

const NAMES: readonly EngineChoice[] = ['auto', 'js', 'wasm', 'blas'];
const MOST_THREADS = 16;

/** The engines that everybody gets who asks for nothing special, so that there is one crew of workers for each. */
const common = new Map<BlasUse, Engine>();
/** May engines that nobody asked to widen do so? */
let widensUnasked = false;

/** For a program that is alone in its process, such as Hebb's own: engines made from now on may widen unasked. */
export function widenUnasked(): void {
  widensUnasked = true;
}

/**
 * An engine by name. `'wasm'` runs wherever WebAssembly SIMD does. `'blas'` is the same with all matrix products
 * done by the machine's BLAS (Node, with the optional package koffi). `'auto'` is `'wasm'` with those products
 * done by the BLAS that are large enough for it, where there is one; what it chose, `explain()` tells. `'js'` is slow,
 * readable, and the definition of what the others compute.
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
    widen: boolean,
  });
  switch (choice) {
    case 'js':
      return jsEngine;
    case 'auto':
      return isWasmSupported() ? wasmEngine('where it pays', options) : jsEngine;
    case 'blas': {
      const blas = host.blas();
      if (typeof blas !== 'string') return wasmEngine('always', options);
      throw new HebbError('UNSUPPORTED', `engine 'blas' cannot run here: ${blas}`);
    }
    case 'wasm':
      if (isWasmSupported()) return wasmEngine('never', options);
      throw new HebbError(
        'UNSUPPORTED',
        "this runtime has no WebAssembly SIMD, which engine 'wasm' needs; use 'js'.",
      );
    default:
      throw new HebbError(
        'INVALID_OPTION',
        `engine must be one of ${NAMES.map(show).join(', ')}, got ${show(choice)}.`,
      );
  }
}

function wasmEngine(blas: BlasUse, options: EngineOptions): Engine {
  const { threads = Math.min(host.cores, MOST_THREADS), profile = false, widen = widensUnasked } = options;
  const isCommon = Object.keys(options).length === 0;
  const engine =
    (isCommon ? common.get(blas) : undefined) ?? new WasmEngine({ threads, host, profile, widen, blas });
  if (isCommon) common.set(blas, engine);
  return engine;
}

/** The fastest engine that computes the same on every machine: without its BLAS. */
export function portableEngine(): Engine {
  return isWasmSupported() ? wasmEngine('never', {}) : jsEngine;
}

/** The rule for an option `engine`: a name, or an engine of `createEngine`. */
export const engineRule: Rule = {
  expected: "'auto', 'js', 'wasm', 'blas' or an engine of createEngine",
  allows: (value) => NAMES.includes(value as EngineChoice) || isEngine(value),
};

/** An engine as an option names it. */
export function engineOf(engine: EngineChoice | Engine = 'auto'): Engine {
  return isEngine(engine) ? engine : createEngine(engine);
}

function isEngine(value: unknown): value is Engine {
  return typeof value === 'object' && value !== null && typeof (value as Engine).load === 'function';
}
