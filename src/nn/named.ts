/**
 * Finding things by name: Keras's name, in camelCase too, the name of Keras's class, or an alias. It knows no
 * names itself.
 */
import { didYouMean, HebbError, show } from '../core/errors.ts';
import { type Config, type Configured, optionsOf } from './configured.ts';

/**
 * What has this name.
 *
 * @param kind what is looked for, for the message
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 */
export function findNamed<T>(
  kind: string,
  name: string,
  candidates: readonly (readonly [names: readonly string[], candidate: T])[],
): T {
  const wanted = plain(name);
  const found = candidates.find(([names]) => names.some((other) => plain(other) === wanted));
  if (found !== undefined) return found[1];
  const hint = didYouMean(
    String(name),
    candidates.flatMap(([names]) => names),
  );
  throw new HebbError('INVALID_VALUE', `there is no ${kind} ${show(name)}.${hint}`);
}

/** Classes of one kind, each made from its options. */
export interface Family<T extends Configured> {
  /** What they are, for messages. */
  readonly kind: string;
  readonly base: abstract new (...given: never[]) => T;
  /** By Keras's class names. */
  readonly classes: Readonly<Record<string, new (options: never) => T>>;
  /** Further names, and the classes they stand for. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/**
 * What was given as a member of a family: itself, or made from a name (with all options at their defaults) or
 * from a config as Keras writes it (`{ class_name, config }`).
 *
 * @throws HebbError `INVALID_VALUE` for a name that none has, or something else altogether
 */
export function memberOf<T extends Configured>(family: Family<T>, given: unknown): T {
  const { kind, base, classes } = family;
  if (given instanceof base) return given;
  if (typeof given === 'string') return new (classNamed(family, given))({} as never);
  if (typeof given === 'object' && given !== null && 'class_name' in given) {
    const { class_name: name, config = {} } = given as { class_name: unknown; config?: Config };
    return new (classNamed(family, String(name)))(optionsOf(config) as never);
  }
  const known = Object.keys(classes).slice(0, 3).join(', ');
  throw new HebbError(
    'INVALID_VALUE',
    `expected a name or object of ${kind} (${known}, …), got ${show(given)}.`,
  );
}

function classNamed<T extends Configured>(
  { kind, classes, aliases = {} }: Family<T>,
  name: string,
): new (
  options: never,
) => T {
  const candidates = Object.entries(classes).map(([className, Class]) => {
    const others = Object.keys(aliases).filter((alias) => aliases[alias] === className);
    return [[className, ...others], Class] as const;
  });
  return findNamed(kind, name, candidates);
}

function plain(name: string): string {
  return String(name).replaceAll('_', '').toLowerCase();
}
