/**
 * The text of a module while it is written: its numbers, and the functions that its lines call. Only functions that
 * are called are in it. What comes from a model goes in as literals, never as code. It knows no model.
 */
import type { FloatDType } from '../../core/dtype.ts';
import { type ModuleFunction, moduleFunctions } from './module-functions.ts';

export class ModuleText {
  readonly #float: FloatDType;
  readonly #used = new Set<string>();
  readonly #numbers: number[][] = [];
  #length = 0;

  constructor(float: FloatDType) {
    this.#float = float;
  }

  /** A call of a function, which the module then has. */
  call(name: ModuleFunction, ...args: readonly (string | number)[]): string {
    return `${this.use(name)}(${args.join(', ')})`;
  }

  /** The name of a function, which the module then has. */
  use(name: ModuleFunction): string {
    const [, ...needs] = moduleFunctions[name];
    for (const need of needs) this.use(need);
    this.#used.add(name);
    return name;
  }

  /** Keep numbers; the place of the first. */
  keep(...lists: readonly ArrayLike<number>[]): number {
    const at = this.#length;
    for (const list of lists) {
      this.#numbers.push(Array.from(list));
      this.#length += list.length;
    }
    return at;
  }

  /** The functions that are called, in the order of their definition. */
  get functions(): string {
    const names = Object.keys(moduleFunctions) as ModuleFunction[];
    return names.flatMap((name) => (this.#used.has(name) ? [moduleFunctions[name][0]] : [])).join('\n');
  }

  /** The numbers, as an expression that gives them. */
  get numbers(): string {
    const values = this.#numbers.flat();
    const array = this.#float === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
    const bytes = new Uint8Array(array.buffer);
    let binary = '';
    for (let i = 0; i < bytes.length; i += 8192)
      binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
    const type = this.#float === 'float32' ? 'Float32Array' : 'Float64Array';
    return `new ${type}(Uint8Array.from(atob('${btoa(binary)}'), (c) => c.charCodeAt(0)).buffer)`;
  }
}

/** A value as a literal of JavaScript that may stand in a page too. */
export function literal(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
