/**
 * `compile`: a function of tensors becomes a function that is planned and loaded once for each set of shapes
 * and types it meets, and only run after that. What changes from call to call has to be an argument; for
 * variables that a run changes, see `program.ts`.
 */
import { HebbError, show } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import type { Engine } from '../engine/contract.ts';
import { type EngineChoice, engineOf, engineRule } from '../engine/select.ts';
import { asTensor, placeholder, type TensorInput } from './creation.ts';
import { Program } from './program.ts';
import { Tensor } from './tensor.ts';

/** What a compiled function may return. */
export type Tensors = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

export interface CompileOptions {
  /** What runs it, by name or an engine of `createEngine`; `'auto'`, the fastest there is, by default. */
  readonly engine?: EngineChoice | Engine;
}

/** So many sets of shapes are kept loaded; of more, the oldest is planned anew when it comes again. */
const MOST_LOADED = 16;

type Loaded = (args: readonly Tensor[]) => Tensors;

/**
 * @param fn a function of tensors that returns a tensor, or an array or record of tensors. It is called with
 * placeholders, once for each set of shapes and types: it sees no numbers. `gradients` may be used inside;
 * a variable from outside has its initial numbers.
 * @returns a function of tensors, or of numbers that become some, which resolves to constant tensors
 * @throws HebbError `INVALID_VALUE` for too few arguments, and when `fn` returns anything but tensors;
 * `INVALID_OPTION` and `UNKNOWN_OPTION` for wrong options
 * @example
 * const slope = compile((x: Tensor) => gradients(x.pow(3), [x])[0]);
 * (await slope([1, 2, 3])).toArray(); // [3, 12, 27]
 */
export function compile<Args extends readonly Tensor[], Result extends Tensors>(
  fn: (...args: Args) => Result,
  options: CompileOptions = {},
): (...args: { [K in keyof Args]: TensorInput }) => Promise<Result> {
  checkOptions('compile', options, { engine: engineRule });
  const loaded = new Map<string, Loaded>();
  return async (...given) => {
    if (given.length < fn.length) {
      throw new HebbError(
        'INVALID_VALUE',
        `the compiled function takes ${fn.length} arguments, got ${given.length}.`,
      );
    }
    const args = given.map(asTensor);
    const key = args.map(({ dtype, shape }) => `${dtype} ${shape}`).join(';');
    const run =
      loaded.get(key) ?? loadFor((inputs) => fn(...(inputs as readonly Tensor[] as Args)), args, options);
    if (!loaded.has(key) && loaded.size === MOST_LOADED) loaded.delete([...loaded.keys()][0]);
    loaded.set(key, run);
    return run(args) as Result;
  };
}

function loadFor(
  fn: (inputs: readonly Tensor[]) => Tensors,
  like: readonly Tensor[],
  { engine }: CompileOptions,
): Loaded {
  const inputs = like.map(({ shape, dtype }) => placeholder(shape, dtype));
  const result = fn(inputs);
  const [names, outputs] = partsOf(result);
  const program = new Program({ run: { outputs } }, engineOf(engine));
  return (args) => {
    for (const [i, input] of inputs.entries()) if (program.uses(input)) program.write(input, args[i].values);
    program.run('run');
    const values = outputs.map(({ shape, dtype }, i) => {
      return new Tensor(shape, dtype, { kind: 'values', values: program.output('run', i).slice() });
    });
    if (result instanceof Tensor) return values[0];
    return Array.isArray(result) ? values : Object.fromEntries(names.map((name, i) => [name, values[i]]));
  };
}

/** Names and tensors of what the function returned. */
function partsOf(result: Tensors): [names: string[], outputs: Tensor[]] {
  const parts = result instanceof Tensor ? { it: result } : result;
  const isRecord = typeof parts === 'object' && parts !== null && !(parts instanceof Promise);
  const entries = isRecord ? Object.entries(parts) : [['it', parts] as const];
  for (const [name, part] of entries) {
    if (part instanceof Tensor) continue;
    throw new HebbError(
      'INVALID_VALUE',
      `a compiled function must return tensors; ${name} is ${show(part)}.`,
    );
  }
  return [entries.map(([name]) => name), entries.map(([, part]) => part as Tensor)];
}
