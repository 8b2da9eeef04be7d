/**
 * Options of a command: a table of flags says what there is, `readFlags` reads the arguments by it and refuses
 * what does not fit. The splitting of arguments is Node's `parseArgs`. It knows no command.
 */
import { parseArgs } from 'node:util';
import { didYouMean, show } from '../core/errors.ts';
import { integer, matching, oneOf, type Rule, real } from '../core/options.ts';
import { UsageError } from './usage-error.ts';

/** One option. Without `value` it is a switch, true when given. */
export interface Flag<T> {
  readonly about: string;
  readonly short?: string;
  readonly value?: {
    /** What stands for the value in the help. */
    readonly placeholder: string;
    readonly rule: Rule;
    /** The words it may be, where these are all. */
    readonly words?: readonly string[];
    read(text: string): T;
  };
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values that were given; undefined for options that were not. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T | undefined : never;
};

/** A switch. */
export function toggle(about: string, short?: string): Flag<boolean> {
  return { about, short };
}

/** An option that takes any text. */
export function text(placeholder: string, about: string, short?: string): Flag<string> {
  const rule = matching('text', (value) => value !== '');
  return { about, short, value: { placeholder, rule, read: (given) => given } };
}

/** An option that takes one of a few words. */
export function choice<T extends string>(words: readonly T[], about: string): Flag<T> {
  return {
    about,
    value: { placeholder: words.join('|'), rule: oneOf(...words), words, read: (given) => given as T },
  };
}

/** An option that takes a whole number. */
export function whole(
  placeholder: string,
  range: Parameters<typeof integer>[0],
  about: string,
): Flag<number> {
  return { about, value: { placeholder, rule: integer(range), read: readNumber } };
}

/** An option that takes a number. */
export function decimal(placeholder: string, range: Parameters<typeof real>[0], about: string): Flag<number> {
  return { about, value: { placeholder, rule: real(range), read: readNumber } };
}

/** An option that takes names separated by commas. */
export function names(placeholder: string, about: string): Flag<readonly string[]> {
  const rule = matching('names separated by commas', (value) => Array.isArray(value) && value.length > 0);
  const read = (given: string): string[] =>
    given
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  return { about, value: { placeholder, rule, read } };
}

/** An option that takes whole numbers ≥ 1 separated by commas. */
export function sizes(placeholder: string, about: string): Flag<readonly number[]> {
  const rule = matching(
    `whole numbers ≥ 1 separated by commas, such as ${placeholder}`,
    (value) => Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 1),
  );
  return { about, value: { placeholder, rule, read: (given) => given.split(',').map(readNumber) } };
}

function readNumber(given: string): number {
  return given.trim() === '' ? Number.NaN : Number(given);
}

/**
 * The options and the other arguments of a command line.
 *
 * @throws UsageError for an option there is not (naming the nearest one), a missing value, or one that does
 * not fit
 */
export function readFlags<F extends Flags>(
  flags: F,
  args: readonly string[],
): { values: FlagValues<F>; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { short, value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short && { short }) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(flags, token.name)) throw unknownFlag(token.rawName, token.name, flags);
    values[token.name] = readValue(token, flags[token.name]);
  }
  return { values: values as FlagValues<F>, positionals };
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
}

function readValue({ rawName, value, inlineValue }: OptionToken, flag: Flag<unknown>): unknown {
  if (flag.value === undefined) {
    if (value === undefined) return true;
    throw new UsageError(`${rawName} takes no value, got ${show(value)}.`);
  }
  const { placeholder, rule, read } = flag.value;
  const looksLikeOption = inlineValue !== true && /^--?[a-z]/i.test(value ?? '');
  if (value === undefined || looksLikeOption) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${placeholder}.`);
  }
  const result = read(value);
  if (rule.allows(result)) return result;
  throw new UsageError(`${rawName} must be ${rule.expected}, got ${show(value)}.`);
}

function unknownFlag(rawName: string, name: string, flags: Flags): UsageError {
  const candidates = name.length > 1 ? Object.keys(flags).map((flag) => `--${flag}`) : [];
  return new UsageError(`there is no option ${rawName}.${didYouMean(rawName, candidates)}`);
}
