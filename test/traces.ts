/**
 * What a file of tests may change outside itself: variables of the environment, names and prototypes that everybody
 * shares, the console, the clock. It knows no test.
 */

/** What stands there now. */
export type Surroundings = ReadonlyMap<string, unknown>;

const shared: Readonly<Record<string, object>> = {
  globalThis,
  console,
  process,
  performance,
  Date,
  Math,
  'Object.prototype': Object.prototype,
  'Array.prototype': Array.prototype,
};

/** Stands for a name that Node loads when it is first used. */
const unused = Symbol('not used yet');

/** Everything that a file of tests may have changed when it ends. No getter is called. */
export function surroundings(): Surroundings {
  const found = new Map<string, unknown>();
  for (const [name, value] of Object.entries(process.env)) found.set(`process.env.${name}`, value);
  for (const [owner, object] of Object.entries(shared)) {
    for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(object)))
      found.set(`${owner}.${name}`, get === undefined ? value : unused);
  }
  return found;
}

/** What is otherwise than it was, by name. Names that begin with `__` are compilers' and no matter. */
export function traces(before: Surroundings, after: Surroundings): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !/\.__/.test(name));
  return names.filter((name) => before.get(name) !== unused && !Object.is(before.get(name), after.get(name)));
}
