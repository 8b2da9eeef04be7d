/**
 * What a command is, and its help page. It knows no concrete command.
 */
import { type Flags, type FlagValues, readFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';
import { columns, wrap } from './text-layout.ts';
import { UsageError } from './usage-error.ts';

export interface CommandSpec<F extends Flags> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What the arguments are called, in order; all are needed. */
  readonly arguments: readonly string[];
  /** Further ones, which may be left out. */
  readonly optional?: readonly string[];
  /** Words that arguments may be, for shells to offer. */
  readonly words?: readonly string[];
  /** What it does, in a few sentences. */
  readonly about: string;
  readonly flags: F;
  /** A comment and a command line each. */
  readonly examples: readonly (readonly [comment: string, line: string])[];
  run(given: readonly string[], values: FlagValues<F>, terminal: Terminal): Promise<void>;
}

/** A command as the dispatcher knows it. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly flags: Flags;
  /** Words that arguments may be; others, such as files, may be as well. */
  readonly words: readonly string[];
  help(): string;
  /** @throws UsageError for wrong arguments; HebbError when the work fails */
  run(args: readonly string[], terminal: Terminal): Promise<void>;
}

const helpFlag = { help: { about: 'show this page', short: 'h' } } as const;

/** A command of its parts. Every command has `--help`. */
export function defineCommand<F extends Flags>(spec: CommandSpec<F>): Command {
  const flags = { ...spec.flags, ...helpFlag };
  return {
    name: spec.name,
    summary: spec.summary,
    flags,
    words: spec.words ?? [],
    help: () => helpPage(spec, flags),
    run: async (args, terminal) => {
      const { values, positionals } = readFlags(flags, args);
      if (values.help === true) {
        terminal.stdout.write(helpPage(spec, flags));
        return;
      }
      checkArguments(spec, positionals);
      await spec.run(positionals, values as FlagValues<F>, terminal);
    },
  };
}

function checkArguments(spec: CommandSpec<Flags>, given: readonly string[]): void {
  const wanted = spec.arguments;
  if (given.length < wanted.length) {
    throw new UsageError(`${wanted[given.length]} is missing: ${usageLine(spec)}.`);
  }
  const most = wanted.length + (spec.optional?.length ?? 0);
  if (given.length > most) {
    throw new UsageError(`'${given[most]}' is one argument too many: ${usageLine(spec)}.`);
  }
}

function usageLine(spec: CommandSpec<Flags>): string {
  const optional = spec.optional === undefined ? [] : [`[${spec.optional.join(' ')}]`];
  return ['hebb', spec.name, ...spec.arguments, ...optional, '[options]'].join(' ');
}

function helpPage(spec: CommandSpec<Flags>, flags: Flags): string {
  const options = Object.entries(flags).map(([name, { short, value, about }]) => [
    `  ${short === undefined ? '   ' : `-${short},`} --${name}${value === undefined ? '' : ` ${value.placeholder}`}`,
    about,
  ]);
  const examples = spec.examples.map(([comment, line]) => `  # ${comment}\n  ${line}`).join('\n\n');
  return [
    `Usage: ${usageLine(spec)}`,
    wrap(spec.about, 80),
    `Options:\n${columns(options, 80)}`,
    `Examples:\n${examples}`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
